"""The letter that proves a claim, and the form on which a group applies by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yui.areas.queries import area_by_path
from yui.booklets.errors import NothingToPrint
from yui.booklets.queries.values import ClaimLetter, FormBox, FormPart
from yui.lib.clock import date_in_jst
from yui.members.actions import LETTER_LASTS
from yui.members.errors import ApplicationNotFound
from yui.members.queries import get_claim
from yui.members.queries.content import terms_for
from yui.members.rules import visibilities_for
from yui.members.states import ANSWERS, FIELDS_OF, QUESTIONS, ApplicationState, Field, Step
from yui.policy.viewer import Viewer

_NOT_YOURS = "手紙にする申し込みが、見つかりませんでした。"
_NO_ADDRESS = "記録に住所がないので、手紙を送れません。"
# How many empty lines the paper leaves for words; what is ticked has none.
_LINES = {
    Field.AREAS: 3,
    Field.OFFER_WORDS: 2,
    Field.WANTS: 3,
    Field.CONDITIONS: 2,
    Field.COOPERATION: 2,
}
_CHOSEN = (Field.KIND, Field.FIELDS, Field.OFFERS)


def claim_letter(viewer: Viewer, application_id: UUID, *, at: datetime) -> ClaimLetter:
    """This function will return the letter for a claim that the viewer decides about.

    It goes to an address on record, never to one the claimant wrote. Raises: NothingToPrint.
    """
    try:
        page = get_claim(viewer, application_id)
    except ApplicationNotFound as refused:
        raise NothingToPrint(_NOT_YOURS) from refused
    if page.on_record is None or page.line.state is not ApplicationState.SENT:
        raise NothingToPrint(_NOT_YOURS)
    if not page.on_record.addresses:
        raise NothingToPrint(_NO_ADDRESS)
    area = area_by_path(page.area_path)
    return ClaimLetter(
        page.line.id,
        page.line.organization,
        page.on_record.addresses[0],
        area.name,
        area.phone,
        date_in_jst(at),
        date_in_jst(at + LETTER_LASTS),
        area.is_sample,
    )


def form_parts() -> tuple[FormPart, ...]:
    """This function will return what the paper form asks, in the order of the pages."""
    return tuple(FormPart(str(step.label), tuple(map(_box, FIELDS_OF[step]))) for step in Step)


def _box(field: Field) -> FormBox:
    question = str(QUESTIONS.get(field, ""))
    return FormBox(str(field.label), question, _choices(field), _LINES.get(field, 1))


def _choices(field: Field) -> tuple[str, ...]:
    if field in _CHOSEN:
        return tuple(term.name for term in terms_for(field))
    if field in ANSWERS:
        return tuple(str(words) for _code, words in ANSWERS[field])
    if field is Field.VISIBILITY:
        return tuple(str(each.label) for each in visibilities_for("0/0/"))
    return ()
