"""What stands first in a list: confirmed before unconfirmed, paused last; and what a wish finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import AT, CITY, build_service, build_town, load_terms
from tests.search.engine.builders import World, document
from yui.policy.viewer import ANONYMOUS
from yui.search.actions import rebuild
from yui.search.queries import Question, index_folder, search


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> World:
    facts = {"summary": "いすに座って体操をします。"}
    return World(
        tmp_path_factory.mktemp("town"),
        [
            document("川辺の会", key="paused", standing=-1, neutral_key=(1 << 20) - 1, **facts),
            document("川辺の会", key="open", standing=0, neutral_key=(1 << 20) - 1, **facts),
            document("川辺の会", key="confirmed", standing=1, neutral_key=0, **facts),
            document("川辺の会", key="full", standing=2, neutral_key=(1 << 20) - 1, **facts),
            document("休みの会", key="named", standing=-1, text="遠くの話。"),
        ],
    )


@pytest.mark.parametrize("words", ["", "体操"])
def test_confirmed_records_come_first_and_paused_ones_last(town: World, words: str) -> None:
    found = [hit.key for hit in town.ask(words).hits]

    assert [key for key in found if key != "named"] == ["confirmed", "open", "full", "paused"]


def test_what_is_mainly_about_a_need_comes_first_but_full_and_paused_ones_stay_behind(
    tmp_path: Path,
) -> None:
    every = [
        document("会", key=f"{standing}{about}", standing=standing, needs=("meals",), mains=about)
        for standing in (-1, 2, 0, 1)
        for about in ((), ("meals",))
    ]
    town = World(tmp_path, every)

    found = [hit.key for hit in town.ask("", filters={"need": ("meals",)}).hits]

    assert found == [
        *("1('meals',)", "0('meals',)", "1()", "0()"),
        *("2('meals',)", "2()", "-1('meals',)", "-1()"),
    ]


def test_a_paused_record_is_still_found_by_its_name(town: World) -> None:
    assert town.found("休みの会") == ["休みの会"]


@pytest.mark.django_db
def test_a_wish_leads_only_to_what_one_takes_part_in(tmp_path: Path, settings: Any) -> None:
    load_terms()
    town = build_town()
    for name, terms in (
        ("市のごみ出し", (("field", "volunteering"), ("provision", "come"))),
        ("治療食の宅配", (("field", "health"), ("provision", "deliver"))),
        ("仕事の相談窓口", (("field", "work"), ("provision", "consult"))),
        ("花植えの仲間", (("need", "role"), ("provision", "go"))),
        ("体操の会", (("need", "exercise"), ("provision", "go"))),
        ("畑の手伝い", (("field", "farmland"), ("provision", "go"))),
    ):
        build_service(organization=town.organization, name=name, terms=terms)
    rebuild(at=AT, from_rooms=True)

    def found(wish: str) -> list[str]:
        asked = Question(area_path=CITY, filters={"need": (f"wish.{wish}",)})
        answer = search(ANONYMOUS, asked, folder=index_folder(), at=AT)
        return [card.name for card in answer.cards]

    assert found("help") == ["花植えの仲間"]
    assert found("exercise") == ["体操の会"]
    assert found("start") == ["畑の手伝い"]
