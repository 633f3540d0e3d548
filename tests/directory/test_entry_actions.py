"""Hand entries: drafts nobody else sees, and exactly what was approved is what appears."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from tests.builders import (
    AT,
    CITY,
    OPERATOR,
    OTHER_CITY,
    SPHERE,
    build_area,
    build_body,
    build_organization,
    build_person,
    build_service,
)
from tests.directory.entries import NAME, PHONE, Writers, build_writers, call, put_forward
from yui.accounts.states import BodyKind
from yui.areas.states import Tier
from yui.directory.actions import (
    ContactInput,
    LocationInput,
    PhoneInput,
    PlaceInput,
    ScheduleInput,
    approve_submission,
    change_service,
    discard_draft,
    erase_revisions,
    preview_draft,
    preview_submission,
    save_draft,
    start_draft,
    submit_draft,
)
from yui.directory.engine.schedule import Entry, Period, ScheduleRule, Weekly
from yui.directory.errors import (
    DirectoryRefused,
    DraftMovedOn,
    DraftNotFound,
    InputRefused,
    MoveRefused,
    NotYours,
    PersonalNumberRefused,
    RecordMovedOn,
    ServiceNotFound,
)
from yui.directory.models import Draft, Location, Organization, Revision, Service
from yui.directory.queries import get_service
from yui.directory.queries.drafts import drafts_of, get_draft, records_alike, revisions_of
from yui.directory.queries.entries import entry_of, live_entry
from yui.directory.states import Scope, ServiceState
from yui.journal.models import Entry as JournalEntry
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer
from yui.review.actions import return_, withdraw
from yui.review.errors import OwnSubmission, ReviewRefused, SnapshotBroken, SubmissionNotFound
from yui.review.models import Submission
from yui.review.states import SubmissionState


@pytest.fixture
def writers(db: None) -> Writers:
    return build_writers()


def _count() -> tuple[int, ...]:
    return tuple(
        model._default_manager.count()
        for model in (Service, Organization, Location, Draft, Submission, JournalEntry)
    )


def _approved(writers: Writers, **changed: Any) -> str:
    _draft, made = put_forward(writers.coordinator, **changed)
    return approve_submission(by=writers.officer, at=AT, submission_id=made)


def _edited(by: Viewer, short_code: str, **changed: Any) -> tuple[UUID, dict[str, Any]]:
    content = {**live_entry(by, short_code).content, **changed}
    return start_draft(by=by, at=AT, content=content, short_code=short_code), content


def _submitted(by: Viewer, short_code: str, **changed: Any) -> UUID:
    draft_id, content = _edited(by, short_code, **changed)
    version = Draft.objects.get(id=draft_id).version
    return submit_draft(by=by, at=AT, draft_id=draft_id, version=version, content=content)


def test_start_keeps_what_was_typed_whole_or_not(writers: Writers) -> None:
    made = start_draft(by=writers.coordinator, at=AT, content={"name": "川辺の"})
    row = Draft.objects.get(id=made)
    assert (row.content["name"], row.version, row.is_open) == ("川辺の", 1, True)
    assert row.body_id == writers.coordinator.body_id
    entry = JournalEntry.objects.get(verb="directory.draft.started")
    assert (entry.object_id, entry.fields) == (str(made), [])


@pytest.mark.parametrize("who", ["reader", "prefecture"])
def test_start_by_who_writes_nothing_here_is_refused(writers: Writers, who: str) -> None:
    by = writers.reader
    if who == "prefecture":
        office = build_body("98/", "試験県庁", kind=BodyKind.PREFECTURE)
        by = build_person("ken", Role.PREFECTURAL_OFFICER, "98/", body_id=office)
    with pytest.raises(NotYours):
        start_draft(by=by, at=AT, content=call())
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"description": "番号は 123456789018"}, PersonalNumberRefused),
        ({"summary": "消えない\x00字"}, InputRefused),
        ({"description": "あ" * 4001}, InputRefused),
    ],
)
def test_what_must_not_be_kept_is_refused_before_it_is_stored(
    writers: Writers, changed: dict[str, Any], refusal: type[InputRefused]
) -> None:
    with pytest.raises(refusal) as refused:
        start_draft(by=writers.coordinator, at=AT, content=call(**changed))
    assert refused.value.field == next(iter(changed))
    assert not Draft.objects.exists()


def test_save_asks_for_the_version_so_that_nobody_writes_over_another(writers: Writers) -> None:
    made = start_draft(by=writers.officer, at=AT, content=call())
    save_draft(by=writers.colleague, at=AT, draft_id=made, version=1, content=call(name="甲"))
    with pytest.raises(DraftMovedOn):
        save_draft(by=writers.officer, at=AT, draft_id=made, version=1, content=call(name="乙"))
    row = Draft.objects.get(id=made)
    assert (row.content["name"], row.version, row.written_by_id) == (
        "甲",
        2,
        writers.colleague.user_id,
    )


def test_a_draft_is_of_its_body_alone(writers: Writers) -> None:
    made = start_draft(by=writers.coordinator, at=AT, content=call())
    for by in (writers.officer, writers.stranger, writers.reader, ANONYMOUS):
        with pytest.raises(DraftNotFound):
            get_draft(by, made)
        with pytest.raises(DraftNotFound):
            save_draft(by=by, at=AT, draft_id=made, version=1, content=call())
        with pytest.raises(DraftNotFound):
            submit_draft(by=by, at=AT, draft_id=made, version=1, content=call())
        with pytest.raises(DraftNotFound):
            discard_draft(by=by, at=AT, draft_id=made)
        assert drafts_of(by) == ()
    assert [each.id for each in drafts_of(writers.coordinator)] == [made]


def test_nothing_unapproved_stands_in_the_rows_that_everybody_reads(writers: Writers) -> None:
    put_forward(writers.coordinator)
    assert not Service.objects.exists()
    assert not Organization.objects.exists()
    assert not Location.objects.exists()


def test_approve_publishes_a_new_record_with_its_group_place_and_times(writers: Writers) -> None:
    draft_id, made = put_forward(writers.coordinator)
    code = approve_submission(by=writers.officer, at=AT, submission_id=made)
    page = get_service(ANONYMOUS, code, at=AT)
    assert page.card.name == NAME
    assert page.card.when == "毎週火曜 9時30分〜11時30分"
    assert page.card.phone is not None
    assert page.card.phone.number == PHONE
    assert page.card.fee == "1回 200円（お茶代）"
    assert page.sphere_path == SPHERE
    assert "試験市社会福祉協議会が電話で確かめました" in page.card.freshness.sentence
    row = Draft.objects.get(id=draft_id)
    assert (row.is_open, row.service_id, row.content) == (False, page.card.id, {})
    assert {each.field for each in Revision.objects.all()} >= {"name", "rhythm", "phone"}
    verbs = set(JournalEntry.objects.values_list("verb", "actor"))
    officer = str(writers.officer.user_id)
    assert ("review.submission.approved", officer) in verbs
    assert ("directory.service.published", officer) in verbs


def test_approve_takes_an_existing_group_that_nobody_represents(writers: Writers) -> None:
    group = build_organization(CITY, "あさひ会")
    code = _approved(writers, group="あさひ会")
    assert get_service(ANONYMOUS, code, at=AT).organization.id == group.id
    assert Organization.objects.count() == 1


def test_a_group_that_somebody_represents_is_written_by_them(writers: Writers) -> None:
    group = build_organization(CITY, "あさひ会")
    body_id = build_body(CITY, "あさひ会", kind=BodyKind.GROUP)
    Organization.objects.filter(id=group.id).update(body_id=body_id)
    with pytest.raises(InputRefused) as refused:
        put_forward(writers.coordinator, group="あさひ会")
    assert refused.value.field == "group"
    member = build_person("dantai", Role.ORGANIZATION_EDITOR, body_id=body_id)
    _draft, made = put_forward(member, group="あさひ会", district=CITY)
    assert preview_submission(by=writers.officer, at=AT, submission_id=made).card.name == NAME
    code = approve_submission(by=writers.officer, at=AT, submission_id=made)
    assert get_service(ANONYMOUS, code, at=AT).organization.id == group.id
    with pytest.raises(NotYours):
        put_forward(member, group="ほかの会", district=CITY)


def test_a_centre_writes_for_its_own_sphere_alone(writers: Writers) -> None:
    other = build_area("98/98201/98201-02/", "北圏域", tier=Tier.SPHERE)
    with pytest.raises(NotYours):
        put_forward(writers.centre, district=other)
    with pytest.raises(NotYours):
        put_forward(writers.centre, district=CITY)
    _draft, made = put_forward(writers.centre)
    code = approve_submission(by=writers.officer, at=AT, submission_id=made)
    sentence = get_service(ANONYMOUS, code, at=AT).card.freshness.sentence
    assert "川辺包括支援センターが電話で確かめました" in sentence


def test_an_entry_outside_the_own_town_is_refused(writers: Writers) -> None:
    with pytest.raises(NotYours):
        put_forward(writers.coordinator, district=OTHER_CITY)
    assert not Submission.objects.exists()


def test_what_an_approval_would_refuse_is_refused_when_it_is_submitted(writers: Writers) -> None:
    for changed in ({"field": "nothing"}, {"rhythm": "weekly", "weekdays": []}, {"name": ""}):
        with pytest.raises(InputRefused):
            put_forward(writers.coordinator, **changed)
    assert not Submission.objects.exists()
    assert not Service.objects.exists()


def test_nobody_approves_their_own_entry(writers: Writers) -> None:
    _draft, made = put_forward(writers.officer)
    before = _count()
    with pytest.raises(OwnSubmission):
        approve_submission(by=writers.officer, at=AT, submission_id=made)
    for by in (writers.coordinator, writers.stranger, writers.reader, ANONYMOUS):
        with pytest.raises(SubmissionNotFound):
            approve_submission(by=by, at=AT, submission_id=made)
    assert _count() == before
    approve_submission(by=writers.colleague, at=AT, submission_id=made)
    assert Service.objects.get().state == ServiceState.PUBLISHED


def test_a_snapshot_that_was_touched_is_not_published(writers: Writers) -> None:
    _draft, made = put_forward(writers.coordinator)
    row = Submission.objects.get(id=made)
    row.snapshot["content"]["name"] = "すりかえた名前"
    row.save()
    before = _count()
    with pytest.raises(SnapshotBroken):
        approve_submission(by=writers.officer, at=AT, submission_id=made)
    assert _count() == before


def test_an_edit_changes_only_what_was_edited(writers: Writers) -> None:
    hours = ScheduleRule((Entry(Weekly((0, 2)), (Period(time(10), time(12)),)),))
    made = build_service(
        phones=(PhoneInput("000-555-1201", hours="午前"), PhoneInput("000-555-1299")),
        contacts=(ContactInput("試験 花子", "会長", is_leader=True),),
        documents=("買い物袋",),
        places=(
            PlaceInput(
                location=LocationInput(
                    CITY, name="川辺集会所", address="試験市川辺町3番5号", latitude=31.2,
                    longitude=136.2, sphere_path=SPHERE,
                ),
                schedule=ScheduleInput(hours),
                description="2階の和室",
            ),
        ),
        terms=(("field", "shopping"), ("need", "garbage")),
    )  # fmt: skip
    before = get_service(OPERATOR, made.id, at=AT)
    submitted = _submitted(writers.coordinator, made.short_code, phone="000-555-1400")
    assert get_service(ANONYMOUS, made.id, at=AT).card.phone != "000-555-1400"
    approve_submission(by=writers.officer, at=AT, submission_id=submitted)
    after = get_service(OPERATOR, made.id, at=AT)
    assert after.card.phone is not None
    assert after.card.phone.number == "000-555-1400"
    assert replace(after, card=before.card, linked_data=None) == replace(
        before, linked_data=None, modified_at=after.modified_at
    )
    assert {row.number for row in Service.objects.get(id=made.id).phones.all()} == {
        "000-555-1400",
        "000-555-1299",
    }
    assert [(row.field, row.before, row.after) for row in Revision.objects.all()] == [
        ("phone", "000-555-1201", "000-555-1400")
    ]


def test_every_part_of_a_record_can_be_edited_and_stays_what_it_was_beside(
    writers: Writers,
) -> None:
    code = _approved(writers)
    changes: list[tuple[dict[str, Any], str]] = [
        ({"name": "川辺の茶話会"}, "name"),
        ({"fee": "無料"}, "fee"),
        ({"field": "health"}, "field"),
        ({"place_name": "中央公民館", "address": "試験市中央1番1号"}, "place_name"),
        ({"rhythm": "words", "hours_words": "雨でなければ"}, "hours_words"),
        ({"rhythm": "fortnight", "first_date": "2026-12-03"}, "rhythm"),
        ({"place_name": "", "address": ""}, "place_name"),
        ({"scopes": ["paper"], "shows_address": False}, "scopes"),
        ({"phone": ""}, "phone"),
        ({"is_home": True, "place_name": "ある家", "address": "試験市川辺町9番9号"}, "is_home"),
    ]
    for changed, _field in changes:
        before = live_entry(writers.coordinator, code).content
        made = _submitted(writers.coordinator, code, **changed)
        approve_submission(by=writers.officer, at=AT, submission_id=made)
        after = live_entry(writers.coordinator, code).content
        expected = {**before, **changed}
        for name, value in after.items():
            if name in ("when", "first_date", "rhythm", "hours_words", "weekdays", "starts_at",
                        "ends_at", "is_home", "district", "phone_hours"):  # fmt: skip
                continue
            assert value == expected[name], (changed, name)
    assert "1週間おき" in after["when"] or "隔週" in after["when"]


def test_a_record_with_several_places_keeps_them(writers: Writers) -> None:
    places = tuple(
        PlaceInput(location=LocationInput(CITY, name=name, address=f"試験市{name}1番"))
        for name in ("東会館", "西会館")
    )
    made = build_service(places=places)
    entry = live_entry(writers.coordinator, made.short_code)
    assert {"place_name", "address", "rhythm"} <= entry.fixed
    submitted = _submitted(writers.coordinator, made.short_code, summary="新しい説明", address="偽")
    approve_submission(by=writers.officer, at=AT, submission_id=submitted)
    page = get_service(ANONYMOUS, made.id, at=AT)
    assert {place.name for place in page.places} == {"東会館", "西会館"}
    assert page.card.summary == "新しい説明"


def test_a_rule_the_form_cannot_say_is_kept(writers: Writers) -> None:
    rule = ScheduleRule((Entry(Weekly((1,)), (Period(time(9)),)), Entry(Weekly((3,)))))
    place = PlaceInput(location=LocationInput(CITY, "会館", address="試験市1番"),
                       schedule=ScheduleInput(rule))  # fmt: skip
    made = build_service(places=(place,))
    before = get_service(ANONYMOUS, made.id, at=AT).card.when
    assert live_entry(writers.coordinator, made.short_code).content["rhythm"] == "kept"
    submitted = _submitted(writers.coordinator, made.short_code, place_name="新しい会館")
    approve_submission(by=writers.officer, at=AT, submission_id=submitted)
    page = get_service(ANONYMOUS, made.id, at=AT)
    assert (page.places[0].name, page.card.when) == ("新しい会館", before)


def test_an_edit_without_a_difference_is_not_submitted(writers: Writers) -> None:
    code = _approved(writers)
    with pytest.raises(MoveRefused):
        _submitted(writers.coordinator, code)


def test_when_the_public_record_moved_on_the_submission_is_not_applied(writers: Writers) -> None:
    code = _approved(writers)
    made = _submitted(writers.coordinator, code, summary="新しい説明")
    service_id = Service.objects.get().id
    change_service(by=OPERATOR, at=AT, service_id=service_id, changes={"summary": "別の説明"})
    before = _count()
    with pytest.raises(RecordMovedOn):
        approve_submission(by=writers.officer, at=AT, submission_id=made)
    assert _count() == before
    assert Service.objects.get().summary == "別の説明"
    assert Submission.objects.get(id=made).state == SubmissionState.SUBMITTED


def test_when_the_draft_moved_on_the_snapshot_appears_and_the_draft_stays(
    writers: Writers,
) -> None:
    draft_id, made = put_forward(writers.coordinator)
    later = call(summary="あとから直した説明")
    version = Draft.objects.get(id=draft_id).version
    save_draft(by=writers.coordinator, at=AT, draft_id=draft_id, version=version, content=later)
    code = approve_submission(by=writers.officer, at=AT, submission_id=made)
    assert get_service(ANONYMOUS, code, at=AT).card.summary == call()["summary"]
    page = get_draft(writers.coordinator, draft_id)
    assert (page.is_open, page.content["summary"]) == (True, "あとから直した説明")
    again = submit_draft(
        by=writers.coordinator, at=AT, draft_id=draft_id, version=page.version,
        content=page.content,
    )  # fmt: skip
    changes = Submission.objects.get(id=again).snapshot["fields"]
    assert [each["name"] for each in changes] == ["summary"]
    approve_submission(by=writers.officer, at=AT, submission_id=again)
    assert get_service(ANONYMOUS, code, at=AT).card.summary == "あとから直した説明"


def test_a_returned_entry_is_mended_and_submitted_anew(writers: Writers) -> None:
    draft_id, made = put_forward(writers.coordinator)
    with pytest.raises(MoveRefused):
        submit_draft(by=writers.coordinator, at=AT, draft_id=draft_id, version=2, content=call())
    with pytest.raises(MoveRefused):
        discard_draft(by=writers.coordinator, at=AT, draft_id=draft_id)
    return_(by=writers.officer, at=AT, submission_id=made, reason="電話を確かめて。")
    page = get_draft(writers.coordinator, draft_id)
    assert page.line is not None
    assert (page.line.state, page.line.reason) == (SubmissionState.RETURNED, "電話を確かめて。")
    again = submit_draft(
        by=writers.coordinator, at=AT, draft_id=draft_id, version=page.version,
        content=call(phone="000-555-1999"),
    )  # fmt: skip
    code = approve_submission(by=writers.officer, at=AT, submission_id=again)
    phone = get_service(ANONYMOUS, code, at=AT).card.phone
    assert phone is not None
    assert phone.number == "000-555-1999"


def test_discard_takes_away_the_draft_and_never_the_record(writers: Writers) -> None:
    new = start_draft(by=writers.coordinator, at=AT, content=call())
    discard_draft(by=writers.coordinator, at=AT, draft_id=new)
    assert not Draft.objects.exists()
    code = _approved(writers)
    draft_id, _content = _edited(writers.coordinator, code, summary="やめた説明")
    discard_draft(by=writers.coordinator, at=AT, draft_id=draft_id)
    assert drafts_of(writers.coordinator) == ()
    assert get_service(ANONYMOUS, code, at=AT).card.summary == call()["summary"]
    again, _content = _edited(writers.coordinator, code, summary="また直す")
    assert again == draft_id
    with pytest.raises(DraftMovedOn):
        _edited(writers.coordinator, code, summary="二度目")
    with pytest.raises(MoveRefused):
        _edited(writers.officer, code, summary="ほかの組織")


def test_a_withdrawn_entry_can_be_discarded(writers: Writers) -> None:
    draft_id, made = put_forward(writers.coordinator)
    withdraw(by=writers.coordinator, at=AT, submission_id=made)
    discard_draft(by=writers.coordinator, at=AT, draft_id=draft_id)
    assert not Draft.objects.exists()


def test_a_preview_is_the_page_and_leaves_nothing_behind(writers: Writers) -> None:
    draft_id, made = put_forward(writers.coordinator)
    before = _count()
    of_draft = preview_draft(by=writers.coordinator, at=AT, draft_id=draft_id)
    of_submission = preview_submission(by=writers.officer, at=AT, submission_id=made)
    assert _count() == before
    code = approve_submission(by=writers.officer, at=AT, submission_id=made)
    public = get_service(ANONYMOUS, code, at=AT)
    for page in (of_draft, of_submission):
        same = replace(page.card, id=public.card.id, short_code=code, url=public.card.url)
        assert same == public.card
        assert (page.places, page.fees, page.how_to_start) == (
            public.places,
            public.fees,
            public.how_to_start,
        )


def test_previews_are_for_those_who_may_see_the_entry(writers: Writers) -> None:
    draft_id, made = put_forward(writers.coordinator)
    with pytest.raises(DraftNotFound):
        preview_draft(by=writers.officer, at=AT, draft_id=draft_id)
    for by in (writers.stranger, writers.reader, ANONYMOUS):
        with pytest.raises(SubmissionNotFound):
            preview_submission(by=by, at=AT, submission_id=made)
    with pytest.raises(SubmissionNotFound):
        preview_submission(by=writers.officer, at=AT, submission_id=uuid4())


def test_what_residents_would_not_see_has_no_preview(writers: Writers) -> None:
    draft_id, _made = put_forward(writers.coordinator, scopes=[Scope.PAPER.value])
    with pytest.raises(ServiceNotFound):
        preview_draft(by=writers.coordinator, at=AT, draft_id=draft_id)


def test_public_text_with_a_number_or_name_is_marked_for_the_reviewer(writers: Writers) -> None:
    _draft, made = put_forward(writers.coordinator, description="山田さん（090-1234-5678）に電話。")
    fields = {each["name"]: each for each in Submission.objects.get(id=made).snapshot["fields"]}
    assert "電話番号" in fields["description"]["finding"]
    assert "人の名前" in fields["description"]["finding"]
    assert fields["phone"]["finding"] == ""


def test_revisions_are_read_by_those_who_edit_and_can_be_erased(writers: Writers) -> None:
    code = _approved(writers)
    made = _submitted(writers.coordinator, code, description="山田さんの家です。")
    approve_submission(by=writers.officer, at=AT, submission_id=made)
    again = _submitted(writers.coordinator, code, description="家です。")
    approve_submission(by=writers.officer, at=AT, submission_id=again)
    service_id = Service.objects.get().id
    for by in (writers.stranger, writers.reader, ANONYMOUS):
        with pytest.raises(ServiceNotFound):
            revisions_of(by, service_id)
    for by in (writers.stranger, writers.centre):
        with pytest.raises(DirectoryRefused):
            erase_revisions(by=by, at=AT, service_id=service_id)
    lines = revisions_of(writers.officer, service_id)
    assert (lines[0].before, lines[0].after) == ("山田さんの家です。", "家です。")
    assert erase_revisions(by=writers.officer, at=AT, service_id=service_id) == len(lines)
    assert all(line.is_erased for line in revisions_of(writers.officer, service_id))
    kept = [str(list(model.objects.values())) for model in (Revision, Submission, Draft)]
    assert "山田" not in "".join(kept)


def test_records_alike_are_found_by_name_and_number_in_the_own_town(writers: Writers) -> None:
    code = _approved(writers)
    for name, phone, expected in (
        (NAME, "", [code]),
        ("", PHONE, [code]),
        ("川辺のおちゃ", "", []),
        ("北の会", "000-555-1998", []),
    ):
        cards = records_alike(writers.officer, name=name, phone=phone, at=AT)
        assert [card.short_code for card in cards] == expected, (name, phone)
    assert records_alike(writers.officer, name="お茶の会", at=AT)[0].short_code == code
    assert records_alike(writers.officer, name=f"新{NAME}（東）", at=AT)[0].short_code == code
    assert records_alike(writers.stranger, name=NAME, phone=PHONE, at=AT) == ()
    assert records_alike(writers.officer, name="川", at=AT) == ()
    assert records_alike(writers.officer, name="%", at=AT) == ()
    own = Service.objects.get().id
    assert records_alike(writers.officer, name=NAME, at=AT, beside=own) == ()


def test_drafts_take_the_same_queries_for_one_and_three(
    writers: Writers, django_assert_num_queries: Any
) -> None:
    put_forward(writers.officer)
    start_draft(by=writers.coordinator, at=AT, content=call())
    for number in (1, 2):
        for _each in range(number):
            put_forward(writers.coordinator)
        with django_assert_num_queries(3):
            found = drafts_of(writers.coordinator)
        assert len(found) == {1: 2, 2: 4}[number]


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_approve_at_once_one_publishes() -> None:
    writers = build_writers()
    _draft, made = put_forward(writers.coordinator)
    codes: list[str] = []
    refusals: list[str] = []

    def approve(number: int) -> None:
        by = writers.officer if number % 2 else writers.colleague
        try:
            codes.append(approve_submission(by=by, at=AT, submission_id=made))
        except ReviewRefused as refused:
            refusals.append(type(refused).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=approve, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(codes), refusals) == (1, ["AlreadyMoved"] * 49)
    assert Service.objects.count() == 1


_KILLED = """
import os, signal, sys, django
django.setup()
from datetime import UTC, datetime
from uuid import UUID
from django.conf import settings
from django.db import connections
name = sys.argv[1]
for held in (connections["default"].settings_dict, connections.settings["default"]):
    held["NAME"] = name
from yui.accounts.queries import viewer_for
from yui.directory.actions import approving
original = getattr(approving, sys.argv[4])
def dies(*args, **kwargs):
    original(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(approving, sys.argv[4], dies)
at = datetime.fromisoformat(sys.argv[5])
by = viewer_for(int(sys.argv[3]), membership_id=None, on=at.date())
approving.approve_submission(by=by, at=at, submission_id=UUID(sys.argv[2]))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["create_service", "publish_service", "_settle"])
def test_an_approval_that_is_killed_leaves_nothing_half_done(where: str) -> None:
    writers = build_writers()
    _draft, made = put_forward(writers.coordinator)
    before = _count()
    name = str(connections["default"].settings_dict["NAME"])
    connections.close_all()
    given = [name, str(made), str(writers.officer.user_id), where, AT.isoformat()]
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, *given],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "yui.config.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]
    assert _count() == before
    assert Submission.objects.get(id=made).state == SubmissionState.SUBMITTED
    approve_submission(by=writers.officer, at=AT, submission_id=made)
    assert Service.objects.get().state == ServiceState.PUBLISHED


def test_a_confirmed_day_is_the_day_of_the_call(writers: Writers) -> None:
    code = _approved(writers, consent_date="2026-11-20", consent_how="visit")
    row = Service.objects.get(short_code=code)
    assert (row.confirmed_date, row.confirmed_how) == (date(2026, 11, 20), "visit")
    assert row.modified_at == datetime.fromisoformat(AT.isoformat())
    assert entry_of(row.id).content["consent_date"] == "2026-11-20"
