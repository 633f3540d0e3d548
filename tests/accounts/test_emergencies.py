"""Break-glass: a role for some hours, with a reason, seen by the office, ending by itself."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.builders import CITY, OPERATOR, OTHER_CITY, build_body, build_person, build_viewer
from yui.accounts.actions import Emergency, break_glass, close_glass, issue_password
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.models import BreakGlass, Membership, User
from yui.accounts.queries import contexts_of, glasses_of, people_of, viewer_for
from yui.journal.actions import act
from yui.journal.queries import entries_after, head_position
from yui.lib.clock import date_in_jst
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
PAGE, PEOPLE = "/accounts/break-glass/", "/accounts/people/"


@pytest.fixture
def manager(db: None) -> Viewer:
    return build_person("kanri", body_id=build_body(CITY), manages=True)


@pytest.fixture
def helper(db: None) -> Viewer:
    """Somebody of another city."""
    return build_person("tetsudai", area_path=OTHER_CITY)


def _new(manager: Viewer, **more: object) -> Emergency:
    given = Emergency(
        "tetsudai", manager.body_id or 0, Role.MUNICIPAL_OFFICER, 2, "担当がみな休みのため"
    )
    return replace(given, **more)


def _viewer(helper: Viewer, membership_id: int, at: datetime) -> Viewer:
    return viewer_for(helper.user_id, membership_id=membership_id, on=date_in_jst(at), at=at)


def test_the_role_is_in_force_for_its_hours_and_not_a_second_longer(
    manager: Viewer, helper: Viewer, at: datetime
) -> None:
    before = head_position()
    made = break_glass(by=OPERATOR, at=at, new=_new(manager))
    row = BreakGlass.objects.get(id=made)
    assert [(each.verb, each.object_id) for each in entries_after(before)] == [
        ("accounts.break_glass.opened", str(made))
    ]
    held = row.membership_id
    assert _viewer(helper, held, at).area_path == CITY
    last = at + timedelta(hours=2, seconds=-1)
    assert _viewer(helper, held, last).body_id == manager.body_id
    assert _viewer(helper, held, last + timedelta(seconds=1)).area_path is None
    assert viewer_for(helper.user_id, membership_id=held, on=date_in_jst(at)).area_path is None
    keys = [each.membership_id for each in contexts_of(helper.user_id or 0, on=at.date(), at=at)]
    assert keys == [helper.membership_id, held]
    assert not _viewer(helper, held, at).manages_accounts


def test_the_office_sees_who_why_and_what_was_done(
    manager: Viewer, helper: Viewer, at: datetime
) -> None:
    break_glass(by=OPERATOR, at=at, new=_new(manager))
    held = BreakGlass.objects.get().membership_id
    for minutes in (5, 10, 180):
        with act(by=_viewer(helper, held, at), at=at + timedelta(minutes=minutes)) as done:
            done.record("test.did", object_type="test.thing", object_id=1, area_path=CITY)
    with act(by=helper, at=at) as done:
        done.record("test.own", object_type="test.thing", object_id=2, area_path=OTHER_CITY)
    (found,) = glasses_of(manager, at=at + timedelta(hours=1))
    assert (found.login, found.reason, found.is_open) == ("tetsudai", "担当がみな休みのため", True)
    assert (found.acts, found.reads) == (2, 0)
    assert not glasses_of(manager, at=at + timedelta(hours=2))[0].is_open
    assert glasses_of(helper, at=at) == ()
    stranger = build_person("yoso", area_path=OTHER_CITY, manages=True)
    assert glasses_of(stranger, at=at) == ()
    assert [each.login for each in people_of(manager, on=at.date())] == ["kanri"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"reason": " 　"}, "わけを書いて"),
        ({"hours": 0}, "4時間まで"),
        ({"hours": 5}, "4時間まで"),
        ({"login": "dare-mo"}, "入れる人はいません"),
        ({"role": Role.OPERATOR}, "招待できません"),
        ({"role": Role.NATIONAL_SECRETARIAT}, "招待できません"),
    ],
)
@pytest.mark.usefixtures("helper")
def test_without_reason_limit_or_fitting_role_nothing_is_opened(
    manager: Viewer, at: datetime, more: dict[str, object], says: str
) -> None:
    before, members = head_position(), Membership.objects.count()
    with pytest.raises(AccountRefused, match=says):
        break_glass(by=OPERATOR, at=at, new=_new(manager, **more))
    assert not BreakGlass.objects.exists()
    assert (head_position(), Membership.objects.count()) == (before, members)


@pytest.mark.parametrize("role", [Role.NATIONAL_SECRETARIAT, Role.MUNICIPAL_OFFICER])
@pytest.mark.usefixtures("helper")
def test_only_the_operator_opens_it(manager: Viewer, at: datetime, role: Role) -> None:
    for by in (manager, build_viewer(role, "" if role is Role.NATIONAL_SECRETARIAT else CITY)):
        with pytest.raises(AccountRefused, match="運用担当だけ"):
            break_glass(by=by, at=at, new=_new(manager))
    assert not BreakGlass.objects.exists()


def test_it_is_opened_once_at_a_time_and_again_after_it_ended(
    manager: Viewer, helper: Viewer, at: datetime
) -> None:
    break_glass(by=OPERATOR, at=at, new=_new(manager))
    with pytest.raises(AccountRefused, match="もう開いています"):
        break_glass(by=OPERATOR, at=at + timedelta(hours=1), new=_new(manager))
    later = at + timedelta(hours=3)
    again = break_glass(by=OPERATOR, at=later, new=_new(manager, hours=4))
    held = BreakGlass.objects.get(id=again).membership_id
    assert _viewer(helper, held, later).area_path == CITY
    assert Membership.objects.filter(is_emergency=True).count() == 1
    assert BreakGlass.objects.count() == 2


def test_an_account_manager_of_the_office_ends_it_and_nobody_else(
    manager: Viewer, helper: Viewer, at: datetime
) -> None:
    made = break_glass(by=OPERATOR, at=at, new=_new(manager))
    held = BreakGlass.objects.get().membership_id
    stranger = build_person("yoso", area_path=OTHER_CITY, manages=True)
    for by in (stranger, helper, _viewer(helper, held, at)):
        with pytest.raises(NotManaged):
            close_glass(by=by, at=at, glass_id=made)
    before = head_position()
    close_glass(by=manager, at=at, glass_id=made)
    assert [each.verb for each in entries_after(before)] == ["accounts.break_glass.closed"]
    assert _viewer(helper, held, at).area_path is None
    with pytest.raises(AccountRefused, match="もう終わって"):
        close_glass(by=manager, at=at, glass_id=made)


def test_somebody_in_an_emergency_elsewhere_gets_no_new_password_until_it_ended(
    manager: Viewer, helper: Viewer, at: datetime
) -> None:
    own = build_person("jimoto", body_id=helper.body_id, manages=True)
    break_glass(by=OPERATOR, at=at, new=_new(manager))
    given = {"by": own, "membership_id": helper.membership_id or 0}
    with pytest.raises(AccountRefused, match="運用担当に"):
        issue_password(at=at, **given)
    assert issue_password(at=at + timedelta(hours=2), **given).login == "tetsudai"


def test_the_database_keeps_no_emergency_without_reason_or_end(
    manager: Viewer, helper: Viewer, at: datetime
) -> None:
    break_glass(by=OPERATOR, at=at, new=_new(manager))
    for wrong in ({"reason": ""}, {"ends_at": at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BreakGlass.objects.update(**wrong)


@pytest.mark.usefixtures("helper")
def test_on_the_host_it_is_opened_and_on_the_page_seen_and_ended(manager: Viewer) -> None:
    out = io.StringIO()
    words = ["--who", "tetsudai", f"--area={CITY}", "--reason", "<b>火事</b>"]
    call_command("break_glass", *words, "--hours", "1", stdout=out)
    assert "1時間だけ" in out.getvalue()
    desk, other = Client(), Client()
    desk.force_login(User.objects.get(login="kanri"))
    other.force_login(User.objects.get(login="tetsudai"))
    assert "いま開いています" in desk.get(PEOPLE).content.decode()
    page = desk.get(PAGE).content.decode()
    assert "わけ：&lt;b&gt;火事&lt;/b&gt;" in page
    assert "変えたこと：0件" in page
    glass = str(BreakGlass.objects.get().id)
    assert other.get(PAGE).status_code == 404
    assert other.post(PAGE, {"glass": glass}).status_code == 404
    assert desk.post(PAGE, {"glass": "x"}).status_code == 404
    assert desk.post(PAGE, {"glass": glass}).status_code == 302
    assert "いま開いています" not in desk.get(PEOPLE).content.decode()
    assert BreakGlass.objects.get().closed_at is not None
    assert "もう終わって" in desk.post(PAGE, {"glass": glass}, follow=True).content.decode()


@pytest.mark.usefixtures("helper")
def test_the_role_chosen_on_the_page_works_until_it_ends(manager: Viewer) -> None:
    break_glass(by=OPERATOR, at=timezone.now(), new=_new(manager))
    held = BreakGlass.objects.get().membership_id
    client = Client()
    client.force_login(User.objects.get(login="tetsudai"))
    assert client.post("/accounts/context/", {"context": held}).status_code == 302
    assert client.get("/desk/").wsgi_request.viewer.body_id == manager.body_id
    BreakGlass.objects.update(ends_at=timezone.now())
    assert client.get("/desk/").wsgi_request.viewer.area_path is None


@pytest.mark.parametrize(("body", "hours", "says"), [("ない課", 1, "ありません"), ("", 9, "4時間")])
@pytest.mark.usefixtures("helper", "manager")
def test_the_command_says_what_is_wrong(body: str, hours: int, says: str) -> None:
    words = ["--who", "tetsudai", f"--area={CITY}", f"--body={body}", "--reason", "x"]
    with pytest.raises(CommandError, match=says):
        call_command("break_glass", *words, f"--hours={hours}")
    assert not BreakGlass.objects.exists()
