"""Registrations: steps kept one by one, the tier they go to, what an approval makes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.builders import AT, CITY, OTHER_CITY, build_area, every_viewer
from tests.members.builders import CANARY, Office, build_office, sent, written
from yui.accounts.models import Body, Invitation
from yui.areas.states import Tier
from yui.directory.models import Organization
from yui.journal.models import Entry
from yui.members.actions import (
    approve_registration,
    begin_using,
    save_step,
    send_registration,
    start_registration,
    tidy_applications,
)
from yui.members.errors import ApplicationNotFound, InputRefused, MoveRefused
from yui.members.models import Application, Declaration, Member
from yui.members.queries import get_member, members_in, open_application
from yui.members.queries.members import visible_members
from yui.members.rules import may_see, tier_of, visibilities_for
from yui.members.states import EDITION, PROMISES, ApplicationState, Step
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS
from yui.review.actions import return_
from yui.review.errors import OwnSubmission, SubmissionNotFound
from yui.review.models import Submission
from yui.review.queries import queue
from yui.review.rules import changes_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


def test_approval_makes_exactly_what_was_written(office: Office) -> None:
    secret, waiting = sent()
    assert (Organization.objects.count(), Member.objects.count()) == (1, 0)
    code = approve_registration(by=office.officer, at=AT, submission_id=waiting.id)
    row = Member.objects.select_related("organization__kind", "area").get()
    made = row.organization
    assert (made.short_code, made.name, made.kind.code) == (code, "みなと運送株式会社", "company")
    assert (made.area.path, made.is_published) == (CITY, True)
    assert made.body is not None
    page = get_member(ANONYMOUS, code)
    assert (page.offers, page.areas) == (("人手", "車両・移動"), ("試験県試験市",))
    assert (page.phone, page.person, page.email) == ("000-555-7002", "", "")
    assert get_member(office.stranger, code).person == CANARY
    declared = Declaration.objects.values_list(
        "question", "answer", "edition_date", "declared_date"
    )
    assert len(declared) == len(PROMISES)
    assert ("no_gangs", "yes", EDITION, date(2026, 11, 24)) in declared
    assert open_application(secret, at=AT).state is ApplicationState.ADMITTED
    assert begin_using(at=AT, secret=secret)
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"members.application.admitted", "directory.organization.created"} <= verbs


def test_nothing_is_public_when_it_waits_or_is_a_draft(office: Office) -> None:
    before = Body.objects.count(), Organization.objects.count(), Invitation.objects.count()
    written()
    sent()
    assert members_in(ANONYMOUS) == ()
    assert (
        Body.objects.count(),
        Organization.objects.count(),
        Invitation.objects.count(),
    ) == before


@pytest.mark.parametrize(
    ("paths", "tier"),
    [
        (["98/98201/"], "98/98201/"),
        (["98/98201/98202/", "98/98201/98203/"], "98/98201/"),
        (["98/98201/", "98/98202/"], "98/"),
        (["98/"], "98/"),
        (["98/98201/", "97/97201/"], ""),
        ([""], ""),
        (["98/", ""], ""),
    ],
)
def test_tier_follows_the_areas(paths: list[str], tier: str) -> None:
    assert tier_of(paths) == tier


def test_prefecture_decides_when_several_towns_are_named(office: Office) -> None:
    _secret, waiting = sent(areas=["試験市", "となり市"], visibility="prefecture")
    assert waiting.area.path == "98/"
    with pytest.raises(SubmissionNotFound):
        approve_registration(by=office.officer, at=AT, submission_id=waiting.id)
    assert queue(office.officer).to_decide == ()
    (line,) = queue(office.prefecture).to_decide
    assert line.may_decide
    approve_registration(by=office.prefecture, at=AT, submission_id=waiting.id)
    assert Organization.objects.get(name="みなと運送株式会社").area.path == "98/"


def test_who_typed_it_from_paper_does_not_approve_it(office: Office) -> None:
    secret = written(by=office.officer)
    send_registration(by=ANONYMOUS, at=AT, secret=secret)
    waiting = Submission.objects.get()
    with pytest.raises(OwnSubmission):
        approve_registration(by=office.officer, at=AT, submission_id=waiting.id)
    assert Member.objects.count() == 0
    approve_registration(by=office.colleague, at=AT, submission_id=waiting.id)
    assert Member.objects.count() == 1


def test_author_mends_and_sends_again_when_it_was_given_back(office: Office) -> None:
    secret, waiting = sent()
    about = {"name": "みなと運送", "kind": "company"}
    with pytest.raises(MoveRefused):
        save_step(by=ANONYMOUS, at=AT, secret=secret, step=Step.ABOUT, given=about)
    return_(by=office.officer, at=AT, submission_id=waiting.id, reason="正式な名前を。")
    page = open_application(secret, at=AT)
    assert (page.is_open, page.is_returned, page.reason) == (True, True, "正式な名前を。")
    save_step(by=ANONYMOUS, at=AT, secret=secret, step=Step.ABOUT, given=about)
    later = AT + timedelta(hours=1)
    send_registration(by=ANONYMOUS, at=later, secret=secret)
    assert not open_application(secret, at=later).is_open
    again = Submission.objects.latest("submitted_at")
    approve_registration(by=office.officer, at=later, submission_id=again.id)
    assert Member.objects.get().organization.name == "みなと運送"


def test_reviewer_is_told_what_to_look_at(office: Office) -> None:
    _secret, waiting = sent(name="あさひ助け合いの会", penalty="yes")
    found = {change.name: change.finding for change in changes_in(waiting.snapshot)}
    assert "あさひ助け合いの会" in found["name"]
    assert found["penalty"]
    assert not found["insurance"]


WRONG: tuple[tuple[Step, dict[str, Any], str], ...] = (
    (Step.ABOUT, {"name": "", "kind": "company"}, "name"),
    (Step.ABOUT, {"name": "会", "kind": "municipality"}, "kind"),
    (Step.ABOUT, {"name": "会", "kind": "group", "number": "1234567890123"}, "number"),
    (Step.WHERE, {"areas": ["どこにもない市"]}, "areas"),
    (Step.WHERE, {"areas": []}, "areas"),
    (Step.OFFERS, {"offers": ["gold"]}, "offers"),
    (Step.CONTACT, {"person": "人", "phone": "なし"}, "phone"),
    (Step.WANTS, {"wants": "1234 5678 9018"}, "wants"),
    (Step.WANTS, {"wants": "あ" * 1001}, "wants"),
    (Step.PROMISES, {"no_gangs": "no"}, "no_gangs"),
    (Step.SEEN, {"visibility": "body"}, "visibility"),
)


def test_step_is_refused_and_nothing_kept_when_it_is_wrong(office: Office) -> None:
    started = start_registration(by=ANONYMOUS, at=AT, email="", link_of=str, page="")
    before = Application.objects.get().content
    for step, given, field in WRONG:
        with pytest.raises(InputRefused) as refused:
            save_step(by=ANONYMOUS, at=AT, secret=started.secret, step=step, given=given)
        assert refused.value.field == field, given
    assert Application.objects.get().content == before


def test_name_of_two_towns_is_asked_back(office: Office) -> None:
    build_area("97/", "別県", tier=Tier.PREFECTURE)
    build_area("97/97201/", "試験市")
    started = start_registration(by=ANONYMOUS, at=AT, email="", link_of=str, page="")
    with pytest.raises(InputRefused, match="都道府県から"):
        save_step(
            by=ANONYMOUS,
            at=AT,
            secret=started.secret,
            step=Step.WHERE,
            given={"areas": ["試験市"]},
        )
    given = {"areas": ["別県試験市", "別県"]}
    save_step(by=ANONYMOUS, at=AT, secret=started.secret, step=Step.WHERE, given=given)
    assert Application.objects.get().content["areas"] == ["97/"]


def test_registration_that_lacks_a_step_is_not_sent(office: Office) -> None:
    started = start_registration(by=ANONYMOUS, at=AT, email="", link_of=str, page="")
    with pytest.raises(MoveRefused):
        send_registration(by=ANONYMOUS, at=AT, secret=started.secret)
    assert not Submission.objects.exists()


def test_narrow_visibility_is_not_whole_when_areas_grew_wider(office: Office) -> None:
    secret = written(visibility="municipality")
    given = {"areas": ["試験市", "となり市"]}
    save_step(by=ANONYMOUS, at=AT, secret=secret, step=Step.WHERE, given=given)
    assert not open_application(secret, at=AT).is_whole
    with pytest.raises(MoveRefused):
        send_registration(by=ANONYMOUS, at=AT, secret=secret)


def test_draft_and_its_words_are_gone_when_nobody_went_on(office: Office) -> None:
    secret = written()
    assert tidy_applications(at=AT + timedelta(days=29)) == 0
    assert tidy_applications(at=AT + timedelta(days=31)) == 1
    with pytest.raises(ApplicationNotFound):
        open_application(secret, at=AT)


def test_words_of_a_returned_one_are_gone_everywhere_after_a_year(office: Office) -> None:
    _secret, waiting = sent()
    return_(by=office.officer, at=AT, submission_id=waiting.id, reason="ちがいます。")
    assert tidy_applications(at=AT + timedelta(days=366)) == 1
    assert Submission.objects.get(id=waiting.id).snapshot == {}
    assert not Application.objects.exists()


def test_query_says_what_the_rule_says_of_members(office: Office) -> None:
    _secret, waiting = sent()
    approve_registration(by=office.officer, at=AT, submission_id=waiting.id)
    row = Member.objects.select_related("organization").get()
    body_id = row.organization.body_id
    viewers = [
        viewer
        for path in (CITY, OTHER_CITY, "98/", "97/", "")
        for viewer in every_viewer(path, body_id=body_id or 0).values()
        if viewer.role is not Role.OPERATOR
    ]
    for visibility in visibilities_for(CITY):
        Member.objects.update(visibility=visibility)
        for viewer in (ANONYMOUS, office.stranger, office.prefecture, office.officer, *viewers):
            seen = visible_members(viewer).filter(id=row.id).exists()
            given = {"area_path": CITY, "body_id": body_id, "visibility": visibility}
            assert seen == may_see(viewer, **given), (visibility, viewer)


def test_list_narrows_by_area_and_offer(office: Office, django_assert_num_queries: Any) -> None:
    deciding = {"98/": office.prefecture, CITY: office.officer, OTHER_CITY: office.stranger}
    for name, areas, offers in (
        ("い商店", ["試験市"], ["goods"]),
        ("あ運送", ["試験県"], ["vehicles"]),
        ("う銀行", ["となり市"], ["money"]),
    ):
        _secret, waiting = sent(name=name, areas=areas, offers=offers)
        approve_registration(by=deciding[waiting.area.path], at=AT, submission_id=waiting.id)
    with django_assert_num_queries(4):
        found = members_in(ANONYMOUS, area_path=CITY)
    assert [line.name for line in found] == ["あ運送", "い商店"]
    assert [line.name for line in members_in(ANONYMOUS, offer="money")] == ["う銀行"]
