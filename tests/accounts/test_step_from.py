"""A second step that a body asks of everybody, from a day on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.builders import CITY, OTHER_CITY, PASSWORD, build_body, build_person
from tests.journeys.totp import six_digits
from yui.accounts.actions import Emergency, add_membership, allow_steps, break_glass, issue_sheet
from yui.accounts.errors import AccountRefused
from yui.accounts.models import Body, Membership, User
from yui.accounts.queries import held_back, step_from_of_body
from yui.accounts.states import SecondStep
from yui.journal.queries import entries_after, head_position
from yui.lib.clock import date_in_jst, format_date_ja
from yui.policy.roles import Role
from yui.policy.viewer import Viewer, operator

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
OWN, SECRET = "/accounts/2fa/", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOTICE = "もうひとつの確かめが要ります。いま使い始める"


@pytest.fixture
def manager(db: None) -> Viewer:
    cache.clear()
    viewer = build_person("kanri", body_id=build_body(CITY), manages=True)
    TOTP.activate(User.objects.get(login="kanri"), SECRET)
    return viewer


@pytest.fixture
def member(manager: Viewer) -> Viewer:
    return build_person("member", body_id=manager.body_id)


def _ask_from(by: Viewer, day: date) -> None:
    """The account manager chose the day a month before it came."""
    chosen = timezone.now() + (day - timezone.localdate()) - timedelta(days=30)
    allow_steps(by=by, at=chosen, body_id=by.body_id or 0, allowed=list(SecondStep), step_from=day)


def _signed_in(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def test_until_the_day_every_desk_page_says_it_to_who_has_none(
    manager: Viewer, member: Viewer
) -> None:
    day = timezone.localdate() + timedelta(days=1)
    _ask_from(manager, day)
    client = _signed_in("member")
    for path in ("/desk/", "/accounts/people/"):
        page = client.get(path).content.decode()
        assert f"{format_date_ja(day)}から、入るときに{NOTICE}" in page
    assert "それまでに、ひとつ使い始めてください。" in client.get(OWN).content.decode()
    assert NOTICE not in _signed_in("kanri").get("/desk/").content.decode()


def test_from_the_day_on_one_sets_up_a_step_before_anything_else(
    manager: Viewer, member: Viewer
) -> None:
    _ask_from(manager, timezone.localdate())
    client = Client()
    client.post("/accounts/login/", {"login": "member", "password": PASSWORD})
    for path in ("/desk/", "/accounts/context/", "/accounts/people/", "/directory/new/"):
        assert client.get(path)["Location"] == OWN, path
    assert client.get("/desk/", headers={"HX-Request": "true"})["HX-Redirect"] == OWN
    before = head_position()
    chosen = client.post("/accounts/context/", {"context": str(member.membership_id)})
    assert chosen["Location"] == OWN
    assert head_position() == before
    assert "仕事を続けるには、次のどれかが要ります。" in client.get(OWN).content.decode()
    assert client.get("/").status_code == 200
    assert client.get("/accounts/sessions/").status_code == 200
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    code = six_digits(client.session["mfa.totp.secret"])
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert "仕事の机に進む" in client.get(OWN).content.decode()
    assert client.get("/desk/").status_code == 200


def test_who_has_a_step_or_a_sheet_works_on(manager: Viewer, member: Viewer, at: datetime) -> None:
    _ask_from(manager, timezone.localdate())
    assert _signed_in("kanri").get("/desk/").status_code == 200
    client = _signed_in("member")
    assert client.get("/desk/").status_code == 302
    issue_sheet(by=manager, at=at, membership_id=member.membership_id or 0)
    assert client.get("/desk/").status_code == 200


def test_who_is_held_back_holds_no_role_and_no_area(manager: Viewer, member: Viewer) -> None:
    day = timezone.localdate()
    asked = Viewer(
        role=member.role,
        user_id=member.user_id,
        membership_id=member.membership_id,
        body_id=member.body_id,
        area_path=CITY,
        manages_accounts=True,
        step_from=day,
    )
    held = held_back(asked, on=day, is_by_provider=False)
    assert held == Viewer(user_id=member.user_id, step_from=day)
    assert held_back(asked, on=day - timedelta(days=1), is_by_provider=False) == asked
    assert held_back(asked, on=day, is_by_provider=True).step_from is None
    assert held_back(asked, on=day, is_by_provider=True).area_path == CITY


def test_a_role_for_another_body_and_one_of_an_emergency_are_not_held_back(
    manager: Viewer, member: Viewer
) -> None:
    other = add_membership(
        by=operator("test"),
        at=timezone.now(),
        user_id=member.user_id or 0,
        role=Role.MUNICIPAL_OFFICER,
        body_id=build_body(OTHER_CITY),
        area_path=OTHER_CITY,
    )
    _ask_from(manager, timezone.localdate())
    client = _signed_in("member")
    session = client.session
    session["membership_id"] = other
    session.save()
    assert client.get("/desk/").status_code == 200
    new = Emergency("member", member.body_id or 0, Role.MUNICIPAL_OFFICER, 1, "担当がみな休み")
    break_glass(by=operator("test"), at=timezone.now(), new=new)
    emergency = Membership.objects.get(is_emergency=True).id
    session["membership_id"] = emergency
    session.save()
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(("days", "says"), [(6, "7日よりあとの日"), (-1, "7日よりあとの日")])
def test_a_day_too_near_is_refused_and_nothing_changes(
    manager: Viewer, at: datetime, days: int, says: str
) -> None:
    before = head_position()
    with pytest.raises(AccountRefused, match=says):
        allow_steps(
            by=manager,
            at=at,
            body_id=manager.body_id or 0,
            allowed=[SecondStep.TOTP],
            step_from=date_in_jst(at) + timedelta(days=days),
        )
    kept = Body.objects.get(id=manager.body_id)
    assert (kept.step_from, kept.second_steps) == (None, list(SecondStep.values))
    assert head_position() == before


def test_nobody_asks_of_others_what_they_do_not_do_themselves(
    manager: Viewer, at: datetime
) -> None:
    second = build_person("tsugi", body_id=manager.body_id, manages=True)
    day = date_in_jst(at) + timedelta(days=30)
    given: dict[str, Any] = {"body_id": manager.body_id or 0, "allowed": [SecondStep.TOTP]}
    with pytest.raises(AccountRefused, match="先に、ご自分が"):
        allow_steps(by=second, at=at, step_from=day, **given)
    before = head_position()
    allow_steps(by=manager, at=at, step_from=day, **given)
    assert [each.fields for each in entries_after(before)] == [("totp", "step_from")]
    # What stands is left as it is by whoever changes something else, also when it has come.
    allow_steps(by=second, at=at + timedelta(days=40), step_from=day, **given)
    assert step_from_of_body(manager.body_id or 0) == day
    allow_steps(by=second, at=at, **given)
    assert step_from_of_body(manager.body_id or 0) is None


def test_the_page_takes_the_day_and_names_who_has_no_step_yet(
    manager: Viewer, member: Viewer
) -> None:
    desk, page = _signed_in("kanri"), "/accounts/steps/"
    assert "まだどれも使っていない人が1人います。" in desk.get(page).content.decode()
    near = timezone.localdate() + timedelta(days=1)
    refused = desk.post(page, {"steps": ["totp"], "step_from": near.isoformat()})
    assert refused.status_code == 422
    assert "7日よりあとの日にしてください。" in refused.content.decode()
    assert desk.post(page, {"steps": ["totp"], "step_from": "x"}).status_code == 422
    good = timezone.localdate() + timedelta(days=30)
    assert desk.post(page, {"steps": ["totp"], "step_from": good.isoformat()}).status_code == 302
    assert step_from_of_body(manager.body_id or 0) == good
    assert f'value="{good.isoformat()}"' in desk.get(page).content.decode()
