"""In which order a trouble of the town's home is answered, and what the page says about it."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.test import Client

from tests.builders import AT, CITY, build_service, build_town
from tests.portal.reading import names_of, page_of
from yui.directory.actions import confirm_service
from yui.directory.states import ConfirmedHow, Vacancy
from yui.policy.viewer import operator
from yui.search.actions import rebuild

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
PAGE = f"/{CITY.split('/')[1]}/search/"
_MEALS = (("field", "meals"), ("need", "meals"))
_RECORDS: tuple[tuple[str, Vacancy, tuple[tuple[str, str], ...]], ...] = (
    ("分けあい便", Vacancy.OPEN, (*_MEALS, ("resource", "shop"), ("provision", "deliver"))),
    ("男の台所", Vacancy.FULL, (("need", "cooking"), ("resource", "learning"))),
    ("ゆう便り", Vacancy.OPEN, (*_MEALS, ("resource", "meals"), ("provision", "deliver"))),
    ("よる便り", Vacancy.OPEN, (*_MEALS, ("resource", "meals"), ("provision", "deliver"))),
    ("川辺の昼食会", Vacancy.OPEN, (*_MEALS, ("resource", "gathering"), ("provision", "go"))),
    ("満員の便り", Vacancy.WAITING, (*_MEALS, ("resource", "meals"))),
    ("台所を手伝う人", Vacancy.OPEN, (("field", "cooking"), ("need", "role"), ("provision", "go"))),
    ("いきいきサロン", Vacancy.OPEN, (("need", "talking"), ("resource", "gathering"))),
    ("おはよう電話", Vacancy.OPEN, (("need", "talking"), ("resource", "watching"))),
    ("代わりに行く便", Vacancy.OPEN, (("field", "shopping"), ("need", "shopping_for"))),
    (
        "家の用事",
        Vacancy.OPEN,
        (("field", "shopping"), ("need", "shopping_for"), ("need", "cleaning")),
    ),
)


@pytest.fixture
def site(folder: Path) -> Client:
    """A town whose records are confirmed alike: what orders them is what they are."""
    town = build_town()
    for name, vacancy, terms in _RECORDS:
        made = build_service(
            organization=town.organization, name=name, vacancy=vacancy, terms=terms
        )
        confirm_service(
            by=operator("test"), at=AT, service_id=made.id, how=ConfirmedHow.PHONE, on=AT.date()
        )
    rebuild(at=AT, from_rooms=True)
    return Client()


def _page(site: Client, **asked: str) -> str:
    return page_of(site, PAGE, **asked)


def test_a_trouble_is_first_answered_by_what_is_mainly_about_it(site: Client) -> None:
    found = names_of(_page(site, trouble="meals"))

    assert set(found[:3]) == {"ゆう便り", "よる便り", "川辺の昼食会"}
    assert found[3] == "分けあい便"
    assert set(found[-2:]) == {"満員の便り", "男の台所"}
    assert found[-2] == "満員の便り"
    assert names_of(_page(site, trouble="talking")) == ["おはよう電話", "いきいきサロン"]
    assert names_of(_page(site, trouble="shopping"))[0] == "代わりに行く便"


def test_a_meal_brought_home_is_like_another_one_before_a_food_bank(site: Client) -> None:
    page = _page(site, q="ゆう便り")
    name = 'class="result__name">(?:<span.*?</span>)?'
    address = re.findall(rf'{name}<a[^>]*href="([^"]+)"[^>]*>ゆう便り', page)[0]

    text = html.unescape(site.get(address).content.decode()).partition("似た手助け")[2]

    assert text.index("よる便り") < text.index("分けあい便")


def test_a_call_for_volunteers_answers_a_wish_and_no_trouble(site: Client) -> None:
    assert "台所を手伝う人" not in names_of(_page(site, trouble="meals"))
    assert "台所を手伝う人" in names_of(_page(site, wish="help"))


def test_the_page_says_by_which_rule_a_trouble_is_answered(site: Client) -> None:
    said = "えらんだことが名前や種類からわかるものを先に、満員のものとお休み中のものを後に"

    assert said in _page(site, trouble="meals")
    assert said not in _page(site)
    assert "満員のものとお休み中のものを後に" in _page(site)
