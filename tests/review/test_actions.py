"""Submitting and deciding: each verb, each refusal, one winner, nobody approves the own."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connections, transaction

from tests.builders import AT, CITY
from tests.review.builders import SECRET, People, build_people, put_forward
from yui.journal.models import Entry
from yui.journal.queries import chain_fault
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer
from yui.review.actions import (
    Approved,
    Document,
    approve,
    archive,
    declare_lone,
    end_lone,
    forget_snapshots,
    return_,
    withdraw,
)
from yui.review.errors import (
    AlreadyMoved,
    AlreadySubmitted,
    InputRefused,
    OwnSubmission,
    ReviewRefused,
    SnapshotBroken,
    SubmissionNotFound,
)
from yui.review.models import LoneOffice, Submission
from yui.review.queries import get_submission, outcome_from_outside
from yui.review.rules import digest_of
from yui.review.states import MOVES, SubmissionState

PAPER = Document(date(2026, 11, 24), "高福第12号")


@pytest.fixture
def people(db: None) -> People:
    return build_people()


def _approve(by: Viewer, submission_id: UUID, document: Document = Document()) -> Approved:  # noqa: B008 -- a frozen value
    return approve(by=by, at=AT, submission_id=submission_id, room="directory", document=document)


def _state(submission_id: UUID) -> str:
    return str(Submission.objects.values_list("state", flat=True).get(id=submission_id))


def _verbs() -> list[str]:
    return list(
        Entry.objects.filter(object_type="review.submission")
        .order_by("position")
        .values_list("verb", flat=True)
    )


def test_submit_keeps_a_snapshot_with_its_hash_and_no_text_in_the_journal(people: People) -> None:
    made = put_forward(people.coordinator)
    row = Submission.objects.get(id=made)
    assert (row.state, row.submitted_at, row.body_id) == (
        SubmissionState.SUBMITTED,
        AT,
        people.coordinator.body_id,
    )
    assert row.digest == digest_of(row.snapshot)
    assert _verbs() == ["review.submission.submitted"]
    assert not Entry.objects.filter(fields__icontains=SECRET).exists()


def test_submit_twice_is_refused_while_the_first_waits(people: People) -> None:
    thing = uuid4()
    put_forward(people.coordinator, object_id=thing)
    with pytest.raises(AlreadySubmitted):
        put_forward(people.coordinator, object_id=thing)
    assert Submission.objects.count() == 1
    assert len(_verbs()) == 1


def test_submit_without_a_body_is_refused(people: People) -> None:
    with pytest.raises(SubmissionNotFound):
        put_forward(Viewer(people.officer.role, user_id=people.officer.user_id, area_path=CITY))


def test_submit_anew_puts_the_returned_one_away(people: People) -> None:
    thing = uuid4()
    first = put_forward(people.coordinator, object_id=thing)
    return_(by=people.officer, at=AT, submission_id=first, reason="電話を確かめてください。")
    second = put_forward(people.coordinator, object_id=thing)
    assert (_state(first), _state(second)) == (
        SubmissionState.ARCHIVED,
        SubmissionState.SUBMITTED,
    )


def test_approve_returns_exactly_the_snapshot_and_the_author(people: People) -> None:
    thing = uuid4()
    made = put_forward(people.coordinator, object_id=thing, base_revision="a" * 64)
    approved = _approve(people.officer, made)
    assert approved.object_id == thing
    assert approved.snapshot["content"] == {"name": "川辺のお茶の会"}
    assert (approved.author.user_id, approved.author.role, approved.author.area_path) == (
        people.coordinator.user_id,
        people.coordinator.role,
        CITY,
    )
    row = Submission.objects.get(id=made)
    assert (row.state, row.decided_by_id, row.decided_at) == (
        SubmissionState.APPROVED,
        people.officer.user_id,
        AT,
    )


def test_approve_puts_the_approved_one_before_it_away(people: People) -> None:
    thing = uuid4()
    first = put_forward(people.coordinator, object_id=thing)
    _approve(people.officer, first)
    second = put_forward(people.coordinator, object_id=thing)
    _approve(people.officer, second)
    assert (_state(first), _state(second)) == (SubmissionState.ARCHIVED, SubmissionState.APPROVED)


@pytest.mark.parametrize("who", ["stranger", "prefecture", "coordinator"])
def test_approve_by_who_does_not_decide_here_finds_nothing(people: People, who: str) -> None:
    made = put_forward(people.coordinator)
    with pytest.raises(SubmissionNotFound) as refused:
        _approve(getattr(people, who), made)
    assert SECRET not in str(refused.value)
    assert _state(made) == SubmissionState.SUBMITTED
    assert len(_verbs()) == 1


def test_approve_for_another_room_finds_nothing(people: People) -> None:
    made = put_forward(people.coordinator)
    with pytest.raises(SubmissionNotFound):
        approve(by=people.officer, at=AT, submission_id=made, room="cases", document=Document())
    assert _state(made) == SubmissionState.SUBMITTED


def test_what_an_officer_submitted_is_decided_by_colleagues_of_the_same_body(
    people: People,
) -> None:
    made = put_forward(people.officer)
    with pytest.raises(SubmissionNotFound):
        _approve(people.other_section, made)
    _approve(people.colleague, made)
    assert _state(made) == SubmissionState.APPROVED


def test_nobody_approves_or_returns_the_own(people: People) -> None:
    made = put_forward(people.officer)
    with pytest.raises(OwnSubmission):
        _approve(people.officer, made, PAPER)
    with pytest.raises(OwnSubmission):
        return_(by=people.officer, at=AT, submission_id=made, reason="わけ")
    assert _state(made) == SubmissionState.SUBMITTED
    assert len(_verbs()) == 1


def test_the_database_itself_refuses_an_approval_of_the_own(people: People) -> None:
    made = put_forward(people.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(id=made).update(
            state=SubmissionState.APPROVED, decided_at=AT, decided_by=people.officer.user_id
        )


def test_an_only_officer_approves_the_own_with_date_and_number(people: People) -> None:
    declare_lone(by=people.officer, at=AT, body_id=people.officer.body_id or 0)
    made = put_forward(people.officer)
    for paper in (
        Document(),
        Document(date(2026, 11, 24), " "),
        Document(None, "1号"),
        Document(date(2026, 11, 25), "1号"),
        Document(date(2026, 11, 24), "号" * 61),
        Document(date(2026, 11, 24), "1\x00号"),
    ):
        with pytest.raises(InputRefused):
            _approve(people.officer, made, paper)
    assert _state(made) == SubmissionState.SUBMITTED
    _approve(people.officer, made, PAPER)
    row = Submission.objects.get(id=made)
    assert (row.is_own_decision, row.decision_date, row.document_number) == (
        True,
        PAPER.decision_date,
        PAPER.number,
    )


def test_a_colleague_needs_no_paper_where_the_body_is_declared_lone(people: People) -> None:
    declare_lone(by=people.officer, at=AT, body_id=people.officer.body_id or 0)
    made = put_forward(people.officer)
    _approve(people.colleague, made)
    assert not Submission.objects.get(id=made).is_own_decision


def test_approve_when_the_stored_snapshot_was_touched_is_refused(people: People) -> None:
    made = put_forward(people.coordinator)
    Submission.objects.filter(id=made).update(snapshot={"fields": [], "content": {"name": "偽"}})
    with pytest.raises(SnapshotBroken):
        _approve(people.officer, made)
    assert _state(made) == SubmissionState.SUBMITTED


def test_return_needs_a_reason_that_can_be_kept(people: People) -> None:
    made = put_forward(people.coordinator)
    for reason in ("", " \n ", "わ" * 2001, "番号は 123456789018 です", "\x00"):
        with pytest.raises(InputRefused):
            return_(by=people.officer, at=AT, submission_id=made, reason=reason)
    assert _state(made) == SubmissionState.SUBMITTED
    return_(by=people.officer, at=AT, submission_id=made, reason=" 電話を\r\n確かめて。 ")
    assert Submission.objects.get(id=made).reason == "電話を\n確かめて。"


def test_return_by_a_stranger_finds_nothing(people: People) -> None:
    made = put_forward(people.coordinator)
    with pytest.raises(SubmissionNotFound):
        return_(by=people.stranger, at=AT, submission_id=made, reason="わけ")


def test_withdraw_and_archive_are_for_the_authors_body(people: People) -> None:
    made = put_forward(people.coordinator)
    for verb in (withdraw, archive):
        with pytest.raises(SubmissionNotFound):
            verb(by=people.officer, at=AT, submission_id=made)
    with pytest.raises(AlreadyMoved):
        archive(by=people.coordinator, at=AT, submission_id=made)
    withdraw(by=people.coordinator, at=AT, submission_id=made)
    assert _state(made) == SubmissionState.DRAFT
    with pytest.raises(AlreadyMoved):
        withdraw(by=people.coordinator, at=AT, submission_id=made)
    archive(by=people.coordinator, at=AT, submission_id=made)
    assert _state(made) == SubmissionState.ARCHIVED
    assert _verbs()[1:] == ["review.submission.withdrawn", "review.submission.archived"]


def test_what_is_decided_moves_no_more(people: People) -> None:
    made = put_forward(people.coordinator)
    _approve(people.officer, made)
    with pytest.raises(AlreadyMoved):
        _approve(people.colleague, made)
    with pytest.raises(AlreadyMoved):
        return_(by=people.officer, at=AT, submission_id=made, reason="わけ")
    with pytest.raises(AlreadyMoved):
        withdraw(by=people.coordinator, at=AT, submission_id=made)


def test_every_state_but_the_last_can_be_left() -> None:
    assert set(MOVES) == set(SubmissionState)
    assert [state for state, after in MOVES.items() if not after] == [SubmissionState.ARCHIVED]


def test_forgotten_snapshots_leave_their_hash_and_waiting_ones_stay(people: People) -> None:
    thing = uuid4()
    first = put_forward(people.coordinator, object_id=thing)
    return_(by=people.officer, at=AT, submission_id=first, reason=SECRET)
    second = put_forward(people.coordinator, object_id=thing)
    assert forget_snapshots(by=people.officer, at=AT, room="directory", object_id=thing) == 1
    row = Submission.objects.get(id=first)
    assert (row.snapshot, SECRET in row.reason) == ({}, False)
    assert row.digest == digest_of(Submission.objects.get(id=second).snapshot)


def test_only_the_account_manager_declares_a_body_lone(people: People) -> None:
    body_id = people.officer.body_id or 0
    for who in (people.colleague, people.stranger, people.coordinator):
        with pytest.raises(SubmissionNotFound):
            declare_lone(by=who, at=AT, body_id=body_id)
    declare_lone(by=people.officer, at=AT, body_id=body_id)
    with pytest.raises(AlreadyMoved):
        declare_lone(by=people.officer, at=AT, body_id=body_id)
    row = LoneOffice.objects.get()
    assert (row.declared_by_id, row.declared_at) == (people.officer.user_id, AT)
    with pytest.raises(SubmissionNotFound):
        end_lone(by=people.colleague, at=AT, body_id=body_id)
    end_lone(by=people.officer, at=AT, body_id=body_id)
    with pytest.raises(AlreadyMoved):
        end_lone(by=people.officer, at=AT, body_id=body_id)


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_decide_at_once_one_wins() -> None:
    people = build_people()
    made = put_forward(people.coordinator)
    outcomes: list[Any] = []

    def decide(number: int) -> None:
        who = people.officer if number % 2 else people.colleague
        try:
            if number % 5:
                outcomes.append(_approve(who, made))
            else:
                return_(by=who, at=AT, submission_id=made, reason="わけ")
                outcomes.append("returned")
        except ReviewRefused as refused:
            outcomes.append(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [each for each in outcomes if not isinstance(each, ReviewRefused)]
    assert len(outcomes) == 50
    assert len(winners) == 1
    assert all(isinstance(each, AlreadyMoved) for each in outcomes if each not in winners)
    assert len(_verbs()) == 2
    assert chain_fault() is None


def test_officers_of_the_place_decide_when_it_came_from_outside(people: People) -> None:
    given_id = put_forward(ANONYMOUS, is_from_outside=True)
    row = Submission.objects.get(id=given_id)
    assert (row.body_id, row.author_role, row.submitted_by_id) == (None, Role.ANONYMOUS, None)
    for viewer in (people.coordinator, people.stranger, people.prefecture, ANONYMOUS):
        with pytest.raises(SubmissionNotFound):
            get_submission(viewer, given_id)
        with pytest.raises(SubmissionNotFound):
            withdraw(by=viewer, at=AT, submission_id=given_id)
    page = get_submission(people.colleague, given_id)
    assert (page.may_approve, page.may_withdraw, page.may_archive) == (True, False, False)
    return_(by=people.officer, at=AT, submission_id=given_id, reason="もう一度。")
    outcome = outcome_from_outside(room=row.room, object_id=UUID(row.object_id))
    assert outcome is not None
    assert (outcome.state, outcome.reason) == (SubmissionState.RETURNED, "もう一度。")


def test_who_typed_it_from_paper_neither_approves_nor_keeps_it(people: People) -> None:
    given_id = put_forward(people.officer, is_from_outside=True)
    with pytest.raises(OwnSubmission):
        approve(
            by=people.officer, at=AT, submission_id=given_id, room="directory", document=Document()
        )
    assert Submission.objects.get(id=given_id).state == SubmissionState.SUBMITTED
    assert get_submission(people.colleague, given_id).may_approve
