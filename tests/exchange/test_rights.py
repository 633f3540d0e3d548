"""A list changes only records its sender may change; asked while planning and while applying."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.exchange.builders import BY, CITY, DECEMBER, OFFICER, as_csv, care_row, imported, receive
from yui.accounts.models import Body
from yui.areas.models import Area
from yui.directory.formats.writers import rows_of as written_rows
from yui.directory.models import Organization, Service
from yui.directory.states import ServiceState
from yui.exchange.actions import apply_batch, choose_for_vanished, plan_batch
from yui.exchange.errors import PlanOutdated
from yui.exchange.queries import BatchInfo, get_batch, rows_of
from yui.exchange.queries.export import written_records
from yui.exchange.states import Outcome, VanishedChoice
from yui.lib.clock import date_in_jst
from yui.lib.csvfile import csv_lines
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

pytestmark = pytest.mark.usefixtures("country")

PREFECTURE = replace(OFFICER, role=Role.PREFECTURAL_OFFICER, body_id=37, area_path="37/")
NATION = replace(OFFICER, role=Role.NATIONAL_SECRETARIAT, body_id=99, area_path="")
NEW_NUMBER = "087-111-2222"


def test_prefecture_cannot_rewrite_a_citys_record_by_its_short_code(at: datetime) -> None:
    imported(as_csv([care_row(1)]), at)
    plan = _planned_by(PREFECTURE, _our_own_file(at), at)

    rejected = rows_of(plan.id, Outcome.REJECTED)
    assert (plan.changed, plan.added, plan.rejected) == (0, 0, 1)
    assert rejected[0].reason.startswith("この記録は、ほかの役所か団体が守っています。")
    own = _planned_by(OFFICER, _our_own_file(at), at)
    assert (own.changed, own.rejected) == (1, 0)


@pytest.mark.parametrize("by", [NATION, BY])
def test_national_list_brings_its_own_records_up_to_date(by: Viewer, at: datetime) -> None:
    _imported_by(by, as_csv([care_row(1), care_row(2)]), at)
    later = at + timedelta(days=1)
    newer = as_csv([care_row(1, 電話番号=NEW_NUMBER), care_row(3)])
    plan = _planned_by(by, newer, later, period_date=DECEMBER)
    assert (plan.added, plan.changed, plan.vanished, plan.rejected) == (1, 1, 1, 0)
    apply_batch(by=by, at=later, batch_id=plan.id)

    assert Service.objects.get(name="見本ヘルパー1").phones.get().number == NEW_NUMBER
    assert Service.objects.count() == 3


def test_national_list_leaves_records_a_body_has_claimed(at: datetime) -> None:
    _imported_by(NATION, as_csv([care_row(1), care_row(2), care_row(3)]), at)
    _claim_all(at)
    later = at + timedelta(days=1)
    newer = as_csv([care_row(1, 電話番号=NEW_NUMBER), care_row(2)])
    plan = _planned_by(NATION, newer, later, period_date=DECEMBER)

    assert (plan.changed, plan.same, plan.vanished, plan.rejected) == (0, 1, 0, 1)


def test_apply_asks_again_who_keeps_the_record(at: datetime) -> None:
    imported(as_csv([care_row(1), care_row(2)]), at)
    later = at + timedelta(days=1)
    changing = _planned_by(OFFICER, as_csv([care_row(1, 電話番号=NEW_NUMBER)]), later)
    ending = _planned_by(OFFICER, as_csv([care_row(1)]), later)
    ends = {rows_of(ending.id, Outcome.VANISHED)[0].id: VanishedChoice.END}
    choose_for_vanished(by=OFFICER, at=later, batch_id=ending.id, choices=ends)
    _claim_all(at)
    for plan in (changing, ending):
        with pytest.raises(PlanOutdated, match="変えられない記録"):
            apply_batch(by=OFFICER, at=later, batch_id=plan.id)

    assert not Service.objects.filter(state=ServiceState.ENDED).exists()
    assert not Service.objects.exclude(modified_at=at).exists()


def _claim_all(at: datetime) -> None:
    area = Area.objects.get(path=CITY)
    body = Body.objects.create(id=777, name="見本会", kind="group", area=area)
    Organization.objects.update(body=body)


def _our_own_file(at: datetime) -> bytes:
    records = written_records(OFFICER, kind="ods_care_service", area_path=CITY, on=date_in_jst(at))
    changed = (replace(each, phone=NEW_NUMBER) for each in records)
    return b"".join(csv_lines(written_rows("ods_care_service", changed)))


def _planned_by(by: Viewer, content: bytes, at: datetime, **more: object) -> BatchInfo:
    batch_id = receive(content, at, by=by, area_path=by.area_path, **more)
    plan_batch(by=by, at=at, batch_id=batch_id)
    return get_batch(by, batch_id)


def _imported_by(by: Viewer, content: bytes, at: datetime) -> None:
    apply_batch(by=by, at=at, batch_id=_planned_by(by, content, at).id)
