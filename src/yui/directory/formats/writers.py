"""Rows of a published list from records: what goes out comes in again as the same.

A record is written with its short code in the number column, so that our own file is recognised
when it returns. Hours that the columns cannot say are written as a sentence in the notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from yui.directory.engine.schedule import (
    Period,
    ScheduleError,
    ScheduleRule,
    Weekly,
    from_data,
    parse_kayoinoba,
    to_data,
)
from yui.directory.formats.columns import Format
from yui.directory.formats.definitions import format_of_kind

_LETTERS: Final = "月火水木金土日"
_FLAGS: Final = {"yes": "1", "no": "0"}
_HEADERS: Final = {
    f"{name}_{part}": f"運営日（{day}）－{word}"
    for name, day in (
        ("weekday", "平日"),
        ("saturday", "土曜"),
        ("sunday", "日曜"),
        ("holiday", "祝日"),
    )
    for part, word in (("start", "開始"), ("end", "終了"))
}
# Where each list keeps what its other columns cannot say.
_NOTE_OF: Final = {"mhlw_kayoinoba": "other"}
_DESCRIPTION_OF: Final = {"mhlw_kayoinoba": "activity"}
_FREE_FEE: Final = {"free": "無料", "paid": "有料"}


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    """This value will hold one record to be written. The point is in degrees (WGS84)."""

    short_code: str
    area_code: str
    prefecture: str
    municipality: str
    name: str
    kana: str = ""
    description: str = ""
    service_type: str = ""
    audience: str = ""
    fee_class: str = "unknown"
    fee_text: str = ""
    transport: str = "unknown"
    meals: str = "unknown"
    website: str = ""
    email: str = ""
    address: str = ""
    building: str = ""
    postal_code: str = ""
    point: tuple[float, float] | None = None
    phone: str = ""
    extension: str = ""
    fax: str = ""
    rule: Mapping[str, Any] | None = None
    sentence: str = ""
    not_read: str = ""
    organization_name: str = ""
    corporate_number: str = ""
    service_area: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


def rows_of(kind: str, records: Iterable[WrittenRecord]) -> Iterator[list[str]]:
    """This function will yield the headers of a list and then a row for each record.

    Raises: LookupError for a kind that is not written.
    """
    layout = format_of_kind(kind)
    if layout is None or not layout.is_writable:
        raise LookupError(kind)
    yield list(layout.headers)
    for record in records:
        cells = cells_of(layout, record)
        yield [cells.get(column.field, "") for column in layout.columns]


def cells_of(layout: Format, record: WrittenRecord) -> dict[str, str]:
    """This function will return the cells of a record by field, as the list writes them."""
    cells = _plain_cells(record) | _number_cells(record)
    cells |= {_DESCRIPTION_OF.get(layout.kind, "note"): record.description}
    hours = _hours_cells(record)
    if "weekday_start" in layout.fields:
        columns = _by_day_cells(record)
        hours = columns or {_NOTE_OF.get(layout.kind, "hours_note"): hours["hours_note"]}
    return {name: text for name, text in (cells | hours).items() if name in layout.fields}


def _plain_cells(record: WrittenRecord) -> dict[str, str]:
    return {
        "key": record.short_code,
        "publisher": record.prefecture + record.municipality,
        "prefecture": record.prefecture,
        "municipality": record.municipality,
        "name": record.name,
        "kana": record.kana,
        "service_type": record.service_type,
        "audience": record.audience,
        "fee": record.fee_text or _FREE_FEE.get(record.fee_class, ""),
        "transport": _FLAGS.get(record.transport, ""),
        "meals": _FLAGS.get(record.meals, ""),
        "url": record.website,
        "email": record.email,
        "address": record.address,
        "building": record.building,
        "phone": record.phone,
        "extension": record.extension,
        "fax": record.fax,
        "corporate_name": record.organization_name,
        "service_area": record.service_area,
    } | dict(record.more)


def _number_cells(record: WrittenRecord) -> dict[str, str]:
    point = record.point or ("", "")
    postal = record.postal_code
    return {
        "area_code": record.area_code,
        "prefecture_code": record.area_code[:2],
        "location_code": record.area_code,
        "latitude": str(point[0]),
        "longitude": str(point[1]),
        "postal_code": f"{postal[:3]}-{postal[3:]}" if postal else "",
        "corporate_number": record.corporate_number,
        "has_corporate_number": "1" if record.corporate_number else "0",
    }


def _hours_cells(record: WrittenRecord) -> dict[str, str]:
    rule = _rule_of(record)
    note = "。".join(part for part in (record.sentence, record.not_read) if part)
    return {"weekdays": _weekday_letters(rule) if rule else "", "hours_note": note}


def _weekday_letters(rule: ScheduleRule) -> str:
    weekly = (entry.when for entry in rule.entries if isinstance(entry.when, Weekly))
    days = sorted({day for when in weekly for day in when.weekdays})
    return "".join(_LETTERS[day] for day in days)


def _by_day_cells(record: WrittenRecord) -> dict[str, str] | None:
    """The columns of 通いの場 say one period for working days, Saturday, Sunday and holidays.

    None when reading the columns back would not give the very same rule.
    """
    rule = _rule_of(record)
    if rule is None or record.not_read:
        return None
    pairs = dict(_day_pairs(rule))
    cells = {
        f"{name}_{part}": text
        for name, pair in pairs.items()
        for part, text in zip(("start", "end"), pair, strict=True)
    }
    read = parse_kayoinoba({header: cells.get(name, "") for name, header in _HEADERS.items()})
    return cells if read.rule is not None and to_data(read.rule) == record.rule else None


def _day_pairs(rule: ScheduleRule) -> Iterator[tuple[str, tuple[str, str]]]:
    for entry in rule.entries:
        days = entry.when.weekdays if isinstance(entry.when, Weekly) else ()
        for name, first in (("weekday", 0), ("saturday", 5), ("sunday", 6)):
            if first in days and len(entry.periods) == 1:
                yield name, _pair(entry.periods[0])
    if len(rule.holidays.periods) == 1:
        yield "holiday", _pair(rule.holidays.periods[0])


def _pair(period: Period) -> tuple[str, str]:
    end = "" if period.end is None else f"{period.end:%H:%M}"
    return f"{period.start:%H:%M}", end


def _rule_of(record: WrittenRecord) -> ScheduleRule | None:
    try:
        return from_data(dict(record.rule)) if record.rule else None
    except ScheduleError:
        return None
