"""One person, several roles: one is acted in at a time, and what ended yesterday is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.builders import CITY, OPERATOR, OTHER_CITY, PASSWORD, build_area, build_body
from yui.accounts.actions import add_membership, create_user
from yui.accounts.models import Body, User
from yui.accounts.queries import contexts_of, viewer_for
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def _person(at: datetime, login: str) -> int:
    return create_user(by=OPERATOR, at=at, login=login, display_name=login, password=PASSWORD)


def _role(at: datetime, user_id: int, path: str, until: date | None = None) -> int:
    body_id = build_body(path, f"{path}の課")
    return add_membership(
        by=OPERATOR,
        at=at,
        user_id=user_id,
        role=Role.MUNICIPAL_OFFICER,
        body_id=body_id,
        area_path=path,
        until=until,
    )


@pytest.fixture(autouse=True)
def _areas(db: None) -> None:
    build_area(CITY, "試験市")
    build_area(OTHER_CITY, "となり市")


def test_rights_are_those_of_the_chosen_membership_only(at: datetime) -> None:
    user_id = _person(at, "hitori")
    first, second = _role(at, user_id, CITY), _role(at, user_id, OTHER_CITY)
    assert [each.membership_id for each in contexts_of(user_id, on=TODAY)] == [first, second]
    assert viewer_for(user_id, membership_id=None, on=TODAY).area_path == CITY
    assert viewer_for(user_id, membership_id=second, on=TODAY).area_path == OTHER_CITY


@pytest.mark.parametrize(("until", "area_path"), [(TODAY, CITY), (date(2026, 11, 23), None)])
def test_a_role_ends_after_its_last_day(at: datetime, until: date, area_path: str | None) -> None:
    user_id = _person(at, "hitori")
    membership_id = _role(at, user_id, CITY, until)
    viewer = viewer_for(user_id, membership_id=membership_id, on=TODAY)
    assert viewer.area_path == area_path
    assert viewer.is_signed_in


def test_a_membership_of_somebody_else_gives_nothing(at: datetime) -> None:
    mine, other = _person(at, "watashi"), _person(at, "hoka")
    foreign = _role(at, other, OTHER_CITY)
    assert viewer_for(mine, membership_id=foreign, on=TODAY).area_path is None


def test_a_person_who_was_switched_off_acts_in_nothing(at: datetime) -> None:
    user_id = _person(at, "hitori")
    membership_id = _role(at, user_id, CITY)
    User.objects.filter(id=user_id).update(is_active=False)
    assert viewer_for(user_id, membership_id=membership_id, on=TODAY).area_path is None
    assert viewer_for(None, membership_id=membership_id, on=TODAY) is ANONYMOUS


def test_a_foreign_context_is_refused_and_the_own_one_kept(at: datetime, client: Client) -> None:
    mine, other = _person(at, "watashi"), _person(at, "hoka")
    own, foreign = _role(at, mine, CITY), _role(at, other, OTHER_CITY)
    client.force_login(User.objects.get(id=mine))
    assert client.post("/accounts/context/", {"context": own}).status_code == 302
    before = client.session.session_key
    assert client.post("/accounts/context/", {"context": foreign}).status_code == 422
    assert client.session["membership_id"] == own
    assert client.session.session_key == before


@pytest.mark.parametrize(
    "path",
    ["/accounts/login/", "/accounts/signup/", "/accounts/logout/", "/accounts/inactive/",
     "/accounts/password/reset/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
     "/accounts/password/change/", "/accounts/reauthenticate/"],
)  # fmt: skip
def test_pages_of_signing_in_are_ours_and_never_stored_for_people(
    at: datetime, client: Client, path: str
) -> None:
    client.force_login(User.objects.get(id=_person(at, "hitori")))
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    assert "結" in answer.content.decode()
    assert all("jinja2" in name.backend.__module__ for name in answer.templates if name)


def test_nobody_signs_up_alone(client: Client) -> None:
    answer = client.post("/accounts/signup/", {"username": "atarashii", "password1": PASSWORD})
    assert "名前は所属が作ります" in answer.content.decode()
    assert not User.objects.exists()


def test_sample_people_have_no_role_where_the_public_is_served(at: datetime, settings: Any) -> None:
    user_id = _person(at, "mihon")
    membership = _role(at, user_id, CITY)
    Body.objects.update(is_sample=True)
    assert viewer_for(user_id, membership_id=membership, on=TODAY).role is Role.MUNICIPAL_OFFICER
    settings.YUI = replace(django_settings.YUI, profile="production")
    assert contexts_of(user_id, on=TODAY) == ()
    assert viewer_for(user_id, membership_id=membership, on=TODAY).area_path is None
