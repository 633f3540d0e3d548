from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.lib import codes
from yui.lib.codes import CodeRefused, Repair

GOOD_AREAS = [
    "011002",
    "131016",
    "092011",
    "132110",
    "132047",
    "121011",
    "272108",
    "221309",
    "282103",
    "431001",
    "010006",
    "130001",
]
INSURERS = [
    "121012",
    "121020",
    "121038",
    "121046",
    "121053",
    "121061",
    "122069",
    "122192",
    "122101",
    "124214",
    "124230",
    "122382",
    "018325",
]
CORPORATIONS = ["7000012050002", "8000012010038", "6000012070001", "1180301018771", "4010401098455"]


def my_number(base: str) -> str:
    """The published formula, written a second time: P_n from the right, Q_n = n+1 or n-5."""
    total = sum(int(base[11 - n]) * (n + 1 if n <= 6 else n - 5) for n in range(1, 12))
    return base + str(0 if total % 11 <= 1 else 11 - total % 11)


@pytest.mark.parametrize("code", GOOD_AREAS)
def test_complete_area_code_keeps_a_right_code(code: str) -> None:
    assert codes.complete_area_code(code) == (code, ())


@pytest.mark.parametrize("code", ["272104", "131017", "480002", "000005"])
def test_complete_area_code_refuses_a_wrong_code(code: str) -> None:
    with pytest.raises(CodeRefused, match="正しい番号ではありません"):
        codes.complete_area_code(code)


@pytest.mark.parametrize(
    ("cell", "code", "repairs"),
    [
        ("92011", "092011", (Repair.LEADING_ZERO,)),
        ("13101", "131016", (Repair.CHECK_DIGIT,)),
        ("1100", "011002", (Repair.LEADING_ZERO, Repair.CHECK_DIGIT)),
        ("01100", "011002", (Repair.CHECK_DIGIT,)),
        ("10006", "010006", (Repair.LEADING_ZERO,)),
        ("１３１０１６", "131016", (Repair.FULL_WIDTH,)),
        (" １３１０１　", "131016", (Repair.SPACES, Repair.FULL_WIDTH, Repair.CHECK_DIGIT)),
        ("13101.0", "131016", (Repair.DECIMAL_POINT, Repair.CHECK_DIGIT)),
        ("13-101", "131016", (Repair.HYPHENS, Repair.CHECK_DIGIT)),
        ("1", "010006", (Repair.PREFECTURE_NUMBER, Repair.CHECK_DIGIT)),
        ("13", "130001", (Repair.PREFECTURE_NUMBER, Repair.CHECK_DIGIT)),
    ],
)
def test_complete_area_code_names_each_repair(
    cell: str, code: str, repairs: tuple[Repair, ...]
) -> None:
    assert codes.complete_area_code(cell) == (code, repairs)


def test_complete_area_code_refuses_what_can_be_read_twice() -> None:
    with pytest.raises(CodeRefused, match="012106とも121061とも読めます"):
        codes.complete_area_code("12106")


def test_complete_area_code_is_settled_by_the_prefecture_or_known_codes() -> None:
    assert codes.complete_area_code("12106", prefecture="01").value == "012106"
    assert codes.complete_area_code("12106", prefecture="12").value == "121061"
    assert codes.complete_area_code("12106", known={"121061"}).value == "121061"


@pytest.mark.parametrize("cell", ["", "  ", "-", "abc", "1３1x1", "1310161", "131", "48", "\x00"])
def test_complete_area_code_refuses_other_cells_with_a_sentence(cell: str) -> None:
    with pytest.raises(CodeRefused, match=r"。$"):
        codes.complete_area_code(cell)


@given(st.integers(1, 47), st.integers(100, 799))
def test_complete_area_code_finds_every_code_again_with_its_prefecture(
    prefecture: int, town: int
) -> None:
    base = f"{prefecture:02d}{town}"
    code = base + codes.check_digit(base)
    for damaged in (code, code[:5], code.lstrip("0"), code[:5].lstrip("0")):
        assert codes.complete_area_code(damaged, prefecture=base[:2]).value == code


@given(st.text(max_size=12))
def test_complete_area_code_answers_or_refuses_whatever_comes(text: str) -> None:
    try:
        code = codes.complete_area_code(text).value
    except CodeRefused:
        return
    assert codes.is_area_code(code)


@pytest.mark.parametrize("text", ["1234", "123456", "１２３４５", "1234x"])
def test_check_digit_refuses_other_shapes(text: str) -> None:
    with pytest.raises(CodeRefused):
        codes.check_digit(text)


@pytest.mark.parametrize("number", CORPORATIONS)
def test_complete_corporate_number_keeps_a_right_number(number: str) -> None:
    assert codes.complete_corporate_number(number) == (number, ())


@pytest.mark.parametrize("number", ["1234567890123", "7000012050003", "700001205000", ""])
def test_complete_corporate_number_refuses_a_wrong_number(number: str) -> None:
    with pytest.raises(CodeRefused):
        codes.complete_corporate_number(number)


@pytest.mark.parametrize("cell", ["4.00E+12", "4.0104E+12", "４．００Ｅ＋１２"])
def test_complete_corporate_number_says_a_spreadsheet_lost_the_digits(cell: str) -> None:
    with pytest.raises(CodeRefused, match="桁が失われています"):
        codes.complete_corporate_number(cell)


@given(st.sampled_from(CORPORATIONS), st.integers(0, 12), st.integers(1, 8))
def test_is_corporate_number_falls_when_one_digit_changes_by_less_than_nine(
    number: str, place: int, step: int
) -> None:
    digit = str((int(number[place]) + step) % 10)
    # The rule counts modulo nine: 0 and 9 look alike to it, so that change is left out.
    changed = number[:place] + digit + number[place + 1 :]
    if {number[place], digit} != {"0", "9"}:
        assert not codes.is_corporate_number(changed)


@pytest.mark.parametrize("number", INSURERS)
def test_complete_insurer_number_keeps_a_right_number(number: str) -> None:
    assert codes.complete_insurer_number(number) == (number, ())


def test_complete_insurer_number_puts_a_lost_zero_back() -> None:
    assert codes.complete_insurer_number("18325") == ("018325", (Repair.LEADING_ZERO,))


@pytest.mark.parametrize("number", ["121013", "12101", "1210120", "abcdef"])
def test_complete_insurer_number_refuses_a_wrong_number(number: str) -> None:
    with pytest.raises(CodeRefused):
        codes.complete_insurer_number(number)


@pytest.mark.parametrize("number", ["0170101950", "1310110049", "04A0700017"])
def test_complete_provider_number_keeps_a_right_shape(number: str) -> None:
    assert codes.complete_provider_number(number) == (number, ())


@pytest.mark.parametrize(
    ("cell", "number"), [("170101950", "0170101950"), ("4a0700017", "04A0700017")]
)
def test_complete_provider_number_puts_a_lost_zero_back(cell: str, number: str) -> None:
    assert codes.complete_provider_number(cell) == (number, (Repair.LEADING_ZERO,))


@pytest.mark.parametrize("cell", ["9910110049", "13101100", "1310110049X", "1.31E+09", ""])
def test_complete_provider_number_refuses_other_shapes(cell: str) -> None:
    with pytest.raises(CodeRefused):
        codes.complete_provider_number(cell)


def test_is_my_number_knows_the_sample_of_the_guidance() -> None:
    assert codes.is_my_number("123456789018")
    assert not codes.is_my_number("123456789012")


@given(st.text("0123456789", min_size=11, max_size=11))
def test_is_my_number_accepts_exactly_one_last_digit(base: str) -> None:
    right = [last for last in "0123456789" if codes.is_my_number(base + last)]
    assert right == [my_number(base)[-1]]


@pytest.mark.parametrize(
    "written",
    [
        "123456789018",
        "1234-5678-9018",
        "1234 5678 9018",
        "１２３４５６７８９０１８",
        "1234　5678　9018",
    ],
)
def test_find_my_numbers_finds_it_however_it_is_written(written: str) -> None:
    assert codes.find_my_numbers(f"番号は{written}です") == (written,)


@pytest.mark.parametrize(
    "text",
    [
        *("123456789012", "1234567890189", "35.123456789018", "03-1234-5678", "4010401098455"),
        *("3701-00000000", "000-5552-1234", "0000-0000-0000-0000", ""),
    ],
)
def test_find_my_numbers_leaves_other_numbers_alone(text: str) -> None:
    assert codes.find_my_numbers(text) == ()
