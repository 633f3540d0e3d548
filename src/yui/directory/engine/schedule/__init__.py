"""How a service at a place is open: one stored rule, everything else derived from it.

values: the types. canonical: the one JSON form. occurrences: days, open-now, next. seasons: what
part of the year. sentence: plain Japanese. ical: iCalendar. slots: weekday × band codes for search.
reading and columns: free texts and columns of real files into a rule, with what could not be read
(words → clauses → compose).
"""

from yui.directory.engine.schedule.canonical import (
    canonical,
    from_data,
    from_json,
    to_data,
    to_json,
)
from yui.directory.engine.schedule.columns import (
    parse_columns,
    parse_kayoinoba,
    parse_open_days,
    parse_week,
)
from yui.directory.engine.schedule.compose import OFFICE_CUSTOMS, Customs
from yui.directory.engine.schedule.ical import CalendarSeries, calendar_series
from yui.directory.engine.schedule.occurrences import (
    Occurrence,
    Openness,
    is_national_holiday,
    is_open,
    is_uncertain_on,
    next_opening,
    occurrences,
    periods_on,
)
from yui.directory.engine.schedule.reading import ParsedHours, parse_hours
from yui.directory.engine.schedule.seasons import Rest, rest_of
from yui.directory.engine.schedule.sentence import sentence, short_form
from yui.directory.engine.schedule.slots import SLOT_CODES, slots
from yui.directory.engine.schedule.values import (
    ALL_DAY,
    BON,
    LAST,
    NEW_YEAR,
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

__all__ = [
    "ALL_DAY",
    "BON",
    "LAST",
    "NEW_YEAR",
    "OFFICE_CUSTOMS",
    "SLOT_CODES",
    "CalendarSeries",
    "Closure",
    "Customs",
    "Entry",
    "EveryWeeks",
    "ExtraOpening",
    "HolidayMode",
    "HolidayRule",
    "MonthDays",
    "Occurrence",
    "OnDates",
    "Openness",
    "Ordinal",
    "ParsedHours",
    "Period",
    "Rest",
    "ScheduleError",
    "ScheduleRule",
    "Weekly",
    "When",
    "YearlySpan",
    "calendar_series",
    "canonical",
    "from_data",
    "from_json",
    "is_national_holiday",
    "is_open",
    "is_uncertain_on",
    "next_opening",
    "occurrences",
    "parse_columns",
    "parse_hours",
    "parse_kayoinoba",
    "parse_open_days",
    "parse_week",
    "periods_on",
    "rest_of",
    "sentence",
    "short_form",
    "slots",
    "to_data",
    "to_json",
]
