"""Sentences and values that need no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from yui.booklets.formats.words import (
    about_lines,
    left_out_of,
    main_line,
    newest_at,
    opened_by,
    printed_line,
    publisher_line,
)
from yui.booklets.queries import Entry, ListSheet, MainNumber, Sheet
from yui.booklets.queries.cards import entry_of, in_plain_words, narrower
from yui.directory.engine.freshness import FreshnessState
from yui.directory.queries import FreshnessLine, PhoneLine, ServiceCard
from yui.directory.queries.deriving import ASK_PLACE
from yui.directory.states import Sector
from yui.ui.pages.parts import ContactWay

MAIN = MainNumber("試験市 地域包括支援センター", "098-555-0120", "月曜〜金曜 9時〜17時")
SHEET = Sheet(
    title="買い物の手助け",
    place="試験市",
    tab="買い物",
    main=MAIN,
    printed_date=date(2026, 11, 24),
    publisher="",
    is_sample=False,
    address="/98001/search/?trouble=shopping",
    opens="この一覧",
    home="/98001/",
    prefix="試験県試験市",
)
FRESH = FreshnessLine(
    "2026年11月10日に試験市が電話で確かめました", FreshnessState.FRESH, date(2026, 11, 10)
)
CARD = ServiceCard(
    id=uuid4(),
    short_code="7KQ2M9XD",
    name="便",
    kana="",
    summary="",
    status="open",
    status_label="受付中",
    phone=PhoneLine("098-555-1201", "tel:0985551201"),
    others=(),
    where="川辺集会所",
    when="",
    fee="",
    tags=(),
    freshness=FRESH,
    organization_name="会",
    area_path="98/98001/",
    area_name="試験市",
    sphere_name="",
    sector=Sector.DAILY,
    latitude=None,
    longitude=None,
    url="/directory/services/7KQ2M9XD/",
)
WINDOW = PhoneLine("098-555-0120", "tel:0985550120", whose="包括")
FAX, VISIT = ContactWay("FAX", "098-555-1299"), ContactWay("たずねる", "川辺集会所")
HIDDEN_PLACE = "川辺圏域" + ASK_PLACE


def found(**changed: int) -> ListSheet:
    numbers = {"found": 1, "asked": 1, "not_for_paper": 0} | changed
    return ListSheet(SHEET, (entry_of(CARD),), "えらんだ順に並べています。", **numbers)


@pytest.mark.parametrize(
    ("one", "other", "phone", "others"),
    [
        (CARD, CARD, CARD.phone, ()),
        (CARD, replace(CARD, phone=WINDOW), WINDOW, ()),
        (replace(CARD, phone=WINDOW), CARD, WINDOW, ()),
        (CARD, replace(CARD, phone=None), None, ()),
        (replace(CARD, phone=None), CARD, None, ()),
        (replace(CARD, phone=None, others=(FAX,)), replace(CARD, phone=WINDOW), WINDOW, ()),
        (replace(CARD, phone=None, others=(FAX,), ask_at=WINDOW), CARD, CARD.phone, ()),
        (replace(CARD, phone=None, others=(FAX,)), replace(CARD, phone=None), None, ()),
        (
            replace(CARD, phone=None, others=(FAX, VISIT)),
            replace(CARD, phone=None, others=(FAX,)),
            None,
            (FAX,),
        ),
    ],
)
def test_narrower_keeps_only_what_both_audiences_have(
    one: ServiceCard, other: ServiceCard, phone: PhoneLine | None, others: tuple[ContactWay, ...]
) -> None:
    joined = narrower(one, other)
    assert (joined.phone, joined.others) == (phone, others)


def test_narrower_keeps_the_window_only_where_no_telephone_is_left() -> None:
    fax_only = replace(CARD, phone=None, others=(FAX,), ask_at=WINDOW)
    assert narrower(fax_only, fax_only).ask_at == WINDOW
    assert narrower(replace(CARD, phone=None), fax_only).ask_at == WINDOW
    assert narrower(CARD, CARD).ask_at is None


def test_narrower_hides_a_place_when_either_audience_may_not_know_it() -> None:
    hidden = replace(CARD, where=HIDDEN_PLACE)
    assert narrower(CARD, hidden).where == narrower(hidden, CARD).where == HIDDEN_PLACE
    assert narrower(CARD, CARD).where == "川辺集会所"


@pytest.mark.parametrize(
    ("line", "checked", "ask"),
    [
        (FRESH, "2026年11月10日に確かめました", ""),
        (
            FreshnessLine("2026年6月末の公表による", FreshnessState.FRESH, date(2026, 6, 30)),
            "2026年6月末の役所の一覧",
            "",
        ),
        (
            FreshnessLine(
                "2026年4月1日に試験市が電話で確かめました。"
                "行く前に電話で確かめてください。包括（電話 1）",
                FreshnessState.ASK,
                date(2026, 4, 1),
            ),
            "2026年4月1日に確かめました",
            "行く前に電話で確かめてください。包括（電話 1）",
        ),
    ],
)
def test_entry_dates_itself_in_few_words(line: FreshnessLine, checked: str, ask: str) -> None:
    entry: Entry = entry_of(replace(CARD, freshness=line))
    assert (entry.checked, entry.ask_first) == (checked, ask)


def test_words_of_offices_are_said_plainly() -> None:
    assert in_plain_words("日付の分からない役所の一覧による。電話で確かめてください") == (
        "日付の分からない役所の一覧。電話で確かめてください"
    )
    checklist = "事業対象者の方（基本チェックリストに当てはまった方）が使えます"
    assert (
        in_plain_words(checklist) == "役所の質問票（基本チェックリスト）に当てはまった方が使えます"
    )
    assert in_plain_words("65歳以上の方") == "65歳以上の方"


def test_left_out_is_one_line_with_each_reason() -> None:
    assert left_out_of(found()) == ""
    line = left_out_of(found(found=1234, asked=300, not_for_paper=7))
    assert "見つかった1,234件のうち、はじめの300件から作りました。" in line
    assert (
        "7件は、紙にのせない約束か、まだ確かめていないか、確かめてから長くたっているため、のせていません。"
        in line
    )
    assert left_out_of(replace(found(found=3, asked=1), missing=2)).startswith("2件は、終わったか")


def test_qr_code_opens_the_towns_page_when_the_own_address_is_too_long() -> None:
    short = opened_by(SHEET, "https://yui.example.jp")
    assert short.url == "https://yui.example.jp/98001/search/?trouble=shopping"
    long = opened_by(replace(SHEET, address="/98001/search/?q=" + "%E3%81%82" * 60), "https://y.jp")
    assert (long.url, long.words) == ("https://y.jp/98001/", "試験市のページ")


def test_address_stands_on_paper_only_when_somebody_would_type_it() -> None:
    assert newest_at("https://y.jp/s/7KQ2M9XD") == "新しい内容は y.jp/s/7KQ2M9XD で見られます。"
    assert newest_at("https://y.jp/" + "x" * 80) == ""


def test_sheet_without_a_number_says_what_to_do() -> None:
    nobody = replace(SHEET, main=MainNumber("役所に聞いてください", ""), publisher="試験市")
    assert main_line(nobody) == "困ったときは: 役所に聞いてください。"
    told = "まちがいは、お住まいの市区町村の役所・役場へ"
    assert printed_line(nobody) == f"2026年11月24日に印刷　{told}"
    assert publisher_line(nobody) == "発行: 試験市"
    assert publisher_line(SHEET) == ""
    assert printed_line(SHEET) == "2026年11月24日に印刷　まちがいは 098-555-0120 へ"


def test_sample_is_said_only_of_samples() -> None:
    opened = opened_by(SHEET, "https://y.jp")
    assert not any("見本" in line for line in about_lines(found(), opened))
    sample = replace(found(), sheet=replace(SHEET, is_sample=True))
    assert any("見本" in line for line in about_lines(sample, opened))
