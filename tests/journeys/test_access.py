"""Keyboard only, scripts off, 320 px, 200 % text, wide letters: the way stays the same."""

from __future__ import annotations

import pytest

from tests.journeys.marks import MARKS

pytestmark = MARKS

PATHS = (
    "/", "/90/", "/90100/", "/01100/", "/90100/search/?trouble=shopping",
    "/90100/search/?q=気球の操縦", "/directory/fields/shopping/?area=90100", "/events/?area=90100",
    "/areas/", "/areas/90101/centre/", "/ui/settings/", "/portal/accessibility/", "/opendata/",
    "/opendata/90100/", "/accounts/login/", "/nothing/",
)  # fmt: skip
KEYS = ("tb-asahi-kaimono", "sg-kettei", "sg-tanomo", "shiai-fes", "asahi")
HAS_RING = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""
WIDE_LETTERS = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }"""


def tab_to(page, found, most=80):
    """Press Tab until a condition on the focused element holds; every stop has a visible ring."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(HAS_RING), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate(f"() => {{ const it = document.activeElement; return {found}; }}"):
            return
    pytest.fail(f"never reached by Tab: {found}")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_keyboard_alone_leads_to_a_telephone(site, visit, width):
    page = visit(site, "/", width=width)
    tab_to(page, "it.name === 'postal_code'")
    page.keyboard.type("0000001")
    page.keyboard.press("Enter")
    page.wait_for_url("**/90101/")
    tab_to(page, "it.textContent.includes('買い物')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    tab_to(page, "it.getAttribute('href')?.startsWith('tel:')")


def test_the_menu_opens_and_closes_by_keyboard(site, visit):
    page = visit(site, "/90100/")
    tab_to(page, "it.matches('summary')")
    page.keyboard.press("Enter")
    assert page.is_visible("nav >> text=催し")
    page.keyboard.press("Escape")
    assert not page.is_visible(".menu__panel")
    assert page.evaluate("document.activeElement.matches('summary')")


def test_the_first_tab_skips_to_the_content(site, visit):
    page = visit(site, "/90100/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_without_scripts_the_way_is_the_same(site, visit):
    page = visit(site, "/", java_script_enabled=False)
    page.fill("input[name=postal_code]", "0000001")
    page.click("text=まちを開く")
    page.click("main >> text=買い物")
    assert page.locator(".result").count() >= 1
    assert page.locator("button:has-text('地図を開く'):visible").count() == 0
    page.click("text=条件を変える")
    page.select_option("select[name=day]", "tue")
    page.click("text=変えてさがす")
    assert "day=tue" in page.url
    page.click(".result__name a >> nth=0")
    assert page.locator("main a[href^='tel:']").count() >= 1


@pytest.mark.parametrize("path", [*PATHS, *KEYS])
def test_nothing_scrolls_sideways(site, visit, path):
    page = visit(site, path if path.startswith("/") else site.path_of(path), bypass_csp=True)
    overflow = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    seen = {}
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        seen[f"{width} px"] = page.evaluate(overflow)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        seen[f"{width} px, 200 %"] = page.evaluate(overflow)
        page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 360, "height": 640})
    page.add_style_tag(content=WIDE_LETTERS)
    seen["wide letters"] = page.evaluate(overflow)
    assert {name: px for name, px in seen.items() if px > 0} == {}


@pytest.mark.parametrize("path", [*PATHS, *KEYS])
def test_every_page_has_one_heading_and_says_its_language(site, visit, path):
    page = visit(site, path if path.startswith("/") else site.path_of(path))
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.get_attribute("html", "lang") == "ja"
    assert page.title().endswith("結 Yui")
