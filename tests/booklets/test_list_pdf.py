"""The large-type list: what is on it and what is left out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client, RequestFactory

from tests.booklets.paper import body_of, confirmed, reader, text_of, words_of
from tests.directory.builders import (
    CARE_MANAGER,
    CITY,
    HOME_ADDRESS,
    LEADER_NAME,
    LEADER_PHONE,
    OFFICER,
    OTHER_CITY,
    OTHER_OFFICER,
    OWN_PHONE,
    TUESDAYS,
    WEB,
    Town,
    at_home,
    consent,
    published,
    ride,
)
from yui.areas.models import Area
from yui.areas.states import Opening
from yui.booklets import views
from yui.booklets.queries import sheets
from yui.directory.actions import (
    PhoneInput,
    ScheduleInput,
    SourceInput,
    confirm_service,
    create_source,
    end_service,
    pause_service,
)
from yui.directory.engine.schedule import HolidayMode, HolidayRule, ScheduleRule, YearlySpan
from yui.directory.states import ConfirmedHow, PhoneKind, Scope, Vacancy

pytestmark = [
    pytest.mark.usefixtures("quick_press"),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]

LIST = "/booklets/list.pdf?area=98001&field=shopping"
# Tests look at every call whether the vocabularies changed; a process looks once a second.
VERSIONS = 2
PAPER = frozenset({Scope.PAPER})
NOBODY: frozenset[Scope] = frozenset()
Index = Callable[[], None]


def test_list_says_everything_when_it_is_printed(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    confirmed(town, at)
    index()
    text = body_of(client.get(LIST))
    for words in (
        "買い物の手助けと集まり",
        "試験市",
        "1件です。満員のものとお休み中のものを後に、あとは確かめたものから、"
        "かたよらないように並べています。掲載は推奨ではありません。",
        "あさひ買い物いっしょ便",
        "近所の人が車で迎えに来ます",
        OWN_PHONE,
        "月曜〜金曜9時〜16時",
        "毎週火曜9時30分〜11時30分",
        "燃料代",
        "メモ",
        "この一覧について",
        "098-555-0130試験市社会福祉協議会",
        "2026年11月24日に印刷",
        "発行:試験市",
        "まちがいは098-555-0130へ",
        "右の四角をスマホで写すと、この一覧が開きます。",
        "これは見本です",
        "1/1",
    ):
        assert words in text, words
    assert LEADER_NAME.replace(" ", "") not in text
    assert LEADER_PHONE not in text


def test_list_of_a_sphere_names_its_own_window(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    confirmed(town, at)
    index()
    text = body_of(client.get(LIST + "&sphere=k-01"))
    assert "試験市川辺圏域" in text
    assert "川辺包括支援センター" in text
    assert "まちがいは098-555-0120へ" in text


def test_services_that_refused_paper_are_left_out_and_counted(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    confirmed(town, at)
    confirmed(town, at, ride(town, name="ウェブだけの便", consent=consent(record=WEB)))
    confirmed(town, at, ride(town, name="紙だけの便", consent=consent(record=PAPER)))
    index()
    text = body_of(client.get(LIST))
    assert "ウェブだけの便" not in text
    assert "紙だけの便" not in text
    assert "1件です。" in text
    assert (
        "1件は、紙にのせない約束か、まだ確かめていないか、確かめてから長くたっているため、のせていません。"
        in text
    )


def test_services_nobody_confirmed_for_a_year_are_out_of_print(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    confirmed(town, at)
    confirmed(town, at - timedelta(days=366), ride(town, name="むかしの便"))
    index()
    text = body_of(client.get(LIST))
    assert "むかしの便" not in text
    assert "確かめてから長くたっているため、のせていません。" in text


@pytest.mark.parametrize(
    "scopes",
    [
        {"phone": WEB},
        {"phone": PAPER},
        {"phone": NOBODY},
    ],
    ids=["web only", "paper only", "nobody"],
)
def test_a_number_is_printed_only_when_paper_and_web_may_have_it(
    client: Client, town: Town, index: Index, at: datetime, scopes: dict[str, frozenset[Scope]]
) -> None:
    confirmed(town, at, ride(town, consent=consent(**scopes)))
    index()
    text = body_of(client.get(LIST))
    assert OWN_PHONE not in text
    assert "電話（川辺包括支援センター）098-555-0120" in text
    assert "asahi@example.jp" not in text


@pytest.mark.parametrize("scopes", [{"address": WEB}, {"address": PAPER}])
def test_an_address_is_printed_only_when_paper_and_web_may_have_it(
    client: Client, town: Town, index: Index, at: datetime, scopes: dict[str, frozenset[Scope]]
) -> None:
    confirmed(town, at, ride(town, consent=consent(**scopes)))
    index()
    text = body_of(client.get(LIST))
    assert HOME_ADDRESS not in text
    assert "川辺圏域（くわしい場所は、電話で聞いてください）" in text


def test_a_place_in_a_home_shows_only_its_sphere(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    confirmed(town, at, at_home(ride(town)))
    index()
    text = body_of(client.get(LIST))
    assert HOME_ADDRESS not in text
    assert "試験さん宅" not in text
    assert "川辺圏域（くわしい場所は、電話で聞いてください）" in text


def test_without_a_telephone_fax_mail_and_visit_stand_in_order(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    fax = PhoneInput("098-555-1299", PhoneKind.FAX)
    confirmed(town, at, ride(town, phones=(fax,), contacts=()))
    index()
    text = body_of(client.get(LIST))
    places = [text.index(words) for words in ("098-555-1299", "asahi@example.jp", "たずねる")]
    assert places == sorted(places)
    assert "FAX098-555-1299" in text
    assert "分からないときの電話（川辺包括支援センター）098-555-0120" in text
    assert text.count("川辺集会所") == 1  # the place to visit is the one that どこ names


def test_a_service_out_of_season_says_so_on_paper_and_screen(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    begins, ends = at.date() - timedelta(days=10), at.date() + timedelta(days=60)
    rule = ScheduleRule(
        TUESDAYS.entries,
        holidays=HolidayRule(HolidayMode.CLOSED),
        yearly_closures=(YearlySpan(begins.month, begins.day, ends.month, ends.day),),
    )
    place = replace(ride(town).places[0], schedule=ScheduleInput(rule))
    made = confirmed(town, at, ride(town, places=(place,)))
    index()
    opens, closes = ends + timedelta(days=1), begins - timedelta(days=1)
    season = f"{opens.month}月{opens.day}日〜{closes.month}月{closes.day}日だけ、毎週火曜"
    rests = f"いまは休みの時期です。次は{opens.year}年{opens.month}月"
    code = made.short_code
    paper = body_of(client.get(LIST))
    page, chosen = (
        words_of(client.get(address).content.decode())
        for address in (f"/directory/services/{code}/", f"/directory/list/?s={code}")
    )
    for text in (paper, page, chosen):
        assert season in text
        assert "祝日は休み" in text
        assert "受付中" not in text
    assert all(rests in text for text in (paper, page))
    assert "休みの時期" in chosen


def test_a_list_over_two_towns_says_who_issued_it_and_that_it_is_invented(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    here = confirmed(town, at)
    there = published(town, at, ride(town, area_path=OTHER_CITY, places=(), service_areas=()))
    confirm_service(
        by=OTHER_OFFICER, at=at, service_id=there.id, how=ConfirmedHow.PHONE, on=at.date()
    )
    Area.objects.filter(path=OTHER_CITY).update(opening=Opening.OPEN)
    address = f"/booklets/list.pdf?s={here.short_code},{there.short_code}"
    text = body_of(client.get(address))
    assert "発行:試験市・となり市" in text
    assert "これは見本です" in text
    assert "まちがいは、お住まいの市区町村の役所・役場へ" in text


def test_a_paused_and_a_full_service_say_so(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    made = confirmed(town, at)
    pause_service(
        by=OFFICER,
        at=at,
        service_id=made.id,
        from_date=at.date(),
        to_date=date(2026, 12, 31),
        reason="",
    )
    confirmed(town, at, ride(town, name="満員の便", vacancy=Vacancy.WAITING))
    index()
    text = body_of(client.get(LIST))
    assert "あさひ買い物いっしょ便2026年12月31日まで休んでいます。" in text
    assert "満員の便満員・待てます" in text


@pytest.mark.parametrize(
    ("from_date", "to_date", "sentence"),
    [
        (date(2026, 12, 1), date(2027, 1, 10), "2026年12月1日から2027年1月10日まで休みます。"),
        (date(2026, 11, 1), None, "休んでいます。いつ再開するかは、決まっていません。"),
        (
            date(2026, 11, 1),
            date(2026, 11, 20),
            "2026年11月20日まで休むお知らせでした。再開したかは、電話で確かめてください。",
        ),
    ],
    ids=["to come", "without an end", "passed"],
)
def test_list_says_from_when_until_when_a_service_stops(
    client: Client,
    town: Town,
    index: Index,
    at: datetime,
    from_date: date,
    to_date: date | None,
    sentence: str,
) -> None:
    made = confirmed(town, at)
    pause_service(
        by=OFFICER, at=at, service_id=made.id, from_date=from_date, to_date=to_date, reason=""
    )
    index()
    assert sentence in body_of(client.get(LIST))


def test_list_of_an_office_is_named_plainly(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    published(town, at, ride(town, source_id=town.official_source_id))
    index()
    text = body_of(client.get(LIST))
    assert "2026年6月末の役所の一覧" in text
    assert "の公表による" not in text
    assert "出典:厚生労働省の公表データを加工して作成（CCBY4.0）、2026年6月末の一覧" in text


def test_list_named_after_an_english_file_is_credited_in_japanese(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    name = "試験市の施設一覧：elderly wedding house"
    given = SourceInput(name, "open_data", CITY, licence="CC BY 4.0")
    source_id = create_source(by=OFFICER, at=at, given=given)
    confirmed(town, at, ride(town, source_id=source_id))
    index()
    text = body_of(client.get(LIST))
    assert "出典:試験市の施設一覧：老人いこいの家など（CCBY4.0）" in text
    assert "elderly" not in text


def test_an_old_confirmation_asks_to_phone_and_names_the_window(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    before = at - timedelta(days=200)
    confirmed(town, before)
    index()
    whole = body_of(client.get(LIST))
    assert "2026年5月8日に確かめました" in whole
    assert "使う前に電話で確かめてください川辺包括支援センター（電話098-555-0120）" in whole
    of_sphere = body_of(client.get(LIST + "&sphere=k-01"))
    assert "使う前に電話で確かめてください" in of_sphere
    assert "（電話098-555-0120）" not in of_sphere  # the box below on the sheet names it


def test_title_says_the_conditions_of_the_search(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    confirmed(town, at)
    index()
    text = body_of(client.get(f"{LIST}&day=tue&fee=paid&sphere=k-01"))
    assert "買い物の手助けと集まり（火曜・有料）" in text
    assert "川辺圏域" in text


def test_more_than_the_most_services_are_cut_and_said(
    client: Client, town: Town, index: Index, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ENTRIES", 4)
    monkeypatch.setattr(sheets, "_PORTION", 2)
    for number in range(5):
        confirmed(town, at, ride(town, name=f"便 {number}"))
    index()
    text = body_of(client.get(LIST))
    assert "4件です。" in text
    assert "見つかった5件のうち、はじめの4件から作りました。" in text


def test_chosen_list_keeps_its_order_and_says_what_is_gone(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    made = [confirmed(town, at, ride(town, name=f"便 {number}")) for number in range(3)]
    end_service(by=OFFICER, at=at, service_id=made[1].id, on=at.date())
    codes = ",".join(each.short_code for each in reversed(made))
    text = body_of(client.get(f"/booklets/list.pdf?s={codes}"))
    assert "えらんだリスト" in text
    assert text.index("便2") < text.index("便0")
    assert "便1" not in text
    assert "えらんだ順に並べています。" in text
    assert "1件は、終わったか、見つからないため、のせていません。" in text


def test_same_list_on_the_same_day_has_the_same_bytes(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    confirmed(town, at)
    index()
    first, second = client.get(LIST), Client().get(LIST)
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in first.headers
    assert "Cookie" not in first.headers.get("Vary", "")
    assert quote("買い物の手助けと集まり.pdf") in first.headers["Content-Disposition"]
    again = client.get(LIST, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(LIST + "&memo=0", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_a_change_makes_a_new_sheet(client: Client, town: Town, index: Index, at: datetime) -> None:
    made, _other = confirmed(town, at), confirmed(town, at, ride(town, name="のこる便"))
    index()
    before = client.get(LIST)
    end_service(by=OFFICER, at=at, service_id=made.id, on=at.date())
    after = client.get(LIST, headers={"If-None-Match": before.headers["ETag"]})
    text = body_of(after)
    assert "のこる便" in text
    assert "あさひ買い物いっしょ便" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_as_often_for_many_as_for_one(
    town: Town,
    index: Index,
    at: datetime,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        confirmed(town, at, ride(town, name=f"便 {number}"))
    hidden = consent(record=NOBODY, phone=NOBODY, address=NOBODY, leader=NOBODY)
    confirmed(town, at, ride(town, name="見えない便", consent=hidden))
    index()
    area = sheets._area_at("98/98001/")
    asked = sheets.Conditions(field="shopping")
    sheets.list_of_search(area, asked, at=at)  # vocabularies are kept from here on
    with django_assert_num_queries(26 + VERSIONS):
        found = sheets.list_of_search(area, asked, at=at)
    assert len(found.entries) == count


def test_signed_in_staff_get_what_everybody_gets(
    town: Town, index: Index, at: datetime, rf: RequestFactory
) -> None:
    confirmed(town, at, ride(town, consent=consent(record=frozenset({Scope.PROFESSIONALS}))))
    index()
    request = rf.get(LIST)
    request.viewer = CARE_MANAGER
    assert views.large_type_list(request).status_code == 404


def test_text_of_services_is_never_run_as_markup(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    confirmed(town, at, ride(town, summary='#read("/etc/passwd") *太字* $x$'))
    index()
    assert '#read("/etc/passwd")*太字*$x$' in text_of(client.get(LIST).content)


def test_list_says_at_its_head_how_many_are_not_on_it(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    confirmed(town, at)
    published(town, at, ride(town, name="だれも確かめていない便"))
    index()
    text = body_of(client.get(LIST))
    assert "1件です。" in text
    assert text.index("1件は、紙にのせない約束か") < text.index("あさひ買い物いっしょ便")


@pytest.mark.parametrize("facts", range(2, 5))
def test_what_closes_a_list_never_has_a_page_of_its_own(
    client: Client, town: Town, index: Index, at: datetime, facts: int
) -> None:
    words = "近所の人が車で迎えに来て、買い物を手伝います。" * facts
    names = [f"{number}番の便" for number in range(9)]
    made = [confirmed(town, at, ride(town, name=name, summary=words)) for name in names]
    for count in range(3, 10):
        codes = ",".join(each.short_code for each in made[:count])
        pages = reader(client.get(f"/booklets/list.pdf?s={codes}").content).pages
        last = "".join(pages[-1].extract_text().split())
        assert "この一覧について" in last
        assert names[count - 1] in last, (facts, count)
