"""Asking whether a record is still true: confirmed, not reached, taken back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yui.accounts.models import Body
from yui.directory.actions.services import kept_service, record
from yui.directory.engine import freshness as engine
from yui.directory.errors import CheckRefused, InputRefused, ServiceNotFound
from yui.directory.models import FreshnessLimit, Service, ServiceCheck
from yui.directory.states import CheckOutcome, ConfirmedHow
from yui.journal.actions import Act, act
from yui.lib.clock import date_in_jst
from yui.policy.decide import paths_to
from yui.policy.viewer import Viewer

_CONFIRMATION = ("confirmed_date", "confirmed_how", "confirmed_by", "due_date")
_DATES = ("confirmed_date", "due_date")


def confirm_service(
    *, by: Viewer, at: datetime, service_id: UUID, how: ConfirmedHow, on: date
) -> UUID:
    """This function will note that somebody asked and the record is true.

    The office or body that asked is kept, never the person. Returned: the id of the asking, with
    which it can be taken back.
    Raises: ServiceNotFound, NotYours, InputRefused (a day to come, or an official list).
    """
    if how is ConfirmedHow.OFFICIAL_LIST:
        raise InputRefused("how", "公表された一覧は、取り込むときに確かめた日が決まります。")
    if on > date_in_jst(at):
        raise InputRefused("on", "まだ来ていない日は、確かめた日にできません。")
    with act(by=by, at=at) as done:
        return note_confirmed(done, kept_service(by, service_id), by, how=how, on=on)


def note_confirmed(done: Act, row: Service, by: Viewer, *, how: ConfirmedHow, on: date) -> UUID:
    """This function will note that the body of `by` asked and the record is true."""
    return mark_confirmed(done, row, by_name=_name_of(by, row), how=how, on=on)


def mark_confirmed(done: Act, row: Service, *, by_name: str, how: ConfirmedHow, on: date) -> UUID:
    """This function will write a confirmation on a locked row; who may is asked before."""
    before = {name: _as_text(getattr(row, name)) for name in _CONFIRMATION}
    row.confirmed_date, row.confirmed_how, row.confirmed_by = on, how, by_name
    confirmation = engine.PersonConfirmation(by_name, engine.ConfirmedHow(how), on)
    fresh = engine.freshness_by(confirmation, _limits_for(row), date_in_jst(done.at))
    row.due_date = fresh.due_date
    row.modified_at = done.at
    row.save()
    check = ServiceCheck.objects.create(
        service=row, outcome=CheckOutcome.CONFIRMED, at=done.at, asked_by=by_name, before=before
    )
    record(done, row, "confirmed", row.area.path, _CONFIRMATION)
    return check.id


def take_back_confirmation(*, by: Viewer, at: datetime, check_id: UUID) -> None:
    """This function will take back the newest confirmation of a service, pressed by mistake.

    Raises: ServiceNotFound, NotYours, CheckRefused (taken back already, or confirmed anew since).
    """
    with act(by=by, at=at) as done:
        check = ServiceCheck.objects.filter(id=check_id, outcome=CheckOutcome.CONFIRMED).first()
        if check is None:
            raise ServiceNotFound
        row = kept_service(by, check.service_id)
        later = ServiceCheck.objects.filter(
            service=row, outcome=CheckOutcome.CONFIRMED, taken_back_at__isnull=True
        ).exclude(id=check.id)
        fresh = ServiceCheck.objects.filter(id=check.id, taken_back_at__isnull=True)
        if later.filter(at__gt=check.at).exists() or not fresh.update(taken_back_at=at):
            raise CheckRefused("この確認は、もう取り消されたか、そのあとで確認されています。")
        for name in _CONFIRMATION:
            setattr(row, name, _from_text(name, check.before.get(name)))
        row.modified_at = at
        row.save()
        record(done, row, "confirmation_taken_back", row.area.path, _CONFIRMATION)


def note_not_reached(*, by: Viewer, at: datetime, service_id: UUID) -> None:
    """This function will note that a telephone was not answered; nothing counts as confirmed.

    Raises: ServiceNotFound, NotYours.
    """
    with act(by=by, at=at) as done:
        row = kept_service(by, service_id)
        ServiceCheck.objects.create(
            service=row, outcome=CheckOutcome.NOT_REACHED, at=at, asked_by=_name_of(by, row)
        )
        record(done, row, "not_reached", row.area.path)


def _name_of(by: Viewer, row: Service) -> str:
    if by.body_id is None:
        return row.area.name
    found = Body.objects.filter(id=by.body_id).values_list("name", flat=True).first()
    return found or row.area.name


def _as_text(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def _from_text(name: str, value: str | None) -> date | str | None:
    return date.fromisoformat(value) if value and name in _DATES else value


def _limits_for(row: Service) -> engine.Limits:
    rows = FreshnessLimit.objects.filter(
        area__path__in=paths_to(row.area.path), sector__in=("", row.sector)
    ).select_related("area")
    nearest = max(rows, key=lambda each: (len(each.area.path), bool(each.sector)), default=None)
    if nearest is None:
        return engine.Limits()
    return engine.Limits(nearest.ask_after_days, nearest.off_paper_after_days)
