"""Staying signed in: the warning before a session ends, and the text that outlives it."""

from __future__ import annotations

from tests.journeys.marks import MARKS
from tests.journeys.test_officer import sign_in

pytestmark = MARKS


def test_one_key_goes_on_when_the_desk_warns_and_a_late_one_is_told(desk_site, visit):
    desk = visit(desk_site, "/accounts/login/", width=1366, height=768)
    sign_in(desk, desk_site, "sc1-90100")
    desk.clock.install()
    desk.goto(f"{desk_site.url}/accounts/people/")
    warning = desk.locator("[role=alertdialog]")
    desk.clock.fast_forward("54:00")
    assert not warning.is_visible()
    desk.clock.fast_forward("01:10")
    assert "あと5分で" in warning.inner_text()
    with desk.expect_response("**/accounts/sessions/left/") as said:
        desk.keyboard.press("Enter")
    assert said.value.json()["left_s"] > 3500
    warning.wait_for(state="hidden")
    desk.clock.fast_forward("54:00")
    assert not warning.is_visible()
    desk.context.clear_cookies()
    desk.clock.fast_forward("02:00")
    with desk.expect_response("**/accounts/sessions/left/"):
        desk.keyboard.press("Escape")
    desk.wait_for_function("document.querySelector('dialog').innerText.includes('閉じました')")
    desk.keyboard.press("Enter")
    assert not warning.is_visible()
