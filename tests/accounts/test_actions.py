"""Bodies, people and memberships: made by the operator only, and recorded."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.hashers import identify_hasher

from tests.builders import CITY, OPERATOR, PASSWORD, build_area, build_body, build_viewer
from yui.accounts.actions import add_membership, create_body, create_user
from yui.accounts.errors import AccountRefused
from yui.accounts.models import Body, Membership, User
from yui.accounts.states import BodyKind
from yui.journal.queries import entries_after, head_position
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db


def _person(at: datetime, login: str = "tantou", password: str = PASSWORD) -> int:
    return create_user(by=OPERATOR, at=at, login=login, display_name="担当", password=password)


def test_a_person_is_made_with_argon2_and_one_entry(at: datetime) -> None:
    before = head_position()
    user = User.objects.get(id=_person(at))
    assert identify_hasher(user.password).algorithm == "argon2"
    assert user.check_password(PASSWORD)
    entries = entries_after(before)
    assert [(entry.verb, entry.object_id) for entry in entries] == [
        ("accounts.user.created", str(user.id))
    ]


@pytest.mark.parametrize("password", ["short-pass", "password1234", "tantou-no-hito1"])
def test_a_weak_password_is_refused_and_nobody_is_made(at: datetime, password: str) -> None:
    before = head_position()
    with pytest.raises(AccountRefused):
        _person(at, login="tantou-no-hito", password=password)
    assert not User.objects.exists()
    assert head_position() == before


def test_a_taken_name_is_refused_whatever_its_case(at: datetime) -> None:
    _person(at)
    before = head_position()
    with pytest.raises(AccountRefused, match="もう使われています"):
        _person(at, login="TANTOU")
    assert User.objects.count() == 1
    assert head_position() == before


@pytest.mark.parametrize("role", [Role.MUNICIPAL_OFFICER, Role.NATIONAL_SECRETARIAT, Role.AUDITOR])
def test_nobody_but_the_operator_makes_bodies_and_memberships(at: datetime, role: Role) -> None:
    build_area(CITY, "試験市")
    body_id, user_id = build_body(CITY, "市役所"), _person(at)
    before, viewer = head_position(), build_viewer(role)
    with pytest.raises(AccountRefused):
        create_body(by=viewer, at=at, name="別の課", kind=BodyKind.OTHER, area_path=CITY)
    with pytest.raises(AccountRefused):
        add_membership(
            by=viewer, at=at, user_id=user_id, role=role, body_id=body_id, area_path=CITY
        )
    assert Body.objects.count() == 1
    assert not Membership.objects.exists()
    assert head_position() == before


def test_an_unknown_area_is_refused_with_its_path(at: datetime) -> None:
    with pytest.raises(AccountRefused, match="98/99999/"):
        create_body(
            by=OPERATOR, at=at, name="どこかの課", kind=BodyKind.OTHER, area_path="98/99999/"
        )


def test_only_who_manages_accounts_makes_people(at):
    with pytest.raises(AccountRefused, match="運用担当だけ"):
        create_user(
            by=ANONYMOUS, at=at, login="dareka", display_name="だれか", password="hitori-de-3-nin"
        )
    assert not User.objects.exists()
