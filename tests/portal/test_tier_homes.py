"""The desks of prefecture and nation: whom to phone and why; counts, never a record or a draft."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    AT,
    CITY,
    OPERATOR,
    OTHER_CITY,
    PASSWORD,
    PREFECTURE,
    build_area,
    build_body,
    build_person,
    build_service,
    build_town,
)
from yui.accounts.actions import add_membership, create_user
from yui.accounts.models import User
from yui.accounts.states import BodyKind
from yui.areas.actions import create_area_group
from yui.areas.states import GroupKind, Opening, Tier
from yui.directory.actions import Identity, confirm_service, report_wrong_service
from yui.directory.models import Service
from yui.directory.states import ConfirmedHow, WrongReason
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
THIRD = "98/98203/"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@pytest.fixture
def prefecture() -> Client:
    """An officer of the prefecture over a town with a 包括, one without, and one that sleeps."""
    build_town()
    build_area(OTHER_CITY, "隣市", opening=Opening.OPEN, phone="000-555-0202")
    build_area(THIRD, "遠町", phone="000-555-0203")
    body = build_body(PREFECTURE, "試験県庁", kind=BodyKind.PREFECTURE)
    build_person("ken", Role.PREFECTURAL_OFFICER, PREFECTURE, body_id=body)
    return _client("ken")


def _client(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def _fresh(path: str, name: str) -> Identity:
    """A service that somebody asked about today."""
    made = build_service(path, name=name)
    confirm_service(by=OPERATOR, at=AT, service_id=made.id, how=ConfirmedHow.PHONE, on=AT.date())
    return made


def _page(client: Client, address: str = "/desk/") -> str:
    return html.unescape(client.get(address).content.decode())


def _rows(page: str, caption: str) -> list[list[str]]:
    """The words of every row of the table of this caption, cell by cell."""
    table = page.partition(f"<caption>{caption}")[2].partition("</table>")[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table.partition("<tbody>")[2], re.DOTALL)
    label = re.compile(r'<span class="desk-table__label">.*?</span>')
    return [
        [
            re.sub(r"<[^>]+>", "", label.sub("", cell)).strip().replace("\u2060", "")
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def test_towns_are_called_by_what_waits_there_with_the_reasons(prefecture: Client) -> None:
    build_service(name="ふるい会", at=AT - timedelta(days=400))
    new = _fresh(OTHER_CITY, "あたらしい会")
    report_wrong_service(
        by=ANONYMOUS, at=AT - timedelta(days=15), short_code=new.short_code,
        reason=WrongReason.PHONE, note="", contact="",
    )  # fmt: skip
    calls = _rows(_page(prefecture), "きょう電話するまち")

    assert [row[0] for row in calls] == ["隣市", "試験市", "遠町"]
    assert calls[0][1] == "返事のない知らせが1件、包括の電話番号がない"
    assert calls[1][1] == "確かめる時期のものが1件"
    assert calls[2][1] == "包括の電話番号がない、まだ始まっていません"
    assert "0203" in calls[2][2]


def test_report_of_last_week_is_not_yet_a_reason_to_call(prefecture: Client) -> None:
    made = build_service(name="会")
    report_wrong_service(
        by=ANONYMOUS, at=AT - timedelta(days=13), short_code=made.short_code,
        reason=WrongReason.PHONE, note="", contact="",
    )  # fmt: skip
    assert "返事のない知らせが" not in _page(prefecture).partition("市区町村のようす")[0]


def test_no_draft_and_no_name_of_a_record_reaches_the_prefecture(prefecture: Client) -> None:
    before = _page(prefecture)
    build_service(name="ひみつの下書き", is_published=False)
    after = _page(prefecture)
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    assert token.sub("", after) == token.sub("", before)
    build_service(name="よく見える会")
    assert "よく見える会" not in _page(prefecture)


def test_few_people_are_masked_and_more_are_told(prefecture: Client) -> None:
    office = build_body(CITY)
    for number in range(5):
        user_id = create_user(
            by=OPERATOR, at=AT, login=f"hito{number}", display_name="人", password="ame-to-kaze-71"
        )
        add_membership(
            by=OPERATOR, at=AT, user_id=user_id, role=Role.COORDINATOR_LAYER_1, body_id=office,
            area_path=CITY if number < 4 else OTHER_CITY,
        )  # fmt: skip
        if number == 3:
            assert _rows(_page(prefecture), "市区町村のようす")[0][6] == "5人未満"
    add_membership(
        by=OPERATOR, at=AT, user_id=user_id, role=Role.COORDINATOR_LAYER_1, body_id=office,
        area_path=CITY,
    )  # fmt: skip
    towns = _rows(_page(prefecture), "市区町村のようす")
    assert [row[6] for row in towns] == ["5人", "5人未満", "0人"]


def test_table_sorts_by_what_is_asked_and_by_code_else(prefecture: Client) -> None:
    build_service(OTHER_CITY, name="会一")
    build_service(OTHER_CITY, name="会二")
    build_service(CITY, name="会三")

    def names(order: str) -> list[str]:
        return [row[0] for row in _rows(_page(prefecture, f"/desk/{order}"), "市区町村のようす")]

    assert names("") == ["試験市", "隣市", "遠町"]
    assert names("?order=listed") == ["隣市", "試験市", "遠町"]
    assert names("?order=nonsense") == ["試験市", "隣市", "遠町"]
    assert 'aria-sort="descending"' in _page(prefecture, "/desk/?order=listed")


def test_nation_sees_how_towns_spread_and_samples_are_not_counted() -> None:
    build_area("01/01100/", "札幌市", opening=Opening.OPEN)
    build_area("01/01202/", "函館市", opening=Opening.PREPARING)
    build_area("90/", "見本県", tier=Tier.PREFECTURE, is_sample=True)
    build_area("90/90101/", "見本市", is_sample=True, opening=Opening.OPEN)
    _fresh("01/01100/", "会一")
    build_service("01/01100/", name="会二", at=AT - timedelta(days=400))
    build_service("90/90101/", name="見本の会")
    build_person(
        "kuni", Role.NATIONAL_SECRETARIAT, "", body_id=build_body("", "国", kind=BodyKind.MINISTRY)
    )
    page = _page(_client("kuni"))

    spread = dict(row for row in _rows(page, "まちの広がり"))
    assert spread["1〜19件のせている"] == "1"
    assert spread["確かめる時期のものが、4分の1をこえる"] == "1"
    hokkaido = next(row for row in _rows(page, "都道府県ごと") if row[1] == "2")
    assert hokkaido[1:] == ["2", "1", "1", "2", "1"]
    assert "2026年11月24日" in page


@pytest.mark.parametrize("role", [Role.NATIONAL_SECRETARIAT, Role.MINISTRY_OFFICER])
def test_desk_of_the_nation_opens_while_somebody_works_for_a_union_of_towns(role: Role) -> None:
    for path in (CITY, OTHER_CITY):
        build_area(path, "市")
    create_area_group(
        by=OPERATOR,
        at=AT,
        key="union",
        name="試験広域連合",
        kind=GroupKind.JOINT,
        member_paths=[CITY, OTHER_CITY],
        source="試験",
    )
    user_id = create_user(by=OPERATOR, at=AT, login="union", display_name="連合", password=PASSWORD)
    add_membership(
        by=OPERATOR,
        at=AT,
        user_id=user_id,
        role=Role.MUNICIPAL_OFFICER,
        body_id=build_body(CITY),
        area_group_key="union",
    )
    build_person("kuni", role, "", body_id=build_body("", "国", kind=BodyKind.MINISTRY))
    assert _client("kuni").get("/desk/").status_code == 200


def test_prefecture_asks_the_same_number_of_questions_for_any_number_of_towns(
    prefecture: Client,
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            prefecture.get("/desk/")
        return len(seen)

    build_service(name="会一")
    asked()
    at_one = asked()
    for number in range(3):
        path = build_area(f"98/9821{number}/", f"町{number}")
        build_service(path, name=f"会{number}")
    asked()
    assert Service.objects.count() == 4
    assert asked() == at_one


def test_a_town_sees_neither_other_towns_nor_the_tables(prefecture: Client) -> None:
    build_person("shi")
    page = _page(_client("shi"))
    assert "<caption>きょう電話するまち" not in page
    assert "隣市" not in page
