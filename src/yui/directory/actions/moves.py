"""Moving a service between its states, and what it may show to whom."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yui.areas.errors import AreaNotFound
from yui.areas.models import Area
from yui.directory.actions import building, cleaning
from yui.directory.actions.inputs import ConsentInput
from yui.directory.actions.services import kept_service, record
from yui.directory.errors import InputRefused, MoveRefused, NotReady, NotYours
from yui.directory.models import Consent, FreshnessLimit, Service
from yui.directory.rules import may_keep
from yui.directory.states import MOVES, ConfirmedHow, Sector, ServiceState
from yui.journal.actions import act
from yui.lib.clock import date_in_jst
from yui.policy.viewer import Viewer


def publish_service(*, by: Viewer, at: datetime, service_id: UUID) -> None:
    """This function will publish a draft, or open an ended service again.

    Raises: ServiceNotFound, NotYours, MoveRefused, NotReady (no consent, no first step).
    """
    with act(by=by, at=at) as done:
        row = kept_service(by, service_id)
        if row.state == ServiceState.PAUSED:
            raise MoveRefused("休んでいる手助けは、「再開」してください。")
        refuse_move(row, ServiceState.PUBLISHED)
        _refuse_unready(row)
        clear_pause(row)
        row.ended_date = None
        _move(row, ServiceState.PUBLISHED, at)
        record(done, row, "published", row.area.path, ("state",))


def unpublish_service(*, by: Viewer, at: datetime, service_id: UUID) -> None:
    """This function will take a service back to a draft: nobody outside the office sees it.

    Raises: ServiceNotFound, NotYours, MoveRefused.
    """
    with act(by=by, at=at) as done:
        row = kept_service(by, service_id)
        refuse_move(row, ServiceState.DRAFT)
        clear_pause(row)
        row.ended_date = None
        _move(row, ServiceState.DRAFT, at)
        record(done, row, "unpublished", row.area.path, ("state",))


def pause_service(
    *,
    by: Viewer,
    at: datetime,
    service_id: UUID,
    from_date: date,
    to_date: date | None,
    reason: str,
) -> None:
    """This function will note a temporary stop; `to_date` None = not known until when.

    Raises: ServiceNotFound, NotYours, MoveRefused, InputRefused.
    """
    if to_date is not None and to_date < from_date:
        raise InputRefused("to_date", "休みの終わりの日が、始まりの日より前です。")
    with act(by=by, at=at) as done:
        row = kept_service(by, service_id)
        refuse_move(row, ServiceState.PAUSED)
        row.paused_from, row.paused_to = from_date, to_date
        row.pause_reason = cleaning.line(reason, "pause_reason", Service)
        _move(row, ServiceState.PAUSED, at)
        changed = ("state", "paused_from", "paused_to", "pause_reason")
        record(done, row, "paused", row.area.path, changed)


def resume_service(*, by: Viewer, at: datetime, service_id: UUID) -> None:
    """This function will open a paused service again.

    Raises: ServiceNotFound, NotYours, MoveRefused.
    """
    with act(by=by, at=at) as done:
        row = kept_service(by, service_id)
        if row.state != ServiceState.PAUSED:
            raise MoveRefused("休んでいない手助けは、再開できません。")
        clear_pause(row)
        _move(row, ServiceState.PUBLISHED, at)
        record(done, row, "resumed", row.area.path, ("state",))


def end_service(*, by: Viewer, at: datetime, service_id: UUID, on: date) -> None:
    """This function will note that a service has ended for good on a day.

    Raises: ServiceNotFound, NotYours, MoveRefused.
    """
    with act(by=by, at=at) as done:
        row = kept_service(by, service_id)
        refuse_move(row, ServiceState.ENDED)
        clear_pause(row)
        row.ended_date = on
        _move(row, ServiceState.ENDED, at)
        record(done, row, "ended", row.area.path, ("state", "ended_date"))


def give_consent(*, by: Viewer, at: datetime, service_id: UUID, given: ConsentInput) -> None:
    """This function will keep what the group agreed to; it replaces what was agreed before.

    Raises: ServiceNotFound, NotYours, InputRefused.
    """
    with act(by=by, at=at) as done:
        row = kept_service(by, service_id)
        consent = building.consent_row(row, given)
        Consent.objects.filter(service=row).delete()
        consent.save()
        _touch(row, at)
        record(done, row, "consent_given", row.area.path, ("consent",))


def withdraw_consent(*, by: Viewer, at: datetime, service_id: UUID, on: date) -> None:
    """This function will hide a record from everybody outside its office, from `on` onwards.

    Raises: ServiceNotFound, NotYours, InputRefused (nothing to withdraw, or a day to come).
    """
    if on > date_in_jst(at):
        raise InputRefused("on", "まだ来ていない日には、取り消せません。")
    with act(by=by, at=at) as done:
        row = kept_service(by, service_id)
        consent = Consent.objects.filter(service=row).first()
        if consent is None:
            consent = Consent(service=row, how=ConfirmedHow.OFFICIAL_LIST, given_date=on)
        if consent.withdrawn_date is not None:
            raise InputRefused("on", "同意は、もう取り消されています。")
        consent.withdrawn_date = on
        consent.save()
        _touch(row, at)
        record(done, row, "consent_withdrawn", row.area.path, ("consent",))


def set_freshness_limit(
    *,
    by: Viewer,
    at: datetime,
    area_path: str,
    sector: Sector | None,
    ask_after_days: int,
    off_paper_after_days: int,
) -> None:
    """This function will set how long records of an area count as confirmed.

    `sector` None = all. Raises: NotYours, InputRefused.
    """
    if not may_keep(by, area_path=area_path):
        raise NotYours
    if not 0 < ask_after_days < off_paper_after_days <= 3650:
        raise InputRefused(
            "ask_after_days", "日数は、「電話で確かめて」より「紙からはずす」を長くしてください。"
        )
    area = Area.objects.filter(path=area_path).first()
    if area is None:
        raise AreaNotFound("この地域は、登録されていません。")
    with act(by=by, at=at) as done:
        FreshnessLimit.objects.update_or_create(
            area=area,
            sector=sector or "",
            defaults={
                "ask_after_days": ask_after_days,
                "off_paper_after_days": off_paper_after_days,
            },
        )
        done.record(
            "directory.freshness_limit.set",
            object_type="directory.freshness_limit",
            object_id=f"{area_path}{sector or ''}",
            area_path=area_path,
            fields=("ask_after_days", "off_paper_after_days"),
        )


def refuse_move(row: Service, target: ServiceState) -> None:
    """This function will refuse a state that cannot follow the present one.

    Raises: MoveRefused.
    """
    if target not in MOVES[ServiceState(row.state)]:
        present, wanted = ServiceState(row.state).label, target.label
        raise MoveRefused(f"いまは「{present}」です。「{wanted}」には変えられません。")


def _refuse_unready(row: Service) -> None:
    is_official = row.source is not None and row.source.is_official
    if not is_official and not Consent.objects.filter(service=row).exists():
        raise NotReady("載せてよいという同意が、まだ記録されていません。")
    if not is_official and not row.how_to_start:
        raise NotReady("「利用のはじめ方」が、まだ書かれていません。")


def _move(row: Service, target: ServiceState, at: datetime) -> None:
    row.state = target
    _touch(row, at)


def _touch(row: Service, at: datetime) -> None:
    row.modified_at = at
    row.save()


def clear_pause(row: Service) -> None:
    """This function will forget the days and the reason of a pause."""
    row.paused_from = row.paused_to = None
    row.pause_reason = ""
