"""Events of a list: many at once, in few statements, with one entry in the journal.

`exchange` reads the lists and says what becomes of each row; who may change which event is
judged there under the lock of the list, and here once more for its area.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from yui.events.errors import NotYours
from yui.events.models import Event, EventDate
from yui.events.rules import may_keep
from yui.events.states import EventState
from yui.journal.actions import Act, act
from yui.policy.viewer import Viewer

_AT_ONCE = 500
_NOT_LISTED = "新しい一覧にのっていません。"


@dataclass(frozen=True, slots=True)
class ListedDay:
    """This value will hold one day of a listed event; moments carry a time zone.

    All day with `ends_at` = every day until then; `hours_note` says the hours in words.
    """

    starts_at: datetime
    ends_at: datetime | None = None
    is_all_day: bool = False
    hours_note: str = ""
    place_name: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """This value will hold what a list says of one event.

    `columns` are columns of `Event` by attribute ("title", "organization_id" …); a change names
    only those that change. `days` None = the days stay as they are.
    """

    id: UUID
    columns: Mapping[str, Any] = field(default_factory=dict)
    days: tuple[ListedDay, ...] | None = None


def import_events(
    *,
    by: Viewer,
    at: datetime,
    area_path: str,
    batch_id: UUID,
    added: Sequence[ListedEvent] = (),
    changed: Sequence[ListedEvent] = (),
    cancelled: Sequence[UUID] = (),
) -> None:
    """This function will add, change and cancel the events of a list, all or nothing.

    `at` stands in `created_at` and `modified_at` of every event touched. Cancelled are only
    published ones. Raises: NotYours.
    """
    with act(by=by, at=at) as done:
        _refuse_others(by, area_path)
        Event.objects.bulk_create((_new(each, at) for each in added), batch_size=_AT_ONCE)
        _add_days(added)
        _change(changed, at)
        for ids in _portions(cancelled):
            Event.objects.filter(id__in=ids, state=EventState.PUBLISHED).update(
                state=EventState.CANCELLED, cancel_reason=_NOT_LISTED, modified_at=at
            )
        _record(done, "imported", area_path, batch_id)


def take_back_events(
    *,
    by: Viewer,
    at: datetime,
    area_path: str,
    batch_id: UUID,
    removed: Sequence[UUID],
    restored: Sequence[ListedEvent],
) -> None:
    """This function will undo an import: delete what it added, restore what it changed.

    Restored events carry the moment of the undo. Raises: NotYours; ProtectedError when another
    record has come to use one that would be deleted.
    """
    with act(by=by, at=at) as done:
        _refuse_others(by, area_path)
        for ids in _portions(removed):
            Event.objects.filter(id__in=ids).delete()
        _change(restored, at)
        _record(done, "import_undone", area_path, batch_id)


def _refuse_others(by: Viewer, area_path: str) -> None:
    if not may_keep(by, area_path=area_path, body_id=None):
        raise NotYours


def _new(given: ListedEvent, at: datetime) -> Event:
    return Event(id=given.id, created_at=at, modified_at=at, **given.columns)


def _change(changed: Sequence[ListedEvent], at: datetime) -> None:
    by_columns: defaultdict[tuple[str, ...], list[Event]] = defaultdict(list)
    for each in changed:
        row = Event(id=each.id, modified_at=at, **each.columns)
        by_columns[tuple(sorted(each.columns))].append(row)
    for columns, rows in by_columns.items():
        Event.objects.bulk_update(rows, [*columns, "modified_at"], batch_size=_AT_ONCE)
    renewed = [each for each in changed if each.days is not None]
    for ids in _portions([each.id for each in renewed]):
        EventDate.objects.filter(event_id__in=ids).delete()
    _add_days(renewed)


def _add_days(events: Iterable[ListedEvent]) -> None:
    rows = (_day(each.id, day) for each in events for day in each.days or ())
    EventDate.objects.bulk_create(rows, batch_size=_AT_ONCE)


def _day(event_id: UUID, given: ListedDay) -> EventDate:
    return EventDate(
        event_id=event_id,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        is_all_day=given.is_all_day,
        hours_note=given.hours_note,
        place_name=given.place_name,
        address=given.address,
        latitude=given.latitude,
        longitude=given.longitude,
    )


def _portions(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _record(done: Act, verb: str, area_path: str, batch_id: UUID) -> None:
    done.record(
        f"events.event.{verb}",
        object_type="exchange.batch",
        object_id=batch_id,
        area_path=area_path,
        batch_id=str(batch_id),
    )
