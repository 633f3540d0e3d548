"""Putting a draft forward: an immutable snapshot of exactly what was typed, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from yui.directory.actions.approving import try_entry
from yui.directory.actions.drafting import (
    area_of,
    kept_content,
    organization_for,
    record,
    store,
)
from yui.directory.errors import MoveRefused, NotYours
from yui.directory.models import Draft, Service
from yui.directory.queries.drafts import DraftPage, get_draft
from yui.directory.queries.entry_fields import (
    ROOM,
    TIMES,
    WHEN,
    blank_content,
    findings_in,
    in_words,
)
from yui.directory.rules import may_propose
from yui.directory.states import EntryField
from yui.journal.actions import act
from yui.lib.ids import new_id
from yui.policy.viewer import Viewer
from yui.review.actions import NewSubmission, submit
from yui.review.errors import AlreadySubmitted
from yui.review.rules import FieldChange, digest_of, snapshot_of
from yui.review.states import SubmissionKind

_DECIDE_PATH = "/directory/submissions/{}/approve/"
_PREVIEW_PATH = "/directory/submissions/{}/preview/"


def submit_draft(
    *, by: Viewer, at: datetime, draft_id: UUID, version: int, content: Mapping[str, Any]
) -> UUID:
    """This function will save a complete content and put exactly it into the queue.

    It is tried out first, so that an approval does not fail over what was typed.
    Raises: what `save_draft` raises; NotYours outside the own area, InputRefused, MoveRefused
    when nothing changed or it waits already.
    """
    kept, page = kept_content(content), get_draft(by, draft_id)
    try_entry(by=by, at=at, page=page, content=kept)
    with act(by=by, at=at) as done:
        _refuse_foreign(by, page, kept)
        store(page, version, by, at, kept)
        page = get_draft(by, draft_id)
        changes = changes_in_words(page)
        if not changes:
            raise MoveRefused("いまのっている内容と同じです。直したところがありません。")
        submission_id = new_id()
        given = NewSubmission(
            room=ROOM,
            object_id=page.id,
            kind=SubmissionKind.CHANGE if page.service_id else SubmissionKind.NEW,
            title=page.title,
            area_path=record_area(page),
            snapshot=snapshot_of(changes, page.content),
            base_revision=digest_of(page.base) if page.service_id else "",
            decide_path=_DECIDE_PATH.format(submission_id),
            preview_path=_PREVIEW_PATH.format(submission_id),
            id=submission_id,
        )
        _put_forward(by, at, given)
        Draft.objects.filter(id=page.id).update(submitted_version=version + 1)
        record(done, Draft.objects.select_related("area").get(id=page.id), "submitted")
    return submission_id


def _put_forward(by: Viewer, at: datetime, given: NewSubmission) -> None:
    try:
        submit(by=by, at=at, given=given)
    except AlreadySubmitted as error:
        raise MoveRefused(error.sentence) from error


def changes_in_words(page: DraftPage) -> tuple[FieldChange, ...]:
    """This function will name each field of a draft that differs from what is public.

    The answers about time are one: the sentence that residents read.
    """
    base = page.base or blank_content()
    found = findings_in(page.content)
    changed = [field for field in EntryField if base[field] != page.content[field]]
    if any(field in TIMES for field in changed):
        changed = [field for field in EntryField if field in {*changed, EntryField.RHYTHM}]
    said = {**page.content, **({WHEN: base[WHEN]} if WHEN in base else {})}
    return tuple(
        FieldChange(
            field.value,
            str(field.label),
            "" if not page.base else in_words(field, base),
            in_words(field, said),
            found.get(field, ""),
        )
        for field in changed
        if field not in TIMES or field is EntryField.RHYTHM
    )


def record_area(page: DraftPage) -> str:
    """This function will return the town or ward whose list a draft belongs to."""
    if page.service_id is not None:
        return page.area_path
    return area_of(str(page.content["district"]) or page.area_path)


def _refuse_foreign(by: Viewer, page: DraftPage, content: Mapping[str, Any]) -> None:
    if page.service_id is not None:
        row = Service.objects.select_related("organization").get(id=page.service_id)
        body_id = row.organization.body_id
    else:
        organization = organization_for(by, content)
        body_id = organization.body_id if organization else None
    place = str(content["district"] or page.area_path)
    if not may_propose(by, area_path=place, body_id=body_id):
        raise NotYours("この地区や団体の記録は、申し出られません。地区と団体を確かめてください。")
