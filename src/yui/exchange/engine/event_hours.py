"""The hours of an event: two cells into periods of a day, or into words where they say more."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time
from typing import Final

from yui.lib.clock import DateRefused, format_time_ja, parse_time

# Marks of several sessions on one day; NFKC would turn them into digits of the hour.
_SESSIONS: Final = re.compile(r"^\s*[①-⑳]\s*")
_NOTHING: Final = frozenset({"", "-", "ー", "―", "なし", "未定"})
_NOTED: Final = re.compile(r"(?P<hour>[^※(]+?)\s*(?P<note>※.*|\(.*\))")
_LIKE_HOUR: Final = re.compile(
    r"(?:午前|午後|AM|PM)?\s*[0-9]{1,3}\s*(?:[:時]\s*(?:半|[0-9]{0,3}\s*分?))?", re.I
)
_MIDNIGHT: Final = re.compile(r"24(?::00(?::00)?|時(?:00分?)?)?")
_SEVERAL: Final = "、"


class HoursRefused(ValueError):
    """This error will say why hours cannot be, and whether the cell of the end is meant."""

    def __init__(self, sentence: str, *, at_end: bool) -> None:
        super().__init__(sentence)
        self.at_end = at_end


@dataclass(frozen=True, slots=True)
class Hours:
    """This value will hold periods of a day; an end of 0時 is the midnight that ends the day.

    `note` are words that stand beside hours that were read; `words` are cells that were not.
    """

    slots: tuple[tuple[time, time | None], ...] = ()
    note: str = ""
    words: str = ""

    @property
    def in_words(self) -> str:
        """This property will return all that is known as words."""
        said = _SEVERAL.join(_period(*slot) for slot in self.slots)
        return "　".join(part for part in (said, self.note, self.words) if part)


@dataclass(frozen=True, slots=True)
class _Cell:
    hours: tuple[time, ...]
    note: str
    is_read: bool


def hours_of(start: str, end: str) -> Hours:
    """This function will read the cells of the beginning and the end of each period.

    Raises: HoursRefused for hours that cannot be, and for an end before its beginning.
    """
    first, last = _cell(start, at_end=False), _cell(end, at_end=True)
    is_read = first.is_read and last.is_read and bool(first.hours)
    if not is_read or len(last.hours) not in (0, len(first.hours)):
        return Hours(words=_as_words(start, end))
    ends: tuple[time | None, ...] = last.hours or (None,) * len(first.hours)
    slots = tuple(zip(first.hours, ends, strict=True))
    for beginning, ending in slots:
        if ending is not None and ending != time(0) and ending < beginning:
            raise HoursRefused(
                f"終わりの時刻（{format_time_ja(ending)}）が、始まり"
                f"（{format_time_ja(beginning)}）より前です。",
                at_end=True,
            )
        if ending == beginning:
            return Hours(words=_as_words(start, end))
    if len({beginning for beginning, _ in slots}) < len(slots):
        return Hours(words=_as_words(start, end))
    return Hours(slots, _SEVERAL.join(part for part in (first.note, last.note) if part))


def _cell(cell: str, *, at_end: bool) -> _Cell:
    """The hours of a cell, one in a line; not read as soon as a line says anything else."""
    hours: list[time] = []
    notes: list[str] = []
    for line in _lines(cell):
        if line.startswith("※"):
            notes.append(line)
            continue
        found = _NOTED.fullmatch(line)
        words = found["hour"] if found else line
        hour = _hour(words, at_end=at_end)
        if hour is None:
            return _Cell((), "", False)
        hours.append(hour)
        if found:
            notes.append(found["note"])
    note = " ".join(notes)
    is_clear = not note or not at_end or "まで" in note
    return _Cell(tuple(hours), note if is_clear else f"終わり：{note}", True)


def _hour(words: str, *, at_end: bool) -> time | None:
    if at_end and _MIDNIGHT.fullmatch(words):
        return time(0)
    if not _LIKE_HOUR.fullmatch(words):
        return None
    try:
        return parse_time(words)
    except DateRefused as refused:
        raise HoursRefused(str(refused), at_end=at_end) from None


def _lines(cell: str) -> list[str]:
    stripped = (_SESSIONS.sub("", line) for line in re.split(r"\r?\n|（改行）|<br\s*/?>", cell))
    plain = (unicodedata.normalize("NFKC", line).strip() for line in stripped)
    return [line for line in plain if line not in _NOTHING]


def _as_words(start: str, end: str) -> str:
    first, last = (" ".join(_lines(cell)) for cell in (start, end))
    if first == last or not last:
        return first
    return f"{first}〜{last}" if first else f"{last}まで"


def _period(start: time, end: time | None) -> str:
    if end is None:
        return f"{format_time_ja(start)}から"
    ending = "24時" if end == time(0) else format_time_ja(end)
    return f"{format_time_ja(start)}〜{ending}"
