"""What staff see beyond residents is marked where they see it: lists, the page, the number."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from tests.booklets.paper import body_of as paper_of
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
from yui.directory.actions import Identity, confirm_service
from yui.directory.models import Organization
from yui.directory.states import ConfirmedHow, Scope
from yui.policy.roles import Role
from yui.search.actions import rebuild

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
PAGE = f"/{CITY.split('/')[1]}/search/"
DRAFT = "下書き（住民には見えません）"
NUMBER = "庁内だけの番号"


@pytest.fixture
def made(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Identity]:
    """A town with an open entry, a draft, and one whose number stays in the office."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    settings.YUI = replace(django_settings.YUI, data=tmp_path)
    load_terms()
    owner = build_town().organization
    hidden = consent_input(phone=frozenset({Scope.OFFICE}))
    found = {
        "open": build_service(organization=owner, name="あさひ体操"),
        "draft": build_service(organization=owner, name="ゆうひ体操", is_published=False),
        "hidden": build_service(organization=owner, name="まひる体操", consent=hidden),
    }
    build_service(
        organization=owner, name="将棋の会", summary="将棋です。", description="将棋です。"
    )
    for key in ("open", "hidden"):
        service_id, how = found[key].id, ConfirmedHow.PHONE
        confirm_service(by=OPERATOR, at=AT, service_id=service_id, how=how, on=AT.date())
    rebuild(at=AT, from_rooms=True)
    build_person("officer", area_path=CITY)
    return found


def _text(client: Client, path: str, **asked: str) -> str:
    return html.unescape(client.get(path, asked).content.decode())


def _officer() -> Client:
    client = Client()
    client.force_login(User.objects.get(login="officer"))
    return client


def test_list_marks_drafts_and_office_numbers_for_staff_only(made: dict[str, Identity]) -> None:
    staff, resident = _text(_officer(), PAGE, q="体操"), _text(Client(), PAGE, q="体操")
    assert (staff.count(DRAFT), staff.count(NUMBER)) == (1, 1)
    assert "職員としてごらんです。住民には2件見えます。" in staff
    assert "紙やファイルには、住民に見せてよいことだけが入ります。" in staff
    for words in (DRAFT, NUMBER, "職員として", "紙やファイルには", "ゆうひ体操"):
        assert words not in resident


def test_list_says_nothing_where_staff_see_what_residents_see(made: dict[str, Identity]) -> None:
    staff = _text(_officer(), PAGE, q="将棋")
    assert "将棋の会" in staff
    assert "職員としてごらんです" not in staff


def test_paper_opened_by_staff_holds_what_residents_may_have(made: dict[str, Identity]) -> None:
    (href,) = re.findall(r'href="(/booklets/list\.pdf[^"]+)"', _text(_officer(), PAGE, q="体操"))
    paper = paper_of(_officer().get(href))
    assert "あさひ体操" in paper
    for words in ("ゆうひ体操", NUMBER, "庁内"):
        assert words not in paper


def test_page_of_a_draft_and_of_an_office_number_say_so(made: dict[str, Identity]) -> None:
    address = "/directory/services/{}/"
    pages = {key: _text(_officer(), address.format(one.short_code)) for key, one in made.items()}
    assert [key for key, page in pages.items() if DRAFT in page] == ["draft"]
    assert [key for key, page in pages.items() if NUMBER in page] == ["hidden"]
    assert NUMBER not in _text(Client(), address.format(made["hidden"].short_code))


def test_members_of_a_group_see_no_mark_of_the_office(made: dict[str, Identity]) -> None:
    member = build_person("member", Role.ORGANIZATION_EDITOR)
    Organization.objects.update(body_id=member.body_id)
    client = Client()
    client.force_login(User.objects.get(login="member"))
    addresses = [PAGE, *(f"/directory/services/{one.short_code}/" for one in made.values())]
    pages = [_text(client, address, q="体操") for address in addresses]
    assert all("体操" in page for page in pages)
    for page in pages:
        assert DRAFT not in page
        assert NUMBER not in page
