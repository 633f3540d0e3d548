"""Opening columns of the known lists into one rule, its sentence and what was not read."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from yui.directory.engine.schedule import (
    ParsedHours,
    parse_columns,
    parse_kayoinoba,
    parse_open_days,
    sentence,
    to_data,
)

_KAYOINOBA: Final = {
    "weekday_start": "運営日（平日）－開始",
    "weekday_end": "運営日（平日）－終了",
    "saturday_start": "運営日（土曜）－開始",
    "saturday_end": "運営日（土曜）－終了",
    "sunday_start": "運営日（日曜）－開始",
    "sunday_end": "運営日（日曜）－終了",
    "holiday_start": "運営日（祝日）－開始",
    "holiday_end": "運営日（祝日）－終了",
    "closed_days": "定休日",
}
HOURS_FIELDS: Final = frozenset({*_KAYOINOBA, "weekdays", "start_time", "end_time", "hours_note"})
_LISTED: Final = ("平日", "土曜日", "日曜日", "祝日")
_LONGEST: Final = 300

# rule as canonical data (None = no opening day is known), sentence, words not read
Hours = tuple[dict[str, Any] | None, str, str]


def hours_of(cells: Mapping[str, str]) -> Hours:
    """This function will read the opening cells of a row, keyed by field."""
    if "weekday_start" in cells:
        return _kayoinoba(tuple(cells.get(field, "") for field in _KAYOINOBA))
    return _columns(
        cells.get("weekdays", ""),
        cells.get("start_time", ""),
        cells.get("end_time", ""),
        cells.get("hours_note", ""),
    )


@lru_cache(maxsize=8192)
def _kayoinoba(cells: tuple[str, ...]) -> Hours:
    return _shown(parse_kayoinoba(dict(zip(_KAYOINOBA.values(), cells, strict=True))))


@lru_cache(maxsize=8192)
def _columns(weekdays: str, start: str, end: str, note: str) -> Hours:
    if not (weekdays or start or end or note):
        return None, "", ""
    plain = unicodedata.normalize("NFKC", weekdays)
    if "|" in plain or plain in _LISTED:
        return _shown(parse_open_days(plain, note))
    return _shown(parse_columns(weekdays, (start, end), note))


def _shown(parsed: ParsedHours) -> Hours:
    unread = "。".join(dict.fromkeys(word for word in parsed.unread if word))[:_LONGEST]
    if parsed.rule is None:
        return None, "", unread
    return to_data(parsed.rule), sentence(parsed.rule)[:_LONGEST], unread
