"""Conditions are read from the address, become a question, and are said in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client

from tests.directory.builders import CITY, SPHERE, Town, build_town, published
from yui.areas.models import Area
from yui.areas.queries import AreaInfo, area_by_path
from yui.search.errors import ConditionRefused
from yui.search.formats.address import (
    Conditions,
    heading_of,
    order_sentence,
    origin_of,
    question_of,
    read_conditions,
    word_of,
)
from yui.search.formats.near import Origin

TODAY = date(2026, 11, 24)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


@pytest.fixture
def town(at) -> Town:
    return build_town(at)


@pytest.fixture
def city(town: Town) -> AreaInfo:
    Area.objects.filter(path=CITY).update(code="980013")
    return area_by_path(CITY)


def test_read_conditions_takes_what_exists_and_passes_over_other_names(city: AreaInfo) -> None:
    values = QueryDict("q= 買い物 &field=shopping&sphere=k-01&day=tue&flag=meals&flag=meals&memo=0")
    read = read_conditions(values, city)
    assert read == Conditions(
        q="買い物", field="shopping", sphere="k-01", day="tue", flag=("meals",)
    )


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("day=someday", "曜日"),
        ("field=nowhere", "分野"),
        ("sphere=k-99", "地区"),
        ("flag=meals&flag=x", "ほかの条件"),
        ("page=0", "ページ"),
        ("page=501", "ページ"),
        ("page=１", "ページ"),
        ("q=" + "あ" * 101, "ことば"),
        ("near=" + "あ" * 41, "どこから近い順"),
        ("q=a%E2%80%AEb", "ことば"),
    ],
)
def test_read_conditions_names_the_condition_when_it_cannot_be_read(
    city: AreaInfo, query: str, label: str
) -> None:
    with pytest.raises(ConditionRefused, match=label):
        read_conditions(QueryDict(query), city)


def test_conditions_written_are_read_again_the_same(city: AreaInfo) -> None:
    before = Conditions(
        q="買い物 & 体操", field="shopping", flag=("meals", "transport"), fee="free"
    )
    assert read_conditions(QueryDict(before.as_query()), city) == before
    assert "page" not in Conditions(page=3).as_query()


def test_question_of_asks_in_the_sphere_and_joins_needs(city: AreaInfo) -> None:
    asked = Conditions(sphere="k-01", trouble="shopping", need="shopping_together", day="tue")
    question = question_of(asked, city, None)
    assert question.area_path == SPHERE
    assert question.filters == {"need": ("shopping_together", "trouble.shopping")}
    assert question.weekdays == ("tue",)
    assert question.sectors is None
    assert question.origin is None


def test_question_of_wants_the_nearest_first_when_somebody_says_where(city: AreaInfo) -> None:
    origin = Origin("川辺町", 34.87, 138.32)
    near = question_of(Conditions(near="川辺町", within="500"), city, origin)
    assert (near.sort, near.within_m, near.origin) == ("distance", 500, (34.87, 138.32))
    nowhere = question_of(Conditions(sort="distance", within="500"), city, None)
    assert (nowhere.sort, nowhere.within_m) == ("relevance", None)


@pytest.mark.parametrize(("sector", "asked"), [("", None), ("all", ()), ("medical", ("medical",))])
def test_question_of_reads_the_sector(city: AreaInfo, sector: str, asked: object) -> None:
    assert question_of(Conditions(sector=sector), city, None).sectors == asked


def test_origin_of_knows_nothing_without_words(city: AreaInfo) -> None:
    assert origin_of(city, "", on=TODAY) is None
    assert origin_of(city, "どこにもない町", on=TODAY) is None


def test_words_are_those_of_residents(city: AreaInfo) -> None:
    assert heading_of(Conditions(field="shopping"), city) == "買い物の手助けと集まり"
    assert heading_of(Conditions(q="体操"), city) == "「体操」でさがす"
    assert heading_of(Conditions(), None) == "全国の手助けと集まり"
    assert heading_of(Conditions(sector="insurance"), None) == "全国の介護保険の事業所"
    assert word_of("day", "tue") == "火曜"
    assert word_of("kind", "ride") == "車で送ります"
    assert word_of("day", "") == ""
    plain = order_sentence(question_of(Conditions(), city, None))
    assert plain == (
        "満員のものとお休み中のものを後に、あとは確かめたものから、"
        "かたよらないように並べています。広告やおすすめはありません。"
    )


def test_results_page_reads_the_same_address(city: AreaInfo, town: Town, at) -> None:
    published(town, at)
    assert Client().get(f"/{city.jis}/search/?field=shopping&day=tue").status_code == 200
    refused = Client().get(f"/{city.jis}/search/?day=someday")
    assert refused.status_code == 400
    assert "「曜日」の条件を読めませんでした" in refused.content.decode()
