"""An applied batch is taken back as a whole, while nothing newer touched what it touched."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection
from django.db.models import QuerySet

from yui.directory.models import Location, Organization, Service, Source
from yui.directory.states import ServiceState
from yui.exchange.actions.adding import staged_chunks
from yui.exchange.actions.changing import Changes, remove_place, remove_terms
from yui.exchange.actions.receiving import kept_batch_of_locked_list, move, record
from yui.exchange.actions.tables import key_of, moment_of, spared_memory, update_rows
from yui.exchange.errors import UndoRefused
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries.batches import UNDO_FOR
from yui.exchange.queries.current import Current, current_services
from yui.exchange.states import BatchState, Outcome, VanishedChoice
from yui.journal.actions import act
from yui.policy.viewer import Viewer

_TOO_LATE = "取り込みから30日を過ぎたので、元に戻せません。"
_NEWER_BATCH = "同じ一覧を、あとから取り込んでいます（{name}）。先にそちらを戻してください。"
_TOUCHED = (
    "取り込んだあとで、{names}に手が加えられました。{count}件あるので、まとめては戻せません。"
)
_HELD = "取り込んだ記録を、ほかの記録（行事など）が使っています。先にそちらを外してください。"

# What hangs on the services and places of a batch; children before parents.
_BELOW_SERVICE = (
    "directory_phone",
    "directory_contact",
    "directory_schedule",
    "directory_serviceattribute",
    "directory_servicearea",
    "directory_costoption",
    "directory_requireddocument",
)


def undo_batch(*, by: Viewer, at: datetime, batch_id: UUID) -> None:
    """This function will restore the directory as it was before a batch, in one transaction.

    Records that change back carry the moment of the undo: whoever follows changes hears of it.
    Raises: NotYours, MoveRefused, UndoRefused with a sentence naming what stands in the way.
    """
    try:
        with spared_memory(), act(by=by, at=at) as done:
            batch = kept_batch_of_locked_list(by, batch_id)
            move(batch, BatchState.UNDONE)
            _refuse_late(batch, at)
            _refuse_newer(batch)
            _restore_changed(batch, at)
            _restore_ended(batch, at)
            _delete_added(batch)
            batch.undone_at = at
            batch.save(update_fields=["state", "undone_at"])
            if batch.source_id is not None:
                done.record(
                    "directory.service.import_undone",
                    object_type="directory.batch",
                    object_id=batch.id,
                    area_path=batch.area.path,
                    batch_id=str(batch.id),
                )
            _drop_source(batch)
            record(done, batch, "undone")
    except IntegrityError:
        raise UndoRefused(_HELD) from None


def _refuse_late(batch: Batch, at: datetime) -> None:
    if batch.applied_at is None or at > batch.applied_at + UNDO_FOR:
        raise UndoRefused(_TOO_LATE)


def _refuse_newer(batch: Batch) -> None:
    newer = Batch.objects.filter(
        area=batch.area,
        kind=batch.kind,
        list_name=batch.list_name,
        state=BatchState.APPLIED,
        applied_at__gt=batch.applied_at,
        source__isnull=False,
    ).first()
    if newer is not None:
        raise UndoRefused(_NEWER_BATCH.format(name=newer.file_name))
    applied_at = batch.applied_at or batch.created_at
    made = Service.objects.filter(source=batch.source, created_at=applied_at)
    names = _touched_since(batch, made) if batch.source else []
    for rows in (*_chunks(batch, Outcome.CHANGE), *_chunks(batch, Outcome.VANISHED)):
        targets = [row.target_id for row in rows if _was_touched_by_us(row)]
        names += _touched_since(batch, Service.objects.filter(id__in=targets))
    if names:
        shown = "、".join(f"「{name}」" for name in names[:3])
        raise UndoRefused(_TOUCHED.format(names=shown, count=len(names)))


def _touched_since(batch: Batch, services: QuerySet[Service]) -> list[str]:
    """The names of those that carry another moment than the batch's.

    A newer batch that was undone left its own moment: what stood before it counts.
    """
    rows = services.exclude(modified_at__in=[batch.applied_at])
    names, moments = {}, {}
    for service_id, name, moment in rows.values_list("id", "name", "modified_at").iterator():
        names[service_id], moments[service_id] = name, moment
    undone = Batch.objects.filter(
        area=batch.area, kind=batch.kind, list_name=batch.list_name, state=BatchState.UNDONE
    )
    for other in undone.order_by("-undone_at") if moments else ():
        ids = [each for each, moment in moments.items() if moment == other.undone_at]
        for start in range(0, len(ids), 1000):
            moments |= _moments_before(other, ids[start : start + 1000])
    return [names[each] for each, moment in moments.items() if moment != batch.applied_at]


def _moments_before(batch: Batch, ids: list[UUID]) -> dict[UUID, datetime]:
    rows = StagingRow.objects.filter(batch=batch, target_id__in=ids)
    return {
        target: datetime.fromisoformat(before["modified_at"])
        for target, before in rows.values_list("target_id", "before")
        if target is not None
    }


def _chunks(batch: Batch, outcome: Outcome) -> list[list[StagingRow]]:
    return list(staged_chunks(batch, outcome))


def _was_touched_by_us(row: StagingRow) -> bool:
    return row.outcome == Outcome.CHANGE or row.choice == VanishedChoice.END


def _restore_changed(batch: Batch, at: datetime) -> None:
    for rows in staged_chunks(batch, Outcome.CHANGE):
        now = current_services([row.target_id for row in rows if row.target_id])
        for row in rows:
            current = now.get(row.target_id) if row.target_id else None
            if current is not None:
                _restore(row, current, at)
    for rows in staged_chunks(batch, Outcome.SAME):
        _restore_provenance(batch, rows, at)


def _restore(row: StagingRow, current: Current, at: datetime) -> None:
    before = row.before
    values = {
        name: value
        for name, value in before["values"].items()
        if name in {*row.changed_fields, "sentence", "not_read"}
        and name not in ("terms", "organization")
    }
    changes = Changes(at)
    changes.add(
        current,
        values,
        {
            "source_id": before["source_id"],
            "source_row": before["source_row"],
            "source_key": before["source_key"],
            "organization_id": before["organization_id"],
        },
    )
    changes.write()
    if current.location_id is not None and not before.get("has_place", True):
        remove_place(current.id, current.location_id)
    if "terms" in row.changed_fields:
        added = set(current.values["terms"]) - set(before["values"]["terms"])
        remove_terms(current.id, added)


def _restore_provenance(batch: Batch, rows: list[StagingRow], at: datetime) -> None:
    """Records that stood unchanged in a newer edition go back to the edition before.

    Only those the batch moved and nobody touched since: they carry its edition and its moment.
    """
    if batch.source_id is None or batch.applied_at is None:
        return
    moved = Service.objects.filter(
        id__in=[row.target_id for row in rows if row.target_id],
        source_id=batch.source_id,
        modified_at=batch.applied_at,
    )
    ours = set(moved.values_list("id", flat=True))
    update_rows(
        Service._meta.db_table,
        ("source_id", "source_row", "source_key", "modified_at"),
        [
            (
                row.before["source_id"],
                row.before["source_row"],
                row.before["source_key"],
                moment_of(at),
                key_of(row.target_id),
            )
            for row in rows
            if row.target_id in ours and row.before.get("source_id") != batch.source_id
        ],
    )


def _restore_ended(batch: Batch, at: datetime) -> None:
    rows = StagingRow.objects.filter(
        batch=batch, outcome=Outcome.VANISHED, choice=VanishedChoice.END
    )
    for row in rows:
        Service.objects.filter(
            id__in=[row.target_id],
            state=ServiceState.ENDED,
            modified_at__in=[batch.applied_at],
        ).update(state=row.before["state"], ended_date=None, modified_at=at)


def _delete_added(batch: Batch) -> None:
    """Set-based: what carries the batch's source and moment was made by it."""
    if batch.source_id is None:
        return
    made = [batch.source_id, moment_of(batch.applied_at)] if batch.applied_at else []
    own = "SELECT id FROM directory_service WHERE source_id = %s AND created_at = %s"
    places = f"SELECT id FROM directory_serviceatlocation WHERE service_id IN ({own})"  # noqa: S608
    with connection.cursor() as cursor:
        for table in ("directory_phone", "directory_schedule"):
            cursor.execute(
                f"DELETE FROM {table} WHERE service_at_location_id IN ({places})",  # noqa: S608
                made,
            )
        contacts = f"SELECT id FROM directory_contact WHERE service_id IN ({own})"  # noqa: S608
        cursor.execute(f"DELETE FROM directory_phone WHERE contact_id IN ({contacts})", made)  # noqa: S608
        for table in _BELOW_SERVICE:
            cursor.execute(f"DELETE FROM {table} WHERE service_id IN ({own})", made)  # noqa: S608
        cursor.execute(
            f"DELETE FROM directory_serviceatlocation WHERE service_id IN ({own})",  # noqa: S608
            made,
        )
        cursor.execute(
            "DELETE FROM directory_service WHERE source_id = %s AND created_at = %s", made
        )
        _delete_unused(cursor, made)


def _delete_unused(cursor: Any, made: list[Any]) -> None:
    """Places and organizations of the batch that nobody else came to use."""
    unused_places = (
        "SELECT id FROM directory_location WHERE source_id = %s AND created_at = %s "
        "AND NOT EXISTS (SELECT 1 FROM directory_serviceatlocation a "
        "WHERE a.location_id = directory_location.id)"
    )
    for table in ("directory_accessibility", "directory_phone", "directory_schedule"):
        cursor.execute(
            f"DELETE FROM {table} WHERE location_id IN ({unused_places})",  # noqa: S608
            made,
        )
    cursor.execute(f"DELETE FROM directory_location WHERE id IN ({unused_places})", made)  # noqa: S608
    cursor.execute(
        "DELETE FROM directory_organization WHERE source_id = %s AND created_at = %s "
        "AND NOT EXISTS (SELECT 1 FROM directory_service s "
        "WHERE s.organization_id = directory_organization.id) "
        "AND NOT EXISTS (SELECT 1 FROM directory_location l "
        "WHERE l.organization_id = directory_organization.id)",
        made,
    )


def _drop_source(batch: Batch) -> None:
    """The edition goes too, when this batch made it and nothing of it is left."""
    source_id = batch.source_id
    if source_id is None or not batch.source_was_new:
        return
    used = (Service, Location, Organization)
    if any(model._default_manager.filter(source_id=source_id).exists() for model in used):
        return
    others = Batch.objects.filter(source_id=source_id).exclude(id=batch.id)
    if others.exists():
        return
    Batch.objects.filter(id=batch.id).update(source=None)
    Source.objects.filter(id=source_id).delete()
