"""`yui breach-report` (H14): what somebody could read, and did read or take out, and no more."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.builders import AT, CITY, build_person, build_service, build_town, load_terms
from yui.config.breaching import class_of
from yui.directory.actions import Identity
from yui.journal.actions import note_access
from yui.journal.queries import Read
from yui.journal.states import Purpose
from yui.policy.viewer import Viewer

pytestmark = pytest.mark.django_db
NUMBER, LEADER = "directory.phone.number", "directory.contact.name"


@pytest.fixture
def officer() -> Viewer:
    load_terms()
    build_town()
    return build_person("Tanaka", area_path=CITY)


@pytest.fixture
def service(officer: Viewer) -> Identity:
    return build_service(name="まひる体操")


def _note(by: Viewer, key: object, *fields: str, days: int = 0, **more: Any) -> None:
    purpose = more.get("purpose", Purpose.PAGE)
    read = Read(purpose, "directory.service", str(key), CITY, fields or (NUMBER,))
    note_access(by=by, at=AT + timedelta(days=days), reads=[read])


def _report(**options: str) -> str:
    out = io.StringIO()
    words = {"actor": "tanaka", "from": "2026-11-24", "to": "2026-11-24"} | options
    line = [f"--{name}={value}" if value else f"--{name}" for name, value in words.items()]
    call_command("breach_report", *line, stdout=out)
    return out.getvalue()


def test_report_names_records_fields_times_and_context(officer: Viewer, service: Identity) -> None:
    _note(officer, service.id, NUMBER)
    _note(officer, service.id, NUMBER)
    _note(officer, service.id, NUMBER, LEADER, purpose=Purpose.EXPORT)
    _note(officer, "00000000-0000-0000-0000-000000000000")
    told = json.loads(_report(json=""))

    assert told["actor"]["login"] == "Tanaka"
    (reach,) = told["could_read"]
    assert (reach["context"], reach["area"]) == (officer.membership_id, CITY)
    assert reach["records"] >= 1
    gone, export, page = told["reads"]
    assert (gone["name"], gone["times"]) == ("", 1)
    assert (page["name"], page["purpose"], page["times"]) == ("まひる体操", "page", 2)
    assert page["fields"] == [{"field": NUMBER, "class": "personal"}]
    assert page["context"] == officer.membership_id
    assert (export["purpose"], len(export["fields"])) == ("export", 2)
    assert (told["records"], told["times"]) == (2, 4)
    assert told["fields"] == {f"{NUMBER}（個人）": 2, f"{LEADER}（個人）": 1}
    assert set(told["basis"]) == {"records", "times"}
    assert told["as_of"]


def test_report_holds_the_days_asked_for_in_japan_and_nobody_else(
    officer: Viewer, service: Identity
) -> None:
    other = build_person("other", area_path=CITY)
    _note(other, service.id)
    for days in (-1, 0, 1):
        _note(officer, service.id, days=days)

    assert json.loads(_report(json=""))["times"] == 1
    assert json.loads(_report(json="", to="2026-11-25"))["times"] == 2
    assert json.loads(_report(json="", actor="other"))["times"] == 1
    assert json.loads(_report(json="", **{"from": "2026-01-01", "to": "2026-01-02"}))["reads"] == []


def test_report_for_people_says_the_same_in_words(officer: Viewer, service: Identity) -> None:
    _note(officer, service.id, NUMBER, LEADER)
    text = _report()

    assert "試験 利用者（Tanaka）" in text
    assert "まひる体操" in text
    assert f"{NUMBER}（個人）" in text
    assert "画面で見た" in text
    assert "合わせて 1件、延べ 1回" in text


def test_report_on_somebody_whose_name_is_gone_takes_the_number(
    officer: Viewer, service: Identity
) -> None:
    _note(Viewer(user_id=987_654), service.id)

    assert json.loads(_report(json="", actor="987654"))["times"] == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"actor": "nobody"}, "という名前の人はいません"),
        ({"from": "きのう"}, "日付として読めません"),
        ({"from": "2026-11-25"}, "--from は"),
    ],
)
def test_report_that_cannot_be_made_says_why(
    officer: Viewer, options: dict[str, str], says: str
) -> None:
    with pytest.raises(CommandError, match=says):
        _report(**options)


def test_class_of_a_field_comes_from_its_model() -> None:
    assert class_of("exchange.stagingrow.original") == "personal"
    assert class_of("directory.service.name") == "public"
    assert class_of("directory.removed.name") == ""
