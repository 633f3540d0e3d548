"""A resident: from the first page to a telephone number, on a small telephone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.journeys.marks import MARKS

pytestmark = MARKS

TELEPHONE = "main a[href^='tel:']"
LAST_VISIBLE_PX = 640


def end_of_first_telephone(page: Any) -> float:
    """Where the first telephone number of the page ends, in px from the top of the page."""
    box = page.locator(TELEPHONE).first.bounding_box()
    return float(box["y"] + box["height"])


def test_a_telephone_number_is_three_taps_from_the_first_page(site, visit):
    page = visit(site, "/")
    page.fill("input[name=postal_code]", "000-0001")
    page.click("text=まちを開く")
    assert page.url == f"{site.url}/90101/"
    page.click("main >> text=買い物")
    assert "買い物の手助け" in page.inner_text("h1")
    number = page.locator(TELEPHONE).first
    assert end_of_first_telephone(page) <= LAST_VISIBLE_PX
    assert re.fullmatch(r"tel:000555\d{4}", number.get_attribute("href"))


def test_a_town_leads_to_results_a_service_and_paper(site, visit):
    page = visit(site, "/90100/")
    page.click("main >> text=買い物")
    printed = page.request.get(site.url + page.get_attribute("text=大きな字で印刷する", "href"))
    assert printed.status == 200
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body()[:5] == b"%PDF-"
    name = page.inner_text(".result__name >> nth=0")
    page.click(".result__name a >> nth=0")
    assert page.inner_text("h1") == name
    assert page.is_visible("text=この手助けを印刷する")


@pytest.mark.parametrize("key", ["tb-asahi-kaimono", "sg-kettei", "tb-ono", "sm-genkan"])
def test_a_service_shows_its_telephone_without_scrolling(site, visit, key):
    page = visit(site, site.path_of(key))
    assert end_of_first_telephone(page) <= LAST_VISIBLE_PX


@pytest.mark.parametrize("path", ["/90100/", "/90405/", "/90100/search/?trouble=shopping"])
def test_the_first_telephone_is_on_the_first_screen(site, visit, path):
    assert end_of_first_telephone(visit(site, path)) <= LAST_VISIBLE_PX


def test_nothing_found_leads_on(site, visit):
    page = visit(site, "/90100/search/?q=気球の操縦&trouble=shopping")
    assert page.inner_text("#count").startswith("0件")
    way = page.locator(".empty a").first
    promised = int(re.sub(r"\D", "", way.inner_text().split("\n")[-1]))
    way.click()
    page.wait_for_load_state()
    assert int(re.sub(r"\D", "", page.inner_text("#count"))) == promised > 0


def test_nothing_found_still_shows_whom_to_call(site, visit):
    page = visit(site, "/90100/search/?q=気球の操縦")
    assert page.is_visible("text=困ったときの電話")
    page.click("text=見本市の困りごとからえらぶ")
    assert page.url == f"{site.url}/90100/"


def test_a_service_that_ended_names_others(site, visit):
    page = visit(site, "/90100/")
    answer = page.goto(site.url + site.path_of("sg-tanomo"))
    assert answer.status == 410
    assert "終わりました" in page.inner_text("h1")
    assert page.locator("main .short-result").count() >= 1
    assert page.locator(TELEPHONE).count() >= 2


def test_a_service_that_pauses_says_until_when(site, visit):
    page = visit(site, site.path_of("sg-kettei"))
    assert "休止中" in page.inner_text("main")
    assert re.search(r"\d+月\d+日", page.inner_text(".notice"))


def test_the_address_on_paper_leads_to_the_service(site, visit):
    short = site.path_of("tb-asahi-kaimono", kind="short")
    page = visit(site, short.lower())
    assert page.inner_text("h1") == "あさひ 買い物いっしょ便"
    assert page.url == site.url + site.path_of("tb-asahi-kaimono")


def test_conditions_change_in_place(site, visit):
    page = visit(site, "/90100/search/?trouble=shopping")
    before = page.inner_text("#count")
    page.click("text=条件を変える")
    page.select_option("select[name=day]", "wed")
    page.click("text=変えてさがす")
    page.wait_for_function("before => document.querySelector('#count').innerText !== before",
                           arg=before)  # fmt: skip
    assert "day=wed" in page.url
    assert page.locator(".result").count() >= 1
    # The count is exchanged first; closing and focus follow when the rest has settled.
    page.wait_for_selector("select[name=day]", state="hidden")
    page.wait_for_function("document.activeElement.id === 'count'")
    assert "水曜" in page.inner_text(".conditions__bar")
    page.click("text=条件を変える")
    assert page.is_visible("select[name=day]")
    assert page.is_visible("text=「水曜」をはずす")


def test_large_type_leaves_room_for_the_page_itself(site, visit):
    page = visit(site, "/90100/search/?trouble=shopping")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    size = page.evaluate(
        """() => ({
        header: document.querySelector("header").getBoundingClientRect().bottom,
        overflow: document.documentElement.scrollWidth - innerWidth,
        telephone: document.querySelector(".result__phone").getBoundingClientRect().top,
        status: document.querySelector(".result__status").getBoundingClientRect().top,
        })"""
    )
    assert size["header"] <= LAST_VISIBLE_PX / 3
    assert size["overflow"] <= 0
    assert size["telephone"] < size["status"]


def test_the_map_comes_only_when_asked_for(site, visit):
    page = visit(site, "/90100/search/?trouble=shopping")
    assert page.locator("svg.leaflet-zoom-animated, .leaflet-container").count() == 0
    page.click("text=地図を開く")
    page.wait_for_selector(".leaflet-container")
    assert page.locator(".leaflet-marker-icon").count() >= 1


def test_a_town_that_has_not_begun_says_so_and_where_to_ask(site, visit):
    page = visit(site, "/01100/")
    assert "まだ始まっていません" in page.inner_text("main")
    assert page.is_visible("text=札幌市役所")
    assert page.get_attribute("text=公式サイトで電話番号を見る", "href").startswith("https://")
