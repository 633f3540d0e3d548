"""By hand: an SC writes, an officer returns, the SC mends, the officer approves, it is found."""

from __future__ import annotations

from tests.journeys.marks import MARKS
from tests.journeys.test_officer import is_found_by_residents, sign_in, wait_until_found

pytestmark = MARKS

NAME = "川べり朝のお茶会"
WRONG, RIGHT = "000-555-7701", "000-555-7702"


def write(page, phone):
    """Fill in the form in the order of a telephone call."""
    page.fill("input[name=name]", NAME)
    page.select_option("select[name=field]", "place_to_be")
    page.fill("input[name=summary]", "お茶を飲みながら話します。")
    page.fill("input[name=place_name]", "川べり集会所")
    page.fill("input[name=address]", "見本市川べり町1番")
    page.check("input[name=rhythm][value=ordinal]")
    page.check("input[name=weekdays][value='1']")
    page.check("input[name=ordinals][value='2']")
    page.check("input[name=ordinals][value='4']")
    page.fill("input[name=starts_at]", "09:30")
    page.fill("input[name=ends_at]", "11:30")
    page.fill("input[name=phone]", phone)
    page.fill("input[name=fee]", "1回100円")
    page.fill("input[name=how_to_start]", "電話で「行ってみたい」と伝えてください。")
    page.fill("input[name=consent_by]", "世話人")
    page.select_option("select[name=consent_how]", "phone")
    page.fill("input[name=consent_date]", page.evaluate("new Date().toISOString().slice(0, 10)"))
    for scope in ("paper", "web"):
        page.check(f"input[name=scopes][value={scope}]")
    page.check("input[name=shows_phone]")
    page.check("input[name=shows_address]")


def test_what_a_coordinator_writes_is_found_once_an_officer_approved_it(desk_site, visit):
    sc = visit(desk_site, "/accounts/login/", width=1366, height=768)
    sign_in(sc, desk_site, "sc2-90101")
    sc.click(".desk-menu__lists a:text-is('手入力')")
    sc.click("text=新しく書く")
    write(sc, WRONG)
    sc.click("text=保存して、見え方を確かめる")
    assert "まだ公開されていません" in sc.inner_text("main")
    assert "第2・第4火曜" in sc.inner_text("main")
    sc.goto(f"{desk_site.url}/directory/drafts/")
    sc.click(f"text={NAME}")
    sc.click("text=審査に出す >> nth=0")
    sc.wait_for_url("**/directory/drafts/")
    assert "審査待ち" in sc.inner_text("main")

    officer = visit(desk_site, "/accounts/login/", width=1366, height=768)
    sign_in(officer, desk_site, "officer-90100")
    officer.goto(f"{desk_site.url}/review/")
    officer.click(f"text={NAME}")
    assert WRONG in officer.inner_text("main")
    officer.fill("textarea[name=reason]", "電話を、もう一度確かめてください。")
    officer.click("button:has-text('差し戻す')")
    officer.wait_for_url("**/review/")
    assert not is_found_by_residents(officer, desk_site, NAME)

    sc.goto(f"{desk_site.url}/directory/drafts/")
    assert "差し戻し" in sc.inner_text("main")
    sc.click(f"text={NAME}")
    assert "もう一度確かめて" in sc.inner_text("main")
    sc.fill("input[name=phone]", RIGHT)
    sc.click("button:has-text('審査に出す')")
    sc.wait_for_url("**/directory/drafts/")

    officer.goto(f"{desk_site.url}/review/")
    officer.click(f"text={NAME}")
    officer.click("button:has-text('承認する')")
    officer.wait_for_url("**/review/")
    assert "住民のページに出ています" in officer.inner_text("main")
    resident = visit(desk_site, "/90100/")
    wait_until_found(resident, desk_site, NAME)
    resident.click(f".result__name a:text-is('{NAME}')")
    assert RIGHT in resident.inner_text("main")
    assert WRONG not in resident.inner_text("main")

    sc.goto(f"{desk_site.url}/directory/new/")
    sc.fill("input[name=name]", NAME[:6])
    sc.press("input[name=name]", "End")
    sc.wait_for_selector("#alike >> text=これです")
    sc.click("#alike >> text=これです")
    sc.wait_for_url("**/edit/")
    assert sc.input_value("input[name=name]") == NAME
