"""What the page of results says about typed words, and what stands under 「近いもの」."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.booklets.paper import body_of as paper_of
from tests.builders import AT, CITY, build_service, build_town
from tests.portal.reading import names_of, page_of
from yui.areas.actions import NewTown, create_towns
from yui.directory.actions import confirm_service
from yui.directory.states import ConfirmedHow
from yui.policy.viewer import operator
from yui.search.actions import fold_counts, rebuild

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
PAGE = f"/{CITY.split('/')[1]}/search/"


@pytest.fixture
def site(folder: Path) -> Client:
    """A town with a group that exercises on Tuesday mornings, one that only moves, a barber."""
    town = build_town()
    create_towns(
        by=operator("test"),
        at=AT,
        area_path=CITY,
        towns=[NewTown("水車町", latitude=31.21, longitude=136.21)],
    )
    for name, line, terms in (
        ("さくら体操の会", "いすに座って体操をします。", (("field", "health"),)),
        ("プールで運動", "水の中を歩きます。", (("need", "exercise"),)),
        ("おでかけ床屋", "家で髪を切ります。", (("field", "health"),)),
    ):
        made = build_service(
            organization=town.organization, name=name, summary=line, description=line, terms=terms
        )
        confirm_service(
            by=operator("test"),
            at=AT,
            service_id=made.id,
            how=ConfirmedHow.PHONE,
            on=AT.date(),
        )
    rebuild(at=AT, from_rooms=True)
    return Client()


def _page(site: Client, **asked: str) -> str:
    return page_of(site, PAGE, **asked)


def test_related_records_stand_under_their_own_heading(site: Client) -> None:
    hits, _, nearby = _page(site, q="体操").partition("近いもの")

    assert names_of(hits) == ["さくら体操の会"]
    assert names_of(nearby) == ["プールで運動"]
    assert "1件" in hits
    assert "上の件数には入っていません" in nearby


def test_a_typed_day_is_shown_as_a_condition_that_can_be_taken_back(site: Client) -> None:
    text = _page(site, q="体操 火曜")

    assert names_of(text.partition("近いもの")[0]) == ["さくら体操の会"]
    assert "「火曜」は、曜日の条件にしました。" in text
    assert "試験市／火曜" in text
    (href,) = re.findall(r'href="([^"]+)">「火曜」をはずす', text)
    assert href == f"{PAGE}?q=%E4%BD%93%E6%93%8D"
    assert "0件" in _page(site, q="体操 日曜")


def test_a_day_that_finds_nothing_offers_to_drop_it(site: Client) -> None:
    text = _page(site, q="体操 日曜")

    assert "曜日・時間の言葉をはずす" in text
    assert f"{PAGE}?q=%E4%BD%93%E6%93%8D" in text


def test_a_typed_place_is_shown_as_a_condition(site: Client) -> None:
    text = _page(site, q="水車町 体操")

    assert "「水車町」は、場所の条件にしました。" in text
    assert "まっすぐ測って" in text


def test_a_page_says_when_no_record_holds_all_words(site: Client) -> None:
    text = _page(site, q="体操 床屋")

    assert "すべての言葉を含むものはありません" in text
    assert set(names_of(text.partition("近いもの")[0])) == {"さくら体操の会", "おでかけ床屋"}
    assert "すべての言葉を含むものはありません" not in _page(site, q="体操")


def test_a_page_names_a_word_that_no_record_holds(site: Client) -> None:
    assert "「ヒッポグリフ」を含むものはありません" in _page(site, q="体操 ヒッポグリフ")


def test_paper_and_lists_hold_hits_alone(site: Client) -> None:
    asked = {"area": CITY.split("/")[1], "q": "体操 火曜"}

    text = paper_of(site.get("/booklets/list.pdf", asked))

    assert "さくら体操の会" in text
    assert "プールで運動" not in text
    assert "おでかけ床屋" not in text


def test_words_of_an_emergency_put_the_telephone_first_and_are_not_kept(site: Client) -> None:
    text = _page(site, q="死にたい")
    main = text[text.index("<main") :]

    assert main.index("0120-279-338") < main.index('id="conditions"')
    assert main.index("0120-061-338") < main.index('id="count"')
    assert "tel:119" in main
    assert "0件" not in main
    assert fold_counts(at=AT) == 0
    _page(site, q="ヒッポグリフ")
    assert fold_counts(at=AT) == 1


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("夫が帰ってこない", "110"),
        ("徘徊", "110"),
        ("胸が痛い", "119"),
        ("転んで動けない", "119"),
        ("やけど", "#7119"),
        ("詐欺にあった", "188"),
    ],
)
def test_an_emergency_is_answered_by_telephone_and_never_corrected(
    site: Client, words: str, number: str
) -> None:
    text = _page(site, q=words)
    main = text[text.index("<main") :]

    assert main.index(f"tel:{number}") < main.index('id="count"')
    assert "としてさがしました" not in main


def test_a_correction_is_said_in_ordinary_spelling(site: Client) -> None:
    text = _page(site, q="ひざがいたあい")

    assert "「ひざがいたあい」を「膝が痛い」としてさがしました。" in text


@pytest.mark.parametrize("words", ["たいそお", "たいぞう", "たいさう", "体繰"])
def test_a_slip_of_the_kana_pad_finds_and_is_said(site: Client, words: str) -> None:
    text = _page(site, q=words)

    assert f"「{words}」を「体操」としてさがしました。" in text
    assert names_of(text.partition("近いもの")[0]) == ["さくら体操の会"]


def test_words_of_an_emergency_load_the_whole_page_when_a_script_asks(site: Client) -> None:
    response = site.get(PAGE, {"q": "火事"}, headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"].startswith(f"{PAGE}?q=")


def test_the_telephone_of_the_town_comes_before_conditions_to_drop(site: Client) -> None:
    text = _page(site, q="体操 日曜")
    main = text[text.index('id="found"') :]

    assert main.index("困ったときの電話") < main.index("曜日・時間の言葉をはずす")
    assert main.count('class="phone-box"') == 1
