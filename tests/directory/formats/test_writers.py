"""What a list writes, a list reads back."""

from __future__ import annotations

from datetime import time

import pytest

from yui.directory.engine.schedule import (
    Entry,
    HolidayMode,
    HolidayRule,
    Ordinal,
    Period,
    ScheduleRule,
    Weekly,
    canonical,
    parse_kayoinoba,
    sentence,
    to_data,
)
from yui.directory.formats import format_of_kind, recognise
from yui.directory.formats.writers import WrittenRecord, rows_of

_MORNING = Period(time(10), time(12))


def _record(rule: ScheduleRule) -> WrittenRecord:
    return WrittenRecord(
        "7KQ2M9XD",
        "372013",
        "香川県",
        "高松市",
        "ひだまり会",
        rule=to_data(canonical(rule)),
        sentence=sentence(rule),
        point=(34.3428, 134.0466),
        postal_code="7608571",
        fee_class="free",
        meals="yes",
    )


def test_written_headers_are_recognised_and_cells_stand_in_their_columns() -> None:
    rule = ScheduleRule(
        (Entry(Weekly((0, 1, 2, 3, 4)), (_MORNING,)),), holidays=HolidayRule(HolidayMode.CLOSED)
    )
    headers, row = rows_of("mhlw_kayoinoba", [_record(rule)])
    cells = dict(zip(headers, row, strict=True))

    assert recognise([headers]) is not None
    assert cells["No"] == "7KQ2M9XD"
    assert (cells["市区町村コード"], cells["郵便番号"]) == ("372013", "760-8571")
    assert (cells["運営日（平日）－開始"], cells["運営日（平日）－終了"]) == ("10:00", "12:00")
    assert (cells["料金体系"], cells["飲食の提供の有無"], cells["送迎の有無"]) == ("無料", "1", "")
    assert to_data(parse_kayoinoba(cells).rule or ScheduleRule()) == to_data(canonical(rule))


def test_hours_the_columns_cannot_say_are_written_as_a_sentence() -> None:
    rule = ScheduleRule((Entry(Ordinal((2, 4), (1,)), (_MORNING,)),))
    headers, row = rows_of("mhlw_kayoinoba", [_record(rule)])
    cells = dict(zip(headers, row, strict=True))

    assert cells["運営日（平日）－開始"] == ""
    assert cells["その他"] == sentence(rule)


def test_weekdays_of_the_standard_list_are_letters() -> None:
    rule = ScheduleRule((Entry(Weekly((0, 2, 4)), (_MORNING,)),))
    headers, row = rows_of("ods_care_service", [_record(rule)])
    cells = dict(zip(headers, row, strict=True))

    assert cells["利用可能曜日"] == "月水金"
    assert cells["利用可能曜日特記事項"] == sentence(rule)


def test_a_list_that_is_only_read_is_not_written() -> None:
    layout = format_of_kind("mhlw_hospital")
    assert layout is not None
    assert not layout.is_writable
    with pytest.raises(LookupError):
        list(rows_of("mhlw_hospital", []))
