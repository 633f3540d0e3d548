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
        page.click("main button:has-text('リストに入れる')")
    return page


def test_two_chosen_services_stand_side_by_side(chosen):
    assert chosen.inner_text("#count").startswith("2件")
    assert set(chosen.locator(".compare tbody th").all_inner_texts()) == NAMES
    assert chosen.locator(".compare a[href^='tel:']").count() == 2


def test_the_address_of_a_list_shows_the_same_list_to_others(site, visit, chosen):
    address = chosen.inner_text(".compare__address")
    other = visit(site, address.removeprefix(site.url))
    assert set(other.locator(".compare tbody th").all_inner_texts()) == NAMES
    assert other.context.cookies() == []


def test_a_list_is_sent_as_mail_with_its_address(chosen):
    mail = unquote(chosen.get_attribute("text=メールで送る", "href"))
    assert mail.startswith("mailto:")
    assert chosen.inner_text(".compare__address") in mail
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
