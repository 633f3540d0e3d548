"""This module will read and write dates and hours as Japanese offices do, in Japanese time.

Sources: 元号を改める政令 (令和 from 2019-05-01, 平成 from 1989-01-08, 昭和 from 1926-12-25,
大正 from 1912-07-30, 明治; the Gregorian calendar from 1873-01-01); 地方自治法第208条
(the fiscal year begins on 1 April).
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

JST: Final = ZoneInfo("Asia/Tokyo")
_GREGORIAN_FROM: Final = date(1873, 1, 1)
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
_WEEKDAYS: Final = "月火水木金土日"


class DateRefused(ValueError):
    """This error will say in one Japanese sentence why a date or an hour cannot be accepted."""


@dataclass(frozen=True, slots=True)
class Era:
    """This value will hold an era: its name, its letter, its first and last day, its year zero."""

    name: str
    letter: str
    first_date: date
    last_date: date
    year_zero: int


ERAS: Final = (
    Era("令和", "R", date(2019, 5, 1), date.max, 2018),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30), 1988),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7), 1925),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 24), 1911),
    Era("明治", "M", _GREGORIAN_FROM, date(1912, 7, 29), 1867),
)
_ERA_BY_SIGN: Final = {sign: era for era in ERAS for sign in (era.name, era.letter, era.name[0])}

_GAP: Final = r"\s*[年./\-‐‑–—−]\s*"
_DAY_PART: Final = (
    r"(?P<month>[0-9]{1,2})\s*[月./\-‐‑–—−]\s*(?:(?P<day>[0-9]{1,2})\s*日?|(?P<last>末日?))"
)
_TAIL: Final = r"\s*(?:\(\s*[月火水木金土日](?:・?祝)?(?:曜日?)?\s*\))?"
_MIDNIGHT: Final = r"(?:[T\s]+0{1,2}:00(?::00(?:\.0+)?)?)?"
_FULL_DATE: Final = re.compile(
    rf"(?:(?P<era>令和|平成|昭和|大正|明治|[令平昭大明RHSTM])\s*\.?\s*)?"
    rf"(?P<year>元|[0-9]{{1,4}}){_GAP}{_DAY_PART}{_MIDNIGHT}{_TAIL}",
    re.IGNORECASE,
)
_MONTH_AND_DAY: Final = re.compile(rf"{_DAY_PART}{_TAIL}")
_COMPACT: Final = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_SERIAL: Final = re.compile(r"(?P<days>[0-9]{5})(?:\.0+)?")
_HOUR: Final = re.compile(
    r"(?P<half>午前|午後|AM|PM)?\s*(?P<hour>[0-9]{1,2})\s*"
    r"(?:[:時]\s*(?:(?P<minute>[0-9]{1,2})分?|(?P<thirty>半))?)?(?::00)?",
    re.IGNORECASE,
)
_HOUR_SPAN: Final = re.compile(r"\s*(?:[〜~～―ー‐–—−\-]|から)\s*")


def to_jst(moment: datetime) -> datetime:
    """This function will return a moment in Japanese time.

    Raises: ValueError when `moment` has no time zone, since guessing one moves it by hours.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(JST)


def date_in_jst(moment: datetime) -> date:
    """This function will return the day it is in Japan at a moment."""
    return to_jst(moment).date()


def month_bounds(day: date) -> tuple[datetime, datetime]:
    """This function will return when the month of a day begins in Japan, and when the next does."""
    first = datetime(day.year, day.month, 1, tzinfo=JST)
    after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first, datetime(after.year, after.month, 1, tzinfo=JST)


def fiscal_year(day: date) -> int:
    """This function will return the fiscal year of a day: 2026-03-31 lies in 2025 (令和7年度)."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_bounds(year: int) -> tuple[date, date]:
    """This function will return the first and the last day of a fiscal year."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def era_of(day: date) -> Era:
    """This function will return the era of a day.

    Raises: DateRefused before 1873-01-01, when Japan counted by the moon.
    """
    for era in ERAS:
        if era.first_date <= day:
            return era
    raise DateRefused(
        f"{day.year}年は、和暦に直せません。明治6年1月1日からの日付を書いてください。"
    )


def format_wareki(day: date) -> str:
    """This function will return 「令和8年11月23日」; the first year of an era is 元年."""
    return f"{_wareki_year(era_of(day), day.year)}{day.month}月{day.day}日"


def format_fiscal_year(year: int) -> str:
    """This function will return 「令和7年度」, named after its first day: 2019 is 平成31年度."""
    return f"{_wareki_year(era_of(date(year, 4, 1)), year)}度"


def format_date_ja(day: date) -> str:
    """This function will return 「2026年11月10日」."""
    return f"{day.year}年{day.month}月{day.day}日"


def weekday_ja(day: date) -> str:
    """This function will return the weekday as one letter from 月 to 日."""
    return _WEEKDAYS[day.weekday()]


def format_time_ja(hour: time) -> str:
    """This function will return 「9時30分」, and 「9時」 on the hour."""
    return f"{hour.hour}時{hour.minute}分" if hour.minute else f"{hour.hour}時"


def format_span_ja(start: time, end: time) -> str:
    """This function will return 「9時30分〜11時30分」."""
    return f"{format_time_ja(start)}〜{format_time_ja(end)}"


def format_moment_ja(moment: datetime) -> str:
    """This function will return 「2026年11月10日 9時30分」 in Japanese time."""
    local = to_jst(moment)
    return f"{format_date_ja(local.date())} {format_time_ja(local.time())}"


def parse_date(text: str, *, reference_year: int | None = None) -> date:
    """This function will return the day a cell means.

    Read: 2026年11月10日, 2026/11/10, 2026-11-10, 20261110, 令和8年11月23日, R8.11.23,
    令和元年5月1日, 2026年6月末, 8月5日（水）in `reference_year`, and the five digits of an Excel
    day (46349).
    Eras end on their last day: 平成31年5月1日 is refused, the sentence says what it is today.

    Raises: DateRefused with a Japanese sentence.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    serial = _SERIAL.fullmatch(plain)
    if serial:
        return _EXCEL_DAY_ZERO + timedelta(days=int(serial["days"]))
    match = _FULL_DATE.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if match:
        return _full_date(text, match)
    match = _MONTH_AND_DAY.fullmatch(plain)
    if not match:
        raise DateRefused(
            f"日付「{_shown(text)}」を読み取れません。2026年11月10日のように書いてください。"
        )
    if reference_year is None:
        raise DateRefused(f"日付「{_shown(text)}」に、年がありません。")
    return _day(text, reference_year, match)


def parse_time(text: str) -> time:
    """This function will return the hour a cell means: 9:30, 9時半, 午後1時, 13時, 9.

    Raises: DateRefused with a Japanese sentence; 24時 too, since it is the next day's 0時.
    """
    match = _HOUR.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        raise DateRefused(
            f"時刻「{_shown(text)}」を読み取れません。9時30分のように書いてください。"
        )
    hour = int(match["hour"])
    if match["half"]:
        hour = _on_the_day(text, hour, match["half"])
    minute = 30 if match["thirty"] else int(match["minute"] or 0)
    if hour > 23 or minute > 59:
        raise DateRefused(
            f"時刻「{_shown(text)}」は、ありません。0時から23時59分で書いてください。"
        )
    return time(hour, minute)


def parse_span(text: str) -> tuple[time, time]:
    """This function will return the first and last hour of 「9:30〜11:30」.

    Raises: DateRefused with a Japanese sentence, also when the end is not after the start.
    """
    parts = _HOUR_SPAN.split(unicodedata.normalize("NFKC", text).strip())
    if len(parts) != 2:
        raise DateRefused(
            f"時間「{_shown(text)}」を読み取れません。9時30分〜11時30分のように書いてください。"
        )
    start, end = parse_time(parts[0]), parse_time(parts[1])
    if end <= start:
        raise DateRefused(f"時間「{_shown(text)}」は、終わりが始まりより前です。")
    return start, end


def _wareki_year(era: Era, year: int) -> str:
    """This function will return 「令和8年」 or 「令和元年」."""
    number = year - era.year_zero
    return f"{era.name}{'元' if number == 1 else number}年"


def _full_date(text: str, match: re.Match[str]) -> date:
    """This function will turn a matched year, month and day into a day inside its era."""
    era = _ERA_BY_SIGN[match["era"].upper()] if match.groupdict().get("era") else None
    year = 1 if match["year"] == "元" else int(match["year"])
    if era is None:
        if len(match["year"]) < 4:
            raise DateRefused(f"日付「{_shown(text)}」の年は、西暦4けたか和暦で書いてください。")
        return _day(text, year, match)
    day = _day(text, era.year_zero + year, match)
    if not era.first_date <= day <= era.last_date:
        raise DateRefused(_sentence_outside(text, era, day))
    return day


def _sentence_outside(text: str, era: Era, day: date) -> str:
    """This function will say which era a day outside its written era belongs to."""
    if day < _GREGORIAN_FROM:
        return f"日付「{_shown(text)}」は、{era.name}にはありません。"
    return f"日付「{_shown(text)}」は、{era.name}にはありません。{format_wareki(day)}ですか。"


def _day(text: str, year: int, match: re.Match[str]) -> date:
    """This function will build a day, the last of its month for 末, or refuse one that is not."""
    month = int(match["month"])
    try:
        if match.groupdict().get("last"):
            return date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, int(match["day"]))
    except ValueError:
        raise DateRefused(f"日付「{_shown(text)}」は、ありません。") from None


def _on_the_day(text: str, hour: int, half: str) -> int:
    """This function will turn an hour of the morning or afternoon into an hour of the day."""
    if hour > 12:
        raise DateRefused(f"時刻「{_shown(text)}」は、ありません。午後は12時までです。")
    afternoon = half.upper() in ("午後", "PM")
    # 午前12時 is noon in Japanese law (太政官達 of 1872); a clock's 12 PM is noon as well.
    if hour == 12 and half.isascii():
        return 12 if afternoon else 0
    return hour + 12 if afternoon else hour


def _shown(text: str) -> str:
    """This function will shorten a cell for a sentence, with nothing unprintable in it."""
    return "".join(letter if letter.isprintable() else "?" for letter in text.strip()[:30])
