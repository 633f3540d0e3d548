"""Staying signed in: the warning before a session ends; coming in again with a passkey."""

from __future__ import annotations

from dataclasses import replace

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
    desk.keyboard.press("Escape")
    warning.filter(has_text="閉じました").wait_for()
    desk.keyboard.press("Enter")
    assert not warning.is_visible()


def with_authenticator(page):
    """Give the browser a key that always recognises its owner, as a laptop's fingerprint does."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def test_a_passkey_is_made_lets_in_and_a_foreign_one_does_not(desk_site, visit):
    site = replace(desk_site, url=desk_site.url.replace("127.0.0.1", "localhost"))
    person = site.person("commissioner-90101")
    desk = visit(site, "/accounts/login/", width=1366, height=768)
    session, key = with_authenticator(desk)

    def type_password():
        desk.fill("input[name=login]", person["login"])
        desk.fill("input[name=password]", person["password"])
        desk.click("main button[type=submit]")

    type_password()
    desk.wait_for_url("**/desk/")
    desk.goto(f"{site.url}/accounts/2fa/passkeys/add/")
    desk.fill("input[name=password]", person["password"])
    desk.click("main button[type=submit]")
    desk.fill("input[name=name]", "窓口のパソコン")
    desk.click("#passkey-button")
    desk.wait_for_url(lambda url: "/add/" not in url)
    desk.goto(f"{site.url}/accounts/2fa/passkeys/")
    assert "窓口のパソコン" in desk.inner_text("main")

    desk.goto(f"{site.url}/accounts/logout/")
    desk.click("main button[type=submit]")
    desk.goto(f"{site.url}/accounts/login/")
    type_password()
    desk.click("#passkey-button")
    desk.wait_for_url("**/desk/")

    desk.goto(f"{site.url}/accounts/logout/")
    desk.click("main button[type=submit]")
    session.send("WebAuthn.clearCredentials", {"authenticatorId": key})
    desk.goto(f"{site.url}/accounts/login/")
    type_password()
    desk.click("#passkey-button")
    assert "パスキーを使えませんでした" in desk.locator("[data-passkey-failed]").inner_text()
    assert desk.goto(f"{site.url}/desk/").url.startswith(f"{site.url}/accounts/2fa/authenticate/")
