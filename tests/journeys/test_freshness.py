"""A record nobody asked about for 180 days: the list, a slip, the leader's telephone, the badge."""

from __future__ import annotations

import io
import re
from datetime import datetime

import pypdf

from tests.journeys.marks import MARKS
from tests.journeys.test_officer import sign_in
from yui.lib.clock import JST

pytestmark = MARKS

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
SHOWN = re.compile(r"([0-9]{4})年([0-9]+)月([0-9]+)日")


def printed_slip(desk, site):
    """Press 「はがきを印刷する」 as the browser does, and return the text of the paper."""
    form = desk.locator("form:has(button:text('はがきを印刷する'))")
    answer = desk.context.request.post(
        site.url + form.get_attribute("action"),
        form={
            "csrfmiddlewaretoken": form.locator("[name=csrfmiddlewaretoken]").input_value(),
            "s": form.locator("button").get_attribute("value"),
        },
        headers={"Referer": desk.url, "Origin": site.url},
    )
    assert answer.status == 200, answer.text()[:500]
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.body())).pages)


def test_a_leader_confirms_by_telephone_what_nobody_asked_about(desk_site, visit):
    desk = visit(desk_site, "/accounts/login/", width=1366, height=768)
    sign_in(desk, desk_site, "sc1-90100")
    desk.click(".desk-menu__lists a:text('確認の仕事')")
    desk.wait_for_selector("h1:has-text('確認の仕事')")
    row = desk.locator("tbody tr").filter(has_text=SHOWN).first
    name = row.locator("th a").inner_text()
    year, month, day = map(int, SHOWN.search(row.inner_text()).groups())
    today = datetime.now(JST).date()
    assert (today - datetime(year, month, day, tzinfo=JST).date()).days > 180
    row.locator("th a").click()
    desk.wait_for_selector("text=電話で話す言葉")
    public = desk.locator("a:text('いまの案内を見る')").get_attribute("href")
    paper = printed_slip(desk, desk_site)
    assert name in "".join(paper.split("\n"))
    (code,) = CODE.findall(paper)

    phone = visit(desk_site, public)
    assert "電話で確かめてください" in phone.inner_text("main")
    phone.goto(f"{desk_site.url}/s/")
    phone.fill("input[name=code]", code.lower())
    phone.click("main button[type=submit]")
    phone.wait_for_selector("button:has-text('変わりありません')")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.click("button:has-text('変わりありません') >> nth=0")
    phone.wait_for_selector("h1:has-text('ありがとうございました')")

    phone.goto(desk_site.url + public)
    said = phone.inner_text("main").replace("\n", "")
    badge = f"{today.year}年{today.month}月{today.day}日に代表者がはがきで確かめました"
    assert badge in said
    desk.goto(f"{desk_site.url}/directory/due/?sort=name")
    assert name not in desk.locator("tbody th a").all_inner_texts()
