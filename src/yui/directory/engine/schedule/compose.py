"""From statements to a rule; what contradicts or cannot be placed is handed back as unread."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from yui.directory.engine.schedule.canonical import canonical
from yui.directory.engine.schedule.clauses import (
    Closes,
    NeverCloses,
    Opens,
    Shifts,
    Statement,
    Until,
    overlap,
)
from yui.directory.engine.schedule.values import (
    ALL_DAY,
    BON,
    NEW_YEAR,
    Closure,
    Entry,
    HolidayMode,
    HolidayRule,
    MonthDays,
    OnDates,
    Ordinal,
    Period,
    ScheduleError,
    ScheduleRule,
    Weekly,
    YearlySpan,
)
from yui.directory.engine.schedule.words import Days, clock_time

EVERY_WEEKDAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Customs:
    """The days meant where a text says 年末年始 or お盆 without dates; None = leave it unread."""

    new_year: YearlySpan | None = None
    bon: YearlySpan | None = None


OFFICE_CUSTOMS = Customs(NEW_YEAR, BON)
"""年末年始 as offices keep it and the usual お盆, for municipalities that say so."""


class CannotPlace(ValueError):
    """A statement that does not fit what is known so far."""


@dataclass(slots=True)
class Draft:
    """A rule in the making. `grid`: weekday → periods per season; holidays None = not stated."""

    grid: dict[int, dict[tuple[int, ...], tuple[Period, ...]]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    spans: set[YearlySpan] = field(default_factory=set)
    closed_on: set[OnDates] = field(default_factory=set)
    default: list[Period] = field(default_factory=list)
    holidays: HolidayRule | None = None
    explicit: set[int] = field(default_factory=set)
    closed_weekdays: set[int] = field(default_factory=set)
    says_closing: bool = False
    has_column_hours: bool = False
    has_column_days: bool = False
    is_heijitsu: bool = False
    assumed: list[str] = field(default_factory=list)


def apply(draft: Draft, said: Statement, customs: Customs) -> None:
    """This function will add one statement to the draft.

    Raises: CannotPlace when it contradicts the draft or needs what is not known.
    """
    match said:
        case Opens(None, periods, months):
            _open_default(draft, periods, months)
        case Opens(days, periods, months) if days is not None:
            _open(draft, days, periods, months)
        case Closes(days, is_list):
            _close(draft, days, customs)
            draft.says_closing = draft.says_closing or is_list
        case Until(days, end_min):
            _until(draft, days, end_min)
        case Shifts(weekdays, mode):
            _shift(draft, weekdays, mode)
        case NeverCloses():
            _never_close(draft)


def _never_close(draft: Draft) -> None:
    draft.says_closing = True
    if draft.holidays is None or draft.holidays.mode is not HolidayMode.SPECIAL:
        _set_holidays(draft, HolidayRule(HolidayMode.OPEN))


def _open_default(draft: Draft, periods: tuple[Period, ...], months: tuple[int, ...]) -> None:
    """This function will take hours without days; hours of a column are not overruled by a note."""
    if months:
        raise CannotPlace("a season without days")
    if draft.has_column_hours and tuple(draft.default) != periods:
        raise CannotPlace("other hours than the columns")
    if not draft.has_column_hours:
        draft.default += periods


def _set_holidays(draft: Draft, found: HolidayRule) -> None:
    if draft.holidays is not None and draft.holidays != found:
        raise CannotPlace("two holiday rules")
    draft.holidays = found


def _open(draft: Draft, days: Days, periods: tuple[Period, ...], months: tuple[int, ...]) -> None:
    if days.month_days or days.spans or days.customs:
        if days.spans or days.customs or days.weekdays or days.ordinals or days.has_holidays:
            raise CannotPlace("dates without a year do not open")
        draft.entries.append(Entry(MonthDays(tuple(days.month_days)), periods, months))
    if days.dates:
        draft.entries.append(Entry(OnDates(tuple(days.dates)), periods))
    for ordinal, weekday in days.ordinals:
        draft.entries.append(Entry(Ordinal((ordinal,), (weekday,)), periods, months))
    if days.has_holidays:
        _open_holidays(draft, days, periods)
    for weekday in days.weekdays:
        _open_weekday(draft, weekday, periods, months)
    is_general = days.is_heijitsu or days.weekdays == EVERY_WEEKDAY
    draft.explicit |= set() if is_general else days.weekdays
    draft.is_heijitsu = draft.is_heijitsu or days.is_heijitsu


def _open_holidays(draft: Draft, days: Days, periods: tuple[Period, ...]) -> None:
    every_day = days.weekdays == EVERY_WEEKDAY
    known = draft.holidays.mode if draft.holidays else None
    if known in (HolidayMode.SPECIAL, HolidayMode.OPEN) and not periods:
        return
    plain = every_day or (days.is_only_holidays and not periods)
    mode = HolidayMode.OPEN if plain else HolidayMode.SPECIAL
    _set_holidays(draft, HolidayRule(mode, () if plain else periods))


def _open_weekday(
    draft: Draft, weekday: int, periods: tuple[Period, ...], months: tuple[int, ...]
) -> None:
    """This function will add hours to a weekday; hours of 平日, 毎日 or a column give way."""
    seasons = draft.grid.setdefault(weekday, {})
    before = seasons.get(months, ())
    if periods and weekday not in draft.explicit:
        before = ()
    if overlap((*before, *periods)):
        raise CannotPlace("hours that overlap")
    seasons[months] = (*before, *periods)


def _custom_spans(draft: Draft, days: Days, customs: Customs) -> set[YearlySpan]:
    known = {"年末年始": customs.new_year, "お盆": customs.bon}
    spans = set(days.spans)
    for word in sorted(days.customs):
        span = known[word]
        if span is None:
            raise CannotPlace(f"{word} without dates")
        spans.add(span)
        draft.assumed.append(word)
    return spans


def _close(draft: Draft, days: Days, customs: Customs) -> None:
    if days.has_holidays:
        _set_holidays(draft, HolidayRule(HolidayMode.CLOSED))
    draft.spans |= _custom_spans(draft, days, customs)
    draft.closed_weekdays |= days.weekdays
    for ordinal, weekday in days.ordinals:
        draft.closures.append(Closure(Ordinal((ordinal,), (weekday,))))
    if days.month_days:
        draft.closures.append(Closure(MonthDays(tuple(days.month_days))))
    if days.dates:
        draft.closed_on.add(OnDates(tuple(days.dates)))
    if days.weekdays or days.ordinals:
        draft.says_closing = True


def _cut(periods: tuple[Period, ...], end_min: int) -> tuple[Period, ...]:
    last = periods[-1] if periods else None
    if last is None or not last.start_min < end_min <= 1440:
        raise CannotPlace("an end without a start before it")
    return (*periods[:-1], Period(last.start, clock_time(end_min)))


def _until(draft: Draft, days: Days, end_min: int) -> None:
    """This function will shorten the last period of the days named."""
    if days.ordinals or days.month_days or days.spans or days.dates or days.customs:
        raise CannotPlace("an earlier end on single dates")
    cut: dict[int, dict[tuple[int, ...], tuple[Period, ...]]] = {}
    for weekday in days.weekdays:
        seasons = draft.grid.get(weekday) or {}
        found = seasons.get((), ()) or tuple(draft.default)
        cut[weekday] = {(): _cut(found, end_min)}
    if days.has_holidays:
        _until_on_holidays(draft, end_min)
    draft.grid.update(cut)
    draft.explicit |= set(cut)


def _until_on_holidays(draft: Draft, end_min: int) -> None:
    everywhere = {seasons.get((), ()) for seasons in draft.grid.values()} - {()}
    usual = everywhere.pop() if len(everywhere) == 1 else tuple(draft.default)
    _set_holidays(draft, HolidayRule(HolidayMode.SPECIAL, _cut(usual, end_min)))


def _shift(draft: Draft, weekdays: frozenset[int], mode: HolidayMode) -> None:
    now = draft.holidays or HolidayRule(HolidayMode.OPEN)
    if now.mode not in (HolidayMode.OPEN, HolidayMode.SPECIAL):
        raise CannotPlace("closed on holidays and moved by holidays")
    draft.holidays = HolidayRule(mode, now.periods)
    draft.closures.append(Closure(Weekly(tuple(weekdays))))
    draft.closed_weekdays |= weekdays
    draft.says_closing = True


def _shifted_weekdays(draft: Draft) -> frozenset[int]:
    weekly = [c.when for c in draft.closures if isinstance(c.when, Weekly)]
    return frozenset(day for when in weekly for day in when.weekdays)


def _fill_grid(draft: Draft) -> None:
    """This function will place default hours: on days without hours, or on all days not closed.

    Raises: CannotPlace when hours stand without days.
    """
    default = tuple(draft.default)
    is_used = _fill_named_days(draft, default)
    if _means_other_days(draft, is_used):
        for weekday in EVERY_WEEKDAY - draft.closed_weekdays - set(draft.grid):
            draft.grid[weekday] = {(): default}
    elif default and not is_used and not draft.has_column_hours:
        raise CannotPlace("hours without days")


def _fill_named_days(draft: Draft, default: tuple[Period, ...]) -> bool:
    """This function will give default hours to days without hours; was there such a day?"""
    bare = [seasons for seasons in draft.grid.values() if seasons.get(()) == ()]
    for seasons in bare:
        seasons[()] = default
    is_used = bool(bare) or any(not entry.periods for entry in draft.entries)
    draft.entries = [e if e.periods else replace(e, periods=default) for e in draft.entries]
    return is_used


def _means_other_days(draft: Draft, is_used: bool) -> bool:
    """This function will tell whether days not named are open: closing days or 24時間 are named."""
    if draft.entries or is_used or draft.has_column_days or (draft.grid and not draft.default):
        return False
    if draft.default == [ALL_DAY] and not draft.grid:
        draft.holidays = draft.holidays or HolidayRule(HolidayMode.OPEN)
        return True
    return draft.says_closing


def _lend_hours(draft: Draft, shifted: frozenset[int]) -> None:
    """This function will give a moved closing day the hours of holidays or of the other days."""
    hours = {seasons.get((), ()) for seasons in draft.grid.values()}
    usual = next(iter(hours)) if len(hours) == 1 else tuple(draft.default)
    special = draft.holidays.periods if draft.holidays else ()
    for weekday in shifted - set(draft.grid):
        if not (special or usual or hours == {()}):
            raise CannotPlace("hours of a moved closing day")
        draft.grid[weekday] = {(): special or usual}
    if special and EVERY_WEEKDAY - set(draft.grid) and shifted:
        raise CannotPlace("holidays on days that are never open")


def _entries(draft: Draft) -> list[Entry]:
    by_hours: dict[tuple[tuple[int, ...], tuple[Period, ...]], list[int]] = defaultdict(list)
    for weekday, seasons in draft.grid.items():
        for months, periods in seasons.items():
            by_hours[months, periods].append(weekday)
    weekly = [Entry(Weekly(tuple(w)), p, months) for (months, p), w in by_hours.items()]
    return weekly + draft.entries


def _holidays(draft: Draft) -> HolidayRule:
    if draft.holidays is None:
        return HolidayRule(HolidayMode.CLOSED) if draft.is_heijitsu else HolidayRule()
    if draft.holidays.mode is HolidayMode.SPECIAL and not draft.holidays.periods:
        return HolidayRule(HolidayMode.SPECIAL, tuple(draft.default))
    return draft.holidays


def build(draft: Draft) -> ScheduleRule | None:
    """This function will make the canonical rule; None when no day of opening is known.

    Raises: CannotPlace when the parts do not make a rule.
    """
    _fill_grid(draft)
    shifted = _shifted_weekdays(draft)
    for weekday in draft.closed_weekdays - shifted:
        draft.grid.pop(weekday, None)
    if not (draft.grid or draft.entries):
        return None
    _lend_hours(draft, shifted)
    try:
        rule = ScheduleRule(
            entries=tuple(_entries(draft)),
            closures=tuple(draft.closures),
            holidays=_holidays(draft),
            yearly_closures=tuple(draft.spans),
            closed_on=tuple(day for dates in draft.closed_on for day in dates.dates),
        )
    except ScheduleError as error:
        raise CannotPlace(str(error)) from error
    return canonical(rule)
