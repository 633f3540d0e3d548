"""The days and hours of an event as lists write them; what cannot be read surely is refused.

A date without a year takes its year from the day the list speaks of: the year in which it lies
nearest to that day, and a weekday that is written must agree. Nothing else is filled in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from yui.exchange.engine.event_hours import Hours, HoursRefused, hours_of
from yui.exchange.engine.rules import RowRefused
from yui.lib.clock import JST, DateRefused, parse_date, weekday_ja

NO_YEAR: Final = "日付に年がありません。「一覧が表す日」を入れて、もう一度読んでください。"
LONGEST_NOTE: Final = 160
_LONGEST: Final = timedelta(days=366)
_WEEKDAY: Final = r"\(\s*(?P<weekday>[月火水木金土日])(?:曜日?)?(?:\s*[・,、]\s*[祝休振日]+)?\s*\)"
_YEAR: Final = r"(?P<year>(?:令和|R)\s*\.?\s*(?:元|[0-9]{1,3})年?|20[0-9]{2}年)"
_DAY: Final = re.compile(
    rf"(?:{_YEAR}?\s*(?P<month>[0-9]{{1,2}})月\s*)?(?P<day>[0-9]{{1,2}})日\s*(?:{_WEEKDAY})?"
)
_RANGE: Final = re.compile(r"\s*(?:[~〜]|から|(?<=[日)])\s*[-‐‑–—−ー])\s*")
_UNTIL: Final = re.compile(r"\s*まで$")
_COMMAS: Final = re.compile(r"\s*[、,]\s*")
_NOTE: Final = re.compile(r"\s*※.*$")
_BRACKETS: Final = re.compile(r"\s*\((?P<words>[^()]*)\)$")
_ONE_WEEKDAY: Final = re.compile(r"(?P<weekday>[月火水木金土日])曜日?$")


@dataclass(slots=True)
class DayReader:
    """This object will read dates of one row; `repairs` are (words, day) of years filled in.

    `period` is the day the list speaks of, None = nobody said one. `column` names the column in
    what is refused.
    """

    period: date | None
    column: str
    repairs: list[tuple[str, date]] = field(default_factory=list)

    def day(self, words: str) -> date:
        """This function will return the one day a cell means. Raises: RowRefused."""
        plain = " ".join(unicodedata.normalize("NFKC", words).split())
        found = _DAY.fullmatch(plain)
        if found is not None and found["month"]:
            return self._of(found, plain)
        try:
            return parse_date(plain)
        except DateRefused as refused:
            if "年がありません" in str(refused):
                return self._yearless_date(plain)
            raise RowRefused(str(refused), self.column) from None

    def span(self, words: str) -> tuple[tuple[date, ...], date | None, str]:
        """This function will return single days, or the first day and the last one of a span.

        The third part are words that stand beside the dates. Raises: RowRefused.
        """
        plain, note = _without_note(words)
        if not plain:
            raise RowRefused("開催日がありません。", self.column)
        parts = _RANGE.split(plain)
        if len(parts) == 2:
            return (*self._range(parts[0], parts[1], plain), note)
        if len(parts) > 2 or _UNTIL.search(plain):
            raise RowRefused(_no_beginning(plain), self.column)
        days, brackets = self._single_days(plain)
        return days, None, "、".join(part for part in (brackets, note) if part)

    def _range(self, left: str, right: str, whole: str) -> tuple[tuple[date, ...], date]:
        right = _UNTIL.sub("", right)
        if not left:
            raise RowRefused(_no_beginning(whole), self.column)
        if not right:
            raise RowRefused(f"終わりの日がありません（{whole[:60]}）。", self.column)
        first = self.day(left)
        last = self._after(first, right)
        check_order(first, last, self.column)
        return (first,), last

    def _after(self, first: date, words: str) -> date:
        """The end of a span that names no year or month has those of its beginning."""
        found = _DAY.fullmatch(words)
        if found is None or found["year"]:
            return self.day(words)
        month = int(found["month"] or first.month)
        for year in (first.year, first.year + 1):
            day = _valid(year, month, int(found["day"]))
            if day is not None and day >= first:
                self._check_weekday(found, day, words)
                self.repairs.append((words, day))
                return day
        raise RowRefused(f"日付「{words[:40]}」は、ありません。", self.column)

    def _single_days(self, plain: str) -> tuple[tuple[date, ...], str]:
        tail, weekday = "", ""
        found = _BRACKETS.search(plain)
        if found is not None and not re.fullmatch(_WEEKDAY, found[0].strip()):
            plain, tail = plain[: found.start()], found["words"].strip()
            named = _ONE_WEEKDAY.search(tail)
            weekday = named["weekday"] if named else ""
        days: list[date] = []
        for words in _COMMAS.split(plain):
            month = days[-1] if days else None
            day = self._listed(words, month)
            if weekday and weekday_ja(day) != weekday:
                raise RowRefused(_other_weekday(words, day), self.column)
            days.append(day)
        if len(set(days)) < len(days):
            raise RowRefused("同じ日が、2回書かれています。", self.column)
        return tuple(days), tail

    def _listed(self, words: str, before: date | None) -> date:
        found = _DAY.fullmatch(words)
        if found is None or found["month"] or before is None:
            return self.day(words)
        day = _valid(before.year, before.month, int(found["day"]))
        if day is None:
            raise RowRefused(f"日付「{words[:40]}」は、ありません。", self.column)
        self._check_weekday(found, day, words)
        self.repairs.append((words, day))
        return day

    def _of(self, found: re.Match[str], words: str) -> date:
        month, number = int(found["month"]), int(found["day"])
        if found["year"]:
            try:
                text = found["year"].rstrip("年") + f"年{month}月{number}日"
                day = parse_date(re.sub(r"\s", "", text))
            except DateRefused as refused:
                raise RowRefused(str(refused), self.column) from None
            self._check_weekday(found, day, words)
            return day
        day = self._nearest(month, number, words)
        self._check_weekday(found, day, words)
        self.repairs.append((words, day))
        return day

    def _yearless_date(self, plain: str) -> date:
        """Other spellings of a month and a day, such as 8/5."""
        leap = parse_date(plain, reference_year=2000)
        day = self._nearest(leap.month, leap.day, plain)
        self.repairs.append((plain, day))
        return day

    def _nearest(self, month: int, number: int, words: str) -> date:
        if self.period is None:
            raise RowRefused(NO_YEAR, self.column)
        year, period = self.period.year, self.period
        found = (_valid(each, month, number) for each in (year - 1, year, year + 1))
        days = [day for day in found if day is not None]
        if not days:
            raise RowRefused(f"日付「{words[:40]}」は、ありません。", self.column)
        return min(days, key=lambda day: abs(day - period))

    def _check_weekday(self, found: re.Match[str], day: date, words: str) -> None:
        written = found["weekday"]
        if written and written != weekday_ja(day):
            raise RowRefused(_other_weekday(words, day), self.column)


def days_of(
    days: Sequence[date], last: date | None, hours: Hours, note: str
) -> tuple[list[dict[str, Any]], str]:
    """This function will return the days of an event as JSON, and words that found no room.

    Each has "starts" and "ends" (ISO 8601 with offset, or None), "all_day" and "hours_note".
    A span, and days whose hours cannot be read, are all day; their hours stay in words.
    """
    words = "　".join(part for part in (hours.in_words, note) if part)
    if last is not None and last > days[0]:
        kept, rest = _fitting(words)
        return [_day_of(days[0], None, last, kept)], rest
    kept, rest = _fitting(note if hours.slots else words)
    if not hours.slots:
        return [_day_of(day, None, None, kept) for day in days], rest
    kept, rest = _fitting("　".join(part for part in (hours.note, note) if part))
    return [_day_of(day, slot, None, kept) for day in days for slot in hours.slots], rest


def check_order(first: date, last: date, column: str) -> None:
    """This function will refuse a span that ends before it begins, or lasts for years.

    Raises: RowRefused.
    """
    if last < first:
        raise RowRefused("終わりの日が、始まりの日より前です。", column)
    if last - first > _LONGEST:
        raise RowRefused("1年より長い行事です。日付を確かめてください。", column)


def read_hours(start: str, end: str, columns: tuple[str, str]) -> Hours:
    """This function will read two cells of hours. Raises: RowRefused naming the column."""
    try:
        return hours_of(start, end)
    except HoursRefused as refused:
        raise RowRefused(str(refused), columns[refused.at_end] or columns[0]) from None


def _day_of(
    day: date, slot: tuple[time, time | None] | None, last: date | None, note: str
) -> dict[str, Any]:
    start, end = slot if slot is not None else (time(0), None)
    ends: datetime | None = None
    if last is not None:
        ends = datetime.combine(last, time(0), JST)
    elif end is not None:
        # 24時 is the midnight that ends the day.
        after = day + timedelta(days=1) if end == time(0) else day
        ends = datetime.combine(after, end, JST)
    return {
        "starts": datetime.combine(day, start, JST).isoformat(),
        "ends": ends.isoformat() if ends else None,
        "all_day": slot is None,
        "hours_note": note,
    }


def _fitting(words: str) -> tuple[str, str]:
    return (words, "") if len(words) <= LONGEST_NOTE else ("", words)


def _without_note(words: str) -> tuple[str, str]:
    plain = " ".join(unicodedata.normalize("NFKC", words).split())
    found = _NOTE.search(plain)
    if found is None:
        return plain, ""
    return plain[: found.start()].strip(), found[0].strip()


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _no_beginning(words: str) -> str:
    return f"始まりの日がありません（{words[:60]}）。いつからか、書いてください。"


def _other_weekday(words: str, day: date) -> str:
    shown = f"{day.year}年{day.month}月{day.day}日"
    return (
        f"曜日が合いません。{shown}は{weekday_ja(day)}曜日です（{words[:40]}）。"
        "曜日か、一覧が表す日を確かめてください。"
    )
