"""Claims: what proves one, what is made of it, who may decide, who learns nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders import AT, CITY, every_viewer
from tests.members.builders import CANARY, CLAIMANT, Office, build_office, claimed
from yui.accounts.actions import join
from yui.accounts.models import Body, Invitation, Membership
from yui.directory.errors import OrganizationNotFound
from yui.directory.models import Organization
from yui.journal.models import Entry
from yui.lib.secret_codes import new_code
from yui.members.actions import (
    begin_using,
    decline_claim,
    grant_claim,
    prove_by_letter,
    put_letter_in_force,
    start_claim,
    tidy_applications,
)
from yui.members.errors import ApplicationNotFound, CodeRefused, InputRefused, MoveRefused
from yui.members.models import Application
from yui.members.queries import get_claim, open_application, waiting_claims
from yui.members.queries.applications import visible_claims
from yui.members.rules import may_decide
from yui.members.states import ApplicationState, Proof
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


def test_owner_comes_in_when_the_office_rang_the_number_on_record(office: Office) -> None:
    secret, row = claimed(office)
    grant_claim(by=office.officer, at=AT, application_id=row.id, proof=Proof.CALL_BACK)
    organization = Organization.objects.get(id=office.organization.id)
    assert organization.body is not None
    assert organization.body.name == organization.name
    token = begin_using(at=AT, secret=secret)
    join(at=AT, secret=token, login="asahi", password="kome-to-miso-to-nori-42")
    held = Membership.objects.get(user__login="asahi")
    assert (held.role, held.body_id, held.manages_accounts) == (
        Role.ORGANIZATION_OWNER,
        organization.body_id,
        True,
    )
    with pytest.raises(MoveRefused):
        begin_using(at=AT, secret=secret)
    verbs = Entry.objects.order_by("-position").values_list("verb", flat=True)
    assert "members.application.admitted" in verbs[:12]
    assert "directory.organization.represented" in verbs[:12]


def test_nothing_changes_when_a_claim_waits(office: Office) -> None:
    before = Body.objects.count(), Invitation.objects.count()
    secret, _row = claimed(office)
    assert (Body.objects.count(), Invitation.objects.count()) == before
    assert Organization.objects.get(id=office.organization.id).body is None
    with pytest.raises(MoveRefused):
        begin_using(at=AT, secret=secret)


def test_letter_proves_a_claim_when_its_code_comes_back(office: Office) -> None:
    secret, row = claimed(office)
    first, second = new_code(), new_code()
    for code in (first, second):
        put_letter_in_force(by=office.officer, at=AT, application_id=row.id, code=code)
    with pytest.raises(InputRefused):
        grant_claim(by=office.officer, at=AT, application_id=row.id, proof=Proof.LETTER)
    with pytest.raises(CodeRefused):
        prove_by_letter(at=AT, secret=secret, code=first)
    with pytest.raises(CodeRefused):
        prove_by_letter(at=AT + timedelta(days=91), secret=secret, code=second)
    assert Application.objects.get(id=row.id).proven_at is None
    prove_by_letter(at=AT + timedelta(days=89), secret=secret, code=second.lower())
    grant_claim(by=office.officer, at=AT, application_id=row.id, proof=Proof.LETTER)
    assert Application.objects.get(id=row.id).state == ApplicationState.ADMITTED


def test_letter_of_one_claim_proves_no_other(office: Office) -> None:
    _secret, row = claimed(office)
    other_secret, other = claimed(office)
    code = new_code()
    put_letter_in_force(by=office.officer, at=AT, application_id=row.id, code=code)
    with pytest.raises(CodeRefused):
        prove_by_letter(at=AT, secret=other_secret, code=code)
    assert Application.objects.get(id=other.id).proven_at is None


def test_office_writes_how_it_knows_when_it_proves_otherwise(office: Office) -> None:
    secret, row = claimed(office)
    with pytest.raises(InputRefused):
        grant_claim(by=office.officer, at=AT, application_id=row.id, proof=Proof.OFFICER)
    noted = "窓口で会長に会いました"
    grant_claim(by=office.officer, at=AT, application_id=row.id, proof=Proof.OFFICER, reason=noted)
    assert Application.objects.get(id=row.id).reason == noted
    assert open_application(secret, at=AT).reason == ""


def test_reason_is_shown_when_a_claim_is_declined(office: Office) -> None:
    secret, row = claimed(office)
    with pytest.raises(InputRefused):
        decline_claim(by=office.officer, at=AT, application_id=row.id, reason=" ")
    decline_claim(by=office.officer, at=AT, application_id=row.id, reason="会の人ではありません。")
    page = open_application(secret, at=AT)
    assert (page.state, page.reason) == (ApplicationState.DECLINED, "会の人ではありません。")
    with pytest.raises(MoveRefused):
        grant_claim(by=office.officer, at=AT, application_id=row.id, proof=Proof.CALL_BACK)


def test_second_claim_finds_it_taken_when_the_first_was_granted(office: Office) -> None:
    _first, row = claimed(office)
    _second, late = claimed(office)
    grant_claim(by=office.officer, at=AT, application_id=row.id, proof=Proof.CALL_BACK)
    bodies = Body.objects.count()
    with pytest.raises(MoveRefused):
        grant_claim(by=office.colleague, at=AT, application_id=late.id, proof=Proof.CALL_BACK)
    assert Body.objects.count() == bodies
    assert get_claim(office.colleague, late.id).on_record is None
    with pytest.raises(MoveRefused):
        claimed(office)


def test_only_officers_of_the_place_know_of_a_claim(office: Office) -> None:
    _secret, row = claimed(office)
    for viewer in (office.coordinator, office.stranger, office.prefecture, ANONYMOUS):
        assert waiting_claims(viewer) == ()
        with pytest.raises(ApplicationNotFound):
            get_claim(viewer, row.id)
        with pytest.raises(ApplicationNotFound):
            grant_claim(by=viewer, at=AT, application_id=row.id, proof=Proof.CALL_BACK)
        with pytest.raises(ApplicationNotFound):
            put_letter_in_force(by=viewer, at=AT, application_id=row.id, code=new_code())
    assert Application.objects.get(id=row.id).letter_hash is None
    (line,) = waiting_claims(office.colleague)
    assert get_claim(office.colleague, line.id).contact["person"] == CANARY


def test_query_says_what_the_rule_says_of_claims(office: Office) -> None:
    _secret, row = claimed(office)
    for role, viewer in every_viewer(CITY, body_id=office.officer.body_id).items():
        seen = visible_claims(viewer).filter(id=row.id).exists()
        assert seen == may_decide(viewer, area_path=CITY), role


def test_claim_is_refused_when_its_contact_is_not_one(office: Office) -> None:
    spoiled = (
        ("person", ""),
        ("phone", ""),
        ("phone", "12"),
        ("email", "a@"),
        ("person", "1234 5678 9018"),
    )
    for field, value in spoiled:
        with pytest.raises(InputRefused) as refused:
            start_claim(
                by=ANONYMOUS,
                at=AT,
                short_code=office.organization.short_code,
                contact={**CLAIMANT, field: value},
                link_of=str,
                page="",
            )
        assert refused.value.field == field, value
    assert not Application.objects.exists()


def test_unknown_organization_cannot_be_claimed(office: Office) -> None:
    with pytest.raises(OrganizationNotFound):
        start_claim(
            by=ANONYMOUS, at=AT, short_code="ZZZZZZZZ", contact=CLAIMANT, link_of=str, page=""
        )


def test_claim_is_forgotten_when_its_time_is_over(office: Office) -> None:
    secret, row = claimed(office)
    decline_claim(by=office.officer, at=AT, application_id=row.id, reason="ちがう人です。")
    assert tidy_applications(at=AT + timedelta(days=89)) == 0
    with pytest.raises(ApplicationNotFound):
        open_application(secret, at=AT + timedelta(days=91))
    assert tidy_applications(at=AT + timedelta(days=91)) == 1
    assert not Application.objects.exists()
