"""Small pieces of plain Japanese for days, dates, months and clock times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import groupby

from yui.directory.engine.schedule.values import (
    LAST,
    EveryWeeks,
    MonthDays,
    OnDates,
    Ordinal,
    Period,
    Weekly,
    When,
    YearlySpan,
)

WEEKDAY_CHARACTERS = "月火水木金土日"


def join_list(parts: Sequence[str]) -> str:
    """This function will join parts as a writer would: A / AとB / A、BとC."""
    if len(parts) < 2:
        return "".join(parts)
    return "、".join(parts[:-1]) + "と" + parts[-1]


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """This function will fold rising numbers into (first, last) pairs of consecutive ones."""
    keyed = enumerate(numbers)
    grouped = (list(group) for _, group in groupby(keyed, key=lambda pair: pair[1] - pair[0]))
    return [(group[0][1], group[-1][1]) for group in grouped]


def fold(numbers: Sequence[int], name: Callable[[int], str]) -> str:
    """This function will write rising numbers: three in a row as 「A〜C」, else 「A・B」."""
    parts: list[str] = []
    for first, last in runs(numbers):
        if last - first >= 2:
            parts.append(f"{name(first)}〜{name(last)}")
        else:
            parts.extend(name(number) for number in range(first, last + 1))
    return "・".join(parts)


def weekday_names(weekdays: Sequence[int], suffix: str = "曜") -> str:
    """This function will write weekdays: 「月曜〜金曜」「火曜・木曜」."""
    return fold(sorted(weekdays), lambda day: WEEKDAY_CHARACTERS[day] + suffix)


def month_names(months: Sequence[int]) -> str:
    """This function will write months, a season past the new year as one run: 「12月〜3月」."""
    ordered = sorted(months)
    if 1 in ordered and 12 in ordered and len(ordered) < 12:
        late = next(m for m in ordered if all(n in ordered for n in range(m, 13)))
        ordered = [m for m in ordered if m >= late] + [m + 12 for m in ordered if m < late]
    return fold(ordered, lambda month: f"{(month - 1) % 12 + 1}月")


def clock(minutes: int) -> str:
    """This function will write minutes after midnight: 「9時30分」「24時」「翌5時」."""
    hour, minute = divmod(minutes, 60)
    day = "翌" if minutes > 1440 else ""
    shown = hour - 24 if day else hour
    return f"{day}{shown}時" + (f"{minute}分" if minute else "")


def digital_clock(minutes: int) -> str:
    """This function will write minutes after midnight for cards: 「9:30」「翌5:00」."""
    hour, minute = divmod(minutes, 60)
    return f"翌{hour - 24}:{minute:02}" if minutes > 1440 else f"{hour}:{minute:02}"


def period_name(period: Period, write: Callable[[int], str] = clock) -> str:
    """This function will write one period: 「9時〜12時」「9時30分から」「24時間」."""
    if period.end_min is None:
        return f"{write(period.start_min)}から"
    if (period.start_min, period.end_min) == (0, 1440):
        return "24時間"
    return f"{write(period.start_min)}〜{write(period.end_min)}"


def date_names(days: Sequence[date]) -> str:
    """This function will write dates, year and month once: 「2026年4月7日・21日、5月12日」."""
    parts: list[str] = []
    shown_year = None
    for (year, month), group in groupby(sorted(days), key=lambda day: (day.year, day.month)):
        head = "" if year == shown_year else f"{year}年"
        numbers = fold([day.day for day in group], lambda number: f"{number}日")
        parts.append(f"{head}{month}月{numbers}")
        shown_year = year
    return "、".join(parts)


def span_name(span: YearlySpan) -> str:
    """This function will write a yearly span: 「12月29日〜1月3日」「8月10日」."""
    start = f"{span.start_month}月{span.start_day}日"
    if (span.start_month, span.start_day) == (span.end_month, span.end_day):
        return start
    if span.start_month == span.end_month and span.start_day < span.end_day:
        return f"{start}〜{span.end_day}日"
    return f"{start}〜{span.end_month}月{span.end_day}日"


def _ordinal_name(ordinal: int) -> str:
    return "最終" if ordinal == LAST else f"第{ordinal}"


def _month_day_name(day: int) -> str:
    return "末日" if day == LAST else f"{day}日"


def _every_weeks_name(when: EveryWeeks, today: date | None) -> str:
    weekday = WEEKDAY_CHARACTERS[when.anchor.weekday()] + "曜"
    name = f"隔週{weekday}" if when.weeks == 2 else f"{when.weeks}週ごとの{weekday}"
    if today is None:
        return name
    upcoming = today + timedelta(days=(when.anchor - today).days % (when.weeks * 7))
    return f"{name}（次は{upcoming.month}月{upcoming.day}日の週）"


def when_name(when: When, today: date | None = None, *, every: bool = True) -> str:
    """This function will write which days: 「毎週火曜」「第2・第4火曜」「毎月15日」.

    `every` False leaves out 毎週 and 毎日, for closures. `today` lets an interval of weeks name the
    next week that counts.
    """
    match when:
        case Weekly(weekdays):
            return _weekly_name(weekdays, every)
        case Ordinal(ordinals, weekdays):
            heads = "・".join(_ordinal_name(o) for o in ordinals)
            if len(weekdays) == 1:
                return heads + weekday_names(weekdays)
            return f"{heads}の{weekday_names(weekdays)}"
        case MonthDays(days):
            return "毎月" + "・".join(_month_day_name(day) for day in days)
        case EveryWeeks():
            return _every_weeks_name(when, today)
        case OnDates(dates):
            return date_names(dates)


def _weekly_name(weekdays: Sequence[int], every: bool) -> str:
    if len(weekdays) == 7:
        return "毎日"
    names = weekday_names(weekdays)
    return f"毎週{names}" if every and "〜" not in names else names
