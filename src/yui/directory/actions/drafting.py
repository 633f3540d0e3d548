"""Writing a record by hand: drafts that nobody outside the own body sees, and submitting them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from yui.areas.models import Area
from yui.areas.queries import areas_by_path
from yui.areas.rules import within
from yui.areas.states import LAYERS
from yui.directory.actions import cleaning
from yui.directory.errors import DraftMovedOn, InputRefused, MoveRefused, NotYours
from yui.directory.models import Draft, Organization
from yui.directory.queries.drafts import DraftPage, draft_of, get_draft
from yui.directory.queries.entries import live_entry
from yui.directory.queries.entry_fields import (
    FLAGS,
    LISTS,
    blank_content,
)
from yui.directory.rules import may_propose
from yui.directory.states import EntryField
from yui.journal.actions import Act, act
from yui.lib.japanese import fold
from yui.policy.decide import municipality_of, paths_to
from yui.policy.viewer import Viewer
from yui.review.states import SubmissionState

_LONGEST = 4_000
_MOST_CHOSEN = 40


def start_draft(
    *, by: Viewer, at: datetime, content: Mapping[str, Any], short_code: str = ""
) -> UUID:
    """This function will keep what was typed as a draft: of a new record, or of a stored one.

    Nothing has to be complete. An open draft of the same record is taken up.
    Raises: NotYours, ServiceNotFound, InputRefused, PersonalNumberRefused, DraftMovedOn.
    """
    area_path = municipality_of(by.area_path or "")
    if not area_path or not may_propose(by, area_path=by.area_path or "", body_id=by.body_id):
        raise NotYours
    kept = kept_content(content)
    with act(by=by, at=at) as done:
        live = live_entry(by, short_code) if short_code else None
        if live is not None and draft_of(by, live.service_id) is not None:
            raise DraftMovedOn
        if live is not None:
            kept |= {name: live.content[name] for name in live.fixed}
        row = _draft_row(by, live.service_id if live else None)
        row.body_id = by.body_id or 0
        row.area = Area.objects.get(path=live.area_path if live else area_path)
        row.content, row.base = kept, live.content if live else {}
        row.is_open, row.written_by_id = True, by.user_id
        row.created_at = row.modified_at = at
        row.submitted_version = None
        row.save()
        record(done, row, "started")
    return row.id


def _draft_row(by: Viewer, service_id: UUID | None) -> Draft:
    """Of a stored record there is one draft; an open one of another body is not taken away."""
    if service_id is None:
        return Draft()
    row = Draft.objects.select_for_update(of=("self",)).filter(service_id=service_id).first()
    if row is not None and row.is_open and row.body_id != by.body_id:
        raise MoveRefused("ほかの組織が、この記録を直しています。決まるまで待ってください。")
    return row or Draft(service_id=service_id)


def save_draft(
    *, by: Viewer, at: datetime, draft_id: UUID, version: int, content: Mapping[str, Any]
) -> int:
    """This function will keep what was typed; nothing has to be complete. Returns the version.

    Raises: DraftNotFound, DraftMovedOn when somebody saved since `version`, InputRefused,
    PersonalNumberRefused.
    """
    kept = kept_content(content)
    with act(by=by, at=at) as done:
        page = get_draft(by, draft_id)
        store(page, version, by, at, kept)
        record(done, Draft.objects.select_related("area").get(id=draft_id), "saved")
    return version + 1


def store(page: DraftPage, version: int, by: Viewer, at: datetime, kept: Mapping[str, Any]) -> None:
    """This function will keep a content as the next version of a draft.

    One statement asks for the version and moves it on: a second writer finds none.
    Raises: DraftMovedOn.
    """
    content = {**kept, **{name: page.content[name] for name in page.fixed}}
    standing = Draft.objects.filter(id=page.id, version=version, is_open=True)
    if not standing.update(
        content=content, version=version + 1, written_by_id=by.user_id, modified_at=at
    ):
        raise DraftMovedOn


def discard_draft(*, by: Viewer, at: datetime, draft_id: UUID) -> None:
    """This function will throw a draft away; what is public stays as it is.

    Raises: DraftNotFound, MoveRefused while it waits for a decision.
    """
    with act(by=by, at=at) as done:
        page = get_draft(by, draft_id)
        if page.line is not None and page.line.state is SubmissionState.SUBMITTED:
            raise MoveRefused("審査を待っています。先に、申し出を取り下げてください。")
        row = Draft.objects.select_related("area").get(id=draft_id)
        record(done, row, "discarded")
        if row.service_id is None:
            row.delete()
        else:
            row.is_open, row.content, row.base = False, {}, {}
            row.save()


def area_of(path: str) -> str:
    """This function will return the ward or town whose list a record of a place stands in."""
    around = areas_by_path(paths_to(path)[:-1])
    inner = [each.path for each in around.values() if each.tier not in LAYERS]
    return max(inner, key=len, default=path)


def organization_for(by: Viewer, content: Mapping[str, Any]) -> Organization | None:
    """This function will return the group a new record belongs to; None = it is new as well.

    Its own body's come first, then those nobody represents. Raises: InputRefused when only
    somebody else represents it.
    """
    home = municipality_of(by.area_path or "")
    rows = Organization.objects.filter(
        within(home, "area__path"), folded=fold(content["group"] or content["name"])[:160]
    ).order_by("created_at", "id")
    found = [row for row in rows if row.body_id in (None, by.body_id)]
    found.sort(key=lambda row: row.body_id is None)
    if rows and not found:
        raise InputRefused(
            "group",
            "この団体は、自分の記録を自分で書いています。団体の人に書いてもらってください。",
        )
    return found[0] if found else None


def kept_content(content: Mapping[str, Any]) -> dict[str, Any]:
    """This function will clean what was typed and leave out what the form does not ask.

    Raises: InputRefused naming the field, PersonalNumberRefused.
    """
    kept = blank_content()
    for field in EntryField:
        value = content.get(field.value)
        if field in LISTS:
            kept[field.value] = [_text(str(each), field) for each in (value or [])[:_MOST_CHOSEN]]
        elif field in FLAGS:
            kept[field.value] = bool(value)
        else:
            kept[field.value] = _text(str(value or ""), field)
    return kept


def _text(text: str, field: EntryField) -> str:
    cleaned = cleaning.paragraphs(text, field.value)
    if len(cleaned) > _LONGEST:
        raise InputRefused(field.value, f"{field.label}は{_LONGEST}字までです。")
    return cleaned


def record(done: Act, row: Draft, verb: str) -> None:
    """This function will note in the journal what happened to a draft."""
    done.record(
        f"directory.draft.{verb}",
        object_type="directory.draft",
        object_id=row.id,
        area_path=row.area.path,
    )
