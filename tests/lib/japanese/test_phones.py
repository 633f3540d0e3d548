from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.lib.japanese import Phone, parse_phone, parse_phones
from yui.lib.japanese.area_codes import area_code_of

SHARED = Path(os.environ.get("YUI_SHARED", Path(__file__).parents[3] / ".." / "shared"))
NATIONAL = SHARED / "data/national/mhlw_care_8services_2025-06_national.csv.gz"


@pytest.mark.parametrize(
    ("cell", "display"),
    [
        ("03-1234-5678", "03-1234-5678"),
        ("０３－１２３４－５６７８", "03-1234-5678"),
        ("０３ー１２３４‐５６７８", "03-1234-5678"),
        ("03（1234）5678", "03-1234-5678"),
        ("（087）839-2811", "087-839-2811"),
        ("087 839 2811", "087-839-2811"),
        ("+81-87-839-2811", "087-839-2811"),
        ("+81 (0)87-839-2811", "087-839-2811"),
        ("0878392811", "087-839-2811"),
        ("0312345678", "03-1234-5678"),
        ("0546261111", "054-626-1111"),
        ("0297641111", "0297-64-1111"),
        ("0499220000", "04992-2-0000"),
        ("0471671111", "04-7167-1111"),
        ("0120123456", "0120-123-456"),
        ("0800-123-4567", "0800-123-4567"),
        ("08001234567", "0800-123-4567"),
        ("0570012345", "0570-012-345"),
        ("05012345678", "050-1234-5678"),
        ("09012345678", "090-1234-5678"),
        ("090-12345678", "090-1234-5678"),
        ("TEL:087-839-2811（代表）", "087-839-2811"),
        ("0422-22-1111～3", "0422-22-1111"),
    ],
)
def test_parse_phone_reads_how_people_write(cell: str, display: str) -> None:
    phone = parse_phone(cell)
    assert phone is not None
    assert (phone.display, phone.digits) == (display, display.replace("-", ""))
    assert phone.href == f"tel:{phone.digits}"
    assert not phone.lost_zero


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-",
        "なし",
        "839-2811",
        "03-1234-567",
        "03-1234-56789",
        "090-1234-567",
        "2026-11-10",
        "FAX 087-839-2811",
        "3-1-2",
        "4010401098455",
        "119",
    ],
)
def test_parse_phone_returns_none_when_there_is_no_whole_number(cell: str) -> None:
    assert parse_phone(cell) is None


@pytest.mark.parametrize(
    "cell", ["087-839-2811（内線123）", "087-839-2811 内線：123", "0878392811 ext.123"]
)
def test_parse_phone_reads_the_extension(cell: str) -> None:
    assert parse_phone(cell) == Phone("0878392811", "087-839-2811", "123")


@pytest.mark.parametrize(
    ("cell", "display"), [("878392811", "087-839-2811"), ("9012345678", "090-1234-5678")]
)
def test_parse_phone_puts_a_lost_zero_back_and_says_so(cell: str, display: str) -> None:
    assert parse_phone(cell) == Phone(display.replace("-", ""), display, lost_zero=True)


def test_parse_phones_reads_several_numbers_once_each_without_fax() -> None:
    cell = "087-839-2811、090-1234-5678\n（ＦＡＸ：087-839-2817）/087-839-2811 0120-123-456"
    assert [phone.display for phone in parse_phones(cell)] == [
        "087-839-2811",
        "090-1234-5678",
        "0120-123-456",
    ]


@given(st.text("0123456789-()（）ー－ 　内線FAX+、", max_size=40))
def test_parse_phones_returns_only_numbers_of_a_right_length(text: str) -> None:
    for phone in parse_phones(text):
        assert phone.digits.startswith("0")
        assert len(phone.digits) in (10, 11)
        assert phone.display.replace("-", "") == phone.digits


@pytest.mark.shared
def test_area_code_of_agrees_with_the_hyphens_of_the_national_list() -> None:
    if not NATIONAL.exists():
        pytest.skip("../shared/data is absent")
    seen = agreed = 0
    with gzip.open(NATIONAL, "rt", encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            phone = parse_phone(line["tel"])
            if phone and not phone.lost_zero and len(phone.digits) == 10:
                if phone.digits.startswith(("0120", "0570")):
                    continue
                seen += 1
                agreed += phone.display.split("-")[0] == area_code_of(phone.digits)
    assert seen > 80_000
    assert agreed / seen > 0.998
