"""One pair at a time: what speaks for one thing, what against, and what rules it out."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.directory.engine.same.generated import cases
from yui.directory.engine.same import (
    CANDIDATE_SCORE,
    MOST_IN_A_BLOCK,
    Pair,
    Reason,
    Thing,
    find_pairs,
    sentence,
)
from yui.directory.engine.same.addresses import read_address
from yui.directory.engine.same.judging import POINTS
from yui.directory.engine.same.names import read_name

SALON = Thing(
    key="a",
    name="ふれあいサロン髙澤",
    area="14/14100",
    phones=("0451234567",),
    address="神奈川県見本市本町一丁目2番地の3",
    latitude=35.4,
    longitude=139.5,
)


def pair_of(one: Thing, other: Thing) -> Pair | None:
    """The pair of two things whatever its score, None where it is ruled out or never compared."""
    found = find_pairs([one, replace(other, key="b")], least=-1_000)
    return found[0] if found else None


def test_score_is_the_sum_of_its_reasons() -> None:
    pair = pair_of(SALON, replace(SALON, name="ふれあいサロン高沢", address="見本市本町1-2-3"))

    assert pair is not None
    assert pair.reasons == (Reason.SAME_NAME, Reason.SAME_PHONE, Reason.SAME_ADDRESS)
    assert pair.score == 50 + 30 + 30
    assert [sentence(reason) for reason in pair.reasons] == [
        "名前が同じです（会社の形や、古い字・新しい字のちがいを除く）",
        "電話番号が同じです",
        "住所が同じです",
    ]


def test_every_reason_has_points_and_a_sentence() -> None:
    assert set(POINTS) == set(Reason)
    assert len({sentence(reason) for reason in Reason}) == len(Reason)


@pytest.mark.parametrize(
    "name",
    [
        "第二ふれあいサロン髙澤",
        "ふれあいサロン髙澤Ⅱ",
        "ふれあいサロン髙澤③",
        "ふれあいサロン髙澤❸",
        "ふれあいサロン髙澤 別館",
        "ふれあいサロン髙澤（ユニット型）",
        "ふれあいサロン髙澤＋",
    ],
)
def test_another_unit_number_or_branch_is_never_the_same(name: str) -> None:
    assert pair_of(SALON, replace(SALON, name=name)) is None


def test_another_kind_of_service_is_never_the_same() -> None:
    day = replace(SALON, name="デイサービスみどり", kinds=frozenset({"day"}))
    visit = replace(SALON, name="ヘルパーステーションみどり", kinds=frozenset({"visit"}))

    assert pair_of(day, visit) is None
    assert pair_of(day, replace(day, kinds=frozenset({"day_small"}))) is not None


def test_a_house_is_not_the_day_service_given_in_it() -> None:
    day = replace(SALON, name="デイサービス長寿の森", kinds=frozenset({"day"}))
    house = replace(SALON, name="長寿の森", kinds=frozenset({"day", "group_home"}))

    assert pair_of(day, house) is None


def test_one_corporate_number_does_not_make_two_services_one() -> None:
    owned = replace(SALON, corporate_number="1234567890123")
    other = replace(owned, name="配食のまごころ", phones=("0459999999",), address="見本市西野9-9-9")

    pair = pair_of(owned, replace(other, latitude=None))

    assert pair is None or pair.score < CANDIDATE_SCORE


def test_a_number_that_many_share_says_less() -> None:
    others = [
        replace(SALON, key=f"c{place}", name=f"別の会{mark}", address="")
        for place, mark in enumerate("あいうえお")
    ]
    found = find_pairs([SALON, replace(SALON, key="b"), *others], least=-1_000)

    pair = next(each for each in found if (each.first, each.second) == ("a", "b"))
    assert Reason.SHARED_PHONE in pair.reasons
    assert Reason.SAME_PHONE not in pair.reasons


def test_same_things_in_any_order_give_the_same_pairs() -> None:
    things = [thing for case in cases(5, 200) for thing in (case.first, case.second)]
    expected = find_pairs(things)
    random.Random(1).shuffle(things)

    assert find_pairs(things) == expected
    assert len(expected) > 50


def test_a_block_that_is_too_large_compares_nothing() -> None:
    crowd = [
        Thing(key=f"{number:03}", name="", phones=("0451234567",))
        for number in range(MOST_IN_A_BLOCK + 1)
    ]

    assert find_pairs(crowd, least=-1_000) == []
    assert find_pairs(crowd[:MOST_IN_A_BLOCK], least=-1_000) != []


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("見本市本町1-2-3", ("1", "2", "3")),
        ("見本市本町一丁目2番地の3", ("1", "2", "3")),
        ("見本市本町１丁目２番３号　コーポ101", ("1", "2", "3")),
        ("〒231-0001 神奈川県見本市本町1ー2－3", ("1", "2", "3")),
        ("見本市大字本町十二番地", ("12",)),
        ("北24条東二十丁目3⁻7", ("20", "3", "7")),
        ("見本市本町", ()),
    ],
)
def test_an_address_is_read_whatever_its_form(written: str, numbers: tuple[str, ...]) -> None:
    assert read_address(written).numbers == numbers


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("㈱みどり", "みどり"),
        ("みどり（株）", "みどり"),
        ("医療法人社団清澄会ミタニ病院", "みたに"),
        ("社会福祉法人　見本会　特別養護老人ホーム みどり苑", "みどり苑"),
        ("見本市社会福祉協議会デイサービスセンターみどり", "みどり"),
        ("ﾃﾞｲｻｰﾋﾞｽみどり", "みどり"),
    ],
)
def test_a_name_keeps_what_is_its_own(name: str, core: str) -> None:
    assert read_name(name).cores[-1] == core


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_compared(name: str, other: str, address: str) -> None:
    one = Thing(key="a", name=name, address=address, phones=("0451234567",))
    two = replace(one, key="b", name=other)

    pair = find_pairs([one, two], least=-1_000)

    assert pair == find_pairs([two, one], least=-1_000)
