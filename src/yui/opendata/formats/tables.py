"""Lists as tables: columns of 自治体標準オープンデータセット（A-09 介護サービス事業所一覧）.

There is no standard list for services of daily life; A-09 is the nearest one, and every place that
reads it can read these. Our own columns follow the standard ones, at the right.
Source: デジタル庁「自治体標準オープンデータセット」, columns in `directory.formats`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from yui.directory.formats import Format, format_of_kind
from yui.directory.queries import (
    OpenLocation,
    OpenPlace,
    OpenService,
    SourceCredit,
    service_url,
)
from yui.directory.queries.open_hours import weekdays_of
from yui.lib.csvfile import csv_lines
from yui.lib.xlsx import Column, ColumnKind, write_workbook
from yui.lib.xlsx import Page as Sheet
from yui.opendata.formats.parts import Setting, mail_address, rest_of_address, web_address

Cell = str | int | float | None

_OWN: Final = (
    ("summary", "ひとこと"),
    ("how_to_start", "利用のはじめ方"),
    ("eligibility", "対象"),
    ("fee", "料金"),
    ("vacancy", "空き"),
    ("transport", "送迎"),
    ("meals", "食事"),
    ("terms", "分類"),
    ("service_areas", "対応する地域"),
    ("sphere", "日常生活圏域"),
    ("confirmed_on", "確認日"),
    ("source", "出典"),
    ("credit", "クレジット"),
    ("licence", "ライセンス"),
    ("page", "ページ"),
    ("modified_on", "更新日時"),
)
_PROVIDER_NUMBER: Final = re.compile(r"[0-9]{2}[0-9A-Z][0-9]{7}")
_NUMBERS: Final = frozenset({"latitude", "longitude"})


def standard() -> Format:
    """This function will return the standard list the tables follow."""
    found = format_of_kind("ods_care_service")
    if found is None:
        raise LookupError("ods_care_service")
    return found


def headers() -> tuple[str, ...]:
    """This function will return the headings: the standard ones, then our own."""
    return (*standard().headers, *(header for _, header in _OWN))


def rows(services: Iterable[OpenService], setting: Setting) -> Iterator[list[Cell]]:
    """This function will yield a row for each place of a service, or one without a place."""
    fields = _fields()
    for service in services:
        for place in service.places or (None,):
            cells = _cells(service, place, setting)
            yield [cells.get(field, "") for field in fields]


def csv_file(services: Iterable[OpenService], setting: Setting) -> Iterator[bytes]:
    """This function will yield the bytes of the table as CSV (UTF-8 with its mark)."""
    yield from csv_lines(_with_headers(services, setting))


def xlsx_file(
    services: Iterable[OpenService], credits_of: Iterable[SourceCredit], setting: Setting
) -> bytes:
    """This function will return the table as a workbook, its sources on a second sheet."""
    kinds = dict.fromkeys(_NUMBERS, ColumnKind.NUMBER)
    columns = tuple(
        Column(header, kinds.get(field, ColumnKind.TEXT))
        for header, field in zip(headers(), _fields(), strict=True)
    )
    sources = tuple(
        Column(title, width=32) for title in ("出典", "公表元", "ライセンス", "クレジット")
    )
    credit_rows = [[each.name, each.publisher, each.licence, each.credit] for each in credits_of]
    return write_workbook(
        [
            Sheet("サービス一覧", columns, rows(services, setting)),
            Sheet("出典", sources, credit_rows),
        ]
    )


def _fields() -> tuple[str, ...]:
    return (*(column.field for column in standard().columns), *(name for name, _ in _OWN))


def _with_headers(services: Iterable[OpenService], setting: Setting) -> Iterator[list[Cell]]:
    yield list(headers())
    yield from rows(services, setting)


def _cells(service: OpenService, place: OpenPlace | None, setting: Setting) -> Mapping[str, Cell]:
    location = place.location if place else None
    return (
        _own_cells(service, place, setting)
        | _standard_cells(service, place, setting)
        | (_location_cells(location, setting) if location else {})
    )


def _standard_cells(
    service: OpenService, place: OpenPlace | None, setting: Setting
) -> dict[str, Cell]:
    phones = [*(place.phones if place else ()), *service.phones]
    voice = next((phone for phone in phones if phone.kind == "voice"), None)
    fax = next((phone for phone in phones if phone.kind == "fax"), None)
    schedules = [*(place.schedules if place else ()), *service.schedules]
    town = setting.area(service.area_path)
    return {
        "area_code": service.area_code,
        "key": service.short_code,
        "publisher": town.full_name if town else service.area_name,
        "name": service.name,
        "kana": service.kana,
        "service_type": _words(service, "provision"),
        "phone": voice.number if voice else "",
        "extension": voice.extension if voice else "",
        "fax": fax.number if fax else "",
        "email": mail_address(service.email) or "",
        "corporate_name": service.organization_name,
        "provider_number": _provider_number(service),
        "weekdays": weekdays_of(schedules),
        "hours_note": "。".join(
            filter(None, (each.sentence or each.not_read for each in schedules))
        ),
        "url": web_address(service.website) or "",
        "note": " ".join(service.description.split()),
    }


def _own_cells(service: OpenService, place: OpenPlace | None, setting: Setting) -> dict[str, Cell]:
    source = service.source
    return {
        "summary": service.summary,
        "how_to_start": service.how_to_start,
        "eligibility": service.eligibility,
        "fee": service.fee_text or str(service.fee_class.label),
        "vacancy": str(service.vacancy.label),
        "transport": str(service.transport.label),
        "meals": str(service.meals.label),
        "terms": "；".join(term.term.name for term in service.terms),
        "service_areas": "；".join(area.name for area in service.service_areas),
        "sphere": place.sphere_name if place else "",
        "confirmed_on": _day(service.confirmed_on),
        "source": source.name if source else "",
        "credit": source.credit if source else "",
        "licence": source.licence if source else "",
        "page": setting.site + service_url(service.short_code),
        "modified_on": service.modified_at.isoformat(timespec="seconds"),
    }


def _location_cells(row: OpenLocation, setting: Setting) -> dict[str, Cell]:
    prefecture, town = setting.prefecture(row.area_path), setting.town(row.area_path)
    rest = rest_of_address(row.address, prefecture, town)
    return {
        "location_code": row.area_code,
        "address": f"{prefecture}{town}{rest}",
        "address_prefecture": prefecture,
        "address_municipality": town,
        "building": "、".join(filter(None, (row.building, row.name))),
        "postal_code": row.postal_code,
        "latitude": row.latitude,
        "longitude": row.longitude,
    }


def _provider_number(service: OpenService) -> str:
    """National lists are keyed by 事業所番号 and kind of service; other keys are not numbers."""
    first = service.source_key.split(":")[0]
    return first if _PROVIDER_NUMBER.fullmatch(first) else ""


def _words(service: OpenService, taxonomy: str) -> str:
    return "；".join(term.term.name for term in service.terms if term.term.taxonomy == taxonomy)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
