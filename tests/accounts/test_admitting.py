"""Taking in a company or group: who may, what is made, and the one letter of its owner."""

from __future__ import annotations

import pytest

from tests.builders import AT, CITY, OTHER_CITY, build_area, build_person, every_viewer
from yui.accounts.actions import NewMember, admit, issue_to_owner, join
from yui.accounts.errors import LetterRefused, NotManaged
from yui.accounts.models import Approval, Body, Invitation, Membership
from yui.accounts.states import BodyKind, Decision
from yui.policy.roles import OFFICERS, Role
from yui.policy.viewer import Viewer

pytestmark = pytest.mark.django_db
NEW = NewMember("みなと運送", BodyKind.COMPANY, CITY, "港 花子", "hanako@minato.example")


@pytest.fixture
def officer(db: None) -> Viewer:
    return build_person()


def test_only_officers_of_the_place_take_somebody_in(officer: Viewer) -> None:
    build_area(OTHER_CITY)
    viewers = [*every_viewer(CITY).values(), *every_viewer(OTHER_CITY).values()]
    for viewer in viewers:
        if viewer.role in OFFICERS | {Role.OPERATOR} and viewer.area_path == CITY:
            continue
        if viewer.role is Role.OPERATOR:
            continue
        with pytest.raises(NotManaged):
            admit(by=viewer, at=AT, new=NEW)
    assert not Invitation.objects.exists()
    assert not Body.objects.filter(name=NEW.name).exists()


def test_owner_manages_the_own_people_when_the_officer_agreed(officer: Viewer) -> None:
    made = admit(by=officer, at=AT, new=NEW)
    approval = Approval.objects.get(object_id=str(made.invitation_id))
    assert (approval.decision, approval.decided_by_id) == (Decision.APPROVED, officer.user_id)
    issued = issue_to_owner(at=AT, invitation_id=made.invitation_id)
    join(at=AT, secret=issued.code, login="minato", password="kome-to-miso-to-nori-42")
    held = Membership.objects.get(user__login="minato")
    assert (held.body_id, held.role, held.manages_accounts) == (
        made.body_id,
        Role.ORGANIZATION_OWNER,
        True,
    )


def test_letter_voids_the_one_before_and_ends_with_the_invitation(officer: Viewer) -> None:
    made = admit(by=officer, at=AT, new=NEW)
    first = issue_to_owner(at=AT, invitation_id=made.invitation_id)
    second = issue_to_owner(at=AT, invitation_id=made.invitation_id)
    with pytest.raises(LetterRefused):
        join(at=AT, secret=first.token, login="minato", password="kome-to-miso-to-nori-42")
    join(at=AT, secret=second.token, login="minato", password="kome-to-miso-to-nori-42")
    with pytest.raises(LetterRefused):
        issue_to_owner(at=AT, invitation_id=made.invitation_id)
