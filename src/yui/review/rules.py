"""Who submits, who decides; the canonical form of a snapshot and its hash. No queries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from yui.policy.decide import Action, Facts, decide
from yui.policy.roles import OFFICERS, Role
from yui.policy.viewer import Viewer
from yui.review.states import SubmissionState


@dataclass(frozen=True, slots=True)
class FieldChange:
    """This value will hold one field of a snapshot in words: before and after, "" = nothing.

    `finding` is what the reviewer should look at.
    """

    name: str
    label: str
    before: str
    after: str
    finding: str = ""


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """This value will hold what a decision about a submission needs.

    `body_id` is None for what somebody without an account asked for.
    """

    body_id: int | None
    area_path: str
    author_role: Role
    submitted_by: int | None
    state: SubmissionState


def snapshot_of(changes: Iterable[FieldChange], content: Mapping[str, Any]) -> dict[str, Any]:
    """This function will return the snapshot of changed fields in words and of the whole content.

    `content` is what the submitting room applies when it is approved: JSON values only.
    """
    return {"fields": [asdict(change) for change in changes], "content": dict(content)}


def changes_in(snapshot: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """This function will return the changed fields of a stored snapshot."""
    return tuple(FieldChange(**each) for each in snapshot.get("fields", ()))


def digest_of(data: Mapping[str, Any]) -> str:
    """This function will return the SHA-256 of the canonical JSON of a snapshot or content."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def may_submit(viewer: Viewer, *, area_path: str, body_id: int | None) -> bool:
    """This function will say whether the viewer may put a record forward.

    `area_path` is the town or 圏域 it lies in, `body_id` the body that represents it, if any.
    """
    if viewer.user_id is None or viewer.body_id is None:
        return False
    return decide(viewer, Action.SUBMIT, Facts(area_path=area_path, body_id=body_id))


def may_review(viewer: Viewer, facts: SubmissionFacts) -> bool:
    """This function will say whether the viewer is one of those who decide in this place."""
    return decide(viewer, Action.REVIEW, _policy_facts(facts, asked_by=None))


def may_decide(viewer: Viewer, facts: SubmissionFacts) -> bool:
    """This function will say whether the viewer decides about this: never about the own."""
    return decide(viewer, Action.REVIEW, _policy_facts(facts, asked_by=facts.submitted_by))


def may_hold(viewer: Viewer, facts: SubmissionFacts) -> bool:
    """This function will say whether the viewer may take it back or put it away as its author.

    Colleagues of the author's body may: work belongs to the body, not to the person. What came
    from outside is taken back by whoever sent it, in the room it belongs to.
    """
    if facts.body_id is None:
        return False
    return may_submit(viewer, area_path=facts.area_path, body_id=facts.body_id)


def may_see(viewer: Viewer, facts: SubmissionFacts) -> bool:
    """This function will say whether the viewer may know of a submission at all."""
    return may_hold(viewer, facts) or may_review(viewer, facts)


def is_decided_by_body(role: Role) -> bool:
    """This function will say whether the author's own body decides: so it is among officers."""
    return role in OFFICERS


def _policy_facts(facts: SubmissionFacts, *, asked_by: int | None) -> Facts:
    body_id = facts.body_id if is_decided_by_body(facts.author_role) else None
    return Facts(area_path=facts.area_path, body_id=body_id, asked_by=asked_by)
