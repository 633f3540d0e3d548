"""Opening a town: an officer asks, a second one decides in review, the town opens in one act."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _

from yui.areas.actions import open_municipality
from yui.areas.errors import NotYours
from yui.areas.queries import AreaInfo, area_by_path
from yui.areas.rules import may_open
from yui.areas.states import Opening
from yui.directory.queries.started import own_list_of
from yui.journal.actions import act
from yui.lib.clock import date_in_jst
from yui.lib.ids import new_id
from yui.policy.viewer import Viewer
from yui.review.actions import Document, NewSubmission, approve, submit
from yui.review.errors import AlreadyMoved
from yui.review.rules import FieldChange, snapshot_of
from yui.review.states import SubmissionKind

ROOM: Final = "portal"


def opening_id(area_path: str) -> UUID:
    """This function will return under which id the opening of a town is put forward."""
    return uuid5(NAMESPACE_URL, f"yui:opening:{area_path}")


def ask_to_open(*, by: Viewer, at: datetime, area_path: str) -> UUID:
    """This function will put the opening of a town forward, with the counts of that day.

    Returned: the id of the submission. Raises: AreaNotFound; NotYours for who is no officer of
    the town; SubmissionNotFound without a body; AlreadySubmitted; AlreadyMoved when it is open.
    """
    area = area_by_path(area_path)
    if not may_open(by, area_path):
        raise NotYours("公開は、市区町村の職員だけが申し出られます。")
    if area.opening is Opening.OPEN:
        raise AlreadyMoved
    submission_id = new_id()
    decide = reverse("portal:open", args=[submission_id])
    given = NewSubmission(
        room=ROOM,
        object_id=opening_id(area_path),
        kind=SubmissionKind.NEW,
        title=_("{}のページの公開").format(area.name),
        area_path=area_path,
        snapshot=snapshot_of(_changes(area, at), {"opening": Opening.OPEN.value}),
        decide_path=decide,
        preview_path=f"/{area.jis}/",
        id=submission_id,
    )
    return submit(by=by, at=at, given=given)


def open_town(
    *,
    by: Viewer,
    at: datetime,
    submission_id: UUID,
    decision_date: date | None = None,
    document_number: str = "",
) -> str:
    """This function will approve the opening of a town and open it; both happen, or neither.

    Returned: the path of the town. Raises: SubmissionNotFound, OwnSubmission, InputRefused,
    AlreadyMoved, SnapshotBroken; NotYours.
    """
    with act(by=by, at=at):
        document = Document(decision_date, document_number)
        approved = approve(by=by, at=at, submission_id=submission_id, room=ROOM, document=document)
        open_municipality(by=by, at=at, area_path=approved.area_path)
    return approved.area_path


def _changes(area: AreaInfo, at: datetime) -> tuple[FieldChange, ...]:
    own = own_list_of(area.path, on=date_in_jst(at))
    listed = _("{}件（うち、電話や訪問で確かめた {}件）").format(own.listed, own.asked)
    return (
        FieldChange("opening", _("参加の状態"), str(area.opening.label), str(Opening.OPEN.label)),
        FieldChange("listed", _("住民に見える手助けと集まり"), "", listed),
    )
