"""A town's own list comes in as what it is: 移動販売 is found under 買い物, not among サロン."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.exchange.builders import BY, CITY, planned
from tests.exchange.test_views import _Asked, _signed_in
from yui.directory.models import Service, ServiceAttribute
from yui.exchange.actions import apply_batch, match_columns, plan_batch, undo_batch
from yui.exchange.models import ColumnMap
from yui.exchange.queries import BatchInfo, get_batch
from yui.policy.roles import Role

pytestmark = [pytest.mark.usefixtures("country"), pytest.mark.urls("tests.exchange.urls")]
HEADERS = ("団体・活動名", "住所", "内容")
MATCHES = {"name": "団体・活動名", "address": "住所", "activity": "内容"}
MIXED = (
    ("番町お茶会の会", "高松市番町1-1", "お茶会をしています"),
    ("番町配食の会", "高松市番町1-2", "配食をしています"),
    ("番町買い物支援の会", "高松市番町1-3", "買い物支援をしています"),
    ("番町移動販売の会", "高松市番町1-4", "移動販売をしています"),
    ("番町ひだまり会", "高松市番町1-5", "第1月曜"),
)


@pytest.fixture
def officer(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Client:
    """An officer of the city, signed in; jobs are noted, not run."""
    for name in ("plan_later", "apply_later"):
        monkeypatch.setattr(f"yui.exchange.tasks.{name}", _Asked(name, []))
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def _table(*rows: Sequence[str], headers: Sequence[str] = HEADERS) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([headers, *rows])
    return stream.getvalue().encode()


def _matched(officer: Client, at: datetime, content: bytes, name: str, list_kind: str) -> BatchInfo:
    plan = planned(content, at, name=name)
    sent = {"sector": "daily", "list_kind": list_kind}
    sent |= {f"column-{n}": field for n, field in enumerate(MATCHES)}
    assert officer.post(f"/exchange/{plan.id}/columns/", sent).status_code == 302
    plan_batch(by=BY, at=at, batch_id=plan.id)
    return get_batch(BY, plan.id)


def _terms() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    rows = ServiceAttribute.objects.values_list(
        "service__name", "term__taxonomy__code", "term__code"
    )
    for name, taxonomy, code in rows:
        found.setdefault(name, set()).add(f"{taxonomy}:{code}")
    return found


def test_list_of_one_kind_is_proposed_and_comes_in_as_it(officer: Client, at: datetime) -> None:
    table = _table(("とくし丸1号", "高松市番町1-1", "木曜に来ます"))
    plan = planned(table, at, name="移動販売一覧.csv")
    page = officer.get(f"/exchange/{plan.id}/columns/").content.decode()
    assert '<option value="shop" selected>移動販売・買い物</option>' in page
    ready = _matched(officer, at, table, "移動販売一覧.csv", "shop")
    shown = officer.get(f"/exchange/{ready.id}/").content.decode()
    assert "この表は「移動販売・買い物」として入れます。" in shown
    apply_batch(by=BY, at=at, batch_id=ready.id)

    terms = _terms()["とくし丸1号"]
    assert {"field:shopping", "need:delivery", "provision:mobile_shop"} <= terms
    assert not terms & {"provision:go", "need:place_to_be", "resource:gathering"}
    assert ColumnMap.objects.get().list_kind == "shop"


def test_list_of_many_kinds_is_read_row_by_row(officer: Client, at: datetime) -> None:
    table = _table(*MIXED)
    plan = planned(table, at, name="支え合い活動一覧.csv")
    page = officer.get(f"/exchange/{plan.id}/columns/").content.decode()
    assert '<option value="mixed" selected>行ごとにちがう</option>' in page
    ready = _matched(officer, at, table, "支え合い活動一覧.csv", "mixed")
    shown = officer.get(f"/exchange/{ready.id}/").content.decode()
    assert "行ごとに見分けて入れます。" in shown
    assert "何をするところか読み取れないので、分類なしで入ります" in shown
    apply_batch(by=BY, at=at, batch_id=ready.id)

    terms = _terms()
    assert {"provision:go", "need:place_to_be"} <= terms["番町お茶会の会"]
    assert {"field:meals", "provision:deliver"} <= terms["番町配食の会"]
    assert "field:shopping" in terms["番町買い物支援の会"]
    assert "provision:mobile_shop" in terms["番町移動販売の会"]
    for name in ("番町配食の会", "番町買い物支援の会", "番町移動販売の会"):
        assert "need:place_to_be" not in terms[name]
    assert "番町ひだまり会" not in terms


def test_column_that_says_the_kind_decides(officer: Client, at: datetime) -> None:
    headers = ("団体・活動名", "住所", "活動の種類")
    rows = (("ひまわり", "高松市番町1-1", "配食"), ("こすもす", "高松市番町1-2", "サロン"))
    plan = planned(_table(*rows, headers=headers), at, name="一覧.csv")
    page = officer.get(f"/exchange/{plan.id}/columns/").content.decode()
    assert '<option value="service_type" selected>' in page
    sent = {"sector": "daily", "list_kind": "mixed"}
    sent |= {"column-0": "name", "column-1": "address", "column-2": "service_type"}
    officer.post(f"/exchange/{plan.id}/columns/", sent)
    plan_batch(by=BY, at=at, batch_id=plan.id)
    apply_batch(by=BY, at=at, batch_id=plan.id)

    assert "field:meals" in _terms()["ひまわり"]
    assert "need:place_to_be" in _terms()["こすもす"]


def test_list_that_came_in_as_another_kind_heals_and_can_be_undone(
    officer: Client, at: datetime
) -> None:
    table = _table(*MIXED)
    wrong = _matched(officer, at, table, "支え合い活動一覧.csv", "gathering")
    apply_batch(by=BY, at=at, batch_id=wrong.id)
    before = _terms()
    assert "provision:go" in before["番町移動販売の会"]
    plan = _matched(officer, at, table, "支え合い活動一覧.csv", "mixed")
    assert (plan.added, plan.changed) == (0, 4)
    apply_batch(by=BY, at=at + timedelta(hours=1), batch_id=plan.id)

    healed = _terms()
    assert "provision:mobile_shop" in healed["番町移動販売の会"]
    assert not healed["番町移動販売の会"] & {"provision:go", "resource:gathering"}
    assert planned(table, at, name="支え合い活動一覧.csv").changed == 0
    undo_batch(by=BY, at=at + timedelta(hours=2), batch_id=plan.id)
    assert _terms() == before


def test_terms_given_by_hand_stay(officer: Client, at: datetime) -> None:
    table = _table(MIXED[3])
    wrong = _matched(officer, at, table, "活動一覧.csv", "gathering")
    apply_batch(by=BY, at=at, batch_id=wrong.id)
    Service.objects.update(edited_fields=["terms"])
    plan = _matched(officer, at, table, "活動一覧.csv", "shop")
    assert (plan.changed, plan.same, plan.kept_rows) == (0, 1, 1)


def test_columns_matched_before_kinds_were_asked_are_read_by_name(at: datetime) -> None:
    table = _table(*MIXED[1:4])
    plan = planned(table, at, name="支え合い活動一覧.csv")
    match_columns(by=BY, at=at, batch_id=plan.id, matches=MATCHES, sector="daily")
    plan_batch(by=BY, at=at, batch_id=plan.id)
    apply_batch(by=BY, at=at, batch_id=plan.id)
    assert all("need:place_to_be" not in terms for terms in _terms().values())


def test_kind_must_be_said_of_a_list_of_daily_life(officer: Client, at: datetime) -> None:
    plan = planned(_table(("ひだまり会", "高松市番町1-1", "")), at, name="表.csv")
    sent = {"sector": "daily", "column-0": "name", "column-1": "address"}
    refused = officer.post(f"/exchange/{plan.id}/columns/", sent)
    assert refused.status_code == 400
    assert "どんな手助けや活動の一覧か、選んでください。" in refused.content.decode()


def test_remembered_kind_that_the_name_speaks_against_is_said(
    officer: Client, at: datetime
) -> None:
    _matched(officer, at, _table(MIXED[0]), "サロン一覧.csv", "gathering")
    other = planned(_table(MIXED[3]), at, name="移動販売一覧.csv")
    page = officer.get(f"/exchange/{other.id}/").content.decode()
    assert "この表は「通いの場・サロン」として入れます。" in page
    assert "名前や内容は「移動販売・買い物」のように見えます。" in page
