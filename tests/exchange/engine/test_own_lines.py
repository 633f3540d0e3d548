"""Words that say a number is somebody's own, and the numbers they speak of."""

from __future__ import annotations

import pytest

from yui.exchange.engine.own_lines import names_own_line, own_lines, tells_own_line

ONE, OTHER = "0870003000", "0870004000"


@pytest.mark.parametrize(
    ("cell", "own"),
    [
        ("（自宅）087－000－3000", {ONE}),
        ("087-000-3000（代表者宅）", {ONE}),
        ("自宅 870003000", {ONE}),
        ("携帯（個人）087-000-3000", {ONE}),
        ("会長携帯 087-000-3000", {ONE}),
        ("見本様方 087-000-3000", {ONE}),
        ("087-000-3000（非公開）", {ONE}),
        ("087-000-3000（自宅）、087-000-4000", {ONE}),
        ("087-000-3000、087-000-4000（会長宅）", {OTHER}),
        ("事務所 087-000-3000 自宅 087-000-4000", {OTHER}),
        ("公民館087-000-3000（受付）、自宅087-000-4000", {OTHER}),
        ("在宅介護支援センター 087-000-3000", set()),
        ("宅配弁当の受付 087-000-3000", set()),
        ("087-000-3000", set()),
    ],
)
def test_own_lines_are_those_the_words_speak_of(cell: str, own: set[str]) -> None:
    digits = [each for each in (ONE, OTHER) if each[-7:] in cell.replace("-", "").replace("－", "")]
    assert own_lines(cell, digits or [ONE]) == own


@pytest.mark.parametrize(
    "words", ["連絡先（自宅）", "個人携帯", "電話番号（公開不可）", "世話役宅"]
)
def test_heading_speaks_of_its_whole_column(words: str) -> None:
    assert names_own_line(words)


@pytest.mark.parametrize("words", ["電話番号", "連絡先_電話", "法人名称", "住宅の電話", "在宅医療"])
def test_heading_of_an_office_is_nobodys_own(words: str) -> None:
    assert not names_own_line(words)


def test_sentence_without_a_number_tells_no_line() -> None:
    assert not tells_own_line("個人でも参加できます")
    assert tells_own_line("会長宅 087-000-3000")
