"""`yui export-person` (PV-06): everything about one person, nobody else's, and only on request."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.builders import (
    AT,
    CITY,
    OPERATOR,
    build_body,
    build_organization,
    build_person,
    build_service,
    load_terms,
)
from yui.accounts.actions import NewRole, invite
from yui.accounts.models import Membership, User
from yui.directory.actions import ContactInput, Identity, PhoneInput, report_wrong_service
from yui.directory.states import WrongReason
from yui.journal.actions import note_access
from yui.journal.models import Access
from yui.journal.queries import Read
from yui.journal.states import Purpose
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db
LEADER, OTHER = "見本 花子", "見本 次郎"


@pytest.fixture
def salon() -> Identity:
    load_terms()
    leaders = tuple(
        ContactInput(name, "代表", is_leader=True, phones=(PhoneInput(number),))
        for name, number in ((LEADER, "000-555-7801"), (OTHER, "000-555-7802"))
    )
    made = build_service(organization=build_organization(), name="山の手サロン", contacts=leaders)
    report_wrong_service(
        by=ANONYMOUS,
        at=AT,
        short_code=made.short_code,
        reason=WrongReason.OTHER,
        note="知らせた人のことば",
        contact="000-555-7803",
    )
    return made


def _read(body: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.namelist() == ["内容.xlsx", "内容.json"]
        found: dict[str, Any] = json.loads(archive.read("内容.json"))
    return found


def _rows(told: dict[str, Any], title: str) -> list[dict[str, str]]:
    return next(table["rows"] for table in told["tables"] if table["title"] == title)


def _exported(path: Path, *words: str) -> dict[str, Any]:
    call_command("export_person", *words, str(path), stdout=io.StringIO())
    assert path.stat().st_mode & 0o077 == 0
    return _read(path.read_bytes())


def test_user_is_told_all_that_is_held_and_nobody_else(tmp_path: Path) -> None:
    body = build_body(name="試験課")
    person = build_person("tanaka", body_id=body)
    colleague = build_person("suzuki", body_id=body)
    User.objects.filter(id=person.user_id).update(display_name="田中 見本", email="t@city.example")
    role = NewRole(body, Role.COORDINATOR_LAYER_1, "田中 見本", CITY, email="t@city.example")
    invite(by=OPERATOR, at=AT, new=role)
    invite(by=OPERATOR, at=AT, new=NewRole(body, Role.COORDINATOR_LAYER_1, "よその人", CITY))
    for who in (person, colleague):
        read = Read(Purpose.PAGE, "directory.service", f"of-{who.user_id}", CITY, ("a.b.c",))
        note_access(by=who, at=AT - timedelta(days=1), reads=[read])
    told = _exported(tmp_path / "t.zip", "--user", "Tanaka")

    own = {row["項目"]: row["内容"] for row in _rows(told, "利用者")}
    assert (own["入るときの名前"], own["メール"]) == ("tanaka", "t@city.example")
    assert [row["組織"] for row in _rows(told, "立場")] == ["試験課"]
    assert [row["名前"] for row in _rows(told, "招待")] == ["田中 見本"]
    assert [row["もの番号"] for row in _rows(told, "読んだ個人の情報")] == [f"of-{person.user_id}"]
    text = json.dumps(told, ensure_ascii=False)
    assert "suzuki" not in text
    assert "よその人" not in text
    assert "argon2" not in text
    with pytest.raises(CommandError, match="もうあります"):
        _exported(tmp_path / "t.zip", "--user", "tanaka")
    with pytest.raises(CommandError, match="いません"):
        _exported(tmp_path / "n.zip", "--user", "nobody")


def test_contact_is_told_all_that_is_held_and_nobody_else(salon: Identity, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"2人の名前.*--name"):
        _exported(tmp_path / "c.zip", "--contact", salon.short_code)
    told = _exported(tmp_path / "c.zip", "--contact", salon.short_code, "--name", LEADER)

    assert [row["名前"] for row in _rows(told, "連絡先")] == [LEADER]
    assert [row["番号"] for row in _rows(told, "電話")] == ["000-555-7801"]
    assert [row["日"] for row in _rows(told, "同意")] == ["2026-04-01"]
    text = json.dumps(told, ensure_ascii=False)
    assert not any(each in text for each in (OTHER, "000-555-7802", "知らせた人", "7803"))


def test_account_manager_takes_it_from_the_page_and_the_read_is_noted() -> None:
    body = build_body(name="試験課")
    manager = build_person("manager", body_id=body, manages=True)
    person = build_person("tanaka", body_id=body)
    client = _signed_in("manager")
    page = f"/accounts/people/{person.membership_id}/"
    assert "持っているものを受け取る（zip）" in client.get(page).content.decode()
    answer = client.post(page, {"act": "held"})

    assert answer["Content-Type"] == "application/zip"
    own = {row["項目"]: row["内容"] for row in _rows(_read(answer.content), "利用者")}
    assert own["入るときの名前"] == "tanaka"
    (line,) = Access.objects.filter(object_type="accounts.user")
    assert (line.actor, line.object_id) == (str(manager.user_id), str(person.user_id))
    assert line.purpose == Purpose.EXPORT


def test_nobody_takes_it_of_another_office_or_without_managing() -> None:
    body = build_body(name="試験課")
    build_person("manager", body_id=body, manages=True)
    both = build_person("both", body_id=body)
    Membership.objects.create(
        user_id=both.user_id,
        role=Role.MUNICIPAL_OFFICER,
        body_id=build_body(name="よその課"),
        area_id=Membership.objects.get(id=both.membership_id).area_id,
    )
    build_person("colleague", body_id=body)
    foreign = build_person("foreign")
    client = _signed_in("manager")
    refused = client.post(f"/accounts/people/{both.membership_id}/", {"act": "held"}, follow=True)

    assert "運用担当に頼んでください" in refused.content.decode()
    abroad = f"/accounts/people/{foreign.membership_id}/"
    assert client.post(abroad, {"act": "held"}).status_code == 404
    page = f"/accounts/people/{both.membership_id}/"
    assert _signed_in("colleague").post(page, {"act": "held"}).status_code == 404
    assert not Access.objects.exists()


def _signed_in(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client
