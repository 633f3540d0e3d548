"""An officer: sign in, import a real-sized list with its defects, apply, undo, sign out."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.exchange.kayoinoba import Generated, kayoinoba_file
from tests.journeys.marks import MARKS
from tests.journeys.totp import six_digits

pytestmark = MARKS

LOGIN = "officer-90100"
ROWS = 10_000
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


@pytest.fixture
def desk(desk_site, visit):
    """The desk of an officer who has signed in with password and six digits."""
    person = desk_site.person(LOGIN)
    page = visit(desk_site, "/desk/", width=1366, height=768)
    page.fill("input[name=login]", person["login"])
    page.fill("input[name=password]", person["password"])
    page.click("main button[type=submit]")
    page.fill("input[name=code]", six_digits(person["totp_secret"]))
    page.click("main button[type=submit]")
    page.wait_for_url("**/desk/")
    return page


def found_by_residents(page, site, words):
    """How many entries a resident finds with these words."""
    page.goto(f"{site.url}/90100/search/?q={words}")
    return int(re.sub(r"\D", "", page.inner_text("#count")))


def test_a_wrong_code_does_not_open_the_desk(desk_site, visit):
    person = desk_site.person(LOGIN)
    page = visit(desk_site, "/accounts/login/")
    page.fill("input[name=login]", person["login"])
    page.fill("input[name=password]", person["password"])
    page.click("main button[type=submit]")
    page.fill("input[name=code]", "000000")
    page.click("main button[type=submit]")
    assert page.goto(f"{desk_site.url}/desk/").url.startswith(f"{desk_site.url}/accounts/")


def test_an_officer_chooses_a_context_and_signs_out(desk, desk_site):
    desk.goto(f"{desk_site.url}/accounts/context/")
    desk.check("main input[type=radio] >> nth=0")
    desk.click("text=この立場で始める")
    desk.wait_for_url("**/desk/")
    assert "見本市" in desk.inner_text(".desk-bar")
    desk.goto(f"{desk_site.url}/accounts/logout/")
    desk.click("main button[type=submit]")
    desk.goto(f"{desk_site.url}/desk/")
    assert "/accounts/login/" in desk.url


def test_ten_thousand_gatherings_are_planned_applied_found_and_taken_back(
    desk, desk_site, tmp_path
):
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
    assert found_by_residents(desk, desk_site, FOUND) == 0

    desk.goto(batch)
    desk.click(".desk-foot button >> nth=0")
    desk.wait_for_selector("text=まるごと元に戻せます", timeout=300_000)
    wait_until(desk, desk_site, FOUND, at_least=1)
    desk.click(".result__name a >> nth=0")
    assert FOUND in desk.inner_text("h1")
    assert "<br>" not in desk.inner_text("main")
    assert "（改行）" not in desk.inner_text("main")

    desk.goto(batch)
    desk.click("text=この取り込みを元に戻す")
    desk.wait_for_selector("text=まるごと元に戻しました", timeout=300_000)
    assert found_by_residents(desk, desk_site, FOUND) == 0


def wait_until(page, site, words, *, at_least):
    """The index follows the import; what was added is found within a minute."""
    for _ in range(120):
        if found_by_residents(page, site, words) >= at_least:
            return
        page.wait_for_timeout(500)
    pytest.fail(f"「{words}」 was never found")
