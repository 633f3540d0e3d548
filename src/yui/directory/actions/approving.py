"""Approved hand entries become the live rows, by the room's own actions, in one act.

A preview does the same and undoes it, so that it is made by the same code as the page.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from yui.directory.actions.confirming import note_confirmed
from yui.directory.actions.drafting import area_of, organization_for
from yui.directory.actions.entering import changes_of, consent_of, has_new_consent, new_service
from yui.directory.actions.inputs import OrganizationInput
from yui.directory.actions.moves import give_consent, publish_service
from yui.directory.actions.organizations import create_organization
from yui.directory.actions.services import change_service, create_service, kept_service
from yui.directory.errors import DraftNotFound, RecordMovedOn
from yui.directory.models import Consent, Draft, Revision, Service
from yui.directory.queries import ServicePage, get_service
from yui.directory.queries.drafts import DraftPage, get_draft
from yui.directory.queries.entries import entry_of, short_code_of
from yui.directory.queries.entry_fields import ROOM
from yui.directory.rules import may_keep
from yui.directory.states import ConfirmedHow, EntryField
from yui.journal.actions import Act, act
from yui.policy.decide import municipality_of
from yui.policy.viewer import ANONYMOUS, Viewer, operator
from yui.review.actions import Approved, Document, approve, forget_snapshots
from yui.review.errors import SubmissionNotFound
from yui.review.queries import offered_by
from yui.review.rules import changes_in, digest_of

Content = Mapping[str, Any]
Found = TypeVar("Found")
_PREVIEW = operator("preview")


def approve_submission(
    *,
    by: Viewer,
    at: datetime,
    submission_id: UUID,
    decision_date: date | None = None,
    document_number: str = "",
) -> str:
    """This function will approve a hand entry and publish exactly its snapshot.

    Returns the short code of the record. What was typed after it was submitted stays a draft.
    Raises: what `review.actions.approve` raises, RecordMovedOn, DirectoryRefused; then nothing
    happened at all.
    """
    with act(by=by, at=at) as done:
        approved = approve(
            by=by,
            at=at,
            submission_id=submission_id,
            room=ROOM,
            document=Document(decision_date, document_number),
        )
        draft = _draft(approved.object_id)
        content = approved.snapshot["content"]
        service_id = draft.service_id
        if service_id is None:
            service_id = _publish_new(done, by, approved.author, at, content)
        else:
            _apply(by, approved, at, service_id, content)
        _keep_revisions(service_id, approved, at)
        _settle(draft, service_id, content, at)
        return short_code_of(service_id)


def preview_draft(*, by: Viewer, at: datetime, draft_id: UUID) -> ServicePage:
    """This function will return the page that residents would see if the draft were approved.

    Nothing is changed. Raises: DraftNotFound; ServiceNotFound when residents would see none of
    it; DirectoryRefused where something is missing.
    """
    page = get_draft(by, draft_id)
    tried = _Tried(by, page.service_id, page.content, page.base)
    return _undone(lambda done: get_service(ANONYMOUS, tried.apply(done), at=at), at)


def preview_submission(*, by: Viewer, at: datetime, submission_id: UUID) -> ServicePage:
    """This function will return the page that approving a submission would make.

    Nothing is changed. Raises: SubmissionNotFound, ServiceNotFound, DirectoryRefused.
    """
    offered = offered_by(by, submission_id, room=ROOM)
    row = Draft.objects.filter(id=offered.object_id).first()
    if row is None:
        raise SubmissionNotFound
    base = entry_of(row.service_id).content if row.service_id else {}
    tried = _Tried(offered.author, row.service_id, offered.content, base)
    return _undone(lambda done: get_service(ANONYMOUS, tried.apply(done), at=at), at)


def try_entry(*, by: Viewer, at: datetime, page: DraftPage, content: Content) -> None:
    """This function will apply a content and undo it, to say now what would be refused later.

    Raises: DirectoryRefused.
    """
    tried = _Tried(by, page.service_id, content, page.base)
    _undone(tried.apply, at)


@dataclass(frozen=True, slots=True)
class _Tried:
    """An entry that is applied on trial; the machine itself holds the pen."""

    author: Viewer
    service_id: UUID | None
    content: Content
    base: Content

    def apply(self, done: Act) -> UUID:
        """This function will do what approving does, and return the id of the record."""
        if self.service_id is None:
            return _publish_new(done, _PREVIEW, self.author, done.at, self.content)
        _change(_PREVIEW, done.at, self.service_id, self.base, self.content)
        return self.service_id


class _Undone(Exception):
    """Ends an act without leaving anything of it."""


def _undone(apply: Callable[[Act], Found], at: datetime) -> Found:
    found: list[Found] = []
    with contextlib.suppress(_Undone), act(by=_PREVIEW, at=at) as done:
        found.append(apply(done))
        raise _Undone
    return found[0]


def erase_revisions(*, by: Viewer, at: datetime, service_id: UUID) -> int:
    """This function will erase the words of earlier revisions of a record; returns how many.

    That a field changed, and when, stays; so do the hashes of the submissions.
    Raises: ServiceNotFound, NotYours.
    """
    with act(by=by, at=at) as done:
        row = kept_service(by, service_id)
        rows = Revision.objects.filter(service=row, erased_at__isnull=True)
        count = rows.update(before="", after="", erased_at=at)
        draft = Draft.objects.filter(service=row).first()
        if draft is not None:
            forget_snapshots(by=by, at=at, room=ROOM, object_id=draft.id)
        done.record(
            "directory.service.revisions_erased",
            object_type="directory.service",
            object_id=row.id,
            area_path=row.area.path,
        )
    return count


def _draft(draft_id: UUID) -> Draft:
    row = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("area")
        .filter(id=draft_id)
        .first()
    )
    if row is None:
        raise DraftNotFound
    return row


def _publish_new(done: Act, by: Viewer, author: Viewer, at: datetime, content: Content) -> UUID:
    """A new record with its group; confirmed by the body that asked, on the day it asked."""
    area_path = area_of(str(content["district"]) or municipality_of(author.area_path or ""))
    organization = organization_for(author, content)
    body_id = organization.body_id if organization else None
    writer = _writer(by, author, area_path, body_id)
    organization_id = organization.id if organization else None
    if organization_id is None:
        given = OrganizationInput(content["group"] or content["name"], area_path)
        organization_id = create_organization(by=writer, at=at, given=given).id
    made = create_service(by=writer, at=at, given=new_service(content, organization_id, area_path))
    publish_service(by=writer, at=at, service_id=made.id)
    note_confirmed(
        done,
        kept_service(writer, made.id),
        author,
        how=ConfirmedHow(content["consent_how"]),
        on=date.fromisoformat(content["consent_date"]),
    )
    return made.id


def _apply(
    by: Viewer, approved: Approved, at: datetime, service_id: UUID, content: Content
) -> None:
    """What is public must still be what the submission was written against."""
    base = entry_of(service_id).content
    if digest_of(base) != approved.base_revision:
        raise RecordMovedOn
    row = Service.objects.select_related("area", "organization").get(id=service_id)
    writer = _writer(by, approved.author, row.area.path, row.organization.body_id)
    _change(writer, at, service_id, base, content)


def _change(
    writer: Viewer, at: datetime, service_id: UUID, before: Content, after: Content
) -> None:
    row = Service.objects.select_related("area").get(id=service_id)
    changes = changes_of(row, before, after)
    if changes:
        change_service(by=writer, at=at, service_id=service_id, changes=changes)
    given = consent_of(after, Consent.objects.filter(service=row).first())
    if given is not None and has_new_consent(before, after):
        give_consent(by=writer, at=at, service_id=service_id, given=given)


def _writer(by: Viewer, author: Viewer, area_path: str, body_id: int | None) -> Viewer:
    """The author where they keep the record themselves, else whoever approves."""
    if by is _PREVIEW:
        return by
    return author if may_keep(author, area_path=area_path, body_id=body_id) else by


def _keep_revisions(service_id: UUID, approved: Approved, at: datetime) -> None:
    Revision.objects.bulk_create(
        Revision(
            service_id=service_id,
            submission_id=approved.id,
            at=at,
            field=change.name,
            before=change.before,
            after=change.after,
        )
        for change in changes_in(approved.snapshot)
    )


def _settle(draft: Draft, service_id: UUID, approved: Content, at: datetime) -> None:
    """A draft that moved on after it was submitted stays one, against what is public now.

    Only what was typed since then still differs from the public record.
    """
    draft.service_id = service_id
    draft.is_open = draft.version != draft.submitted_version
    draft.base = entry_of(service_id).content if draft.is_open else {}
    draft.content = {
        field.value: draft.base[field]
        if draft.content[field] == approved[field]
        else draft.content[field]
        for field in (EntryField if draft.is_open else ())
    }
    draft.modified_at = at
    draft.save()
