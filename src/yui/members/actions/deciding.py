"""What officers decide: claims by their proof, registrations as the approving door of review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yui.accounts.actions import NewMember, admit
from yui.areas.models import Area
from yui.directory.actions import (
    Identity,
    OrganizationInput,
    create_organization,
    represent_organization,
)
from yui.journal.actions import Act, act
from yui.lib.clock import date_in_jst
from yui.lib.secret_codes import hash_of_code
from yui.members.actions.applying import DECIDED_LASTS, record
from yui.members.actions.cleaning import cleaned_reason
from yui.members.errors import ApplicationNotFound, InputRefused, MoveRefused
from yui.members.models import Application, Declaration, Member, MemberArea, MemberTerm
from yui.members.queries.applications import ROOM, get_claim, visible_claims
from yui.members.queries.content import VOCABULARIES
from yui.members.rules import body_kind_of
from yui.members.states import (
    EDITION,
    PROMISES,
    ApplicationState,
    Field,
    Proof,
)
from yui.policy.decide import Visibility
from yui.policy.viewer import Viewer
from yui.review.actions import Document, approve
from yui.taxonomy.queries import get_term

LETTER_LASTS = timedelta(days=90)


def put_letter_in_force(*, by: Viewer, at: datetime, application_id: UUID, code: str) -> None:
    """This function will let the code of a printed letter prove a claim; an older one ends.

    Raises: ApplicationNotFound, MoveRefused when the claim is decided.
    """
    with act(by=by, at=at) as done:
        row = _claim(by, application_id)
        _move(
            row,
            ApplicationState.SENT,
            letter_hash=hash_of_code(code),
            letter_expires_at=at + LETTER_LASTS,
            proven_at=None,
        )
        record(done, row, "letter_issued")


def grant_claim(
    *, by: Viewer, at: datetime, application_id: UUID, proof: Proof, reason: str = ""
) -> None:
    """This function will let whoever claimed an organization speak for it, by a proof.

    A body is made, the organization becomes its own, its owner is invited. Of two officers one
    finds it free. Raises: ApplicationNotFound, InputRefused (no such proof is there),
    MoveRefused when it is decided, or DirectoryRefused when somebody speaks for it already.
    """
    with act(by=by, at=at) as done:
        row, page = _claim(by, application_id), get_claim(by, application_id)
        if page.on_record is None:
            raise MoveRefused(_("この団体には、もう代表の方がいます。"))
        if proof is Proof.LETTER and not page.line.is_proven:
            raise InputRefused("proof", _("手紙のコードは、まだ届いていません。"))
        if proof is Proof.CALL_BACK and not page.on_record.phones:
            raise InputRefused(
                "proof", _("記録に電話番号がありません。手紙かほかの方法で確かめます。")
            )
        if proof is Proof.OFFICER or reason.strip():
            reason = cleaned_reason(reason, _("どのように確かめたかを書いてください。"))
        line = page.on_record.line
        admitted = admit(
            by=by,
            at=at,
            new=NewMember(
                line.name,
                body_kind_of(_kind_code(row)),
                page.area_path,
                row.content[Field.PERSON],
                row.content[Field.EMAIL],
            ),
        )
        represent_organization(by=by, at=at, organization_id=line.id, body_id=admitted.body_id)
        _decide(
            done,
            by,
            row,
            ApplicationState.ADMITTED,
            proof=proof,
            reason=reason,
            invitation_id=admitted.invitation_id,
        )


def decline_claim(*, by: Viewer, at: datetime, application_id: UUID, reason: str) -> None:
    """This function will not admit a claim; the reason is shown to who claimed.

    Raises: ApplicationNotFound, InputRefused, MoveRefused when it is decided.
    """
    with act(by=by, at=at) as done:
        row = _claim(by, application_id)
        said = cleaned_reason(reason, _("認めないわけを書いてください。申し込んだ人に見えます。"))
        _decide(done, by, row, ApplicationState.DECLINED, reason=said)


def approve_registration(
    *,
    by: Viewer,
    at: datetime,
    submission_id: UUID,
    decision_date: date | None = None,
    document_number: str = "",
) -> str:
    """This function will approve a registration and make exactly what it says; the short code.

    Raises: what `review.actions.approve` raises, ApplicationNotFound, DirectoryRefused; then
    nothing happened at all.
    """
    with act(by=by, at=at) as done:
        approved = approve(
            by=by,
            at=at,
            submission_id=submission_id,
            room=ROOM,
            document=Document(decision_date, document_number),
        )
        row = Application.objects.filter(id=approved.object_id).first()
        if row is None:
            raise ApplicationNotFound
        content: dict[str, Any] = approved.snapshot["content"]
        made = _organization(by, at, approved.area_path, content)
        admitted = admit(
            by=by,
            at=at,
            new=NewMember(
                content[Field.NAME],
                body_kind_of(content[Field.KIND]),
                approved.area_path,
                content[Field.PERSON],
                content[Field.EMAIL],
            ),
        )
        represent_organization(by=by, at=at, organization_id=made.id, body_id=admitted.body_id)
        _member(made.id, approved.area_path, at, content, row.sent_at or at)
        _decide(
            done,
            by,
            row,
            ApplicationState.ADMITTED,
            organization_id=made.id,
            invitation_id=admitted.invitation_id,
        )
    return made.short_code


def _organization(by: Viewer, at: datetime, area_path: str, content: Mapping[str, Any]) -> Identity:
    """The record is not published by itself: a member's own page says who sees it."""
    given = OrganizationInput(
        name=content[Field.NAME],
        area_path=area_path,
        kana=content[Field.KANA],
        kind=(VOCABULARIES[Field.KIND], content[Field.KIND]),
        corporate_number=content[Field.NUMBER],
        is_published=content[Field.VISIBILITY] == Visibility.PUBLIC,
    )
    return create_organization(by=by, at=at, given=given)


def _member(
    organization_id: UUID,
    area_path: str,
    at: datetime,
    content: Mapping[str, Any],
    declared_at: datetime,
) -> None:
    row = Member.objects.create(
        organization_id=organization_id,
        area=Area.objects.get(path=area_path),
        visibility=content[Field.VISIBILITY],
        offer_words=content[Field.OFFER_WORDS],
        wants=content[Field.WANTS],
        conditions=content[Field.CONDITIONS],
        cooperation=content[Field.COOPERATION],
        department=content[Field.DEPARTMENT],
        person=content[Field.PERSON],
        phone=content[Field.PHONE],
        email=content[Field.EMAIL],
        admitted_at=at,
    )
    areas = Area.objects.filter(path__in=content[Field.AREAS])
    MemberArea.objects.bulk_create(MemberArea(member=row, area=area) for area in areas)
    MemberTerm.objects.bulk_create(
        MemberTerm(member=row, term_id=get_term(VOCABULARIES[field], code).id)
        for field in (Field.FIELDS, Field.OFFERS)
        for code in content[field]
    )
    Declaration.objects.bulk_create(
        Declaration(
            member=row,
            question=question,
            answer=content[question],
            edition_date=EDITION,
            declared_date=date_in_jst(declared_at),
        )
        for question in PROMISES
    )


def _claim(by: Viewer, application_id: UUID) -> Application:
    rows = visible_claims(by).select_for_update(of=("self",))
    row = rows.select_related("area", "organization__kind").filter(id=application_id).first()
    if row is None:
        raise ApplicationNotFound
    return row


def _kind_code(row: Application) -> str:
    kind = row.organization.kind if row.organization else None
    return kind.code if kind else ""


def _decide(
    done: Act, by: Viewer, row: Application, state: ApplicationState, **changed: Any
) -> None:
    _move(
        row,
        state,
        decided_by_id=by.user_id,
        decided_at=done.at,
        expires_at=done.at + DECIDED_LASTS,
        **changed,
    )
    record(done, row, state.value)


def _move(row: Application, state: ApplicationState, **changed: Any) -> None:
    """One statement asks for the state and changes it: of many only one finds it."""
    waiting = Application.objects.filter(id=row.id, state=ApplicationState.SENT)
    if not waiting.update(state=state, **changed):
        raise MoveRefused(_("この申し込みは、もう決まっています。画面を開きなおしてください。"))
