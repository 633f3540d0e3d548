"""A rule as plain Japanese: a full sentence for pages and paper, a short form for cards.

Sentences are joined by 「。」 and carry no 「。」 at the end, so a page can go on after them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from yui.directory.engine.schedule.canonical import canonical
from yui.directory.engine.schedule.phrases import (
    WEEKDAY_CHARACTERS,
    date_names,
    digital_clock,
    join_list,
    month_names,
    period_name,
    span_name,
    when_name,
)
from yui.directory.engine.schedule.seasons import season_spans, short_closures
from yui.directory.engine.schedule.slots import closed_weekdays
from yui.directory.engine.schedule.values import (
    SHIFT_MODES,
    Closure,
    Entry,
    HolidayMode,
    OnDates,
    Period,
    ScheduleRule,
    Weekly,
)

ASK_DAYS = "日時は電話で確かめてください"
ASK_HOURS = "時間は電話で確かめてください"
ASK_OTHER_HOURS = "時間の書かれていない日は電話で確かめてください"
SHORT_LINES = 2
"""A card shows this many lines of hours and then 「ほか」."""

Lines = dict[tuple[tuple[int, ...], tuple[Period, ...]], list[str]]


def _shown_entries(rule: ScheduleRule, today: date | None) -> list[Entry]:
    """This function will leave out weekdays that are closed every week, and dates gone by."""
    closed, shown = closed_weekdays(rule), []
    for entry in rule.entries:
        if isinstance(entry.when, Weekly):
            left = tuple(day for day in entry.when.weekdays if day not in closed)
            if left:
                shown.append(replace(entry, when=Weekly(left)))
        elif isinstance(entry.when, OnDates) and today is not None:
            dates = tuple(day for day in entry.when.dates if day >= today)
            if dates:
                shown.append(replace(entry, when=OnDates(dates)))
        else:
            shown.append(entry)
    return sorted(shown, key=_first_weekday)


def _first_weekday(entry: Entry) -> int:
    return min(entry.when.weekdays) if isinstance(entry.when, Weekly) else len(WEEKDAY_CHARACTERS)


def _lines(rule: ScheduleRule, today: date | None, *, every: bool) -> Lines:
    lines: Lines = defaultdict(list)
    for entry in _shown_entries(rule, today):
        lines[entry.months, entry.periods].append(when_name(entry.when, today, every=every))
    if rule.holidays.mode is HolidayMode.SPECIAL and not _holidays_as_usual(rule):
        lines[(), rule.holidays.periods].append("祝日")
    return lines


def _holidays_as_usual(rule: ScheduleRule) -> bool:
    """This function will tell whether every day of the year has the hours of holidays."""
    same = [e for e in rule.entries if e.periods == rule.holidays.periods and not e.months]
    return not rule.closures and any(
        isinstance(entry.when, Weekly) and len(entry.when.weekdays) == 7 for entry in same
    )


def _says_every_week(rule: ScheduleRule) -> bool:
    """This function will tell whether 毎週 is written: for one group that is no run of days."""
    weekly = [e.when for e in _shown_entries(rule, None) if isinstance(e.when, Weekly)]
    return len(weekly) == 1 and "〜" not in when_name(weekly[0])


def _line(periods: tuple[Period, ...], days: list[str]) -> str:
    hours = join_list([period_name(period) for period in periods])
    return join_list(days) + (f" {hours}" if hours else "")


def _main(lines: Lines) -> list[str]:
    """This function will write one sentence for the whole year and one for each season."""
    seasons: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for (months, periods), days in lines.items():
        seasons[months].append(_line(periods, days))
    sentences = [
        (f"{month_names(months)}は" if months else "") + "、".join(written)
        for months, written in sorted(seasons.items())
    ]
    unknown = sum(not periods for _, periods in lines)
    if unknown:
        sentences.append(ASK_HOURS if unknown == len(lines) else ASK_OTHER_HOURS)
    return sentences


def _closure_name(closure: Closure) -> str:
    season = f"{month_names(closure.months)}の" if closure.months else ""
    return season + when_name(closure.when, every=False)


def _needs_saying(rule: ScheduleRule, closure: Closure) -> bool:
    weekly = isinstance(closure.when, Weekly) and not closure.months
    return not weekly or any(not isinstance(entry.when, Weekly) for entry in rule.entries)


def _closed(rule: ScheduleRule, today: date | None) -> list[str]:
    names = ["祝日"] if rule.holidays.mode is HolidayMode.CLOSED else []
    names += [_closure_name(c) for c in rule.closures if _needs_saying(rule, c)]
    names += [span_name(span) for span in short_closures(rule)]
    sentences = [f"{join_list(names)}は休みます"] if names else []
    dates = [day for day in rule.closed_on if today is None or day >= today]
    return sentences + ([f"{date_names(dates)}は休みます"] if dates else [])


def _holidays(rule: ScheduleRule) -> list[str]:
    mode = rule.holidays.mode
    if mode is HolidayMode.SPECIAL and _holidays_as_usual(rule):
        return ["祝日も開いています"]
    if mode is HolidayMode.OPEN:
        return [] if _names_only_dates(rule) else ["祝日も開いています"]
    if mode is HolidayMode.DAY_AFTER_OFF:
        return ["祝日の翌日は休みます"]
    if mode not in SHIFT_MODES:
        return []
    weekly = [closure for closure in rule.closures if isinstance(closure.when, Weekly)]
    names = join_list([_closure_name(closure) for closure in weekly])
    moved = "翌日" if mode is HolidayMode.SHIFT_NEXT_DAY else "次の平日"
    sentences = [f"{names}が祝日のときは開けて、{moved}を休みます"]
    hours = join_list([period_name(period) for period in rule.holidays.periods])
    return sentences + ([f"祝日は{hours}です"] if hours else [])


def _names_only_dates(rule: ScheduleRule) -> bool:
    return all(isinstance(entry.when, OnDates) for entry in rule.entries)


def _extra(rule: ScheduleRule, today: date | None) -> list[str]:
    found = []
    for opening in rule.extra_open:
        if today is None or opening.on >= today:
            hours = join_list([period_name(period) for period in opening.periods])
            found.append(f"{date_names([opening.on])}は{hours + 'に' if hours else ''}開きます")
    return found


def _validity(rule: ScheduleRule, today: date | None) -> list[str]:
    starts = rule.valid_from
    if starts is not None and today is not None and starts <= today:
        starts = None
    parts = [
        f"{date_names([day])}{word}"
        for day, word in ((starts, "から"), (rule.valid_to, "まで"))
        if day is not None
    ]
    return [f"{'、'.join(parts)}です"] if parts else []


def sentence(rule: ScheduleRule, today: date | None = None) -> str:
    """This function will write the rule in plain Japanese.

    With `today`, dates gone by are left out and an interval of weeks names the next week.
    """
    rule = canonical(rule)
    opening = _main(_lines(rule, today, every=_says_every_week(rule))) + _extra(rule, today)
    if opening:
        opening[0] = _season(rule) + opening[0]
    else:
        return ASK_DAYS
    rest = _holidays(rule) + _closed(rule, today) + _validity(rule, today)
    return "。".join(opening + rest)


def _season(rule: ScheduleRule) -> str:
    """This function will name the season of a rule first: nobody should come in the wrong one."""
    spans = [span_name(span) for span in season_spans(rule)]
    return f"{join_list(spans)}だけ、" if spans else ""


def short_form(rule: ScheduleRule, today: date | None = None) -> str:
    """This function will write the rule for a card: 「月〜金 9:00〜16:00」, two groups at most."""
    rule = canonical(rule)
    lines = [_short_line(*key, days) for key, days in _lines(rule, today, every=False).items()]
    if not lines:
        return "日時は電話で" if not rule.extra_open else _short_extra(rule, today)
    more = " ほか" if len(lines) > SHORT_LINES else ""
    return _season(rule) + "、".join(lines[:SHORT_LINES]) + more


def _short_extra(rule: ScheduleRule, today: date | None) -> str:
    dates = [o.on for o in rule.extra_open if today is None or o.on >= today]
    return date_names(dates) if dates else "日時は電話で"


def _short_line(months: tuple[int, ...], periods: tuple[Period, ...], days: list[str]) -> str:
    season = f"{month_names(months)} " if months else ""
    names = "・".join(days)
    for character in WEEKDAY_CHARACTERS:
        names = names.replace(f"{character}曜", character)
    hours = "・".join(period_name(period, digital_clock) for period in periods)
    return f"{season}{names}" + (f" {hours}" if hours else "")
