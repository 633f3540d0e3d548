"""One person, several roles: one is acted in at a time, and what ended yesterday is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from django.test import Client

from tests.builders import (
    CITY,
    OPERATOR,
    OTHER_CITY,
    PASSWORD,
    build_area,
    build_body,
    build_person,
)
from yui.accounts.actions import add_membership, create_user
from yui.accounts.errors import AccountRefused
from yui.accounts.models import Body, Membership, User
from yui.accounts.queries import contexts_of, viewer_for
from yui.accounts.states import Department
from yui.areas.actions import create_area_group
from yui.areas.models import Area
from yui.areas.states import GroupKind
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


def _group_role(at: datetime, user_id: int, **more: Any) -> int:
    create_area_group(
        by=OPERATOR,
        at=at,
        key="futatsu",
        name="ふたつ広域連合",
        kind=GroupKind.WIDE_UNION,
        member_paths=(OTHER_CITY, CITY),
        source="試験",
    )
    return add_membership(
        by=OPERATOR,
        at=at,
        user_id=user_id,
        role=Role.MUNICIPAL_OFFICER,
        body_id=build_body(CITY, "ふたつ広域連合"),
        area_group_key="futatsu",
        **more,
    )


def test_a_membership_of_a_group_is_one_context_for_each_member(at: datetime) -> None:
    user_id = _person(at, "kouiki")
    membership = _group_role(at, user_id)
    found = contexts_of(user_id, on=TODAY)
    assert [each.key for each in found] == [f"{membership}@{CITY}", f"{membership}@{OTHER_CITY}"]
    viewers = [
        viewer_for(user_id, membership_id=membership, on=TODAY, area_path=path)
        for path in (CITY, OTHER_CITY, "98/98999/", None)
    ]
    assert [each.area_path for each in viewers] == [CITY, OTHER_CITY, None, None]


def test_a_member_municipality_is_chosen_on_the_page(at: datetime, client: Client) -> None:
    user_id = _person(at, "kouiki")
    membership = _group_role(at, user_id, manages_accounts=True, department=Department.HEALTH)
    client.force_login(User.objects.get(id=user_id))
    assert "（となり市）" in client.get("/accounts/context/").content.decode()
    assert client.post("/accounts/context/", {"context": str(membership)}).status_code == 422
    client.post("/accounts/context/", {"context": f"{membership}@{OTHER_CITY}"})
    viewer = client.get("/desk/").wsgi_request.viewer
    assert (viewer.area_path, viewer.department) == (OTHER_CITY, "health")
    assert viewer.manages_accounts


def test_a_membership_is_of_an_area_or_of_a_group_never_of_both(at: datetime) -> None:
    membership = _group_role(at, _person(at, "kouiki"))
    city = Area.objects.get(path=CITY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(id=membership).update(area=city)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(id=membership).update(area_group=None)


def test_a_contract_without_its_end_is_refused(at: datetime) -> None:
    user_id, body_id = _person(at, "itaku"), build_body(CITY, "見本調査会社")
    given: dict[str, Any] = {"user_id": user_id, "role": Role.CONTRACTOR, "body_id": body_id}
    for more in ({"until": TODAY}, {"acting_for_id": body_id}):
        with pytest.raises(AccountRefused, match="契約が終わる日"):
            add_membership(by=OPERATOR, at=at, area_path=CITY, **given, **more)
    assert not Membership.objects.exists()


def test_the_last_account_manager_of_a_body_stays_past_the_last_day(at: datetime) -> None:
    body_id, yesterday = build_body(CITY), date(2026, 11, 23)
    for login in ("owari", "hoka"):
        build_person(
            login, body_id=body_id, until=yesterday if login == "owari" else None, manages=True
        )
    user_id = User.objects.get(login="owari").id
    assert viewer_for(user_id, membership_id=None, on=TODAY).area_path is None
    User.objects.filter(login="hoka").update(is_active=False)
    assert viewer_for(user_id, membership_id=None, on=TODAY).manages_accounts
    Membership.objects.filter(user_id=user_id).update(ended_at=at)
    assert viewer_for(user_id, membership_id=None, on=TODAY).area_path is None
