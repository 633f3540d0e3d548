"""Every address of the room, asked by every role about a batch of the city."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.exchange.builders import BY, CITY, OFFICER, as_csv, care_row, planned, receive
from yui.accounts.models import Body, Membership, User
from yui.areas.models import Area
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


def _is_readable(viewer: Viewer, batch_id: Any) -> bool:
    try:
        get_batch(viewer, batch_id)
    except BatchNotFound:
        return False
    return True


def _client(at: datetime, who: str) -> Client:
    client = Client()
    given = WHO[who]
    if given is None:
        return client
    role, path = given
    area = Area.objects.get(path=path)
    body = Body.objects.create(id=500, name=who, kind="municipality", area=area)
    user = User.objects.create(login="who", display_name="試験 太郎", created_at=at)
    Membership.objects.create(user=user, role=role, body=body, area=area)
    client.force_login(user)
    return client
