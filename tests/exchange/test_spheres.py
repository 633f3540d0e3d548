"""The 圏域 of rows: said when it does not exist yet, proposed again when it does."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tests.exchange.builders import BY, CITY, imported, planned
from tests.exchange.own_tables import NAME, group, teach, workbook
from tests.exchange.test_views import _signed_in
from yui.areas.actions import create_area, create_town, set_layer_towns
from yui.areas.states import Tier
from yui.directory.models import Location, Service
from yui.exchange.actions import apply_batch, undo_batch
from yui.exchange.queries import get_batch, rows_of
from yui.exchange.states import Outcome
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]

TWO = workbook(東部圏域=[group(1, "ひだまり会")], 西部圏域=[group(1, "つつみ会")])
EAST = f"{CITY}37201-01/"


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def _sphere(at: datetime, segment: str = "37201-01", name: str = "東部") -> None:
    create_area(by=BY, at=at, parent_path=CITY, segment=segment, tier=Tier.SPHERE, name=name)


def _spheres() -> dict[str, str]:
    rows = Location.objects.exclude(sphere=None)
    return dict(rows.values_list("services_here__service__name", "sphere__name"))


def test_plan_names_the_spheres_that_do_not_exist_yet(officer: Client, at: datetime) -> None:
    _sphere(at)
    teach(at, TWO)
    plan = planned(TWO, at, name=NAME)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()

    assert plan.flag_counts["sphere_unknown"]["count"] == 1
    assert "「西部圏域」という圏域は、まだありません。" in page
    assert "「東部圏域」という圏域は" not in page
    assert "/areas/keeping/" in page


def test_same_file_proposes_the_sphere_once_it_exists(at: datetime) -> None:
    teach(at, TWO)
    imported(TWO, at, name=NAME)
    assert _spheres() == {}
    assert planned(TWO, at, name=NAME).changed == 0

    _sphere(at)
    plan = planned(TWO, at, name=NAME)
    assert (plan.changed, plan.same) == (1, 1)
    row = rows_of(plan.id, Outcome.CHANGE)[0]
    assert (row.name, row.changed_fields) == ("ひだまり会", ("sphere",))
    apply_batch(by=BY, at=at, batch_id=plan.id)
    assert _spheres() == {"ひだまり会": "東部"}
    assert planned(TWO, at, name=NAME).changed == 0

    undo_batch(by=BY, at=at, batch_id=plan.id)
    assert _spheres() == {}
    assert get_batch(BY, plan.id).changed == 1


def test_row_takes_the_sphere_in_which_its_town_is_ticked(at: datetime) -> None:
    content = workbook(
        一覧=[group(1, "ひだまり会"), group(2, "つつみ会", address="香川県高松市栗林町1")]
    )
    _sphere(at)
    town = create_town(by=BY, at=at, area_path=CITY, name="番町").id
    create_town(by=BY, at=at, area_path=CITY, name="栗林町")
    set_layer_towns(by=BY, at=at, layer_path=EAST, town_ids=[town or 0])
    teach(at, content)
    imported(content, at, name=NAME)

    assert _spheres() == {"ひだまり会": "東部"}
    assert planned(content, at, name=NAME).changed == 0


def test_town_ticked_later_fills_the_sphere_and_never_overrules_a_hand(at: datetime) -> None:
    content = workbook(一覧=[group(1, "ひだまり会"), group(2, "つつみ会")])
    teach(at, content)
    imported(content, at, name=NAME)
    service = Service.objects.get(name="つつみ会")
    service.edited_fields = ["places"]
    service.save(update_fields=["edited_fields"])
    _sphere(at)
    town = create_town(by=BY, at=at, area_path=CITY, name="番町").id
    set_layer_towns(by=BY, at=at, layer_path=EAST, town_ids=[town or 0])

    assert imported(content, at, name=NAME).changed == 1
    assert _spheres() == {"ひだまり会": "東部"}
