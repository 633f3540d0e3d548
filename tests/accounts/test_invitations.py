"""Invitations and letters: two doors to one role, used once, by whom they are meant for."""

from __future__ import annotations

import hashlib
import io
import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.builders import (
    CITY,
    OTHER_CITY,
    PASSWORD,
    SPHERE,
    build_area,
    build_body,
    build_person,
)
from yui.accounts.actions import (
    NewRole,
    ask_again,
    decide_approval,
    end_role,
    invite,
    issue_invitation,
    issue_password,
    join,
    join_as,
    renew_role,
    revoke_invitation,
)
from yui.accounts.errors import AccountRefused, ApprovalRefused, LetterRefused, NotManaged
from yui.accounts.models import Approval, Invitation, Letter, Membership, User
from yui.accounts.queries import invitations_of, open_letter, people_of, viewer_for
from yui.accounts.states import Decision, Department
from yui.areas.states import Tier
from yui.journal.queries import entries_after, head_position
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
NEW_PASSWORD = "yuki-no-hi-no-otya-8"


@pytest.fixture
def manager(db: None) -> Viewer:
    """The account manager of the city's office."""
    return build_person("kanri", body_id=build_body(CITY), manages=True)


def _new(manager: Viewer, role: Role = Role.COORDINATOR_LAYER_2, **more: Any) -> NewRole:
    values = {"area_path": CITY, "name": "新田 ふみ", "until": date(2027, 4, 30), **more}
    return NewRole(body_id=manager.body_id or 0, role=role, **values)


def _code(manager: Viewer, at: datetime, **more: Any) -> str:
    made = invite(by=manager, at=at, new=_new(manager, **more))
    return issue_invitation(by=manager, at=at, invitation_id=made).code


def _join(at: datetime, secret: str, login: str = "nitta", password: str = NEW_PASSWORD) -> str:
    return join(at=at, secret=secret, login=login, password=password)


def test_the_invited_person_chooses_name_and_password_and_has_the_role(
    manager: Viewer, at: datetime
) -> None:
    build_area(SPHERE, "川辺圏域", tier=Tier.SPHERE)
    code = _code(manager, at, area_path=SPHERE, department=Department.ELDERLY)
    before = head_position()
    assert _join(at, code) == "nitta"
    user = User.objects.get(login="nitta")
    assert (user.display_name, user.check_password(NEW_PASSWORD)) == ("新田 ふみ", True)
    viewer = viewer_for(user.id, membership_id=None, on=TODAY)
    assert (viewer.role, viewer.area_path, viewer.body_id, viewer.department) == (
        Role.COORDINATOR_LAYER_2, SPHERE, manager.body_id, "elderly",
    )  # fmt: skip
    assert not viewer.manages_accounts
    assert Membership.objects.get(user=user).until == date(2027, 4, 30)
    assert [entry.verb for entry in entries_after(before)] == [
        "accounts.membership.added", "accounts.user.joined",
    ]  # fmt: skip
    assert invitations_of(manager) == ()


def test_only_hashes_are_kept_and_the_code_is_read_however_it_is_typed(
    manager: Viewer, at: datetime
) -> None:
    made = invite(by=manager, at=at, new=_new(manager, email="nitta@machi.example"))
    letter = issue_invitation(by=manager, at=at, invitation_id=made, with_link=True)
    row = Letter.objects.get()
    assert len(letter.token) >= 43
    assert row.token_hash == hashlib.sha256(letter.token.encode()).hexdigest()
    assert letter.code not in str(vars(row))
    assert letter.token not in str(vars(row))
    small = letter.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    wide = letter.code.translate(str.maketrans("0123456789-", "０１２３４５６７８９ー"))
    for typed in (letter.code, small, wide, letter.token):
        found = open_letter(typed, at=at)
        assert found is not None
        assert found.name == "新田 ふみ"
    assert open_letter(letter.token.lower(), at=at) is None


@pytest.mark.parametrize(
    ("later", "code_works", "link_works"),
    [
        (timedelta(hours=71), True, True),
        (timedelta(hours=72), True, False),
        (timedelta(days=13, hours=23), True, False),
        (timedelta(days=14), False, False),
    ],
)
def test_a_link_lasts_72_hours_and_a_code_14_days(
    manager: Viewer, at: datetime, later: timedelta, code_works: bool, link_works: bool
) -> None:
    made = invite(by=manager, at=at, new=_new(manager, email="nitta@machi.example"))
    letter = issue_invitation(by=manager, at=at, invitation_id=made, with_link=True)
    assert (open_letter(letter.code, at=at + later) is not None) is code_works
    assert (open_letter(letter.token, at=at + later) is not None) is link_works


def test_a_letter_is_used_once_and_a_new_one_voids_the_old(manager: Viewer, at: datetime) -> None:
    made = invite(by=manager, at=at, new=_new(manager))
    old = issue_invitation(by=manager, at=at, invitation_id=made).code
    new = issue_invitation(by=manager, at=at, invitation_id=made).code
    with pytest.raises(LetterRefused):
        _join(at, old)
    _join(at, new)
    before = head_position()
    with pytest.raises(LetterRefused):
        _join(at, new, "futarime")
    with pytest.raises(AccountRefused, match="もう使われたか"):
        issue_invitation(by=manager, at=at, invitation_id=made)
    assert not User.objects.filter(login="futarime").exists()
    assert head_position() == before


def test_why_a_code_does_not_work_is_never_told(manager: Viewer, at: datetime) -> None:
    used, revoked = _code(manager, at), _code(manager, at, name="別の人")
    _join(at, used)
    revoke_invitation(by=manager, at=at, invitation_id=Invitation.objects.get(name="別の人").id)
    ended = _code(manager, at, until=TODAY)
    said = set()
    for secret, moment in (
        (used, at), (revoked, at), ("0000-0000-0000-0000", at), ("", at),
        (ended, at + timedelta(days=2)),
    ):  # fmt: skip
        with pytest.raises(LetterRefused) as refused:
            _join(moment, secret, "dareka")
        said.add(str(refused.value))
    assert len(said) == 1
    assert not User.objects.filter(login="dareka").exists()


@pytest.mark.parametrize(
    ("login", "password", "says"),
    [("KANRI", NEW_PASSWORD, "もう使われています"), ("nitta", "mijikai", "12")],
)
def test_a_taken_name_or_weak_password_leaves_the_letter_usable(
    manager: Viewer, at: datetime, login: str, password: str, says: str
) -> None:
    code = _code(manager, at)
    before, people = head_position(), User.objects.count()
    with pytest.raises(AccountRefused, match=says):
        _join(at, code, login, password)
    assert (head_position(), User.objects.count()) == (before, people)
    _join(at, code)


@pytest.mark.parametrize("more", [{"role": Role.MUNICIPAL_OFFICER}, {"manages_accounts": True}])
def test_officers_and_managers_wait_for_a_second_person(
    manager: Viewer, at: datetime, more: dict[str, Any]
) -> None:
    second = build_person("futari", body_id=manager.body_id, manages=True)
    made = invite(by=manager, at=at, new=_new(manager, **more))
    with pytest.raises(AccountRefused, match="二人目の承認"):
        issue_invitation(by=manager, at=at, invitation_id=made)
    assert not Letter.objects.exists()
    with pytest.raises(ApprovalRefused):
        ask_again(by=manager, at=at, invitation_id=made)
    row = Approval.objects.get()
    decide_approval(by=second, at=at, approval_id=row.id, decision=Decision.APPROVED)
    _join(at, issue_invitation(by=manager, at=at, invitation_id=made).code)
    viewer = viewer_for(User.objects.get(login="nitta").id, membership_id=None, on=TODAY)
    assert viewer.role is more.get("role", Role.COORDINATOR_LAYER_2)
    assert viewer.manages_accounts is more.get("manages_accounts", False)


def test_nobody_invites_beyond_the_own_body_area_or_tier(manager: Viewer, at: datetime) -> None:
    build_area(OTHER_CITY)
    foreign = build_body(OTHER_CITY, "となり市役所")
    plain = build_person("tada", body_id=manager.body_id)
    before = head_position()
    with pytest.raises(NotManaged):
        invite(by=manager, at=at, new=NewRole(foreign, Role.COORDINATOR_LAYER_1, "だれか", CITY))
    with pytest.raises(NotManaged):
        invite(by=plain, at=at, new=_new(manager))
    for more in (
        {"area_path": OTHER_CITY},
        {"role": Role.PREFECTURAL_OFFICER, "area_path": "98/"},
        {"role": Role.CONTRACTOR, "until": None, "acting_for_id": manager.body_id},
        {"role": Role.ORGANIZATION_OWNER},
    ):
        with pytest.raises(AccountRefused):
            invite(by=manager, at=at, new=_new(manager, **more))
    assert not Invitation.objects.exists()
    assert head_position() == before


def test_a_person_who_signs_in_already_takes_a_second_role(manager: Viewer, at: datetime) -> None:
    other = build_person("hoka", area_path=OTHER_CITY)
    code = _code(manager, at)
    join_as(by=other, at=at, secret=code)
    held = Membership.objects.filter(user=other.user_id).values_list("role", flat=True)
    assert sorted(held) == [Role.COORDINATOR_LAYER_2, Role.MUNICIPAL_OFFICER]
    with pytest.raises(LetterRefused):
        join_as(by=other, at=at, secret=code)


def test_a_letter_brings_a_new_password_and_ends_the_sessions(
    manager: Viewer, at: datetime, client: Any
) -> None:
    member = build_person("wasure", Role.COORDINATOR_LAYER_1, body_id=manager.body_id)
    client.force_login(User.objects.get(login="wasure"))
    assert client.get("/desk/").status_code == 200
    letter = issue_password(by=manager, at=at, membership_id=member.membership_id or 0)
    assert client.get("/desk/").status_code == 200
    assert _join(at, letter.code, login="nottori") == "wasure"
    user = User.objects.get(login="wasure")
    assert user.check_password(NEW_PASSWORD)
    assert not user.check_password(PASSWORD)
    assert client.get("/desk/").status_code == 302
    with pytest.raises(LetterRefused):
        join_as(by=manager, at=at, secret=letter.code)


def test_nobody_takes_over_a_manager_or_a_role_elsewhere(manager: Viewer, at: datetime) -> None:
    second = build_person("futari", body_id=manager.body_id, manages=True)
    both = build_person("kenmu", area_path=OTHER_CITY)
    join_as(by=both, at=at, secret=_code(manager, at))
    here = Membership.objects.get(user=both.user_id, body=manager.body_id)
    for membership_id in (second.membership_id, here.id):
        with pytest.raises(AccountRefused, match="運用担当"):
            issue_password(by=manager, at=at, membership_id=membership_id or 0)
    with pytest.raises(AccountRefused, match="パスワードを変える"):
        issue_password(by=manager, at=at, membership_id=manager.membership_id or 0)
    with pytest.raises(NotManaged):
        issue_password(by=manager, at=at, membership_id=both.membership_id or 0)
    assert not Letter.objects.filter(user__isnull=False).exists()
    out = io.StringIO()
    call_command("new_password", "FUTARI", stdout=out)
    assert _join(at, out.getvalue().split()[2]) == "futari"
    with pytest.raises(CommandError, match="見つかりません"):
        call_command("new_password", "inai", stdout=out)


def test_a_role_ends_at_once_but_not_that_of_the_last_manager(
    manager: Viewer, at: datetime
) -> None:
    member = build_person("yameru", body_id=manager.body_id)
    stranger = build_person("yoso", area_path=OTHER_CITY, manages=True)
    with pytest.raises(NotManaged):
        end_role(by=stranger, at=at, membership_id=member.membership_id or 0)
    end_role(by=manager, at=at, membership_id=member.membership_id or 0)
    assert viewer_for(member.user_id, membership_id=None, on=TODAY).area_path is None
    before = head_position()
    with pytest.raises(AccountRefused, match="最後の利用者管理者"):
        end_role(by=manager, at=at, membership_id=manager.membership_id or 0)
    with pytest.raises(NotManaged):
        end_role(by=manager, at=at, membership_id=member.membership_id or 0)
    assert head_position() == before
    assert [each.login for each in people_of(manager, on=TODAY)] == ["kanri"]


def test_a_role_goes_on_until_another_day_but_a_contract_does_not(
    manager: Viewer, at: datetime
) -> None:
    member = build_person("tsuzuku", body_id=manager.body_id, until=TODAY)
    renew_role(by=manager, at=at, membership_id=member.membership_id or 0, until=date(2027, 4, 30))
    held = Membership.objects.get(id=member.membership_id)
    assert held.until == date(2027, 4, 30)
    with pytest.raises(AccountRefused, match="きょうより後"):
        renew_role(by=manager, at=at, membership_id=held.id, until=date(2026, 11, 23))
    code = _code(manager, at, role=Role.CONTRACTOR, acting_for_id=manager.body_id)
    call_command("approve", stdout=io.StringIO())
    _join(at, code)
    contract = Membership.objects.get(role=Role.CONTRACTOR)
    with pytest.raises(AccountRefused, match="契約"):
        renew_role(by=manager, at=at, membership_id=contract.id, until=date(2028, 3, 31))
    assert Membership.objects.get(id=contract.id).until == date(2027, 4, 30)


def test_the_operator_approves_where_there_is_one_manager(manager: Viewer, at: datetime) -> None:
    from django.utils import timezone

    invite(by=manager, at=timezone.now(), new=_new(manager, Role.MUNICIPAL_OFFICER, until=None))
    row, out = Approval.objects.get(), io.StringIO()
    call_command("approve", stdout=out)
    assert f"{row.id}" in out.getvalue()
    assert "新田 ふみ" in out.getvalue()
    call_command("approve", str(row.id), stdout=out)
    row.refresh_from_db()
    assert (row.decision, row.decided_by) == (Decision.APPROVED, None)
    for number in (str(row.id), "kore"):
        with pytest.raises(CommandError):
            call_command("approve", number, stdout=out)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_type_one_code_at_once_exactly_one_gets_the_role(at: datetime) -> None:
    manager = build_person("kanri", body_id=build_body(CITY), manages=True)
    code = _code(manager, at)
    start, outcomes = threading.Barrier(6), []

    def type_code(login: str) -> None:
        try:
            start.wait(timeout=20)
            outcomes.append(_join(at, code, login))
        except LetterRefused:
            outcomes.append("")
        finally:
            connection.close()

    threads = [threading.Thread(target=type_code, args=(f"nitta{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    (winner,) = [login for login in outcomes if login]
    assert len(outcomes) == 6
    assert list(User.objects.filter(login__startswith="nitta").values_list("login", flat=True)) == [
        winner
    ]
    assert Membership.objects.filter(role=Role.COORDINATOR_LAYER_2).count() == 1
