from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.lib.csvfile import (
    CsvEncoding,
    LettersLost,
    csv_lines,
    guard_cell,
    letters_lost,
    unguard_cell,
    write_csv,
)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+81",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\n=x",
        "\x00x",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "  =1",
        "　=1",
        "\ufeff=1",
        "'=1",
        "''=1",
        "=\u0338x",
        "﹦1",
        "⁺1",
    ],
)
def test_guard_cell_puts_an_apostrophe_before_what_begins_like_a_formula(text: str) -> None:
    assert guard_cell(text) == f"'{text}"
    assert unguard_cell(f"'{text}") == text


@pytest.mark.parametrize("text", ["", "a", "サロン", "'90年代", "'", "0100", "1-2-3", "ー", "a=b"])
def test_guard_cell_leaves_other_text_alone(text: str) -> None:
    assert guard_cell(text) == text
    assert unguard_cell(text) == text


@given(st.text() | st.text("'=+-@\t\r\n\x00 　＝＋", max_size=5))
def test_unguard_cell_undoes_guard_cell(text: str) -> None:
    assert unguard_cell(guard_cell(text)) == text


def test_write_csv_writes_a_mark_and_both_line_ends() -> None:
    data = write_csv([["名称", "番号"], ["=1", "0100"], ["a,b", -5], ["", None]])
    text = '名称,番号\r\n\'=1,0100\r\n"a,b",-5\r\n,\r\n'
    assert data == b"\xef\xbb\xbf" + text.encode()


def test_write_csv_lists_the_letters_cp932_lacks() -> None:
    rows = [["髙﨑①㈱～∥￠"], ["𠮷邉♡"], ["德塚𠮷"]]
    with pytest.raises(LettersLost, match="（♡、𠮷）") as caught:
        write_csv(rows, encoding=CsvEncoding.CP932)
    assert caught.value.letters == ("♡", "𠮷")
    assert letters_lost(rows, CsvEncoding.UTF_8) == ()


def test_write_csv_writes_both_forms_of_a_jis_letter_alike() -> None:
    data = write_csv([["9時\u301c10時", "9時\uff5e10時"]], encoding=CsvEncoding.CP932)
    assert data.decode("cp932") == "9時～10時,9時～10時\r\n"


def test_csv_lines_stops_at_the_first_row_that_would_lose_a_letter() -> None:
    lines = csv_lines([["社協"], ["𠮷"]], encoding=CsvEncoding.CP932)
    assert next(lines) == "社協\r\n".encode("cp932")
    with pytest.raises(LettersLost):
        next(lines)


def test_write_csv_keeps_every_letter_of_cp932() -> None:
    pairs = [bytes([lead, trail]) for lead in range(0x81, 0xFD) for trail in range(0x40, 0xFD)]
    letters = []
    for pair in pairs:
        try:
            letters.append(pair.decode("cp932"))
        except UnicodeDecodeError:
            continue
    assert len(letters) > 9_000
    data = write_csv([[letter] for letter in letters], encoding=CsvEncoding.CP932)
    read = csv.reader(io.StringIO(data.decode("cp932"), newline=""))
    assert [unguard_cell(row[0]) for row in read] == letters


TEXTS = st.text(st.characters(codec="utf-8"), max_size=10)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=3), max_size=5))
def test_write_csv_is_read_back_exactly(rows: list[list[str]]) -> None:
    text = write_csv(rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [[unguard_cell(cell) for cell in row] for row in read] == rows
