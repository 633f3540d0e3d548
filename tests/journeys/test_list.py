"""えらんだリスト: choose, compare, print, send; and what this device remembers."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from tests.journeys.marks import MARKS

pytestmark = MARKS

TWO = ("tb-asahi-kaimono", "tb-ikiiki")
NAMES = {"あさひ 買い物いっしょ便", "つつみ橋いきいき体操"}


@pytest.fixture
def chosen(site, visit):
    """A page with a list of two, chosen as a resident does."""
    page = visit(site, "/90100/")
    for key in TWO:
        page.goto(site.url + site.path_of(key))
        page.click("text=えらんだリストに入れる")
        assert "入れました" in page.inner_text("h1")
    page.click("main a:has-text('えらんだリストを見る')")
    return page


def test_two_chosen_services_are_compared_when_asked_for(chosen):
    assert chosen.inner_text("#count").startswith("2件")
    assert set(chosen.locator(".result__name a").all_inner_texts()) == NAMES
    assert chosen.locator(".compare:visible").count() == 0
    chosen.click("#compare summary")
    first = chosen.locator(".compare >> nth=0")
    assert set(first.locator("dt").all_inner_texts()) == NAMES
    assert first.locator("a[href^='tel:']").count() == 2


@pytest.mark.parametrize("scripts", [True, False])
def test_one_press_on_a_search_and_one_press_back(site, visit, scripts):
    search = "/90100/search/?trouble=shopping&day=tue"
    page = visit(site, search, java_script_enabled=scripts)
    card = page.locator("#results > li >> nth=6")
    card.locator("text=えらんだリストに入れる").click()
    if scripts:
        card.locator("text=入れました").wait_for()
        assert page.evaluate("document.activeElement.innerText").startswith("入れました。")
    else:
        page.click("text=さがした一覧にもどる")
    assert page.url.partition("#")[0] == site.url + search
    if not scripts:
        assert 0 <= card.bounding_box()["y"] <= 40
        assert "リストに入っています" in card.inner_text()
    card.locator("a:has-text('はずす')").click()
    page.locator("text=はずしました >> nth=0").wait_for()
    page.goto(f"{site.url}/directory/list/")
    assert "まだ何もえらんでいません" in page.inner_text("main")


def test_a_search_goes_to_the_family_by_the_ways_of_the_phone(site, visit):
    page = visit(site, "/90100/")
    page.add_init_script(
        "Object.defineProperty(navigator, 'share',"
        " {value: async given => { window.given = given; }})"
    )
    page.goto(f"{site.url}/90100/search/?trouble=shopping")
    page.click("#send summary")
    page.click("text=LINEなどで送る")
    given = page.evaluate("window.given")
    assert given["url"] == f"{site.url}/90100/search/?trouble=shopping"
    assert "買い物の手助け" in given["text"]


def test_a_chosen_condition_is_taken_off_from_the_opened_bar(site, visit):
    page = visit(site, "/90100/search/?trouble=shopping&day=tue")
    assert "買い物" in page.inner_text(".conditions__bar")
    page.click("text=条件を変える")
    page.click("text=「買い物」をはずす")
    assert page.url == f"{site.url}/90100/search/?day=tue"
    assert "買い物" not in page.inner_text(".conditions__bar")


def test_the_address_of_a_list_shows_the_same_list_to_others(site, visit, chosen):
    address = chosen.inner_text(".send__address")
    other = visit(site, address.removeprefix(site.url))
    assert set(other.locator(".result__name a").all_inner_texts()) == NAMES
    assert other.context.cookies() == []


def test_a_list_is_sent_as_mail_with_its_address(chosen):
    mail = unquote(chosen.get_attribute("text=メールで送る", "href"))
    assert mail.startswith("mailto:")
    assert chosen.inner_text(".send__address") in mail
    assert all(name in mail for name in NAMES)


def test_the_list_is_remembered_on_this_device(site, chosen):
    chosen.goto(f"{site.url}/90100/")
    chosen.click("text=メニュー")
    chosen.click("nav >> text=えらんだリスト")
    assert chosen.inner_text("#count").startswith("2件")


def test_one_entry_can_be_taken_off(chosen):
    chosen.click("text=はずす >> nth=0")
    assert chosen.inner_text("#count").startswith("1件")


def test_a_printed_list_holds_telephone_numbers_and_no_buttons(chosen):
    chosen.emulate_media(media="print")
    assert chosen.locator(".result .phone-button:visible").count() == 2
    assert chosen.locator(".buttons:visible, .conditions:visible").count() == 0


def test_an_empty_list_says_how_to_fill_it(site, visit):
    page = visit(site, "/directory/list/")
    assert "まだ何もえらんでいません" in page.inner_text("main")
    assert page.is_visible("text=手助けをさがす")


def test_display_settings_persist_from_page_to_page(site, visit):
    page = visit(site, "/ui/settings/")
    page.check("input[name=size] >> nth=1")
    page.check("input[name=ruby][value=on]")
    page.click("text=この設定にする")
    assert "変えました" in page.inner_text("main")
    page.goto(f"{site.url}/90100/")
    root = page.locator("html")
    assert root.get_attribute("data-size") == "125"
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == pytest.approx(
        22.5
    )
    assert page.locator("ruby rt:visible").count() >= 1
