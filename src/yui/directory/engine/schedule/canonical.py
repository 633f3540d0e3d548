"""One written form for each rule, so that equal rules are equal byte by byte.

A rule is taken apart into atoms (one weekday, one ordinal weekday, one day of month, one interval,
one date), each with its months and periods, and put together again in a fixed order. Not proved
equal on purpose: rules that agree only by accident of the calendar.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from yui.directory.engine.schedule.values import (
    LAST,
    SHIFT_MODES,
    Closure,
    Entry,
    EveryWeeks,
    ExtraOpening,
    HolidayMode,
    HolidayRule,
    MonthDays,
    OnDates,
    Ordinal,
    Period,
    ScheduleError,
    ScheduleRule,
    Weekly,
    When,
    YearlySpan,
)

FORMAT_VERSION = 1
ALL_MONTHS = frozenset(range(1, 13))
_EPOCH = date(2000, 1, 3)
"""A Monday: anchors are written as the first equivalent date from here on."""
_RANK = {Weekly: 0, Ordinal: 1, MonthDays: 2, EveryWeeks: 3, OnDates: 4}

Months = frozenset[int]
Covered = dict[When, dict[Period | None, Months]]


def _months(months: tuple[int, ...]) -> Months:
    return frozenset(months) or ALL_MONTHS


def _last_to_end(number: int) -> int:
    return 99 if number == LAST else number


def _anchor(when: EveryWeeks) -> When:
    offset = (when.anchor - _EPOCH).days % (when.weeks * 7)
    return EveryWeeks(when.weeks, _EPOCH + timedelta(days=offset))


def _atoms(when: When, months: Months) -> list[When]:
    match when:
        case Weekly(weekdays):
            return [Weekly((day,)) for day in weekdays]
        case Ordinal(ordinals, weekdays):
            return [Ordinal((o,), (day,)) for o in ordinals for day in weekdays]
        case MonthDays(days):
            return [MonthDays((day,)) for day in days]
        case EveryWeeks():
            return [_anchor(when)]
        case OnDates(dates):
            return [OnDates((day,)) for day in dates if day.month in months]


def _cover(entries: Iterable[Entry]) -> Covered:
    covered: Covered = defaultdict(lambda: defaultdict(frozenset))
    for entry in entries:
        months = _months(entry.months)
        for atom in _atoms(entry.when, months):
            span = ALL_MONTHS if isinstance(atom, OnDates) else months
            for period in entry.periods or (None,):
                covered[atom][period] |= span
    return covered


def _with_whole_weeks(covered: Covered) -> Covered:
    """This function will say by Weekly what holds every week, and say it only once."""
    _promote_whole_months(covered)
    return {atom: _unabsorbed(atom, by_period, covered) for atom, by_period in covered.items()}


def _promote_whole_months(covered: Covered) -> None:
    """第1 to 第4 together with 第5 or the last are every week."""
    for weekday in [w for w in range(7) if Ordinal((1,), (w,)) in covered]:
        atoms = [Ordinal((o,), (weekday,)) for o in (1, 2, 3, 4)]
        fifth, last = (covered.get(Ordinal((o,), (weekday,)), {}) for o in (5, LAST))
        for period in set(fifth) | set(last):
            whole = fifth.get(period, frozenset()) | last.get(period, frozenset())
            for atom in atoms:
                whole &= covered.get(atom, {}).get(period, frozenset())
            if whole:
                covered[Weekly((weekday,))][period] |= whole


def _weekday_of(atom: When) -> int | None:
    match atom:
        case Ordinal(_, weekdays):
            return weekdays[0]
        case EveryWeeks(_, anchor):
            return anchor.weekday()
        case OnDates(dates):
            return dates[0].weekday()
    return None


def _unabsorbed(
    atom: When, by_period: dict[Period | None, Months], covered: Covered
) -> dict[Period | None, Months]:
    """This function will leave out what every week on the same weekday says already."""
    weekday = _weekday_of(atom)
    weekly = {} if weekday is None else covered.get(Weekly((weekday,)), {})
    kept: dict[Period | None, Months] = {}
    for period, months in by_period.items():
        said = weekly.get(period, frozenset())
        if isinstance(atom, OnDates):
            kept[period] = frozenset() if atom.dates[0].month in said else months
        else:
            kept[period] = months - said
    return {period: months for period, months in kept.items() if months}


def period_key(period: Period) -> tuple[int, int]:
    """This function will give the order of periods: by start, then by end, unknown end last."""
    return period.start_min, 9999 if period.end_min is None else period.end_min


def _sorted_periods(periods: Iterable[Period | None]) -> tuple[Period, ...]:
    return tuple(sorted({p for p in periods if p is not None}, key=period_key))


Group = tuple[type[Any], tuple[int, ...], tuple[Period, ...]]


def _groups(covered: Covered) -> dict[Group, list[When]]:
    groups: dict[Group, list[When]] = defaultdict(list)
    for atom, by_period in covered.items():
        by_months: dict[Months, list[Period | None]] = defaultdict(list)
        for period, months in by_period.items():
            by_months[months].append(period)
        for months, periods in by_months.items():
            written = () if months == ALL_MONTHS else tuple(sorted(months))
            known = _sorted_periods(periods)
            if known:
                groups[type(atom), written, known].append(atom)
            if None in periods:
                groups[type(atom), written, ()].append(atom)
    return groups


def _merge(kind: type[Any], atoms: list[Any]) -> list[When]:
    if kind is Weekly:
        return [Weekly(tuple(sorted(atom.weekdays[0] for atom in atoms)))]
    if kind is MonthDays:
        return [MonthDays(tuple(sorted((a.days[0] for a in atoms), key=_last_to_end)))]
    if kind is OnDates:
        return [OnDates(tuple(sorted(atom.dates[0] for atom in atoms)))]
    if kind is Ordinal:
        return _merge_ordinals(atoms)
    return list(atoms)


def _merge_ordinals(atoms: list[Ordinal]) -> list[When]:
    by_weekday: dict[int, list[int]] = defaultdict(list)
    for atom in atoms:
        by_weekday[atom.weekdays[0]].append(atom.ordinals[0])
    by_ordinals: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for weekday, ordinals in by_weekday.items():
        by_ordinals[tuple(sorted(ordinals, key=_last_to_end))].append(weekday)
    return [Ordinal(o, tuple(sorted(weekdays))) for o, weekdays in by_ordinals.items()]


def _when_key(when: When) -> tuple[int, str]:
    return _RANK[type(when)], json.dumps(_when_to_data(when))


def _entry_key(entry: Entry) -> tuple[Any, ...]:
    periods = [period_key(period) for period in entry.periods]
    return (*_when_key(entry.when), entry.months, periods)


def _canonical_entries(entries: Iterable[Entry], *, joins_weeks: bool = True) -> tuple[Entry, ...]:
    covered = _cover(entries)
    if joins_weeks:
        covered = _with_whole_weeks(covered)
    found = [
        Entry(when, periods, months)
        for (kind, months, periods), atoms in _groups(covered).items()
        for when in _merge(kind, atoms)
    ]
    return tuple(sorted(found, key=_entry_key))


def _canonical_closures(rule: ScheduleRule) -> tuple[Closure, ...]:
    """This function will order closures; where holidays move weekly ones, those stay apart."""
    entries = [Entry(closure.when, (), closure.months) for closure in rule.closures]
    if rule.holidays.mode in SHIFT_MODES:
        weekly = [entry for entry in entries if isinstance(entry.when, Weekly)]
        others = [entry for entry in entries if not isinstance(entry.when, Weekly)]
        found = _canonical_entries(weekly) + _canonical_entries(others, joins_weeks=False)
    else:
        found = _canonical_entries(entries)
    return tuple(Closure(entry.when, entry.months) for entry in found)


def canonical(rule: ScheduleRule) -> ScheduleRule:
    """This function will give the rule in its one written form; it opens exactly as before."""
    extra: dict[date, set[Period]] = defaultdict(set)
    for opening in rule.extra_open:
        extra[opening.on] |= set(opening.periods)
    return replace(
        rule,
        entries=_canonical_entries(rule.entries),
        closures=_canonical_closures(rule),
        holidays=HolidayRule(rule.holidays.mode, _sorted_periods(rule.holidays.periods)),
        yearly_closures=tuple(sorted(set(rule.yearly_closures), key=_span_to_data)),
        closed_on=tuple(sorted(set(rule.closed_on))),
        extra_open=tuple(ExtraOpening(on, _sorted_periods(p)) for on, p in sorted(extra.items())),
    )


def _period_to_data(period: Period) -> str:
    end = period.end
    if end is None:
        return f"{period.start:%H:%M}-"
    return f"{period.start:%H:%M}-{'24:00' if end == time(0) else format(end, '%H:%M')}"


def _period_from_data(text: str) -> Period:
    start, _, end = text.partition("-")
    midnight = end == "24:00"
    return Period(time.fromisoformat(start), _time_or_none("00:00" if midnight else end))


def _time_or_none(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _span_to_data(span: YearlySpan) -> str:
    return f"{span.start_month:02}-{span.start_day:02}/{span.end_month:02}-{span.end_day:02}"


def _span_from_data(text: str) -> YearlySpan:
    start, _, end = text.partition("/")
    return YearlySpan(int(start[:2]), int(start[3:]), int(end[:2]), int(end[3:]))


def _when_to_data(when: When) -> dict[str, Any]:
    match when:
        case Weekly(weekdays):
            return {"weekly": list(weekdays)}
        case Ordinal(ordinals, weekdays):
            return {"ordinal": list(ordinals), "weekdays": list(weekdays)}
        case MonthDays(days):
            return {"month_days": list(days)}
        case EveryWeeks(weeks, anchor):
            return {"every_weeks": weeks, "anchor": anchor.isoformat()}
        case OnDates(dates):
            return {"dates": [day.isoformat() for day in dates]}


def _when_from_data(data: dict[str, Any]) -> When:
    if "weekly" in data:
        return Weekly(tuple(data["weekly"]))
    if "ordinal" in data:
        return Ordinal(tuple(data["ordinal"]), tuple(data["weekdays"]))
    if "month_days" in data:
        return MonthDays(tuple(data["month_days"]))
    if "every_weeks" in data:
        return EveryWeeks(data["every_weeks"], date.fromisoformat(data["anchor"]))
    return OnDates(tuple(date.fromisoformat(day) for day in data["dates"]))


def _periods_from(data: dict[str, Any]) -> tuple[Period, ...]:
    return tuple(_period_from_data(text) for text in data.get("periods", ()))


def _part(when: When, months: tuple[int, ...], periods: tuple[Period, ...]) -> dict[str, Any]:
    data = _when_to_data(when)
    if months:
        data["months"] = list(months)
    if periods:
        data["periods"] = [_period_to_data(period) for period in periods]
    return data


def to_data(rule: ScheduleRule) -> dict[str, Any]:
    """This function will give the canonical rule as plain JSON values; empty parts are left out."""
    rule = canonical(rule)
    parts = {
        "entries": [_part(e.when, e.months, e.periods) for e in rule.entries],
        "closures": [_part(c.when, c.months, ()) for c in rule.closures],
        "yearly_closures": [_span_to_data(span) for span in rule.yearly_closures],
        "closed_on": [day.isoformat() for day in rule.closed_on],
        "extra_open": [
            {"on": o.on.isoformat(), "periods": [_period_to_data(p) for p in o.periods]}
            for o in rule.extra_open
        ],
        "holidays": _holidays_to_data(rule.holidays),
        "valid_from": rule.valid_from and rule.valid_from.isoformat(),
        "valid_to": rule.valid_to and rule.valid_to.isoformat(),
    }
    return {"version": FORMAT_VERSION} | {name: part for name, part in parts.items() if part}


def _holidays_to_data(holidays: HolidayRule) -> dict[str, Any]:
    if holidays == HolidayRule():
        return {}
    periods = [_period_to_data(period) for period in holidays.periods]
    return {"mode": str(holidays.mode)} | ({"periods": periods} if periods else {})


def from_data(data: dict[str, Any]) -> ScheduleRule:
    """This function will read what `to_data` wrote and give the canonical rule.

    Raises: ScheduleError when the data is not such a rule.
    """
    if data.get("version") != FORMAT_VERSION:
        raise ScheduleError(f"unknown version of a schedule: {data.get('version')!r}")
    try:
        return canonical(_read(data))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ScheduleError(f"not a schedule: {error}") from error


def _read(data: dict[str, Any]) -> ScheduleRule:
    holidays = data.get("holidays", {})
    day = {n: date.fromisoformat(data[n]) for n in ("valid_from", "valid_to") if data.get(n)}
    return ScheduleRule(
        entries=tuple(
            Entry(_when_from_data(e), _periods_from(e), tuple(e.get("months", ())))
            for e in data.get("entries", ())
        ),
        closures=tuple(
            Closure(_when_from_data(c), tuple(c.get("months", ())))
            for c in data.get("closures", ())
        ),
        holidays=HolidayRule(
            HolidayMode(holidays.get("mode", "unstated")), _periods_from(holidays)
        ),
        yearly_closures=tuple(_span_from_data(span) for span in data.get("yearly_closures", ())),
        closed_on=tuple(date.fromisoformat(day) for day in data.get("closed_on", ())),
        extra_open=tuple(
            ExtraOpening(date.fromisoformat(o["on"]), _periods_from(o))
            for o in data.get("extra_open", ())
        ),
        **day,
    )


def to_json(rule: ScheduleRule) -> str:
    """This function will write the rule as canonical JSON: equal rules give equal bytes."""
    return json.dumps(to_data(rule), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> ScheduleRule:
    """This function will read a rule from its JSON.

    Raises: ScheduleError when the text is not such a rule.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise ScheduleError("not a schedule: not JSON") from error
    if not isinstance(data, dict):
        raise ScheduleError("not a schedule: not an object")
    return from_data(data)
