"""How a registration would look once approved: the page of a member that does not exist yet."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yui.members.queries.applications import ROOM
from yui.members.queries.content import Content, in_words, names_of_areas, terms_for
from yui.members.queries.members import MemberPage
from yui.members.rules import tier_of
from yui.members.states import Field
from yui.policy.decide import Visibility
from yui.policy.viewer import Viewer
from yui.review.queries import offered_by


def preview_of(viewer: Viewer, submission_id: UUID, *, on: date) -> MemberPage:
    """This function will return the page a submission would make, as residents would see it.

    Raises: SubmissionNotFound.
    """
    content: Content = offered_by(viewer, submission_id, room=ROOM).content
    return MemberPage(
        short_code="",
        name=content[Field.NAME],
        kana=content[Field.KANA],
        kind=in_words(Field.KIND, content),
        area_path=tier_of(content[Field.AREAS]),
        corporate_number=content[Field.NUMBER],
        areas=names_of_areas(content[Field.AREAS]),
        fields=_chosen(Field.FIELDS, content),
        offers=_chosen(Field.OFFERS, content),
        offer_words=content[Field.OFFER_WORDS],
        wants=content[Field.WANTS],
        conditions=content[Field.CONDITIONS],
        cooperation=content[Field.COOPERATION],
        department=content[Field.DEPARTMENT],
        phone=content[Field.PHONE],
        person="",
        email="",
        visibility=Visibility(content[Field.VISIBILITY]),
        declared_date=on,
        admitted_on=on,
    )


def _chosen(field: Field, content: Content) -> tuple[str, ...]:
    return tuple(term.words for term in terms_for(field) if term.code in content[field])
