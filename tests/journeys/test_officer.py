"""An officer: sign in, import a real-sized list with its defects, apply, undo, sign out."""

from __future__ import annotations

import csv
import io

import pytest

from tests.exchange.kayoinoba import Generated, kayoinoba_file
from tests.journeys.marks import MARKS
from tests.journeys.totp import six_digits

pytestmark = MARKS

LOGIN = "officer-90100"
ROWS = 10_000
PERIOD = "2026-05-31"
FOUND = "見本のつどい4711"
MOVED = (("372013", "901008"), ("37201", "90100"), ("高松市", "見本市"), ("香川県", "見本県"),
         ("760-8571", "000-0001"))  # fmt: skip


def list_of_the_town(rows: int) -> Generated:
    """The generated list of 通いの場, moved to the town of the sample world."""
    made = kayoinoba_file(rows)
    text = made.content.decode("utf-8-sig")
    for before, after in MOVED:
        text = text.replace(before, after)
    table = list(csv.reader(io.StringIO(text)))
    prefecture = table[1].index("37")
    for row in table[1:]:
        row[prefecture] = "90"
    out = io.StringIO()
    csv.writer(out).writerows(table)
    return Generated(out.getvalue().encode("utf-8-sig"), made.defects)


def sign_in(page, site, login):
    """Sign in as a person of the world does: password, then the six digits of the telephone."""
    person = site.person(login)
    page.goto(f"{site.url}/desk/")
    page.fill("input[name=login]", person["login"])
    page.fill("input[name=password]", person["password"])
    page.click("main button[type=submit]")
    page.fill("input[name=code]", six_digits(person["totp_secret"]))
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/")


def is_found_by_residents(page, site, name):
    """Whether a resident who types the name finds the entry of that name on the first page."""
    page.goto(f"{site.url}/90100/search/?q={name}")
    return name in page.locator(".result__name a").all_inner_texts()


def test_a_wrong_code_does_not_open_the_desk(desk_site, visit):
    person = desk_site.person("officer-90101")
    page = visit(desk_site, "/accounts/login/")
    page.fill("input[name=login]", person["login"])
    page.fill("input[name=password]", person["password"])
    page.click("main button[type=submit]")
    page.fill("input[name=code]", "000000")
    page.click("main button[type=submit]")
    assert page.goto(f"{desk_site.url}/desk/").url.startswith(f"{desk_site.url}/accounts/")


def test_a_coordinator_chooses_a_context_and_signs_out(desk_site, visit):
    desk = visit(desk_site, "/accounts/login/", width=1366, height=768)
    sign_in(desk, desk_site, "sc2-90101")
    desk.goto(f"{desk_site.url}/accounts/context/")
    desk.select_option("select[name=context]", index=0)
    desk.click("text=この立場で始める")
    desk.wait_for_url("**/desk/")
    assert "つつみ橋" in desk.inner_text(".desk-bar")
    desk.goto(f"{desk_site.url}/accounts/logout/")
    desk.click("main button[type=submit]")
    desk.goto(f"{desk_site.url}/desk/")
    assert "/accounts/login/" in desk.url


def test_ten_thousand_gatherings_are_planned_applied_found_and_taken_back(
    desk_site, visit, tmp_path
):
    desk = visit(desk_site, "/accounts/login/", width=1366, height=768)
    sign_in(desk, desk_site, LOGIN)
    file = tmp_path / "kayoinoba.csv"
    made = list_of_the_town(ROWS)
    file.write_bytes(made.content)

    desk.goto(f"{desk_site.url}/exchange/new/")
    desk.set_input_files("input[type=file]", file)
    desk.select_option("select[name=openness]", "open")
    desk.click("text=読んで計画を作る")
    desk.wait_for_selector("text=まだ何も変えていません", timeout=300_000)
    batch = desk.url.split("?")[0]
    assert "自動で直したところ" in desk.inner_text("main")
    assert not is_found_by_residents(desk, desk_site, FOUND)

    desk.goto(batch)
    desk.fill("#period_date", PERIOD)
    desk.click(".desk-foot button >> nth=0")
    assert "まだ何も変えていません" not in desk.inner_text("main")
    desk.wait_for_selector("h1:has-text('取り込みました')", timeout=300_000)
    assert "まるごと元に戻せます" in desk.inner_text("main")
    wait_until_found(desk, desk_site, FOUND)
    desk.click(f".result__name a:text-is('{FOUND}')")
    assert FOUND in desk.inner_text("h1")
    assert "2026年5月末の公表による" in desk.inner_text("main")
    assert "<br>" not in desk.inner_text("main")
    assert "（改行）" not in desk.inner_text("main")

    desk.goto(batch)
    desk.check("input[name=agreed]")
    desk.click("text=この取り込みを元に戻す")
    desk.wait_for_selector("text=まるごと元に戻しました", timeout=300_000)
    assert not is_found_by_residents(desk, desk_site, FOUND)


def wait_until_found(page, site, name):
    """The index follows the import; what was added is found within a minute."""
    for _ in range(120):
        if is_found_by_residents(page, site, name):
            return
        page.wait_for_timeout(500)
    pytest.fail(f"「{name}」 was never found")
