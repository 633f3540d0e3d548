"""Services as they were before a batch: changed ones restored, added ones deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection

from yui.directory.models import Service
from yui.directory.states import ServiceState
from yui.exchange.actions.adding import staged_chunks
from yui.exchange.actions.changing import (
    Changes,
    give_back_terms,
    remove_place,
    remove_terms,
)
from yui.exchange.actions.tables import day_of, json_of, key_of, moment_of, update_rows
from yui.exchange.actions.whereabouts import standing_of_rows
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries.current import Current
from yui.exchange.states import Outcome, VanishedChoice

# What hangs on the services and places of a batch; children before parents.
_BELOW_SERVICE = (
    "directory_draft",
    "directory_revision",
    "directory_phone",
    "directory_contact",
    "directory_schedule",
    "directory_serviceattribute",
    "directory_servicearea",
    "directory_costoption",
    "directory_requireddocument",
)
# Who may have come to use a place or an organization since, whatever room they live in.
_LOCATION_USERS = (
    ("directory_serviceatlocation", "location_id"),
    ("events_eventdate", "location_id"),
)
_ORGANIZATION_USERS = (
    ("directory_service", "organization_id"),
    ("directory_location", "organization_id"),
    ("events_event", "organization_id"),
)


def restore_services(batch: Batch, at: datetime) -> None:
    """This function will restore the directory as it was before a batch."""
    _restore_changed(batch, at)
    _restore_ended(batch, at)
    _delete_added(batch)


def _restore_changed(batch: Batch, at: datetime) -> None:
    for rows in staged_chunks(batch, Outcome.CHANGE):
        now = standing_of_rows(rows)
        for row in rows:
            current = now.get(row.pk)
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
            "edited_fields": json_of(before.get("edited", [])),
            **_confirmation(before["values"]),
        },
    )
    changes.write()
    if current.location_id is not None and not before.get("has_place", True):
        remove_place(current.id, current.location_id)
    if "terms" in row.changed_fields:
        added = set(current.values["terms"]) - set(before["values"]["terms"])
        remove_terms(current.id, added)
        give_back_terms(current.id, set(before["values"]["terms"]) - set(current.values["terms"]))


def _confirmation(values: dict[str, Any]) -> dict[str, Any]:
    """Who had confirmed the record before, and when; {} where the batch changed nothing of it."""
    columns = dict(values.get("confirmation", {}))
    for name in ("confirmed_date", "due_date"):
        if name in columns:
            columns[name] = day_of(date.fromisoformat(columns[name]) if columns[name] else None)
    return columns


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
        _delete_unused_places(cursor, made)
    delete_unused_organizations(batch)


def _delete_unused_places(cursor: Any, made: list[Any]) -> None:
    """Places of the batch that nobody else came to use."""
    unused = _unused("directory_location", _LOCATION_USERS)
    unused_places = (
        "SELECT id FROM directory_location "  # noqa: S608 -- our own names
        f"WHERE source_id = %s AND created_at = %s {unused}"
    )
    for table in ("directory_accessibility", "directory_phone", "directory_schedule"):
        cursor.execute(
            f"DELETE FROM {table} WHERE location_id IN ({unused_places})",  # noqa: S608
            made,
        )
    cursor.execute(f"DELETE FROM directory_location WHERE id IN ({unused_places})", made)  # noqa: S608


def delete_unused_organizations(batch: Batch) -> None:
    """This function will delete organizations a batch made and nobody else came to use."""
    if batch.source_id is None or batch.applied_at is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM directory_organization "  # noqa: S608 -- our own names
            "WHERE source_id = %s AND created_at = %s "
            + _unused("directory_organization", _ORGANIZATION_USERS),
            [batch.source_id, moment_of(batch.applied_at)],
        )


def _unused(table: str, users: Iterable[tuple[str, str]]) -> str:
    return " ".join(
        f"AND NOT EXISTS (SELECT 1 FROM {user} u WHERE u.{column} = {table}.id)"  # noqa: S608
        for user, column in users
    )
