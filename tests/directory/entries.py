"""A telephone call as the form takes it, and the people of a town who write and approve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.builders import AT, CITY, SPHERE, build_area, build_body, build_person, load_terms
from yui.accounts.states import BodyKind
from yui.areas.states import Opening, Tier
from yui.directory.actions import start_draft, submit_draft
from yui.directory.models import Draft
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

PHONE = "000-555-1377"
NAME = "川辺のお茶の会"


@dataclass(frozen=True)
class Writers:
    """Who writes and who decides in the city."""

    coordinator: Viewer
    officer: Viewer
    colleague: Viewer
    centre: Viewer
    reader: Viewer
    stranger: Viewer


def build_writers() -> Writers:
    """This function will make an open city with a 圏域, vocabularies and its people."""
    build_area(CITY, opening=Opening.OPEN, phone="000-555-0100")
    build_area(SPHERE, "川辺圏域", tier=Tier.SPHERE)
    load_terms()
    office = build_body(CITY)
    council = build_body(CITY, "試験市社会福祉協議会", kind=BodyKind.WELFARE_COUNCIL)
    centre = build_body(SPHERE, "川辺包括支援センター", kind=BodyKind.SUPPORT_CENTRE)
    return Writers(
        build_person("sc", Role.COORDINATOR_LAYER_1, body_id=council),
        build_person("officer", body_id=office),
        build_person("colleague", body_id=office),
        build_person("centre", Role.SUPPORT_CENTRE, SPHERE, body_id=centre),
        build_person("minsei", Role.WELFARE_COMMISSIONER, body_id=office),
        build_person("stranger", area_path="98/98202/"),
    )


def call(**changed: Any) -> dict[str, Any]:
    """This function will return what was heard in a call, as the form posts it."""
    return {
        "name": NAME,
        "kana": "かわべのおちゃのかい",
        "group": "",
        "field": "place_to_be",
        "summary": "お茶を飲みながら話します。",
        "description": "どなたでも来られます。",
        "place_name": "川辺集会所",
        "address": "試験県試験市川辺町3番5号",
        "district": SPHERE,
        "rhythm": "weekly",
        "weekdays": ["1"],
        "starts_at": "09:30",
        "ends_at": "11:30",
        "phone": PHONE,
        "phone_hours": "平日 9時〜16時",
        "fee": "1回200円（お茶代）",
        "how_to_start": "電話で「行ってみたい」と伝えてください。",
        "consent_by": "世話人",
        "consent_how": "phone",
        "consent_date": "2026-11-24",
        "scopes": ["paper", "web", "opendata"],
        "shows_phone": "on",
        "shows_address": "on",
        **changed,
    }


def put_forward(by: Viewer, *, at: datetime = AT, **changed: Any) -> tuple[UUID, UUID]:
    """This function will write and submit a record; returned: draft and submission."""
    content = call(**changed)
    draft_id = start_draft(by=by, at=at, content=content)
    version = Draft.objects.get(id=draft_id).version
    made = submit_draft(by=by, at=at, draft_id=draft_id, version=version, content=content)
    return draft_id, made
