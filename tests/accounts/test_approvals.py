"""Two people: one asks, exactly one other of the same office decides."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.builders import CITY, OPERATOR, OTHER_CITY, build_body, build_person
from yui.accounts.actions import ask_approval, ask_manager, decide_approval
from yui.accounts.errors import ApprovalRefused, NotManaged
from yui.accounts.models import Approval, Body, Membership
from yui.accounts.queries import is_approved, waiting_approvals
from yui.accounts.states import ApprovalKind, Decision
from yui.journal.models import Entry
from yui.journal.queries import entries_after, head_position
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

pytestmark = pytest.mark.django_db


def _office() -> tuple[Viewer, Viewer, Viewer]:
    """Two account managers of an office and an officer who is none."""
    body_id = build_body(CITY)
    first = build_person("hajime", body_id=body_id, manages=True)
    second = build_person("tsugi", body_id=body_id, manages=True)
    return first, second, build_person("tada", body_id=body_id)


def _ask(by: Viewer, at: datetime, member: Viewer) -> Approval:
    asked = ask_manager(by=by, at=at, membership_id=member.membership_id or 0)
    return Approval.objects.get(id=asked)


def _manages(member: Viewer) -> bool:
    return Membership.objects.get(id=member.membership_id).manages_accounts


def test_the_right_comes_into_force_when_the_second_person_agrees(at: datetime) -> None:
    first, second, member = _office()
    row = _ask(first, at, member)
    assert not _manages(member)
    before = head_position()
    decide_approval(by=second, at=at, approval_id=row.id, decision=Decision.APPROVED)
    assert _manages(member)
    row.refresh_from_db()
    assert (row.asked_by_id, row.decided_by_id) == (first.user_id, second.user_id)
    assert is_approved(ApprovalKind.MANAGER, member.membership_id)
    assert [(entry.verb, entry.object_id) for entry in entries_after(before)] == [
        ("accounts.approval.approved", str(row.id))
    ]


def test_a_refusal_leaves_the_person_without_the_right(at: datetime) -> None:
    first, second, member = _office()
    row = _ask(first, at, member)
    decide_approval(by=second, at=at, approval_id=row.id, decision=Decision.REFUSED)
    assert not _manages(member)
    assert not is_approved(ApprovalKind.MANAGER, member.membership_id)
    with pytest.raises(ApprovalRefused, match="もう決まったか"):
        decide_approval(by=second, at=at, approval_id=row.id, decision=Decision.APPROVED)
    assert not _manages(member)


def test_who_asked_never_decides_not_even_in_another_role(at: datetime) -> None:
    first, _second, member = _office()
    row, before = _ask(first, at, member), head_position()
    section = Body.objects.create(
        name="高齢福祉係",
        kind="municipality",
        area=Body.objects.get().area,
        parent_id=first.body_id,
    )
    other_role = Viewer(
        Role.MUNICIPAL_OFFICER, first.user_id, 99, section.id, CITY, manages_accounts=True
    )
    for viewer in (first, other_role):
        with pytest.raises(ApprovalRefused, match="自分では承認できません"):
            decide_approval(by=viewer, at=at, approval_id=row.id, decision=Decision.APPROVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(id=row.id).update(
            decision=Decision.APPROVED, decided_by=first.user_id, decided_at=at
        )
    assert not _manages(member)
    assert head_position() == before


def test_for_other_offices_and_plain_officers_it_is_not_there(at: datetime) -> None:
    first, _second, member = _office()
    row = _ask(first, at, member)
    stranger = build_person("yoso", area_path=OTHER_CITY, manages=True)
    for viewer in (stranger, member):
        with pytest.raises(NotManaged):
            decide_approval(by=viewer, at=at, approval_id=row.id, decision=Decision.APPROVED)
        assert waiting_approvals(viewer, at=at) == ()
    with pytest.raises(NotManaged):
        decide_approval(by=first, at=at, approval_id=uuid4(), decision=Decision.APPROVED)
    with pytest.raises(NotManaged):
        ask_manager(by=stranger, at=at, membership_id=member.membership_id or 0)
    assert not _manages(member)


def test_after_72_hours_it_is_stale_and_can_be_asked_anew(at: datetime) -> None:
    first, second, member = _office()
    row = _ask(first, at, member)
    with pytest.raises(ApprovalRefused, match="もう承認を待っています"):
        _ask(first, at, member)
    late = at + timedelta(hours=72)
    assert len(waiting_approvals(second, at=late - timedelta(seconds=1))) == 1
    assert waiting_approvals(second, at=late) == ()
    with pytest.raises(ApprovalRefused, match="72時間"):
        decide_approval(by=second, at=late, approval_id=row.id, decision=Decision.APPROVED)
    assert not _manages(member)
    again = _ask(second, late, member)
    decide_approval(by=first, at=late, approval_id=again.id, decision=Decision.APPROVED)
    assert _manages(member)


def test_a_body_with_one_manager_is_told_that_the_host_approves(at: datetime) -> None:
    body_id = build_body(CITY)
    alone = build_person("hitori", body_id=body_id, manages=True)
    member = build_person("tada", body_id=body_id)
    row = _ask(alone, at, member)
    (waiting,) = waiting_approvals(alone, at=at)
    assert (waiting.only_host, waiting.may_decide) == (True, False)
    assert waiting.subject.startswith("試験 利用者")
    decide_approval(by=OPERATOR, at=at, approval_id=row.id, decision=Decision.APPROVED)
    assert _manages(member)


def test_a_manager_of_the_body_above_is_a_second_person(at: datetime) -> None:
    first, _second, _member = _office()
    section = build_body(CITY, "高齢福祉係")
    Body.objects.filter(id=section).update(parent=first.body_id)
    below = build_person("kakari", body_id=section, manages=True)
    member = build_person("kakariin", body_id=section)
    row = _ask(below, at, member)
    (waiting,) = waiting_approvals(first, at=at)
    assert (waiting.id, waiting.may_decide, waiting.only_host) == (row.id, True, False)
    decide_approval(by=first, at=at, approval_id=row.id, decision=Decision.APPROVED)
    assert _manages(member)


def test_the_list_takes_as_many_queries_for_three_offices_as_for_one(at: datetime) -> None:
    first, second, _member = _office()
    yoso = build_person("yoso", area_path=OTHER_CITY, manages=True)
    _ask(yoso, at, build_person("yosono", body_id=yoso.body_id))
    counts = []
    for number in range(3):
        section = build_body(CITY, f"係{number}")
        Body.objects.filter(id=section).update(parent=first.body_id)
        _ask(first, at, build_person(f"hito{number}", body_id=section))
        with CaptureQueriesContext(connection) as asked:
            found = waiting_approvals(second, at=at)
        assert len(found) == number + 1
        assert all(each.may_decide and not each.only_host and each.subject for each in found)
        counts.append(len(asked))
    assert counts == [counts[0]] * 3


def test_upper_rooms_ask_for_their_own_things(at: datetime) -> None:
    first, second, _member = _office()
    thing = uuid4()
    asked = ask_approval(
        by=first,
        at=at,
        kind=ApprovalKind.INVITATION,
        body_id=first.body_id or 0,
        object_id=thing,
    )
    decide_approval(by=second, at=at, approval_id=asked, decision=Decision.APPROVED)
    assert is_approved(ApprovalKind.INVITATION, thing)
    assert not is_approved(ApprovalKind.MANAGER, thing)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_decide_at_once_exactly_one_wins(at: datetime) -> None:
    body_id = build_body(CITY)
    first = build_person("hajime", body_id=body_id, manages=True)
    member = build_person("tada", body_id=body_id)
    others = [build_person(f"kanri{n}", body_id=body_id, manages=True) for n in range(8)]
    row = _ask(first, at, member)
    start, outcomes = threading.Barrier(len(others)), []

    def decide(viewer: Viewer, decision: Decision) -> None:
        try:
            start.wait(timeout=20)
            decide_approval(by=viewer, at=at, approval_id=row.id, decision=decision)
            outcomes.append(decision)
        except ApprovalRefused:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=(viewer, tuple(Decision)[n % 2]))
        for n, viewer in enumerate(others)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    winners = [outcome for outcome in outcomes if outcome is not None]
    assert (len(outcomes), len(winners)) == (8, 1)
    row.refresh_from_db()
    assert row.decision == winners[0]
    assert _manages(member) is (winners[0] is Decision.APPROVED)
    verbs = Entry.objects.filter(object_id=str(row.id)).values_list("verb", flat=True)
    assert sorted(verbs) == sorted(
        ["accounts.approval.asked", f"accounts.approval.{winners[0].value}"]
    )
