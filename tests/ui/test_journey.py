"""In Chromium: room for fingers, no sideways scrolling, menu, map and keys under the CSP."""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.test import override_settings

from yui.ui.pages.frame import Frame

playwright = pytest.importorskip("playwright.sync_api")

pytestmark = [
    pytest.mark.journey,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CHROMIUM = "/usr/bin/chromium"
if not Path(CHROMIUM).exists():
    pytest.skip(f"{CHROMIUM} がないため、画面の試験をとばします", allow_module_level=True)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
EXPECTED = re.compile(r"status of (404|422)|ERR_FAILED|^htmx:")
PAGES = ["/ui/", "/ui/desk/", "/ui/settings/", "/nothing/"]

PRESSABLE = "'a, button, input, select, textarea, summary, label.choice'"
TOO_LOW = """() => [...document.querySelectorAll(PRESSABLE)]
  .filter((element) => element.checkVisibility({visibilityProperty: true}))
  .filter((element) => !element.closest('label.choice') || element.matches('label.choice'))
  .filter((element) => !element.matches('.skip'))
  .filter((element) => getComputedStyle(element).display !== 'inline')
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([element, box]) => {
    const after = getComputedStyle(element, '::after');
    const isLarger = after.content !== 'none' && after.position === 'absolute';
    const more = isLarger ? -2 * parseFloat(after.top) : 0;
    return box.height > 0 && box.height + more < MINIMUM;
  })
  .map(([element, box]) => `${element.className} ${element.textContent.trim()} ${box.height}`)"""
TOO_SMALL = """() => [...document.querySelectorAll('main *')]
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3))
  .filter((element) => element.textContent.trim())
  .filter((element) => element.checkVisibility({visibilityProperty: true}))
  .filter((element) => element.tagName !== 'RT')
  .filter((element) => parseFloat(getComputedStyle(element).fontSize) < FLOOR)
  .map((element) => `${element.className} ${element.textContent.trim()}`)"""


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No directory at")  # static files are not collected
        application = StaticFilesHandler(get_wsgi_application())
    server = make_server("127.0.0.1", 0, application, server_class=Threads, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with override_settings(
        ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF="tests.ui.urls", FRAME_FILLER=""
    ):
        yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, site):
    contexts, complaints = [], []

    def opened(path, width=360, cookie=None, **options):
        context = chromium.new_context(viewport={"width": width, "height": 640}, **options)
        contexts.append(context)
        if cookie:
            context.add_cookies([{"name": "yui_display", "value": cookie, "url": site}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and not EXPECTED.search(message.text)
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                complaints.append(request.url)
                if not request.url.startswith((site, "data:"))
                else None
            ),
        )
        page.goto(site + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("cookie", [None, "125.normal.on.normal", "150.inverted.on.normal"])
def test_page_never_scrolls_sideways(open_page, path, cookie):
    page = open_page(path, 320, cookie)
    wide = {}
    for width in (320, 360, 600, 768, 1024, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 640})
        wide[width] = page.evaluate("document.documentElement.scrollWidth")
    assert wide == {width: width for width in wide}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_targets_are_as_tall_as_a_finger(open_page, path, width):
    # On wide desk screens rows are dense: menu 34, with 44 only where a thing stands alone.
    minimum = 34 if path == "/ui/desk/" and width > 768 else 44
    assert (
        open_page(path, width).evaluate(
            TOO_LOW.replace("MINIMUM", str(minimum)).replace("PRESSABLE", PRESSABLE)
        )
        == []
    )


@pytest.mark.parametrize(
    ("path", "floor"), [("/ui/", 16), ("/ui/settings/", 16), ("/ui/desk/", 14)]
)
def test_no_text_is_smaller_than_the_floor(open_page, path, floor):
    assert open_page(path).evaluate(TOO_SMALL.replace("FLOOR", str(floor))) == []


def test_menu_opens_without_scripts_and_lies_below_the_header(open_page):
    page = open_page("/ui/", java_script_enabled=False)
    page.click("summary")
    assert page.locator(".menu__panel a").first.is_visible()
    assert page.locator(".bar").is_hidden()


def test_menu_closes_with_escape_and_focus_returns(open_page):
    page = open_page("/ui/")
    page.click("summary")
    page.focus(".menu__panel a")
    page.keyboard.press("Escape")
    assert page.locator(".menu__panel").is_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize(
    ("width", "cookie", "is_bar"),
    [(1280, None, True), (1024, None, False), (1280, "150.normal.off.normal", False)],
)
def test_five_words_stand_in_the_header_only_where_they_fit(open_page, width, cookie, is_bar):
    page = open_page("/ui/", width, cookie)
    assert page.locator(".bar").is_visible() == is_bar
    assert page.locator("summary.menu__button").is_visible() != is_bar


def test_header_is_119_high_on_a_phone(open_page):
    height = open_page("/ui/").locator(".header").bounding_box()["height"]
    assert height <= 121


def test_conditions_open_and_close_without_scripts(open_page):
    page = open_page("/ui/", java_script_enabled=False)
    form = page.locator(".conditions__form")
    assert form.is_hidden()
    page.click("text=条件を変える")
    assert form.is_visible()
    page.click("text=条件をとじる")
    assert form.is_hidden()
    assert open_page("/ui/", 1280).locator(".conditions__form").is_visible()


def test_map_opens_with_numbered_pins_of_the_list(open_page):
    page = open_page("/ui/")
    requests = []
    page.on("request", lambda request: requests.append(request.url.rsplit("/", 1)[1]))
    page.click("[data-map-open]")
    page.wait_for_selector(".map-pin")
    assert {"leaflet.css", "leaflet.js", "map.js"} <= set(requests)
    assert page.locator(".map-pin").all_inner_texts() == ["1", "2・3"]
    assert page.locator(".result__number").first.is_visible()
    boxes = [pin.bounding_box() for pin in page.locator(".map-pin-holder").all()]
    assert all(box["height"] >= 44 and box["width"] >= 44 for box in boxes)
    page.locator(".map-pin-holder").first.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "あさひ 買い物いっしょ便"
    page.click("[data-map-close]")
    assert page.locator(".map__canvas").is_hidden()
    assert page.locator("[data-map-open]").is_visible()
    page.click("[data-map-open]")
    assert page.locator(".map-pin").count() == 2


def test_map_opens_again_after_a_new_search_has_replaced_the_list(open_page):
    page = open_page("/ui/", 1280)
    page.click("[data-map-open]")
    page.wait_for_selector(".map-pin")
    page.evaluate(
        """() => {
            const frame = document.querySelector("[data-map-frame]");
            const fresh = frame.cloneNode(true);
            fresh.querySelector("[data-map-canvas]").replaceChildren();
            delete fresh.dataset.wired;
            fresh.hidden = true;
            frame.replaceWith(fresh);
            document.querySelector("[data-map-open]").hidden = false;
        }"""
    )
    page.click("[data-map-open]")
    page.wait_for_selector(".map-pin")
    assert page.locator(".map-pin").count() == 2


def test_key_chooses_a_decision_and_names_the_button_but_not_while_typing(open_page):
    page = open_page("/ui/desk/", 1366)
    button = page.locator("[data-named-button]")
    page.fill("#decision-message", "r")
    page.press("#decision-message", "r")
    assert button.inner_text() == "この判断を残す"
    page.focus(".tile a")
    page.keyboard.press("r")
    assert button.inner_text() == "差し戻す"


def test_focus_goes_to_the_mistakes_after_sending(open_page):
    page = open_page("/ui/settings/")
    page.evaluate("document.querySelector('[name=size]:checked').value = '900'")
    page.click("text=この設定にする")
    page.wait_for_selector("[data-error-summary]:focus")
    assert page.locator(".error-summary__list a").count() == 1


def test_settings_change_the_page_without_scripts(open_page):
    page = open_page("/ui/settings/?next=/ui/", java_script_enabled=False)
    page.check("[name=size][value='150']")
    page.check("[name=contrast][value=inverted]")
    page.click("text=この設定にする")
    assert page.url.endswith("/ui/")
    size = page.locator("main p.meta").first
    assert size.evaluate("element => getComputedStyle(element).fontSize") == "24px"
    assert (
        page.locator("body").evaluate("element => getComputedStyle(element).backgroundColor")
        == "rgb(0, 0, 0)"
    )


def test_focus_ring_is_black_on_yellow(open_page):
    page = open_page("/ui/")
    page.focus(".phone-button")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    style = page.evaluate(
        """(({outlineWidth, outlineColor, boxShadow}) => [outlineWidth, outlineColor, boxShadow])(
            getComputedStyle(document.activeElement))"""
    )
    assert style[:2] == ["4px", "rgb(0, 0, 0)"]
    assert "rgb(255, 212, 61)" in style[2]


def test_page_fits_its_budget(open_page):
    page = open_page("/ui/settings/")
    sizes = page.evaluate(
        """performance.getEntriesByType('resource')
            .map((entry) => [new URL(entry.name).pathname, entry.decodedBodySize])"""
    )
    assert sum(size for name, size in sizes if name.endswith(".js")) <= 30_000
    assert not any("htmx" in name for name, _size in sizes)


LIVE = """{% extends "ui/page.jinja" %}
{% from "ui/components/conditions.jinja" import conditions %}
{% from "ui/components/result_card.jinja" import count_line %}
{% from "ui/components/fields.jinja" import text_field %}
{% from "ui/components/pagination.jinja" import pagination %}
{% block content %}<h1>さがす</h1>
{% call conditions("川辺地区", action="/live/found", target="#found") %}
{{ text_field("q", "ことば") }}{% endcall %}
{{ count_line(count) }}
<div id="found"><h2>{{ words }}</h2>
{{ pagination(1, ["/live/found", "/live/found"], target="#found") }}</div>
{% endblock %}"""


def live_page(open_page, answer):
    """A page whose next answer is given by `answer(route, html)`."""
    page = open_page("/ui/settings/", 1280)
    environment = engines["jinja2"].env.from_string(LIVE)
    frame = Frame("さがす")
    before = environment.render(frame=frame, count=7, words="前の一覧")
    after = environment.render(frame=frame, count=3, words="新しい一覧")
    html = "text/html; charset=utf-8"
    page.route("**/live/start", lambda route: route.fulfill(body=before, content_type=html))
    page.route("**/live/found*", lambda route: answer(route, after))
    page.goto(page.url.replace("/ui/settings/", "/live/start"))
    page.wait_for_function("window.htmx")
    return page


def test_search_says_that_it_is_searching_and_focus_stays(open_page):
    held = []
    page = live_page(open_page, lambda route, html: held.append((route, html)))
    page.fill("#q", "体操")
    page.press("#q", "Enter")
    page.wait_for_function("document.querySelector('#count').textContent === 'さがしています…'")
    assert page.locator("#found[aria-busy=true]").count() == 1
    ((route, html),) = held
    route.fulfill(body=html, content_type="text/html; charset=utf-8")
    page.wait_for_selector("text=新しい一覧")
    assert page.locator("#count").inner_text() == "3件あります"
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.url.endswith("/live/found?q=%E4%BD%93%E6%93%8D")


def test_failed_search_keeps_the_list_and_says_so(open_page):
    page = live_page(open_page, lambda route, html: route.abort())
    page.press("#q", "Enter")
    page.wait_for_function(
        "document.querySelector('#count').textContent.includes('つながりません')"
    )
    assert page.locator("text=前の一覧").is_visible()


def test_next_page_moves_focus_to_its_heading(open_page):
    html_type = "text/html; charset=utf-8"
    page = live_page(
        open_page, lambda route, html: route.fulfill(body=html, content_type=html_type)
    )
    page.click("text=次へ")
    page.wait_for_selector("h2:focus")
    assert page.locator("h2:focus").inner_text() == "新しい一覧"
