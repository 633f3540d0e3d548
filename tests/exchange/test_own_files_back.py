"""What the platform gave away comes back and says nothing new: every list, every town."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import StreamingHttpResponse
from django.test import Client, override_settings
from django.utils import timezone

from tests.exchange.builders import BY, as_csv, planned
from tests.exchange.test_views import _signed_in
from yui.areas.models import Area
from yui.areas.states import Opening, Tier
from yui.config.world.loading import load_world
from yui.directory.models import Service, ServiceAtLocation
from yui.exchange.actions import apply_batch, undo_batch
from yui.exchange.models import StagingRow
from yui.exchange.queries import BatchInfo
from yui.exchange.states import Outcome
from yui.policy.roles import Role
from yui.taxonomy.actions import load_vocabulary


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """The sample world, in a transaction around all tests of this file; the moment it came in."""
    at = timezone.now()
    path = tmp_path_factory.mktemp("world") / "world.json"
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # as Django's TestCase
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=hashers), around:
        Area.objects.get_or_create(path="", defaults={"name": "全国", "tier": Tier.NATION})
        load_vocabulary(by=BY, at=at)
        load_world(by=BY, at=at, seed=1, size="s", manifest_path=path)
        yield at
        transaction.set_rollback(True)


def _towns() -> list[Area]:
    return list(Area.objects.filter(is_sample=True, tier=Tier.MUNICIPALITY).order_by("path"))


def _content(client: Client, town: Area, ending: str) -> bytes:
    answer = client.get(f"/opendata/{town.code[:5]}/services.{ending}")
    assert isinstance(answer, StreamingHttpResponse)
    return b"".join(answer)  # type: ignore[arg-type]  # streamed by a generator


def _plan(content: bytes, at: datetime, town: Area, ending: str = "csv") -> BatchInfo:
    name = f"{town.code[:5]}_yui_services.{ending}"
    return planned(content, at, name=name, area_path=town.path)


def _table(client: Client, town: Area) -> tuple[list[str], list[dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(_content(client, town, "csv").decode("utf-8-sig")))
    return list(reader.fieldnames or ()), list(reader)


def _city(client: Client) -> tuple[Area, list[str], list[dict[str, str]], list[dict[str, str]]]:
    """The city, its table, and the rows of a service of four places."""
    city = Area.objects.get(path="90/90100/")
    headers, rows = _table(client, city)
    several = [row for row in rows if row["名称"].startswith("涼み処")]
    assert len({row["ID"] for row in several}) == 1
    assert len(several) == 4
    return city, headers, rows, several


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_open_table_of_every_town_changes_nothing(
    world: datetime, db: None, client: Client, ending: str
) -> None:
    towns = _towns()
    assert len(towns) == 4
    for town in towns:
        plan = _plan(_content(client, town, ending), world, town, ending)
        assert plan.kind == "ods_care_service"
        assert (plan.added, plan.changed, plan.vanished, plan.rejected) == (0, 0, 0, 0)
        # A town that still prepares gives nothing away.
        assert plan.same > 30 if town.opening == Opening.OPEN else plan.same == 0
    assert sorted(town.opening for town in towns) == [*[Opening.OPEN] * 3, Opening.PREPARING]


@pytest.mark.parametrize("kind", ["ods_care_service", "mhlw_kayoinoba"])
@pytest.mark.parametrize("scope", ["", "internal"])
def test_export_of_every_town_changes_nothing(
    world: datetime, db: None, kind: str, scope: str
) -> None:
    for town in _towns():
        officer = _signed_in(world, f"lists-{town.code}", Role.MUNICIPAL_OFFICER, town.path)
        answer = officer.get(f"/exchange/export/{kind}.csv", {"scope": scope})
        plan = _plan(b"".join(answer), world, town)  # type: ignore[arg-type]  # streamed
        assert (plan.added, plan.changed, plan.vanished, plan.rejected) == (0, 0, 0, 0)
        assert plan.same


def test_one_cell_of_a_further_place_changes_that_place_alone(
    world: datetime, db: None, client: Client
) -> None:
    city, headers, rows, several = _city(client)
    code, address = several[2]["ID"], several[2]["所在地_連結表記"]
    places = ServiceAtLocation.objects.filter(service__short_code=code).order_by("id")
    before = list(places.values_list("location__address", flat=True))
    assert before[2] == address
    several[2]["所在地_連結表記"] = "見本県見本市北山区杉ノ峰台一丁目9番9号"

    plan = _plan(as_csv(rows, headers), world, city)
    assert (plan.changed, plan.changed_fields, plan.rejected) == (1, 1, 0)
    apply_batch(by=BY, at=world, batch_id=plan.id)

    after = list(places.values_list("location__address", flat=True))
    assert after == [*before[:2], "見本県見本市北山区杉ノ峰台一丁目9番9号", before[3]]
    assert _table(client, city)[1][rows.index(several[2])]["所在地_連結表記"] == after[2]
    undo_batch(by=BY, at=world + timedelta(minutes=1), batch_id=plan.id)
    assert list(places.values_list("location__address", flat=True)) == before


def test_cells_of_many_rows_of_one_service_are_applied_together(
    world: datetime, db: None, client: Client
) -> None:
    city, headers, rows, several = _city(client)
    code = several[0]["ID"]
    for row in several:
        row["電話番号"] = "087-000-9999"
        row["名称_カナ"] = "スズミドコロ"
    several[1]["緯度"], several[1]["経度"] = "31.15", "136.19"
    several[3]["所在地_連結表記"] = "見本県見本市浜区しおさい一丁目1番1号"

    plan = _plan(as_csv(rows, headers), world, city)
    assert (plan.changed, plan.changed_fields, plan.rejected) == (3, 4, 0)
    apply_batch(by=BY, at=world, batch_id=plan.id)

    service = Service.objects.get(short_code=code)
    assert service.kana == "スズミドコロ"
    assert service.edited_fields == ["address", "kana", "phones", "point"]
    assert service.phones.filter(digits="0870009999").count() == 1
    places = ServiceAtLocation.objects.filter(service=service).order_by("id")
    points = list(places.values_list("location__latitude", flat=True))
    assert [str(point) for point in points].index("31.15") == 1
    assert (places[3].location.address, places[0].location.address) == (
        "見本県見本市浜区しおさい一丁目1番1号",
        several[0]["所在地_連結表記"],
    )


def test_rows_of_one_service_that_contradict_each_other_are_not_taken(
    world: datetime, db: None, client: Client
) -> None:
    city, headers, rows, several = _city(client)
    several[0]["名称"], several[1]["名称"] = "涼み処（東）", "涼み処（西）"
    rows.append(dict(several[3]))

    plan = _plan(as_csv(rows, headers), world, city)

    assert (plan.changed, plan.changed_fields, plan.rejected) == (1, 1, 2)
    reasons = {row.row_number: row.reason for row in rejected_of(plan)}
    assert "言うことがちがいます（名称）" in reasons[rows.index(several[1]) + 2]
    assert "台帳にある場所より多く" in reasons[len(rows) + 1]


def rejected_of(plan: BatchInfo) -> list[StagingRow]:
    """The rows of a plan that are not taken."""
    return list(StagingRow.objects.filter(batch_id=plan.id, outcome=Outcome.REJECTED))
