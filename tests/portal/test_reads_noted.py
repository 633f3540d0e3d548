"""Whatever page shows staff more than residents see: each such record leaves exactly one line."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from tests.builders import (
    AT,
    CITY,
    OPERATOR,
    build_person,
    build_service,
    build_town,
    consent_input,
    load_terms,
)
from yui.accounts.models import User
from yui.directory.actions import ContactInput, Identity
from yui.directory.states import Scope
from yui.journal.models import Access, Entry
from yui.policy.roles import Role
from yui.search.actions import rebuild

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
RESULTS = f"/{CITY.split('/')[1]}/search/"
NUMBER, LEADER = "directory.phone.number", "directory.contact.name"
ADDRESS, EMAIL = "directory.location.address", "directory.service.email"
OFFICE = frozenset({Scope.OFFICE})


@pytest.fixture
def made(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Identity]:
    """An open entry, a draft, and one whose number, address and leader stay in the office."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    settings.YUI = replace(django_settings.YUI, data=tmp_path)
    load_terms()
    owner = build_town().organization
    hidden = consent_input(phone=OFFICE, address=OFFICE, leader=OFFICE)
    leader = (ContactInput(name="結城 花", is_leader=True),)
    found = {
        "open": build_service(organization=owner, name="あさひ体操", summary="体操です。"),
        "draft": build_service(organization=owner, name="ゆうひ体操", is_published=False),
        "hidden": build_service(
            organization=owner, name="まひる体操", consent=hidden, contacts=leader,
            email="hana@kai.example",
        ),
    }  # fmt: skip
    rebuild(at=AT, from_rooms=True)
    build_person("officer", area_path=CITY)
    build_person("far", Role.MUNICIPAL_OFFICER, "98/98202/")
    return found


def _signed_in(login: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(login=login))
    return client


def _page(identity: Identity) -> str:
    return f"/directory/services/{identity.short_code}/"


def _lines() -> list[tuple[str, str, str]]:
    rows = Access.objects.order_by("id").values_list("purpose", "object_id", "fields")
    return list(rows)


def test_page_of_a_hidden_number_and_leader_leaves_one_line(made: dict[str, Identity]) -> None:
    entries = Entry.objects.count()
    response = _signed_in("officer").get(_page(made["hidden"]))

    assert "結城 花" in response.content.decode()
    (line,) = [one for one in _lines() if one[1] == str(made["hidden"].id)]
    assert line[0] == "page"
    assert set(line[2].split()) == {NUMBER, ADDRESS, EMAIL, LEADER}
    row = Access.objects.get(object_id=made["hidden"].id)
    officer = User.objects.get(login="officer")
    assert (row.actor, row.at, row.area_path) == (str(officer.id), AT, CITY)
    assert row.membership_id == officer.memberships.get().id
    assert Entry.objects.count() == entries


def test_list_leaves_one_line_for_each_record_shown_with_more(made: dict[str, Identity]) -> None:
    response = _signed_in("officer").get(RESULTS, {"q": "体操"})

    assert "あさひ体操" in response.content.decode()
    found = Counter(key for _purpose, key, _fields in _lines())
    assert found == {str(made["draft"].id): 1, str(made["hidden"].id): 1}


def test_each_look_is_a_line_of_its_own(made: dict[str, Identity]) -> None:
    client = _signed_in("officer")
    for _ in range(3):
        client.get(_page(made["hidden"]))

    assert [key for _, key, _ in _lines()].count(str(made["hidden"].id)) == 3


@pytest.mark.parametrize("login", ["", "far"])
def test_who_sees_what_everybody_sees_leaves_no_line(made: dict[str, Identity], login: str) -> None:
    client = _signed_in(login) if login else Client()
    for path in (RESULTS + "?q=体操", _page(made["open"]), _page(made["hidden"])):
        assert client.get(path).status_code == 200

    assert _lines() == []


def test_open_record_leaves_no_line_whoever_reads_it(made: dict[str, Identity]) -> None:
    _signed_in("officer").get(_page(made["open"]))

    assert str(made["open"].id) not in {key for _, key, _ in _lines()}


def test_page_that_may_not_be_known_leaves_no_line(made: dict[str, Identity]) -> None:
    assert _signed_in("far").get(_page(made["draft"])).status_code == 404
    assert _lines() == []


def test_page_whose_read_cannot_be_noted_is_not_shown(
    made: dict[str, Identity], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("yui.journal.middleware.note_access", full)
    response = _signed_in("officer").get(_page(made["hidden"]))

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "結城" not in response.content.decode()


def test_operator_leaves_no_line_of_reading_by_command(made: dict[str, Identity]) -> None:
    from yui.directory.queries import cards_for

    assert len(cards_for(OPERATOR, [made["hidden"].id], at=AT)) == 1
    assert _lines() == []
