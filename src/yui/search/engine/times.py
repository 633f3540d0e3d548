"""Weekdays and times of day among typed words: 「火曜の午前 体操」 is 体操 on Tuesday mornings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yui.search.engine.folding import normalise

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SIGNS = dict(zip("月火水木金土日", WEEKDAYS, strict=True))
_NAMED_DAYS = {
    "土日祝日": ("sat", "sun"),
    "土日祝": ("sat", "sun"),
    "土日": ("sat", "sun"),
    "土・日": ("sat", "sun"),
    "週末": ("sat", "sun"),
    "平日": WEEKDAYS[:5],
}
_NAMED_BANDS = {
    "午前中": "am",
    "午前": "am",
    "午後": "pm",
    "夕方": "eve",
}
# Said alone they are a time; inside a sentence（夜さびしい）they are part of the story.
_LONE_BANDS = {"朝": "am", "夜": "eve"}
# A time word ends here: at a gap, a particle, or where the next time word begins.
_END = r"(?=$|[\s、。・,]|の|に|は|も|で|と|や|か|だけ|開|空|やって|ある|午|夕方)"
_START = r"(?<![\u4e00-\u9fff])"
_DAYS = re.compile(
    rf"{_START}(?:毎週|毎月)?(?:第[1-5一二三四五・、第]+)?"
    rf"(?P<signs>[月火水木金土日](?:[・、と]?[月火水木金土日])*)曜日?{_END}"
    rf"|毎週(?P<every>[月火水木金土日](?:[・、と]?[月火水木金土日])*){_END}"
    rf"|{_START}(?P<named>{'|'.join(_NAMED_DAYS)})(?:曜日?)?{_END}"
)
_BANDS = re.compile(
    rf"(?<!正)(?P<named>{'|'.join(_NAMED_BANDS)})"
    rf"|(?:^|(?<=\s))(?P<lone>{'|'.join(_LONE_BANDS)})(?=$|\s)"
)
_FOLLOWING = re.compile(r"(の|に|は|も|で|と|や|から|だけ)(?=\s|$|[^\s])")


@dataclass(frozen=True, slots=True)
class TimeWord:
    """This class will hold one stretch of a question that names days or times of day."""

    typed: str
    weekdays: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimedText:
    """This class will hold a question's time words and what is left of its text without them."""

    rest: str
    words: tuple[TimeWord, ...] = ()

    @property
    def weekdays(self) -> tuple[str, ...]:
        """This property will list the days named, Monday first."""
        named = {day for word in self.words for day in word.weekdays}
        return tuple(day for day in WEEKDAYS if day in named)

    @property
    def bands(self) -> tuple[str, ...]:
        """This property will list the times of day named."""
        return tuple(dict.fromkeys(band for word in self.words for band in word.bands))


def read_times(text: str) -> TimedText:
    """This function will take weekdays and times of day out of a typed text.

    Without any the text is returned as it was typed. 「日曜市」 and 「日曜大工」 are no days.
    """
    plain = normalise(text)
    found = sorted(_found(plain), key=lambda one: one[0])
    if not found:
        return TimedText(text)
    rest, place = [], 0
    for start, end, _word in found:
        rest.append(plain[place:start])
        particle = _FOLLOWING.match(plain, end)
        place = particle.end() if particle else end
    rest.append(plain[place:])
    return TimedText(" ".join(" ".join(rest).split()), tuple(word for *_, word in found))


def without(text: str, typed: str) -> str:
    """This function will return a question without one of its time or place words."""
    before, _, after = normalise(text).partition(typed)
    particle = _FOLLOWING.match(after)
    return " ".join(f"{before} {after[particle.end() :] if particle else after}".split())


def _found(plain: str) -> Iterator[tuple[int, int, TimeWord]]:
    for match in _DAYS.finditer(plain):
        signs = match["signs"] or match["every"]
        days = _days_of(signs) if signs else _NAMED_DAYS[match["named"]]
        yield match.start(), match.end(), TimeWord(match.group(), weekdays=days)
    for match in _BANDS.finditer(plain):
        band = _NAMED_BANDS.get(match["named"] or "") or _LONE_BANDS[match["lone"]]
        yield match.start(), match.end(), TimeWord(match.group(), bands=(band,))


def _days_of(signs: str) -> tuple[str, ...]:
    named = {_SIGNS[sign] for sign in signs if sign in _SIGNS}
    return tuple(day for day in WEEKDAYS if day in named)
