"""Without an index: towns are read whole, more than a town for as long as there is time."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from yui.search.models import Document
from yui.search.queries.fallback import plain_answer
from yui.search.queries.values import Question

pytestmark = pytest.mark.django_db

TOWN, PREFECTURE = "14/14100/", "14/"
ROWS = 40
NATION = Question("体操", size=7)


@pytest.fixture
def keys() -> list[UUID]:
    """Rows spread over the neutral order, half of them in the town; their keys in that order."""
    made = [UUID(int=(number << 96) + (number * 0x0666_6666 << 96)) for number in range(ROWS)]
    Document.objects.bulk_create(
        Document(
            key=key,
            area_path=TOWN if number % 2 else "14/14200/",
            sector="daily",
            is_public=True,
            neutral_key=int(key.hex[:8], 16),
            folded="いきいき体操" if number % 4 < 2 else "いきいき体操\n毎週火曜の将棋",
            content={},
            position=1,
        )
        for number, key in enumerate(made)
    )
    return made


@pytest.mark.parametrize("area_path", ["", PREFECTURE, TOWN])
def test_every_page_is_the_next_in_neutral_order(keys: list[UUID], area_path: str) -> None:
    expected = keys[1::2] if area_path == TOWN else keys
    asked = replace(NATION, area_path=area_path)
    pages = [plain_answer(replace(asked, page=page)) for page in range(1, 8)]

    assert [key for page in pages for key in page.keys] == expected
    assert {(page.total, page.is_cut) for page in pages} == {(len(expected), False)}


def test_a_page_of_nothing_still_counts(keys: list[UUID]) -> None:
    answer = plain_answer(replace(NATION, size=0))

    assert (answer.keys, answer.total) == ((), ROWS)


def test_when_the_time_is_over_the_first_rows_are_the_right_ones(
    keys: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yui.search.queries.fallback._LOOK_S", 0.0)
    answer = plain_answer(NATION)

    assert answer.is_cut
    assert 0 < answer.total < ROWS
    assert list(answer.keys) == keys[: len(answer.keys)]


def test_a_town_is_read_whole_though_the_time_is_over(
    keys: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yui.search.queries.fallback._LOOK_S", 0.0)
    answer = plain_answer(replace(NATION, area_path=TOWN))

    assert (answer.total, answer.is_cut) == (ROWS // 2, False)


def test_fewer_words_are_asked_for_where_no_row_holds_them_all(keys: list[UUID]) -> None:
    both = plain_answer(Question("体操 将棋"))
    either = plain_answer(Question("カラオケ 将棋"))

    assert (both.total, both.understood.required) == (ROWS // 2, 2)
    assert (either.total, either.understood.required) == (ROWS // 2, 1)
