"""The doors by which lists leave: for everybody, and for the office alone."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import unquote

import pytest
from django.db import OperationalError
from django.http import HttpResponseBase
from django.test import Client

from tests.exchange.builders import CITY
from tests.exchange.test_export import ALL, LEADERS, NOBODY, NUMBER, WEB, _group
from tests.exchange.test_views import _signed_in
from yui.accounts.models import Membership
from yui.directory.states import Scope
from yui.journal.models import Access
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]
ADDRESS = "/exchange/export/mhlw_kayoinoba.csv"


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def _read(response: HttpResponseBase) -> tuple[str, str]:
    name = unquote(response.headers["Content-Disposition"])
    return name, b"".join(response).decode("utf-8-sig")


def test_export_holds_only_what_is_for_everybody(officer: Client, at: datetime) -> None:
    _group(at, "電話も出す会", phone=ALL, record=ALL)
    _group(at, "電話は出さない会", number="087-000-3333", phone=NOBODY)
    _group(at, "ウェブまでの会", number="087-000-4444", phone=WEB)
    _group(at, "役所だけの会", record=frozenset({Scope.OFFICE}))
    _group(at, "代表の電話の会", number=LEADERS, leader=NOBODY)

    name, text = _read(officer.get(ADDRESS))
    assert "公開用" in name
    assert NUMBER in text
    assert "電話は出さない会" in text
    assert "役所だけの会" not in text
    for number in ("087-000-3333", "087-000-4444", LEADERS):
        assert number not in text


def test_file_for_the_office_says_so_in_its_name(officer: Client, at: datetime) -> None:
    _group(at, "電話は出さない会", number="087-000-3333", phone=NOBODY)
    _group(at, "役所だけの会", record=frozenset({Scope.OFFICE}))

    name, text = _read(officer.get(ADDRESS, {"scope": "internal"}))
    assert "庁内用（外に出さない）" in name
    assert "087-000-3333" in text
    assert "役所だけの会" in text
    page = officer.get("/exchange/").content.decode()
    assert "庁内用（外に出さない）" in page
    assert f"{ADDRESS}?scope=internal" in page


def test_file_for_the_office_notes_each_record_once_before_it_leaves(
    officer: Client, at: datetime
) -> None:
    taken = {_group(at, "電話は出さない会", phone=NOBODY), _group(at, "役所だけの会", phone=WEB)}
    response = officer.get(ADDRESS, {"scope": "internal"})
    _read(response)

    rows = Access.objects.values_list("purpose", "object_type", "object_id", "area_path")
    assert sorted(rows) == sorted(
        ("export", "directory.service", str(service_id), CITY) for service_id in taken
    )
    (fields,) = set(Access.objects.values_list("fields", flat=True))
    assert set(fields.split()) == {
        "directory.phone.number",
        "directory.service.email",
        "directory.location.address",
    }
    actors = set(Access.objects.values_list("actor", "membership_id"))
    membership = Membership.objects.get(user__login="officer")
    assert actors == {(str(membership.user_id), membership.id)}


def test_file_for_everybody_notes_nothing(officer: Client, at: datetime) -> None:
    _group(at, "電話も出す会", phone=ALL, record=ALL)
    _read(officer.get(ADDRESS))

    assert not Access.objects.exists()


def test_file_whose_taking_cannot_be_noted_holds_no_record(
    officer: Client, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OperationalError("database or disk is full")

    _group(at, "電話は出さない会", number="087-000-3333", phone=NOBODY)
    monkeypatch.setattr("yui.exchange.actions.noting.note_access", full)
    response = officer.get(ADDRESS, {"scope": "internal"})
    left: list[bytes] = []
    with pytest.raises(OperationalError):
        left.extend(response)

    assert "087-000-3333" not in b"".join(left).decode("utf-8-sig")
