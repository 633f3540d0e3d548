"""Requests for a change: made by leaders, staff and readers, decided where the record is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yui.directory.actions import cleaning
from yui.directory.actions.inputs import (
    LocationInput,
    PhoneInput,
    PlaceInput,
    ScheduleInput,
)
from yui.directory.actions.services import change_service, kept_service
from yui.directory.actions.slips import answered_service
from yui.directory.engine import schedule as schedules
from yui.directory.errors import (
    ChangeNotFound,
    ChangeRefused,
    InputRefused,
    OrganizationNotFound,
)
from yui.directory.models import (
    ChangeRequest,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from yui.directory.queries.changes import value_now, visible_changes
from yui.directory.queries.pages import service_id_of
from yui.directory.queries.visible import visible_organizations
from yui.directory.states import (
    WRITTEN_FIELDS,
    ChangeField,
    ChangeSource,
    ChangeState,
    PhoneKind,
    WrongReason,
)
from yui.journal.actions import Act, act
from yui.lib.clock import date_in_jst
from yui.policy.viewer import ANONYMOUS, Viewer

CONTACT_KEPT_FOR = timedelta(days=90)
_LONGEST = 300
_LONGEST_NOTE = 1_000


def propose_by_slip(*, at: datetime, secret: str, wanted: Mapping[ChangeField, str]) -> int:
    """This function will note what a leader wants changed, one request a field; returns how many.

    What is as it was already is no request.
    Raises: SlipRefused, InputRefused (nothing written, no telephone number), PersonalNumberRefused.
    """
    with act(by=ANONYMOUS, at=at) as done:
        row = answered_service(at=at, secret=secret)
        return _propose(done, row, wanted, ChangeSource.LEADER)


def propose_by_staff(
    *, by: Viewer, at: datetime, service_id: UUID, wanted: Mapping[ChangeField, str]
) -> int:
    """This function will note what was heard on the telephone, one request a field.

    Raises: ServiceNotFound, NotYours, InputRefused, PersonalNumberRefused.
    """
    with act(by=by, at=at) as done:
        row = kept_service(by, service_id)
        return _propose(done, row, wanted, ChangeSource.STAFF)


def report_wrong_service(
    *, by: Viewer, at: datetime, short_code: str, reason: WrongReason, note: str, contact: str
) -> str:
    """This function will take 「この情報はちがいます」 of a service; returns the reporter's code.

    Raises: ServiceNotFound, InputRefused, PersonalNumberRefused.
    """
    with act(by=by, at=at) as done:
        row = Service.objects.select_related("area").get(id=service_id_of(by, short_code, at=at))
        about: dict[str, Any] = {"service": row}
        return _report(done, about, row.area.path, reason, note, contact)


def report_wrong_organization(
    *, by: Viewer, at: datetime, short_code: str, reason: WrongReason, note: str, contact: str
) -> str:
    """This function will take 「この情報はちがいます」 of an organization; returns the code.

    Raises: OrganizationNotFound, InputRefused, PersonalNumberRefused.
    """
    with act(by=by, at=at) as done:
        rows = visible_organizations(by, on=date_in_jst(at)).select_related("area")
        row = rows.filter(short_code=short_code).first()
        if row is None:
            raise OrganizationNotFound
        about: dict[str, Any] = {"organization": row}
        return _report(done, about, row.area.path, reason, note, contact)


def take_change(*, by: Viewer, at: datetime, change_id: UUID) -> None:
    """This function will note that somebody of the office looks after a request.

    Who had it before has it no more. Raises: ChangeNotFound, ChangeRefused (decided already).
    """
    with act(by=by, at=at) as done:
        row = _open_change(by, change_id)
        row.holder_id, row.held_at = by.membership_id, at
        row.save()
        _record(done, row, "taken", _area_path(row), ("holder",))


def accept_change(
    *, by: Viewer, at: datetime, change_id: UUID, seen: str, answer: str = ""
) -> None:
    """This function will write what a request asks for into the record.

    `seen` is what the record said when whoever decides looked at it: when it says something else
    by now, nothing is written.
    Raises: ChangeNotFound, ChangeRefused, InputRefused.
    """
    with act(by=by, at=at) as done:
        row = _open_change(by, change_id)
        field = ChangeField(row.field)
        if row.service_id is None or field not in WRITTEN_FIELDS:
            raise ChangeRefused(
                "この知らせは、読んで人が直します。直したら「直してある」を押してください。"
            )
        service = kept_service(by, row.service_id)
        now = value_now(service.id, field)
        if now != seen:
            raise ChangeRefused(
                f"見ているあいだに、{field.label}が「{now or '（なし）'}」に変わりました。"
                "もう一度くらべて、決めてください。"
            )
        changes = _changes_of(service, field, row.after)
        change_service(by=by, at=at, service_id=service.id, changes=changes)
        _decide(done, row, ChangeState.ACCEPTED, answer)


def close_change(*, by: Viewer, at: datetime, change_id: UUID, answer: str = "") -> None:
    """This function will note that the record says so already: a person has mended it.

    Raises: ChangeNotFound, ChangeRefused, InputRefused.
    """
    with act(by=by, at=at) as done:
        _decide(done, _open_change(by, change_id), ChangeState.ACCEPTED, answer)


def decline_change(*, by: Viewer, at: datetime, change_id: UUID, answer: str) -> None:
    """This function will leave the record as it is; the reporter is told why.

    Raises: ChangeNotFound, ChangeRefused, InputRefused (no reason).
    """
    with act(by=by, at=at) as done:
        row = _open_change(by, change_id)
        if not answer.strip():
            raise InputRefused("answer", "直さないときは、わけを書いてください。")
        _decide(done, row, ChangeState.DECLINED, answer)


def erase_contacts(*, at: datetime) -> int:
    """This function will erase how reporters are reached, 90 days on; returns how many.

    Like other tidying it is no act: what was kept long enough is thrown away.
    """
    old = ChangeRequest.objects.filter(created_at__lt=at - CONTACT_KEPT_FOR).exclude(contact="")
    return old.update(contact="")


def _propose(
    done: Act, row: Service, wanted: Mapping[ChangeField, str], source: ChangeSource
) -> int:
    asked = [(field, _cleaned(field, text)) for field, text in wanted.items() if text.strip()]
    if not asked:
        raise InputRefused("words", "かわったことを、どれかひとつ書いてください。")
    made = 0
    for field, after in asked:
        before = value_now(row.id, field)
        if after == before:
            continue
        is_words = field is ChangeField.WORDS
        change = ChangeRequest.objects.create(
            service=row,
            source=source,
            field=field,
            before=before,
            after="" if is_words else after,
            note=after if is_words else "",
            created_at=done.at,
        )
        _record(done, change, "created", row.area.path, ("field",))
        made += 1
    return made


def _cleaned(field: ChangeField, text: str) -> str:
    if field is ChangeField.PHONE:
        return cleaning.telephone(text, PhoneKind.VOICE).display
    if field is ChangeField.WORDS:
        return _note(text)
    return _short(cleaning.line(text, field.value), field.value, 160)


def _note(text: str) -> str:
    return _short(cleaning.paragraphs(text, "words"), "words", _LONGEST_NOTE)


def _short(text: str, name: str, most: int) -> str:
    if len(text) > most:
        raise InputRefused(name, f"{most:,}字までで書いてください。いまは{len(text):,}字あります。")
    return text


def _report(
    done: Act,
    about: Mapping[str, Any],
    area_path: str,
    reason: WrongReason,
    note: str,
    contact: str,
) -> str:
    words = _note(note)
    if reason is WrongReason.OTHER and not words:
        raise InputRefused("note", "何がちがうかを書いてください。")
    row = ChangeRequest.objects.create(
        source=ChangeSource.READER,
        field=ChangeField.WORDS,
        reason=reason,
        note=words,
        contact=cleaning.line(contact, "contact", ChangeRequest),
        created_at=done.at,
        **about,
    )
    _record(done, row, "created", area_path, ("reason",))
    return row.code


def _open_change(by: Viewer, change_id: UUID) -> ChangeRequest:
    """The lock lets one of two that decide at once be the first."""
    if not visible_changes(by).filter(id=change_id).exists():
        raise ChangeNotFound
    row = ChangeRequest.objects.select_for_update().get(id=change_id)
    if row.state != ChangeState.OPEN:
        raise ChangeRefused("この知らせは、もう決まっています。")
    return row


def _decide(done: Act, row: ChangeRequest, state: ChangeState, answer: str) -> None:
    row.state, row.decided_at = state, done.at
    row.decided_by_id = done.by.membership_id
    row.answer = cleaning.line(answer, "answer", ChangeRequest)
    row.save()
    _record(done, row, state.value, _area_path(row), ("state",))


def _area_path(row: ChangeRequest) -> str:
    about = row.service or row.organization
    return about.area.path if about else ""


def _record(
    done: Act, row: ChangeRequest, verb: str, area_path: str, fields: tuple[str, ...]
) -> None:
    done.record(
        f"directory.change_request.{verb}",
        object_type="directory.change_request",
        object_id=row.id,
        area_path=area_path,
        fields=fields,
    )


def _changes_of(row: Service, field: ChangeField, after: str) -> dict[str, Any]:
    """What `change_service` is asked for; everything else of the record stays as it is."""
    if field is ChangeField.PHONE:
        return {"phones": _phones_with(row, after)}
    places = list(row.at_locations.select_related("location__area", "location__sphere"))
    if len(places) > 1:
        raise ChangeRefused(
            "場所がいくつもある手助けです。どの場所のことかを聞いて、直してください。"
        )
    if field is ChangeField.HOURS:
        hours = _hours(after)
        return {"places": (_as_input(places[0], hours),)} if places else {"schedule": hours}
    if places:
        return {"places": (_moved(places[0], after),)}
    # What had no place kept its hours itself; now they are those of the place.
    new = LocationInput(row.area.path, name=after)
    hours_kept = _schedule(row.schedules.first())
    return {"places": (PlaceInput(location=new, schedule=hours_kept),), "schedule": None}


def _hours(text: str) -> ScheduleInput:
    """What is read whole becomes a rule; else the words stand as they were written."""
    parsed = schedules.parse_hours(text)
    if parsed.outcome == "full":
        return ScheduleInput(parsed.rule)
    return ScheduleInput(not_read=text)


def _phones_with(row: Service, number: str) -> tuple[PhoneInput, ...]:
    """The number in place of the first one; a leader's own line stays one that is kept back."""
    own = [_phone(each) for each in row.phones.order_by("position", "digits")]
    voices = [each for each in own if each.kind is PhoneKind.VOICE]
    others = [each for each in own if each not in voices[:1]]
    is_private = voices[0].is_private if voices else _is_number_private(row)
    hours = voices[0].hours if voices else ""
    return (PhoneInput(number, hours=hours, is_private=is_private), *others)


def _is_number_private(row: Service) -> bool:
    """Without a number of its own the service showed its place's, leader's or organization's."""
    lines = Phone.objects.filter(contact__service=row, kind=PhoneKind.VOICE).exists()
    of_group = Phone.objects.filter(
        organization=row.organization_id, kind=PhoneKind.VOICE, is_private=True
    )
    return lines or of_group.exists()


def _phone(row: Phone) -> PhoneInput:
    return PhoneInput(
        row.number, PhoneKind(row.kind), row.hours, row.description, row.extension, row.is_private
    )


def _as_input(row: ServiceAtLocation, hours: ScheduleInput | None) -> PlaceInput:
    return PlaceInput(
        location_id=row.location_id,
        description=row.description,
        schedule=hours or _schedule(row.schedules.first()),
        phones=tuple(_phone(each) for each in row.phones.order_by("position", "digits")),
    )


def _schedule(row: Schedule | None) -> ScheduleInput | None:
    if row is None:
        return None
    return ScheduleInput(schedules.from_data(row.rule) if row.rule else None, row.not_read)


def _moved(old: ServiceAtLocation, after: str) -> PlaceInput:
    """A group that moves stays in its 圏域 until somebody says otherwise; a home stays hidden."""
    was = old.location
    location = LocationInput(
        was.area.path,
        name=after,
        sphere_path=was.sphere.path if was.sphere else None,
        is_home=was.is_home,
    )
    return PlaceInput(
        location=location,
        schedule=_schedule(old.schedules.first()),
        phones=tuple(_phone(each) for each in old.phones.order_by("position", "digits")),
    )
