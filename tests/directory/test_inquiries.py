"""Questions to the coordinator: asked, passed on, answered once, read by the staff of the town."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    AT,
    CITY,
    OTHER_CITY,
    SPHERE,
    build_area,
    build_person,
    build_service,
    build_town,
    build_viewer,
    consent_input,
    load_terms,
)
from yui.accounts.actions import set_answer_days
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.models import Body, User
from yui.accounts.queries import answer_days_at, office_of
from yui.areas.states import Tier
from yui.directory.actions import (
    LocationInput,
    PlaceInput,
    answer_inquiry,
    ask_about_service,
    tell_not_found,
    tidy_inquiries,
)
from yui.directory.errors import (
    DirectoryRefused,
    InputRefused,
    InquiryNotFound,
    InquiryRefused,
    NotYours,
    PersonalNumberRefused,
    ServiceNotFound,
)
from yui.directory.models import Inquiry
from yui.directory.queries.inquiries import (
    awaited_inquiries,
    get_inquiry,
    inquiries_page,
    open_inquiries,
)
from yui.directory.states import Rung, Scope
from yui.journal.models import Entry
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
LIST, NEW = "/directory/inquiries/", "/directory/inquiries/new/"


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> dict[str, Viewer]:
    """A care manager, both layers of coordinators, an officer, somebody of another town."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    load_terms()
    build_town()
    build_area(SPHERE, "東圏域", tier=Tier.SPHERE)
    office = office_of(CITY)
    return {
        "carer": build_person("carer", Role.CARE_MANAGER),
        "sc2": build_person("sc2", Role.COORDINATOR_LAYER_2, SPHERE, body_id=office),
        "sc1": build_person("sc1", Role.COORDINATOR_LAYER_1, body_id=office),
        "officer": build_person("officer", body_id=office),
        "far": build_person("far", Role.COORDINATOR_LAYER_1, OTHER_CITY),
    }


def _client(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def _tell(by: Viewer, **more: Any) -> Any:
    given = {"area_path": SPHERE, "need": "", "day": "", "words": "土曜の買い物の車", **more}
    return tell_not_found(by=by, at=AT, **given)


def _waits_for(people: dict[str, Viewer], days: int) -> set[str]:
    at = AT + timedelta(days=days)
    return {name for name, viewer in people.items() if open_inquiries(viewer, at=at)}


def test_what_nobody_answers_comes_to_the_next_and_stays_with_those_before(
    people: dict[str, Viewer],
) -> None:
    made = _tell(people["carer"])

    assert _waits_for(people, 6) == {"sc2"}
    assert _waits_for(people, 7) == {"sc2", "sc1"}
    assert _waits_for(people, 14) == {"sc2", "sc1", "officer"}
    assert _waits_for(people, 400) == {"sc2", "sc1", "officer"}
    found = get_inquiry(people["carer"], made, at=AT + timedelta(days=7))
    assert (found.held_by, found.passed_days) == (Rung.LAYER_1, 7)
    set_answer_days(by=people["officer"], at=AT, body_id=office_of(CITY) or 0, days=2)
    assert _waits_for(people, 2) == {"sc2", "sc1"}


def test_where_no_coordinator_is_the_office_has_it_at_once(people: dict[str, Viewer]) -> None:
    made = _tell(people["far"], area_path=OTHER_CITY)
    assert get_inquiry(people["far"], made, at=AT).held_by == Rung.LAYER_1
    User.objects.filter(login="far").update(is_active=False)
    assert get_inquiry(people["far"], made, at=AT).held_by == Rung.OFFICE


def test_question_about_a_service_goes_to_its_sphere_and_the_answer_stays_with_it(
    people: dict[str, Viewer],
) -> None:
    place = PlaceInput(location=LocationInput(CITY, name="集会所", sphere_path=SPHERE))
    service = build_service(name="あさひ体操", places=(place,))
    before = Entry.objects.count()
    made = ask_about_service(
        by=people["carer"], at=AT, short_code=service.short_code, words="車いすで入れますか"
    )
    answer_inquiry(by=people["sc2"], at=AT, inquiry_id=made, answer="入口に段が一つあります")

    row, entries = Inquiry.objects.get(), Entry.objects.order_by("position")[before:]
    assert (row.area.path, row.answered_by_id) == (SPHERE, people["sc2"].membership_id)
    assert [entry.verb for entry in entries] == [
        "directory.inquiry.created",
        "directory.inquiry.answered",
    ]
    page = f"/directory/services/{service.short_code}/"
    for login in ("carer", "officer", "sc1"):
        assert "入口に段が一つあります" in html.unescape(_client(login).get(page).content.decode())
    for client in (_client("far"), Client()):
        shown = html.unescape(client.get(page).content.decode())
        assert "車いす" not in shown
        assert "職員の問い" not in shown
    assert not open_inquiries(people["sc2"], at=AT)
    assert not awaited_inquiries(people["carer"], at=AT)


def test_what_was_not_found_is_read_by_who_asked_and_who_answers_only(
    people: dict[str, Viewer],
) -> None:
    made = _tell(people["carer"])
    others = {"other": build_person("other", Role.CARE_MANAGER), "far": people["far"]}
    away = build_viewer(Role.COORDINATOR_LAYER_2, f"{CITY}98201-02/")
    commissioner = build_viewer(Role.WELFARE_COMMISSIONER)
    for viewer in (*others.values(), away, commissioner, ANONYMOUS):
        assert not inquiries_page(viewer, at=AT).total
        with pytest.raises(InquiryNotFound):
            get_inquiry(viewer, made, at=AT)
        with pytest.raises((InquiryNotFound, NotYours)):
            answer_inquiry(by=viewer, at=AT, inquiry_id=made, answer="あります")
    for name in ("carer", "sc2", "sc1", "officer"):
        assert inquiries_page(people[name], at=AT).total == 1
    assert Inquiry.objects.get().answer == ""


def test_question_about_a_hidden_service_is_read_by_who_may_see_it(
    people: dict[str, Viewer],
) -> None:
    office = frozenset({Scope.OFFICE})
    service = build_service(
        name="ひみつの会", consent=consent_input(record=office, phone=office, address=office)
    )
    with pytest.raises(ServiceNotFound):
        ask_about_service(
            by=people["carer"], at=AT, short_code=service.short_code, words="いつですか"
        )
    ask_about_service(by=people["sc1"], at=AT, short_code=service.short_code, words="いつですか")
    assert not inquiries_page(people["carer"], at=AT).total
    assert inquiries_page(people["officer"], at=AT).total == 1


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"words": ""}, InputRefused),
        ({"words": "1234-5678-9018 の人"}, PersonalNumberRefused),
        ({"words": "あ" * 301}, InputRefused),
        ({"need": "nothing"}, InputRefused),
        ({"day": "xyz"}, InputRefused),
        ({"area_path": OTHER_CITY}, NotYours),
        ({"area_path": "98/"}, NotYours),
    ],
)
def test_refused_question_leaves_nothing(
    people: dict[str, Viewer], more: dict[str, str], error: type[DirectoryRefused]
) -> None:
    entries = Entry.objects.count()
    with pytest.raises(error):
        _tell(people["carer"], **more)
    assert not Inquiry.objects.exists()
    assert Entry.objects.count() == entries


def test_second_answer_is_refused_and_the_carer_does_not_answer(people: dict[str, Viewer]) -> None:
    made = _tell(people["carer"])
    with pytest.raises(NotYours):
        answer_inquiry(by=people["carer"], at=AT, inquiry_id=made, answer="あります")
    answer_inquiry(by=people["sc1"], at=AT, inquiry_id=made, answer="一つあります")
    page = _client("sc2").post(f"{LIST}{made}/", {"answer": "ありません"})
    with pytest.raises(InquiryRefused):
        answer_inquiry(by=people["sc2"], at=AT, inquiry_id=made, answer="ありません")
    assert page.status_code == 409
    assert "先に、ほかの人が答えました" in html.unescape(page.content.decode())
    assert Inquiry.objects.get().answer == "一つあります"


def test_pages_take_a_question_point_out_a_name_and_take_the_answer(
    people: dict[str, Viewer],
) -> None:
    carer, sc = _client("carer"), _client("sc2")
    assert "土曜の移送" in html.unescape(carer.get(NEW, {"q": "土曜の移送"}).content.decode())
    typed = {"area": SPHERE, "day": "sat", "words": "山田様の買い物"}
    looked = carer.post(NEW, typed)
    assert "人の名前のような字" in html.unescape(looked.content.decode())
    assert not Inquiry.objects.exists()
    sent = carer.post(NEW, {**typed, "sure": typed["words"]})
    assert sent.status_code == 302
    assert "第2層" in html.unescape(carer.get("/desk/").content.decode())
    desk = html.unescape(sc.get("/desk/").content.decode())
    assert "SC への問い 1 件が待っています。" in desk
    assert sc.post(sent["Location"], {"answer": "となりの圏域にあります"}).status_code == 302
    assert "となりの圏域にあります" in html.unescape(carer.get(sent["Location"]).content.decode())
    assert carer.post(NEW, {"area": SPHERE}).status_code == 400
    assert carer.post(NEW, {"area": OTHER_CITY, "words": "車"}).status_code == 400
    assert carer.get(NEW, {"s": "AAAAAAAA"}).status_code == 404
    assert Inquiry.objects.count() == 1


def test_officer_of_the_office_sets_the_days_and_nobody_else(people: dict[str, Viewer]) -> None:
    address = f"{LIST}days/"
    assert _client("officer").post(address, {"days": "10"}).status_code == 302
    assert answer_days_at(CITY) == 10
    for login in ("sc1", "carer", "far"):
        assert _client(login).post(address, {"days": "3"}).status_code == 404
        assert "日数</label>" not in html.unescape(_client(login).get(LIST).content.decode())
    with pytest.raises(AccountRefused):
        set_answer_days(by=people["officer"], at=AT, body_id=office_of(CITY) or 0, days=0)
    with pytest.raises(NotManaged):
        set_answer_days(by=people["far"], at=AT, body_id=office_of(CITY) or 0, days=3)
    assert _client("officer").post(address, {"days": "91"}).status_code == 302
    assert Body.objects.get(id=office_of(CITY)).answer_days == 10


def test_list_asks_as_often_for_three_as_for_one(people: dict[str, Viewer]) -> None:
    _tell(people["carer"])

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert inquiries_page(people["sc1"], at=AT).total
        return len(seen)

    at_one = asked()
    for words in ("ごみ出し", "草取り"):
        _tell(people["carer"], words=words)
    assert asked() == at_one


def test_what_was_not_found_goes_after_three_years_and_answers_stay(
    people: dict[str, Viewer],
) -> None:
    service = build_service(name="あさひ体操")
    _tell(people["carer"])
    ask_about_service(by=people["carer"], at=AT, short_code=service.short_code, words="いつ？")

    assert tidy_inquiries(at=AT + timedelta(days=365 * 3 + 1)) == 0
    assert tidy_inquiries(at=AT + timedelta(days=365 * 3 + 40)) == 1
    assert Inquiry.objects.get().service_id == service.id
