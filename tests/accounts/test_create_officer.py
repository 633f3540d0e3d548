"""`yui create-officer`: whose name an officer acts under, and which one credits carry."""

from __future__ import annotations

import importlib
import io
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from tests.builders import OTHER_CITY, build_area
from yui.accounts.actions import create_body
from yui.accounts.models import Body, Membership
from yui.accounts.states import BodyKind
from yui.areas.actions import create_area_group
from yui.areas.states import GroupKind
from yui.policy.viewer import operator

CITY = "98/98201/"
_NAME_OFFICES = "yui.accounts.migrations.0002_name_offices"


@pytest.fixture
def city(db: None) -> None:
    build_area(CITY)


def _made(monkeypatch: Any, login: str = "tanaka", **options: str) -> Body:
    monkeypatch.setattr("sys.stdin", io.StringIO("Pw-officer-2026-xyz\n"))
    words = [f"--{name}={value}" for name, value in options.items()]
    call_command("create_officer", login, f"--area={CITY}", *words, stdout=io.StringIO())
    return Membership.objects.select_related("body").get(user__login=login).body


@pytest.mark.usefixtures("city")
def test_office_is_named_after_the_area_when_no_body_is_given(monkeypatch: Any) -> None:
    assert _made(monkeypatch).name == "試験市役所"


@pytest.mark.usefixtures("city")
def test_second_officer_joins_the_same_office(monkeypatch: Any) -> None:
    first = _made(monkeypatch)
    assert _made(monkeypatch, "suzuki") == first


@pytest.mark.usefixtures("city")
def test_council_of_the_area_is_not_the_office(monkeypatch: Any, at: datetime) -> None:
    create_body(
        by=operator("test"),
        at=at,
        name="試験市社会福祉協議会",
        kind=BodyKind.WELFARE_COUNCIL,
        area_path=CITY,
    )
    assert _made(monkeypatch).name == "試験市役所"


@pytest.mark.usefixtures("city")
def test_named_body_is_made_once(monkeypatch: Any) -> None:
    first = _made(monkeypatch, body="試験市 高齢福祉課")
    again = _made(monkeypatch, "suzuki", body="試験市 高齢福祉課")
    assert (first.name, again) == ("試験市 高齢福祉課", first)


@pytest.mark.usefixtures("city")
def test_body_named_by_a_path_is_renamed(at: datetime) -> None:
    made = create_body(
        by=operator("test"), at=at, name=CITY, kind=BodyKind.MUNICIPALITY, area_path=CITY
    )
    importlib.import_module(_NAME_OFFICES).name_offices(apps, None)
    assert Body.objects.get(id=made).name == "試験市役所"


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(("words", "manages"), [((), True), (("--no-manager",), False)])
def test_officer_made_on_the_host_manages_accounts_unless_told_otherwise(
    monkeypatch: Any, words: tuple[str, ...], manages: bool
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Pw-officer-2026-xyz\n"))
    call_command("create_officer", "tanaka", f"--area={CITY}", *words, stdout=io.StringIO())
    assert Membership.objects.get().manages_accounts is manages


@pytest.mark.usefixtures("city")
def test_officer_of_a_group_acts_in_its_members_and_carries_the_department(
    monkeypatch: Any, at: datetime
) -> None:
    build_area(OTHER_CITY)
    create_area_group(
        by=operator("test"),
        at=at,
        key="futatsu",
        name="ふたつ広域連合",
        kind=GroupKind.WIDE_UNION,
        member_paths=(CITY, OTHER_CITY),
        source="試験",
    )
    _made(monkeypatch, group="futatsu", department="elderly")
    held = Membership.objects.get()
    assert (held.area, held.area_group.key, held.department) == (None, "futatsu", "elderly")


@pytest.mark.usefixtures("city")
def test_an_unknown_group_is_refused_with_its_key(monkeypatch: Any) -> None:
    with pytest.raises(CommandError, match="nai-group"):
        _made(monkeypatch, group="nai-group")
    assert not Membership.objects.exists()
