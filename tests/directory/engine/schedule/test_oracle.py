"""Our occurrences against an oracle of recurring-ical-events and jpholiday.

The oracle shares no expansion code: every entry and closure becomes an iCalendar event written
here, recurring-ical-events expands it, and holidays are laid over it with sets of dates, forwards.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import icalendar
import jpholiday
import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr

from yui.directory.engine import schedule as s

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
BATCHES, RULES_A_BATCH = 26, 20
DAY = timedelta(days=1)
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOLIDAYS = {day for day, _ in jpholiday.between(FIRST - 30 * DAY, LAST + 30 * DAY)}


@dataclass
class Made:
    """A rule together with the iCalendar texts from which the oracle works."""

    rule: s.ScheduleRule
    opening: list[tuple[str, s.Period | None]]
    closing_weekly: list[str]
    closing_other: list[str]


def _rrule(when: s.When, months: tuple[int, ...]) -> tuple[str, date]:
    """The RRULE and a DTSTART before the window that the RRULE itself produces."""
    start = FIRST - 370 * DAY
    match when:
        case s.Weekly(weekdays):
            text = "FREQ=WEEKLY;BYDAY=" + ",".join(CODES[w] for w in weekdays)
        case s.Ordinal(ordinals, weekdays):
            days = ",".join(f"{o:+d}{CODES[w]}" for o in ordinals for w in weekdays)
            text = f"FREQ=MONTHLY;BYDAY={days}"
        case s.MonthDays(days_of_month):
            text = "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(map(str, days_of_month))
        case s.EveryWeeks(weeks, anchor):
            text, start = f"FREQ=WEEKLY;INTERVAL={weeks}", anchor
        case _:
            raise AssertionError(when)
    if months:
        text += ";BYMONTH=" + ",".join(map(str, months))
    begins = rrulestr(text, dtstart=datetime.combine(start, time()))[0]
    return text, begins.date()


def _event(when: s.When, months: tuple[int, ...]) -> str:
    if isinstance(when, s.OnDates):
        days = [day for day in when.dates if not months or day.month in months]
        listed = ",".join(f"{day:%Y%m%d}" for day in days)
        return f"DTSTART;VALUE=DATE:{listed[:8]}\r\nRDATE;VALUE=DATE:{listed}\r\n" if days else ""
    text, begins = _rrule(when, months)
    return f"DTSTART;VALUE=DATE:{begins:%Y%m%d}\r\nRRULE:{text}\r\n"


def _yearly(span: s.YearlySpan) -> str:
    start = date(2024, span.start_month, span.start_day)
    end = date(2024, span.end_month, span.end_day)
    end = end if end >= start else end.replace(year=2025)
    ends = f"DTEND;VALUE=DATE:{end + DAY:%Y%m%d}"
    return f"DTSTART;VALUE=DATE:{start:%Y%m%d}\r\n{ends}\r\nRRULE:FREQ=YEARLY\r\n"


def _expand(events: list[str]) -> dict[int, set[date]]:
    """Dates of each event inside the window and a month around it."""
    found: dict[int, set[date]] = {number: set() for number in range(len(events))}
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTAMP:20250101T000000Z\r\n{text}END:VEVENT\r\n"
        for number, text in enumerate(events)
        if text
    )
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:oracle\r\n{body}END:VCALENDAR\r\n"
    query = recurring_ical_events.of(icalendar.Calendar.from_ical(text))
    for event in query.between(FIRST - 20 * DAY, LAST + 20 * DAY):
        day = event["DTSTART"].dt
        end = event["DTEND"].dt if "DTEND" in event else day + DAY
        while day < end:
            found[int(event["UID"])].add(day)
            day += DAY
    return found


class Maker:
    """Makes one random rule from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def some(self, numbers: range, most: int) -> tuple[int, ...]:
        return tuple(self.random.sample(numbers, self.random.randint(1, min(most, len(numbers)))))

    def period(self) -> s.Period:
        start = time(self.random.randrange(24), self.random.choice((0, 15, 30)))
        if self.random.random() < 0.15:
            return s.Period(start)
        return s.Period(start, time(self.random.randrange(24), self.random.choice((0, 30))))

    def periods(self) -> tuple[s.Period, ...]:
        count = self.random.choice((0, 1, 1, 1, 2))
        return tuple({self.period() for _ in range(count)})

    def months(self) -> tuple[int, ...]:
        if self.random.random() < 0.7:
            return ()
        first, count = self.random.randint(1, 12), self.random.randint(1, 6)
        return tuple((first - 1 + n) % 12 + 1 for n in range(count))

    def day(self) -> date:
        return FIRST + self.random.randrange((LAST - FIRST).days) * DAY

    def when(self) -> s.When:
        kind = self.random.choice(("weekly", "weekly", "ordinal", "ordinal", "days", "every", "on"))
        if kind == "weekly":
            return s.Weekly(self.some(range(7), 6))
        if kind == "ordinal":
            ordinals = tuple(s.LAST if o == 0 else o for o in self.some(range(6), 4))
            return s.Ordinal(ordinals, self.some(range(7), 3))
        if kind == "days":
            return s.MonthDays(tuple(s.LAST if d == 0 else d for d in self.some(range(32), 3)))
        if kind == "every":
            return s.EveryWeeks(
                self.random.randint(2, 6), date(2025, 1, 1) + self.random.randrange(200) * DAY
            )
        return s.OnDates(tuple({self.day() for _ in range(self.random.randint(1, 6))}))

    def holidays(self) -> s.HolidayRule:
        mode = self.random.choice(list(s.HolidayMode))
        may = mode in (
            s.HolidayMode.SPECIAL,
            s.HolidayMode.SHIFT_NEXT_DAY,
            s.HolidayMode.SHIFT_NEXT_WEEKDAY,
        )
        return s.HolidayRule(mode, self.periods() if may and self.random.random() < 0.6 else ())

    def closures(self, needs_weekly: bool) -> tuple[s.Closure, ...]:
        found = [
            s.Closure(self.when(), self.months()) for _ in range(self.random.choice((0, 0, 1, 2)))
        ]
        if needs_weekly:
            found.append(s.Closure(s.Weekly(self.some(range(7), 2)), self.months()))
        return tuple(found)

    def spans(self) -> tuple[s.YearlySpan, ...]:
        own = s.YearlySpan(self.random.randint(3, 12), self.random.randint(1, 28), 1, 2)
        return tuple(self.random.sample((s.BON, s.NEW_YEAR, own), self.random.choice((0, 1, 2))))

    def make(self) -> Made:
        holidays = self.holidays()
        shifts = holidays.mode in (s.HolidayMode.SHIFT_NEXT_DAY, s.HolidayMode.SHIFT_NEXT_WEEKDAY)
        entries = tuple(
            s.Entry(self.when(), self.periods(), self.months())
            for _ in range(self.random.randint(1, 4))
        )
        closed_on = {self.day() for _ in range(self.random.choice((0, 0, 3)))}
        extra = {self.day() for _ in range(self.random.choice((0, 0, 2)))} - closed_on
        rule = s.ScheduleRule(
            entries=entries,
            closures=self.closures(shifts),
            holidays=holidays,
            yearly_closures=self.spans(),
            closed_on=tuple(closed_on),
            extra_open=tuple(s.ExtraOpening(day, self.periods()) for day in extra),
            valid_from=self.random.choice((None, None, date(2026, 5, 2))),
            valid_to=self.random.choice((None, None, date(2028, 9, 30))),
        )
        weekly = [c for c in rule.closures if shifts and isinstance(c.when, s.Weekly)]
        other = [c for c in rule.closures if c not in weekly]
        return Made(
            rule,
            [(_event(e.when, e.months), p) for e in entries for p in e.periods or (None,)],
            [_event(c.when, c.months) for c in weekly],
            [_event(c.when, c.months) for c in other]
            + [_yearly(span) for span in rule.yearly_closures],
        )


def _moved(closing: set[date], mode: s.HolidayMode) -> set[date]:
    """Closing days after holidays have moved them, walking forwards from each one."""
    stays = {day for day in closing if day not in HOLIDAYS}
    for day in closing & HOLIDAYS:
        target = day + DAY
        if mode is s.HolidayMode.SHIFT_NEXT_WEEKDAY:
            while target in HOLIDAYS or target.weekday() in (5, 6):
                target += DAY
        stays.add(target)
    return stays


def _closed(made: Made, mode: s.HolidayMode) -> set[date]:
    other = _expand(made.closing_other)
    closed = set(made.rule.closed_on).union(*other.values())
    closed |= _moved(set().union(*_expand(made.closing_weekly).values()), mode)
    if mode is s.HolidayMode.CLOSED:
        closed |= HOLIDAYS
    if mode is s.HolidayMode.DAY_AFTER_OFF:
        closed |= {day + DAY for day in HOLIDAYS}
    return closed


Opening = tuple[date, s.Period | None]


def oracle(made: Made) -> set[Opening]:
    mode, special = made.rule.holidays.mode, made.rule.holidays.periods
    opened: dict[date, set[s.Period | None]] = {}
    dates = _expand([text for text, _ in made.opening])
    for number, (_, period) in enumerate(made.opening):
        for day in dates[number]:
            opened.setdefault(day, set()).add(period)
    for day in HOLIDAYS:
        if mode is s.HolidayMode.SPECIAL or (special and day in opened):
            opened[day] = set(special) or {None}
    for day in _closed(made, mode):
        opened.pop(day, None)
    for extra in made.rule.extra_open:
        opened[extra.on] = set(extra.periods) or {None}
    first = max(FIRST, made.rule.valid_from or FIRST)
    last = min(LAST, made.rule.valid_to or LAST)
    return {
        (day, period)
        for day, periods in opened.items()
        for period in (periods - {None}) or {None}
        if first <= day <= last
    }


def _ours(rule: s.ScheduleRule) -> list[Opening]:
    return [(o.on, o.period) for o in s.occurrences(rule, FIRST, LAST)]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_occurrences_equal_the_oracle_when_rules_are_generated(batch: int) -> None:
    for number in range(RULES_A_BATCH):
        seed = batch * RULES_A_BATCH + number
        made = Maker(seed).make()
        ours = _ours(made.rule)
        assert len(ours) == len(set(ours)), seed
        assert set(ours) == oracle(made), seed
        assert _ours(s.canonical(made.rule)) == ours, seed


def test_generated_rules_cover_every_shape() -> None:
    rules = [Maker(seed).make().rule for seed in range(BATCHES * RULES_A_BATCH)]
    assert len(rules) >= 500
    assert {rule.holidays.mode for rule in rules} == set(s.HolidayMode)
    kinds = {type(entry.when) for rule in rules for entry in rule.entries}
    assert kinds == {s.Weekly, s.Ordinal, s.MonthDays, s.EveryWeeks, s.OnDates}
    assert sum(bool(s.occurrences(rule, FIRST, LAST)) for rule in rules) >= 500


def test_calendar_series_expand_to_our_occurrences_when_read_by_a_calendar() -> None:
    for seed in range(1000, 1040):
        rule = Maker(seed).make().rule
        first, last = date(2027, 4, 1), date(2028, 3, 31)
        body = "".join(
            f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTAMP:20250101T000000Z\r\n"
            + "\r\n".join(series.property_lines())
            + "\r\nEND:VEVENT\r\n"
            for n, series in enumerate(s.calendar_series(rule, first, last))
        )
        text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:yui\r\n{body}END:VCALENDAR\r\n"
        calendar = icalendar.Calendar.from_ical(text)
        seen = [
            _seen(event) for event in recurring_ical_events.of(calendar).between(first, last + DAY)
        ]
        expected = [
            (o.on, None if o.starts_at is None else o.starts_at.strftime("%H:%M"))
            for o in s.occurrences(rule, first, last)
        ]
        inside = [opening for opening in seen if first <= opening[0] <= last]
        assert sorted(inside, key=str) == sorted(expected, key=str), seed


def _seen(event: icalendar.Event) -> tuple[date, str | None]:
    start = event["DTSTART"].dt
    if isinstance(start, datetime):
        return start.date(), start.strftime("%H:%M")
    return start, None
