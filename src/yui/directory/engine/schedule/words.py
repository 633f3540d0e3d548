"""Tokens of Japanese opening hours as they stand in real lists.

The text is normalised (NFKC, one kind of dash, kanji numerals after 第) and cut into tokens with a
one-letter code each, so that the grammar in `clauses` can be written over codes. A word that is not
in the table becomes code "?" and makes its clause unread: nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time

from yui.directory.engine.schedule.values import LAST, Ordinal, Period, ScheduleError, YearlySpan

WEEKDAY_CHARACTERS = "月火水木金土日"
_HALVES = ("午前", "午後", "AM", "PM", "翌")
_KANJI_DIGITS = str.maketrans("一二三四五", "12345")
_HOLIDAY = (
    r"祝日法による休日|国民の祝日に関する法律(?:\(.{1,20}?\))?に規定する休日|国民の(?:祝日|休日)|祝祭日|祝日|祭日"
    r"|祝休日|休祝日|振替休日|休日|祝"
)
_DAY_END = r"(?=[月火水木金土日曜・,、:が~\-祝休のはを除以及と/\s()\d第午]|$)"
_SPAN_DAY = r"(\d{1,2})(?:月|/)(\d{1,2})日?"
_SPAN = _SPAN_DAY + r"(?:\([月火水木金土日]\))?\s*(?:~|から)\s*(?:翌年の?|翌)?" + _SPAN_DAY
_CLOCK = (
    r"(?P<next>翌(?:日の?)?)?(?P<half>午前|午後|AM|PM)?\s*(?:(?P<noon>正午)|(?P<hour>\d{1,2})\s*"
    r"(?:[:：]\s*(?P<m1>\d{2})(?::\d{2})?|時(?:(?P<m2>\d{1,2})分|(?P<thirty>半)|(?!間))))"
)


@dataclass(frozen=True, slots=True)
class Days:
    """Days as written: weekdays, ordinals, holidays, days of month, yearly spans, full dates.

    `is_heijitsu`: 平日 was written, which by its meaning leaves holidays out.
    """

    weekdays: frozenset[int] = frozenset()
    ordinals: frozenset[tuple[int, int]] = frozenset()
    month_days: frozenset[int] = frozenset()
    spans: frozenset[YearlySpan] = frozenset()
    dates: frozenset[date] = frozenset()
    customs: frozenset[str] = frozenset()
    has_holidays: bool = False
    is_heijitsu: bool = False

    def __or__(self, other: Days) -> Days:
        return Days(
            self.weekdays | other.weekdays,
            self.ordinals | other.ordinals,
            self.month_days | other.month_days,
            self.spans | other.spans,
            self.dates | other.dates,
            self.customs | other.customs,
            self.has_holidays or other.has_holidays,
            self.is_heijitsu or other.is_heijitsu,
        )

    @property
    def is_only_holidays(self) -> bool:
        """This property will tell whether nothing but national holidays is meant."""
        return self == Days(has_holidays=True)

    @property
    def is_only_weekdays(self) -> bool:
        """This property will tell whether nothing but weekdays is meant."""
        return bool(self.weekdays) and self == Days(self.weekdays)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its code, its words, and what it carries."""

    code: str
    text: str
    days: Days = field(default_factory=Days)
    minutes: int = -1
    periods: tuple[Period, ...] = ()
    months: tuple[int, ...] = ()


def normalise(text: str) -> str:
    """This function will bring a cell into one spelling: NFKC, "~" for ranges, line breaks kept."""
    plain = unicodedata.normalize("NFKC", text).replace("(改行)", "\n")
    plain = re.sub(r"<br\s*/?>", "\n", plain, flags=re.IGNORECASE)
    plain = re.sub(r"[〜∼～]", "~", plain)
    plain = re.sub(
        r"(?<=[\d時分月火水木金土日曜前後])\s*[-‐‑–—―−ー─]+\s*(?=[\d正午翌月火水木金土日])",
        "~",
        plain,
    )
    return plain.strip()


def minutes_of(found: re.Match[str]) -> int | None:
    """This function will turn a matched clock time into minutes, 0 to 1440; None if impossible."""
    if found["noon"]:
        return 720
    hour, minute = int(found["hour"]), int(found["m1"] or found["m2"] or 0)
    minute = 30 if found["thirty"] else minute
    if found["half"] in ("午後", "PM"):
        if not 0 <= hour <= 12:
            return None
        hour = hour + 12 if hour < 12 else 12
    total = hour * 60 + minute
    return total if minute < 60 and total <= 1440 else None


_CELL_CLOCK = re.compile(_CLOCK + r"$")


def read_clock(cell: str) -> int | None:
    """This function will read a cell that holds one clock time; None when it does not."""
    found = _CELL_CLOCK.match(normalise(cell))
    return minutes_of(found) if found else None


def clock_time(minutes: int) -> time:
    """This function will give the time of day; 1440 is midnight again."""
    return time(minutes // 60 % 24, minutes % 60)


def make_period(start: Token, end: Token | None) -> Period | None:
    """This function will make a period of two clock tokens; None when it is doubtful.

    「午後1時〜3時」 ends at 15時. Doubtful: a start before 5時 and an end by 6時 without 午前 (an
    afternoon written short), and an end not after the start unless 翌 is written or the evening
    runs at most 16 hours into the night.
    """
    first, last = start.minutes, None if end is None else end.minutes
    if last is None or end is None:
        return Period(clock_time(first))
    if start.text.startswith(("午後", "PM")) and not end.text.startswith(_HALVES) and last < 720:
        last += 720
    if 0 < first < 300 and last <= 360 and not start.text.startswith(_HALVES):
        return None
    passes = last <= first
    is_evening = first >= 960 and last + 1440 - first <= 960
    if passes and not (is_evening or end.text.startswith("翌")):
        return None
    return Period(clock_time(first), clock_time(last))


def _weekday_token(found: re.Match[str]) -> Token:
    days = frozenset(WEEKDAY_CHARACTERS.index(c) for c in found[0] if c in WEEKDAY_CHARACTERS)
    if found[0].endswith("曜日") and len(found[0]) > 2:
        days = frozenset(
            WEEKDAY_CHARACTERS.index(c) for c in found[0][:-2] if c in "月火水木金土日"
        )
    return Token("W", found[0], Days(weekdays=days))


def _ordinal_token(found: re.Match[str]) -> Token:
    head, tail = found["ordinals"].translate(_KANJI_DIGITS), found["weekdays"]
    numbers = {int(n) for n in re.findall(r"\d", head)} | ({LAST} if "最" in head else set())
    weekdays = {WEEKDAY_CHARACTERS.index(c) for c in tail if c in WEEKDAY_CHARACTERS}
    try:
        Ordinal(tuple(numbers), tuple(weekdays))
    except ScheduleError:
        return Token("?", found[0])
    pairs = frozenset((n, w) for n in numbers for w in weekdays)
    return Token("O", found[0], Days(ordinals=pairs))


def _span_token(found: re.Match[str]) -> Token:
    numbers = [int(n) for n in re.findall(r"\d+", found[0])]
    numbers = numbers if len(numbers) == 4 else numbers[:2] * 2
    try:
        span = YearlySpan(*numbers)
    except ScheduleError:
        return Token("?", found[0])
    code = "K" if re.search("休(?:み|業|暇)", found[0]) else "D"
    return Token(code, found[0], Days(spans=frozenset({span})))


def _date_token(found: re.Match[str]) -> Token:
    numbers = [int(n) for n in re.findall(r"\d+", found[0])]
    year = numbers[0] + 2018 if "令和" in found[0] else numbers[0]
    try:
        day = date(year, numbers[1], numbers[2])
    except ValueError:
        return Token("?", found[0])
    return Token("D", found[0], Days(dates=frozenset({day})))


def _month_day_token(found: re.Match[str]) -> Token:
    numbers = frozenset(int(n) for n in re.findall(r"\d+", found[0])) or frozenset({LAST})
    if any(n > 31 for n in numbers):
        return Token("?", found[0])
    return Token("D", found[0], Days(month_days=numbers))


def _season_token(found: re.Match[str]) -> Token:
    first, last = (int(n) for n in re.findall(r"\d+", found[0]))
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return Token("?", found[0])
    count = (last - first) % 12 + 1
    return Token("s", found[0], months=tuple((first - 1 + n) % 12 + 1 for n in range(count)))


def _clock_token(found: re.Match[str]) -> Token:
    minutes = minutes_of(found)
    return Token("?", found[0]) if minutes is None else Token("T", found[0], minutes=minutes)


def _times_token(found: re.Match[str]) -> Token:
    """This function will keep 「月2回」 as a claim to be checked against the days beside it."""
    return Token("k", found[0], minutes=int(found[0][1]))


def _fixed(code: str, days: Days | None = None) -> Callable[[re.Match[str]], Token]:
    return lambda found: Token(code, found[0], days or Days())


def _all_day(found: re.Match[str]) -> Token:
    return Token("P", found[0], periods=(Period(time(0), time(0)),))


_WD = r"[月火水木金土日]"
_LIST = r"(?:[・,、/]|及び|および|と|又は|または|&)"
_ORDINAL = (
    rf"(?:毎月)?(?:の)?(?P<ordinals>(?:第\s*[1-5一二三四五]|最終|最後の)"
    rf"(?:\s*{_LIST}\s*(?:第\s*[1-5一二三四五]|[1-5一二三四五]|最終))*)\s*週?の?\s*"
    rf"(?P<weekdays>{_WD}(?:・?{_WD})*)(?:曜日?|{_DAY_END})"
)
_EVERY_DAY = Days(weekdays=frozenset(range(7)))
_TABLE: tuple[tuple[str, Callable[[re.Match[str]], Token]], ...] = (
    (r"その日後において(?:の)?その日に最も近い(?:" + _HOLIDAY + r")でない日", _fixed("b")),
    (
        r"(?:(?:年末年始|年末・?年始|正月|お?盆)(?:休み|休業|休暇|期間)?|[夏冬][季期]休[暇業])の?\s*[(:]?\s*"
        + _SPAN
        + r"(?:まで)?\s*\)?",
        _span_token,
    ),
    (_SPAN + r"(?:まで)?\s*(?:\((?:年末年始|お盆|盆)\)|の年末年始)?", _span_token),
    (
        r"(?:(?:19|20)\d{2}年|令和\d{1,2}年)\d{1,2}月\d{1,2}日|20\d{2}[/-]\d{1,2}[/-]\d{1,2}",
        _date_token,
    ),
    (r"(?:毎月)?(?:月末日?|末日)", _month_day_token),
    (r"毎月\d{1,2}日(?:[・,、と]\d{1,2}日)*", _month_day_token),
    (r"(?:[夏冬][季期])?\d{1,2}月?~\d{1,2}月(?![/\d])", _season_token),
    (_SPAN_DAY, _span_token),
    (r"元日|元旦", lambda f: Token("D", f[0], Days(spans=frozenset({YearlySpan(1, 1, 1, 1)})))),
    (r"24時間(?:\s*(?:365日))?(?:体制)?", _all_day),
    (_CLOCK, _clock_token),
    (_ORDINAL, _ordinal_token),
    (
        r"年末年始(?:休暇|休業日?|期間)?|年末・年始",
        _fixed("D", Days(customs=frozenset({"年末年始"}))),
    ),
    (r"お盆(?:休み|期間)?|旧盆|盆休み|盆", _fixed("D", Days(customs=frozenset({"お盆"})))),
    (r"年中無休|無休|通年利用可能|365日", _fixed("z")),
    (r"毎日", _fixed("D", _EVERY_DAY | Days(has_holidays=True))),
    (r"平日", _fixed("D", Days(weekdays=frozenset(range(5)), is_heijitsu=True))),
    (r"(?:その)?(?:直後の平日|次の平日|翌平日)", _fixed("b")),
    (r"(?:その)?翌日", _fixed("n")),
    (
        r"定休日|休館日|休業日|休所日|休診日|休園日?|休場日?|閉館日?|閉所日?|お?休み(?:します)?|休館|休業|休診|休所",
        _fixed("c"),
    ),
    (
        r"(?:終日)?(?:の)?(?:ご?利用|使用|開放|解放)(?:不可|できません|出来ません|できない)|不可",
        _fixed("c"),
    ),
    (r"を?除く|を?除き|以外", _fixed("e")),
    (
        r"開館時間|営業時間|利用時間|開放時間|開所時間|受付時間|活動時間|営業日|開館日|活動日|開所日|開催日|運営日|利用可能日?|利用可能?|開館|営業|開所|開催|活動|実施|対応(?:可能?)?",
        _fixed("o"),
    ),
    (_HOLIDAY, _fixed("H", Days(has_holidays=True))),
    (r"[月週]\d回", _times_token),
    (r"月の(?=第)", _fixed(" ")),
    (r"の(?=祝|休日)", _fixed("?")),
    (
        rf"(?:毎週\s*)?{_WD}{{2,7}}(?:曜日?)?{_DAY_END}|(?:毎週\s*)?{_WD}(?:曜日?|{_DAY_END})",
        _weekday_token,
    ),
    (r"(?:に当たる|にあたる|と重なる|の|に重なる)?(?:場合|とき|時)(?:に)?", _fixed("i")),
    (r"まで", _fixed("u")),
    (r"から|~", _fixed("~")),
    (r"[・,、&/]|及び|および|並びに|又は|または|と|や", _fixed("A")),
    (r"休(?![館業診所園場日み])", _fixed("c")),
    (r"特に(?:なし|無し|ありません)|なし|無し", _fixed("x")),
    (r"のみ|だけ|に限る", _fixed("l")),
    (r"が", _fixed("g")),
)
_MATCHERS = tuple((re.compile(pattern), make) for pattern, make in _TABLE)
_SKIPPED = re.compile(
    r"[:\[\]]+|です|します|する|(?:して|いたして)(?:い|おり)ます|いたします|行います|ただし|但し|また|[のはにをもでし]|毎週|毎月"
)


def tokens(clause: str) -> Iterator[Token]:
    """This function will cut a normalised clause into tokens; unknown characters have code "?"."""
    position = 0
    while position < len(clause):
        if clause[position].isspace():
            position += 1
            continue
        token, length = _next(clause, position)
        if token is not None and token.code != " ":
            yield token
        position += length


def _next(clause: str, position: int) -> tuple[Token | None, int]:
    for pattern, make in _MATCHERS:
        found = pattern.match(clause, position)
        if found and found[0]:
            return make(found), len(found[0])
    skipped = _SKIPPED.match(clause, position)
    if skipped:
        return None, len(skipped[0])
    return Token("?", clause[position]), 1
