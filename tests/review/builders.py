"""A city with an office, an SC of its council, colleagues, and things put forward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tests.builders import AT, CITY, OTHER_CITY, build_body, build_person
from yui.accounts.states import BodyKind
from yui.policy.roles import Role
from yui.policy.viewer import Viewer
from yui.review.actions import NewSubmission, submit
from yui.review.rules import FieldChange, snapshot_of
from yui.review.states import SubmissionKind

SECRET = "ひみつの合言葉"


@dataclass(frozen=True)
class People:
    """Who submits and who decides."""

    coordinator: Viewer
    officer: Viewer
    colleague: Viewer
    other_section: Viewer
    stranger: Viewer
    prefecture: Viewer


def build_people() -> People:
    """This function will make an SC, two officers of an office, one of another, two strangers."""
    office = build_body(CITY)
    council = build_body(CITY, "試験市社会福祉協議会", kind=BodyKind.WELFARE_COUNCIL)
    section = build_body(CITY, "試験市役所 産業課")
    return People(
        build_person("sc", Role.COORDINATOR_LAYER_1, body_id=council),
        build_person("officer", body_id=office, manages=True),
        build_person("colleague", body_id=office),
        build_person("industry", body_id=section),
        build_person("stranger", area_path=OTHER_CITY),
        build_person(
            "prefecture",
            Role.PREFECTURAL_OFFICER,
            "98/",
            body_id=build_body("98/", "試験県庁", kind=BodyKind.PREFECTURE),
        ),
    )


def put_forward(by: Viewer, *, object_id: UUID | None = None, **more: Any) -> UUID:
    """This function will submit something with one changed field."""
    changes = [FieldChange("name", "なまえ", "川辺の会", f"川辺のお茶の会 {SECRET}")]
    values: dict[str, Any] = {
        "room": "directory",
        "object_id": object_id or uuid4(),
        "kind": SubmissionKind.CHANGE,
        "title": "川辺のお茶の会",
        "area_path": CITY,
        "snapshot": snapshot_of(changes, {"name": "川辺のお茶の会"}),
        "decide_path": "/directory/submissions/x/approve/",
        "preview_path": "/directory/submissions/x/preview/",
        **more,
    }
    return submit(by=by, at=AT, given=NewSubmission(**values))
