"""Requests for a change: decided by whoever keeps the record, told to whoever asked."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.directory.builders import (
    CARE_MANAGER,
    LEADER_PHONE,
    OFFICER,
    OTHER_CITY,
    OTHER_OFFICER,
    OWN_PHONE,
    PREFECTURE,
    ContactInput,
    PhoneInput,
    PlaceInput,
    at_home,
    published,
    ride,
)
from tests.directory.desk import row_of, slip_for, words_of, worker
from yui.config.tidying import tidy
from yui.directory.actions import (
    accept_change,
    change_service,
    close_change,
    decline_change,
    erase_contacts,
    propose_by_slip,
    propose_by_staff,
    report_wrong_organization,
    report_wrong_service,
    take_change,
)
from yui.directory.errors import (
    ChangeNotFound,
    ChangeRefused,
    InputRefused,
    NotYours,
    OrganizationNotFound,
    PersonalNumberRefused,
    ServiceNotFound,
)
from yui.directory.models import ChangeRequest, Location, Phone, Service
from yui.directory.queries import get_service
from yui.directory.queries.changes import get_change, open_changes, value_now
from yui.directory.states import ChangeField, ChangeState, PhoneKind, WrongReason
from yui.journal.models import Access, Entry
from yui.policy.viewer import ANONYMOUS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
CONTACT = "kikitai@example.jp"


def proposed(made, at, field, text):
    propose_by_slip(at=at, secret=slip_for(made, at).token, wanted={field: text})
    return ChangeRequest.objects.get(field=field, state=ChangeState.OPEN).id


def report(made, at, note="看板がありません", contact=CONTACT, reason=WrongReason.PLACE):
    return report_wrong_service(
        by=ANONYMOUS,
        at=at,
        short_code=made.short_code,
        reason=reason,
        note=note,
        contact=contact,
    )


def accept(by, at, change_id):
    seen = get_change(by, change_id).now
    accept_change(by=by, at=at, change_id=change_id, seen=seen)


@pytest.fixture
def officer(town):
    return worker()[0]


def test_accepted_hours_are_written_and_everything_else_stays(town, at, officer):
    made = published(town, at)
    change_id = proposed(made, at, ChangeField.HOURS, "毎週水曜 10時〜12時")
    before = get_service(OFFICER, made.id, at=at)
    accept(officer, at, change_id)
    after = get_service(OFFICER, made.id, at=at)
    assert after.places[0].schedule == "毎週水曜 10時〜12時"
    assert replace(after.places[0], schedule="") == replace(before.places[0], schedule="")
    assert after.card.phone == before.card.phone
    row = ChangeRequest.objects.get()
    assert (row.state, row.decided_by_id) == (ChangeState.ACCEPTED, officer.membership_id)
    verbs = [entry.verb for entry in Entry.objects.order_by("position")][-2:]
    assert verbs == ["directory.service.changed", "directory.change_request.accepted"]


def test_hours_that_cannot_be_read_stand_as_they_were_written(town, at, officer):
    made = published(town, at)
    accept(officer, at, proposed(made, at, ChangeField.HOURS, "月に二度ほど、天気を見て"))
    assert get_service(OFFICER, made.id, at=at).places[0].schedule == "月に二度ほど、天気を見て"


def test_accepted_number_replaces_the_first_and_keeps_the_fax(town, at, officer):
    fax = PhoneInput("098-555-1299", PhoneKind.FAX)
    own = PhoneInput(OWN_PHONE, hours="月曜〜金曜 9時〜16時")
    made = published(town, at, ride(town, phones=(own, fax)))
    accept(officer, at, proposed(made, at, ChangeField.PHONE, "０９８−５５５−７７７７"))
    page = get_service(ANONYMOUS, made.id, at=at)
    assert page.card.phone is not None
    assert (page.card.phone.number, page.card.phone.hours) == (
        "098-555-7777", "月曜〜金曜 9時〜16時",
    )  # fmt: skip
    assert page.fax is not None


@pytest.mark.parametrize("whose", ["own", "leader", "group"])
def test_a_number_kept_back_stays_kept_back_when_it_changes(town, at, officer, whose):
    private = PhoneInput(LEADER_PHONE, is_private=True)
    leader = ContactInput("試験 花子", "会長", is_leader=True, phones=(private,))
    given = ride(
        town,
        phones=(private,) if whose == "own" else (),
        contacts=(leader,) if whose == "leader" else (),
    )
    if whose == "group":
        Phone.objects.create(
            organization_id=town.group.id, number=LEADER_PHONE, digits="09012345678",
            is_private=True,
        )  # fmt: skip
    made = published(town, at, given)
    assert value_now(made.id, ChangeField.PHONE) == LEADER_PHONE
    accept(officer, at, proposed(made, at, ChangeField.PHONE, "090-9999-0000"))
    assert value_now(made.id, ChangeField.PHONE) == "090-9999-0000"
    own = Phone.objects.get(service_id=made.id, kind=PhoneKind.VOICE)
    assert own.is_private


def test_accepted_place_stays_in_its_sphere_and_a_home_stays_hidden(town, at, officer):
    made = published(town, at, at_home(ride(town)))
    accept(officer, at, proposed(made, at, ChangeField.PLACE, "ひまわり荘 101号"))
    location = Location.objects.get(services_here__service_id=made.id)
    assert location.is_home
    assert location.sphere is not None
    assert location.sphere.name == "川辺圏域"
    shown = get_service(ANONYMOUS, made.id, at=at).places[0]
    assert "ひまわり荘" not in repr(shown)
    assert shown.schedule == "毎週火曜 9時30分〜11時30分"


def test_a_first_place_takes_the_hours_of_the_service(town, at, officer):
    plain = ride(town)
    made = published(
        town, at, ride(town, places=(), schedule=plain.places[0].schedule, name="体操の会")
    )
    accept(officer, at, proposed(made, at, ChangeField.PLACE, "中央公民館"))
    page = get_service(OFFICER, made.id, at=at)
    assert [(place.name, place.schedule) for place in page.places] == [
        ("中央公民館", "毎週火曜 9時30分〜11時30分")
    ]
    accept(officer, at, proposed(made, at, ChangeField.HOURS, "毎週金曜 10時〜12時"))
    assert value_now(made.id, ChangeField.HOURS) == "毎週金曜 10時〜12時"


def test_of_several_places_nothing_is_guessed(town, at, officer):
    first = ride(town).places[0]
    assert first.location is not None
    second = PlaceInput(location=replace(first.location, name="中央公民館"))
    made = published(town, at, ride(town, places=(first, second)))
    change_id = proposed(made, at, ChangeField.HOURS, "毎週水曜 10時〜12時")
    assert not get_change(officer, change_id).can_be_written
    with pytest.raises(ChangeRefused, match="場所がいくつもある"):
        accept(officer, at, change_id)
    close_change(by=officer, at=at, change_id=change_id)
    assert ChangeRequest.objects.get().state == ChangeState.ACCEPTED


def test_a_field_that_moved_meanwhile_is_said_and_not_overwritten(town, at, officer):
    made = published(town, at)
    change_id = proposed(made, at, ChangeField.PHONE, "098-555-7777")
    change_service(
        by=OFFICER, at=at, service_id=made.id,
        changes={"phones": (PhoneInput("098-555-8888"),)},
    )  # fmt: skip
    view = get_change(officer, change_id)
    assert view.is_moved
    assert (view.before, view.now) == (OWN_PHONE, "098-555-8888")
    entries = Entry.objects.count()
    with pytest.raises(ChangeRefused, match="098-555-8888"):
        accept_change(by=officer, at=at, change_id=change_id, seen=OWN_PHONE)
    assert value_now(made.id, ChangeField.PHONE) == "098-555-8888"
    assert ChangeRequest.objects.get().state == ChangeState.OPEN
    assert Entry.objects.count() == entries
    accept_change(by=officer, at=at, change_id=change_id, seen="098-555-8888")
    assert value_now(made.id, ChangeField.PHONE) == "098-555-7777"


@pytest.mark.parametrize("by", [ANONYMOUS, OTHER_OFFICER, PREFECTURE, CARE_MANAGER])
def test_requests_of_others_are_not_there(town, at, by):
    made = published(town, at)
    change_id = proposed(made, at, ChangeField.PHONE, "098-555-7777")
    before = repr(ChangeRequest.objects.values_list()), Entry.objects.count()
    given = {"by": by, "at": at, "change_id": change_id}
    for act in (
        lambda: take_change(**given),
        lambda: accept_change(**given, seen=OWN_PHONE),
        lambda: close_change(**given),
        lambda: decline_change(**given, answer="ちがいました"),
        lambda: get_change(by, change_id),
    ):
        with pytest.raises(ChangeNotFound):
            act()
    assert open_changes(by).total == 0
    with pytest.raises(NotYours):
        propose_by_staff(
            by=by, at=at, service_id=made.id, wanted={ChangeField.PHONE: "098-555-6666"}
        )
    assert (repr(ChangeRequest.objects.values_list()), Entry.objects.count()) == before


def test_a_request_is_decided_once_and_declined_with_a_reason(town, at, officer):
    change_id = proposed(published(town, at), at, ChangeField.PHONE, "098-555-7777")
    with pytest.raises(InputRefused):
        decline_change(by=officer, at=at, change_id=change_id, answer=" ")
    decline_change(by=officer, at=at, change_id=change_id, answer="番号は合っていました")
    for act in (take_change, close_change):
        with pytest.raises(ChangeRefused):
            act(by=officer, at=at, change_id=change_id)
    assert Service.objects.get().edited_fields == []


def test_a_reader_gets_a_code_and_is_told(client, town, at):
    _viewer, desk = worker()
    made = published(town, at)
    address = f"/directory/services/{made.short_code}/report/"
    assert address in client.get(f"/directory/services/{made.short_code}/").content.decode()
    code = report(made, at)
    outcome = f"/directory/reports/{code}/"
    told = client.get(outcome)
    assert "受け付けました" in words_of(told)
    for hidden in (CONTACT, "看板"):
        assert hidden not in told.content.decode()
    row = ChangeRequest.objects.get()
    page = f"/directory/changes/{row.id}/"
    shown = desk.get(page)
    assert CONTACT in shown.content.decode()
    assert "看板がありません" in shown.content.decode()
    assert Access.objects.filter(object_id=str(row.id)).exists()
    assert desk.post(page, {"act": "take"}).status_code == 302
    listed = words_of(desk.get("/directory/changes/"))
    assert "試験利用者2026年11月24日から" in listed
    refused = desk.post(page, {"act": "decline", "answer": ""})
    assert refused.status_code == 409
    assert "わけを書いてください" in refused.content.decode()
    desk.post(page, {"act": "close", "answer": "場所の説明を直しました。"})
    told = words_of(client.get(outcome))
    assert "2026年11月24日に直しました。場所の説明を直しました。" in told
    assert open_changes(OFFICER).total == 0


def test_a_report_about_an_organization_comes_to_its_office(town, at, officer):
    published(town, at)
    code = report_wrong_organization(
        by=ANONYMOUS, at=at, short_code=town.group.short_code, reason=WrongReason.OTHER,
        note="名前が変わりました", contact="",
    )  # fmt: skip
    (line,) = open_changes(officer).items
    assert line.name == "あさひ助け合いの会"
    assert get_change(officer, line.id).code == code
    with pytest.raises(ChangeNotFound):
        get_change(OTHER_OFFICER, line.id)
    close_change(by=officer, at=at, change_id=line.id)


def test_reports_that_cannot_be_taken(town, at):
    made = published(town, at)
    with pytest.raises(InputRefused):
        report(made, at, note=" ", reason=WrongReason.OTHER)
    for where in ({"note": "1234-5678-9018"}, {"contact": "1234-5678-9018"}):
        with pytest.raises(PersonalNumberRefused):
            report(made, at, **where)
    hidden = published(town, at, ride(town, consent=None, source_id=town.official_source_id))
    Service.objects.filter(id=hidden.id).update(source=None)
    with pytest.raises(ServiceNotFound):
        report(hidden, at)
    with pytest.raises(OrganizationNotFound):
        report_wrong_organization(
            by=ANONYMOUS, at=at, short_code="00000000", reason=WrongReason.PHONE, note="",
            contact="",
        )  # fmt: skip
    assert not ChangeRequest.objects.exists()


def test_how_a_reporter_is_reached_is_erased_after_90_days(town, at):
    made = published(town, at)
    report(made, at)
    assert erase_contacts(at=at + timedelta(days=90)) == 0
    tidy(at=at + timedelta(days=90, seconds=1))
    row = ChangeRequest.objects.get()
    assert (row.contact, row.note) == ("", "看板がありません")


def opened(client: Client, made) -> dict[str, str]:
    """The form as a browser would send it."""
    text = client.get(f"/directory/services/{made.short_code}/report/").content.decode()
    found = re.search(r'name="began" value="([^"]+)"', text)
    assert found is not None
    return {"began": found[1], "reason": "phone", "note": "", "contact": "", "homepage": ""}


def test_the_form_of_a_report_keeps_programs_out(client, town, at, monkeypatch):
    made = published(town, at)
    address = f"/directory/services/{made.short_code}/report/"
    form = opened(client, made)
    assert client.post(address, form).status_code == 422
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(seconds=4))
    for wrong in ({"homepage": "https://spam.example"}, {"began": "1:x"}, {"reason": "?"}):
        assert client.post(address, form | wrong).status_code == 422
    assert not ChangeRequest.objects.exists()
    for _each in range(20):
        assert client.post(address, form).status_code == 302
    refused = client.post(address, form)
    assert refused.status_code == 429
    assert "電話で知らせてください" in refused.content.decode()
    assert ChangeRequest.objects.count() == 20


def test_the_form_of_a_report_says_what_is_wrong_and_keeps_the_words(client, town, at, monkeypatch):
    made = published(town, at)
    form = opened(client, made)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(seconds=4))
    address = f"/directory/services/{made.short_code}/report/"
    answer = client.post(address, form | {"note": "番号は 1234-5678-9018"})
    assert answer.status_code == 422
    assert "個人番号のような数字" in answer.content.decode()
    assert client.get("/directory/services/00000000/report/").status_code == 404
    assert client.get("/directory/organizations/00000000/report/").status_code == 404
    assert client.get("/directory/reports/00000000/").status_code == 404


def test_the_list_takes_the_same_queries_at_one_and_at_three(town, at, officer):
    queries = []
    other = worker("tonari", area_path=OTHER_CITY)[0]
    for count in (1, 3):
        while ChangeRequest.objects.count() < count:
            report(published(town, at, ride(town, name=f"会{count}")), at)
        with CaptureQueriesContext(connection) as found:
            assert len(open_changes(officer).items) == count
        queries.append(len(found))
    assert queries == [2, 2]
    assert open_changes(other).items == ()


def test_only_the_own_office_opens_the_pages(town, at):
    made = published(town, at)
    report(made, at)
    page = f"/directory/changes/{ChangeRequest.objects.get().id}/"
    _other, desk = worker("tonari", area_path=OTHER_CITY)
    assert desk.get(page).status_code == 404
    assert desk.post(page, {"act": "close"}).status_code == 404
    assert "待っている知らせは、ありません" in desk.get("/directory/changes/").content.decode()
    assert Client().get(page).status_code == 302
    assert row_of(made).state == "published"
