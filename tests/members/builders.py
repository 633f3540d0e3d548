"""A city with an office and an SC, an organization on record, claims and registrations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.builders import (
    AT,
    CITY,
    OPERATOR,
    OTHER_CITY,
    build_area,
    build_body,
    build_organization,
    build_person,
    service_input,
)
from yui.accounts.states import BodyKind
from yui.directory.actions import Identity, create_service, publish_service
from yui.members.actions import save_step, send_registration, start_claim, start_registration
from yui.members.models import Application
from yui.members.states import FIELDS_OF, Step
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer
from yui.review.models import Submission
from yui.taxonomy.actions import load_vocabulary

CANARY = "ひみつの担当者"
CLAIMANT = {
    "person": CANARY,
    "department": "事務局",
    "phone": "000-555-7001",
    "email": "dantai@asahi.example",
}
WHOLE: dict[str, Any] = {
    "name": "みなと運送株式会社",
    "kana": "みなとうんそう",
    "kind": "company",
    "number": "",
    "areas": ["試験市"],
    "fields": ["mobility"],
    "offers": ["vehicles", "people"],
    "offer_words": "平日の昼なら、車を1台出せます。",
    "wants": "買い物に困っている地区を教えてください。",
    "conditions": "",
    "cooperation": "",
    "department": "総務課",
    "person": CANARY,
    "phone": "000-555-7002",
    "email": "soumu@minato.example",
    "no_gangs": "yes",
    "penalty": "no",
    "insurance": "yes",
    "complaints": "yes",
    "prices": "not_needed",
    "visibility": "public",
}


@dataclass(frozen=True)
class Office:
    """Who decides, who only types, who has nothing to do with it, and the organization."""

    officer: Viewer
    colleague: Viewer
    coordinator: Viewer
    stranger: Viewer
    prefecture: Viewer
    organization: Identity


def build_office() -> Office:
    """This function will make a city that knows one organization with a published service."""
    load_vocabulary(by=OPERATOR, at=AT)
    body = build_body(CITY)
    build_area(OTHER_CITY, "となり市")
    made = build_organization()
    service = create_service(by=OPERATOR, at=AT, given=service_input(made.id))
    publish_service(by=OPERATOR, at=AT, service_id=service.id)
    return Office(
        officer=build_person("officer", body_id=body),
        colleague=build_person("colleague", body_id=body),
        coordinator=build_person("sc", Role.COORDINATOR_LAYER_1),
        stranger=build_person("stranger", area_path=OTHER_CITY),
        prefecture=build_person(
            "prefecture",
            Role.PREFECTURAL_OFFICER,
            "98/",
            body_id=build_body("98/", "試験県庁", kind=BodyKind.PREFECTURE),
        ),
        organization=made,
    )


def claimed(office: Office, *, at: datetime = AT) -> tuple[str, Application]:
    """A claim of the organization: its secret and its row."""
    started = start_claim(
        by=ANONYMOUS,
        at=at,
        short_code=office.organization.short_code,
        contact=CLAIMANT,
        link_of=lambda secret: f"https://yui.example/{secret}",
        page="https://yui.example/",
    )
    return started.secret, Application.objects.get(spoken=started.secret[:4])


def written(*, by: Viewer = ANONYMOUS, at: datetime = AT, **changes: Any) -> str:
    """A registration with every step written; returned is its secret."""
    started = start_registration(
        by=by, at=at, email="", link_of=lambda secret: secret, page="https://yui.example/"
    )
    content = {**WHOLE, **changes}
    for step in Step:
        given = {field.value: content[field.value] for field in FIELDS_OF[step]}
        save_step(by=by, at=at, secret=started.secret, step=step, given=given)
    return started.secret


def sent(*, by: Viewer = ANONYMOUS, at: datetime = AT, **changes: Any) -> tuple[str, Submission]:
    """A registration that waits for review: its secret and its submission."""
    secret = written(by=by, at=at, **changes)
    send_registration(by=by, at=at, secret=secret)
    return secret, Submission.objects.latest("submitted_at", "id")
