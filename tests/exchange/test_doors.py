"""Every address of the room, asked by every role about a batch of the city."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.exchange.builders import BY, CITY, OFFICER, as_csv, care_row, planned, receive
from yui.accounts.models import Body, Membership, User
from yui.areas.actions import create_area
from yui.areas.models import Area
from yui.areas.states import Tier
from yui.exchange import urls
from yui.exchange.actions import cancel_batch
from yui.exchange.errors import BatchNotFound, NotYours
from yui.exchange.models import Batch
from yui.exchange.queries import get_batch, visible_batches
from yui.exchange.states import BatchState
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]

WARD, SPHERE = f"{CITY}37202/", f"{CITY}s1/"
READ, POST = "get", "post"
# Address → method, and what the officer of the batch's own city gets, asked in this order.
OF_A_BATCH = {
    "batch": (READ, 200),
    "columns": (READ, 200),
    "report": (READ, 200),
    "mend": (POST, 409),
    "mend-many": (POST, 409),
    "publish": (POST, 409),
    "undo": (POST, 409),
    "apply": (POST, 409),
    "again": (POST, 302),
    "cancel": (POST, 302),
}
OF_THE_ROOM = ("batches", "upload", "export")
WHO: dict[str, tuple[Role, str] | None] = {
    "anonymous": None,
    "own officer": (Role.MUNICIPAL_OFFICER, CITY),
    "other officer": (Role.MUNICIPAL_OFFICER, "37/37206/"),
    "prefecture": (Role.PREFECTURAL_OFFICER, "37/"),
    "nation": (Role.NATIONAL_SECRETARIAT, ""),
    "ministry": (Role.MINISTRY_OFFICER, ""),
    "organization editor": (Role.ORGANIZATION_EDITOR, CITY),
    "care manager": (Role.CARE_MANAGER, CITY),
}
# What each gets from the list, the upload form and the export.
ROOM = {
    "anonymous": (302, 302, 302),
    "own officer": (200, 200, 200),
    "other officer": (200, 200, 200),
    "prefecture": (200, 200, 200),
    "nation": (200, 200, 200),
    "ministry": (200, 200, 404),
    "organization editor": (404, 404, 404),
    "care manager": (200, 200, 404),
}


class _Nobody:
    def enqueue(self, *given: Any) -> None:
        """Jobs are not run here."""


@pytest.fixture(autouse=True)
def _quiet_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("plan_later", "apply_later"):
        monkeypatch.setattr(f"yui.exchange.tasks.{name}", _Nobody())


def test_every_address_is_in_the_matrix() -> None:
    assert {each.name for each in urls.urlpatterns} == {*OF_A_BATCH, *OF_THE_ROOM}


@pytest.mark.parametrize("who", WHO)
def test_each_address_answers_each_role_as_the_matrix_says(who: str, at: datetime) -> None:
    plan = planned(as_csv([care_row(1)]), at, name="市の下書き.csv")
    client = _client(at, who)
    for name, (method, own) in OF_A_BATCH.items():
        arguments = [plan.id, 1] if name == "mend" else [plan.id]
        expected = {"own officer": own, "anonymous": 302}.get(who, 404)
        response = getattr(client, method)(reverse(f"exchange:{name}", args=arguments))
        assert (name, response.status_code) == (name, expected)
    for name, expected in zip(OF_THE_ROOM, ROOM[who], strict=True):
        arguments = ["ods_care_service"] if name == "export" else []
        response = client.get(reverse(f"exchange:{name}", args=arguments))
        assert (name, response.status_code) == (name, expected)
        if name == "batches":
            assert ("市の下書き.csv" in response.content.decode()) == (who == "own officer")
    state = Batch.objects.get(id=plan.id).state
    assert state == (BatchState.CANCELLED if who == "own officer" else BatchState.PLANNED)


def test_a_batch_is_its_own_tiers_and_that_of_the_body_that_brought_it(at: datetime) -> None:
    roles = (Role.MUNICIPAL_OFFICER, Role.PREFECTURAL_OFFICER, Role.NATIONAL_SECRETARIAT)
    viewers = [
        Viewer(role, user_id=1, membership_id=1, body_id=body, area_path=path)
        for role, body, path in product(roles, (None, 7), ("", "37/", CITY, "37/37206/"))
    ]
    prefecture = Viewer(Role.PREFECTURAL_OFFICER, body_id=7, area_path="37/")
    made = [
        receive(b"a,b\n", at, by=by, area_path=path)
        for by, path in ((BY, ""), (BY, "37/"), (OFFICER, CITY), (prefecture, CITY))
    ]
    for viewer in [*viewers, BY]:
        readable = {each for each in made if _is_readable(viewer, each)}
        assert {each.id for each in visible_batches(viewer)} == readable
    assert _is_readable(prefecture, made[3])
    assert not _is_readable(prefecture, made[2])
    with pytest.raises(NotYours):
        cancel_batch(by=prefecture, at=at, batch_id=made[2])


READERS = {
    "ward officer": (Role.MUNICIPAL_OFFICER, WARD),
    "coordinator of a sphere": (Role.COORDINATOR_LAYER_2, SPHERE),
    "work coordinator": (Role.WORK_COORDINATOR, CITY),
}
READ_ALONG = {"batch": 200, "report": 200}


@pytest.mark.parametrize("who", READERS)
def test_staff_of_the_same_town_look_at_a_batch_and_change_nothing(who: str, at: datetime) -> None:
    _divide_city(at)
    plan = planned(as_csv([care_row(1), care_row(2, 事業所名="")]), at, name="市の一覧.csv")
    client = _client(at, who, READERS[who])
    for name, (method, _) in OF_A_BATCH.items():
        arguments = [plan.id, 1] if name == "mend" else [plan.id]
        response = getattr(client, method)(reverse(f"exchange:{name}", args=arguments))
        assert (name, response.status_code) == (name, READ_ALONG.get(name, 404))
    assert client.post(reverse("exchange:columns", args=[plan.id])).status_code == 404
    assert Batch.objects.get(id=plan.id).state == BatchState.PLANNED
    listed = client.get("/exchange/").content.decode()
    page = client.get(f"/exchange/{plan.id}/?show=rejected").content.decode()
    assert "市の一覧.csv" in listed
    assert "高松市の取り込みです。ここでは、読むだけです。" in page
    assert "名前がありません。" in page
    assert f'action="/exchange/{plan.id}' not in page


def test_readers_of_a_town_are_those_of_its_office(at: datetime) -> None:
    _divide_city(at)
    made = [receive(b"a,b\n", at, by=BY, area_path=path) for path in ("37/", CITY, WARD)]
    expected = {
        (Role.MUNICIPAL_OFFICER, WARD): made[1:],
        (Role.COORDINATOR_LAYER_2, SPHERE): made[1:],
        (Role.WORK_COORDINATOR, CITY): made[1:],
        (Role.MUNICIPAL_OFFICER, "37/37206/"): [],
        (Role.PREFECTURAL_OFFICER, "37/"): made[:1],
        (Role.MINISTRY_OFFICER, ""): [],
        (Role.CARE_MANAGER, CITY): [],
        (Role.SUPPORT_CENTRE, SPHERE): [],
        (Role.WELFARE_COMMISSIONER, CITY): [],
        (Role.ORGANIZATION_OWNER, CITY): [],
    }
    for (role, path), batches in expected.items():
        viewer = Viewer(role, user_id=1, membership_id=1, body_id=9, area_path=path)
        assert {each.id for each in visible_batches(viewer)} == set(batches), role
        assert {each for each in made if _is_readable(viewer, each)} == set(batches), role


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("own officer", "まだ取り込みはありません。"),
        ("prefecture", "市区町村の取り込みは、その市区町村の人だけが見ます。"),
        ("nation", "市区町村の取り込みは、その市区町村の人だけが見ます。"),
        ("ministry", "公開された一覧は、市区町村のページで見られます。"),
        ("care manager", "この立場で見られる取り込みは、ありません。"),
    ],
)
def test_empty_list_says_why(
    who: str, said: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = _client(at, who)
    # The page says in how many seconds the session ends: both are looked at in the same one.
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    before = client.get("/exchange/").content.decode()
    assert said in before
    assert ('href="/exchange/new/"' in before) == (who not in ("ministry", "care manager"))
    receive(b"a,b\n", at, by=OFFICER, area_path="37/37201/", name="よそからは見えない.csv")
    after = client.get("/exchange/").content.decode()
    assert (after == before) == (who != "own officer")


def _divide_city(at: datetime) -> None:
    """The city gets a ward and a sphere."""
    for path, tier, name in ((WARD, Tier.WARD, "東区"), (SPHERE, Tier.SPHERE, "西部圏域")):
        segment = path.split("/")[-2]
        create_area(by=BY, at=at, parent_path=CITY, segment=segment, tier=tier, name=name)


def _is_readable(viewer: Viewer, batch_id: Any) -> bool:
    try:
        get_batch(viewer, batch_id)
    except BatchNotFound:
        return False
    return True


def _client(at: datetime, who: str, given: tuple[Role, str] | None = None) -> Client:
    client = Client()
    given = given or WHO[who]
    if given is None:
        return client
    role, path = given
    area = Area.objects.get(path=path)
    body = Body.objects.create(id=500, name=who, kind="municipality", area=area)
    user = User.objects.create(login="who", display_name="試験 太郎", created_at=at)
    Membership.objects.create(user=user, role=role, body=body, area=area)
    client.force_login(user)
    return client
