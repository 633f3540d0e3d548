"""Events as what a batch brings; `yui.events` writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import repeat
from typing import Any
from uuid import UUID

from yui.areas.queries.nation import nation
from yui.directory.models import Organization, Source
from yui.events.actions import ListedDay, ListedEvent, import_events, take_back_events
from yui.events.models import Event
from yui.events.states import EventState
from yui.exchange.actions.adding import organization_row, staged_chunks
from yui.exchange.actions.editions import list_sources, own_editions
from yui.exchange.actions.event_plan import EventPlan, before_of_event
from yui.exchange.actions.tables import Prepared, moment_of
from yui.exchange.actions.targets.interface import NOT_KEPT, OUTDATED, Target, Work
from yui.exchange.actions.targets.restoring import delete_unused_organizations
from yui.exchange.actions.targets.touching import touched_of
from yui.exchange.engine.event_records import DAY_VALUES
from yui.exchange.engine.records import Values
from yui.exchange.errors import PlanOutdated
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries.current_events import CurrentEvent, current_events, event_drafts_of
from yui.exchange.queries.finding import OrganizationBook, ShortCodes
from yui.exchange.rules import may_change
from yui.exchange.states import Outcome, VanishedChoice
from yui.lib.ids import new_id
from yui.policy.viewer import Viewer

_COLUMNS = ("title", "kana", "description", "fee_text", "sign_up", "capacity", "phone", "website")


class Events(Target):
    """This object will bring rows to the events."""

    def plan(self, by: Viewer, batch: Batch, sources: list[int]) -> EventPlan:
        """This function will return the plan that compares rows with events."""
        return EventPlan.of(by, batch, sources)

    def count(self, sources: Sequence[int]) -> int:
        """This function will count the events of a list's editions."""
        return Event.objects.filter(source_id__in=sources).count()

    def work(self, by: Viewer, batch: Batch, at: datetime) -> Work:
        """This function will return what makes a plan true."""
        return EventWork(by, batch, at)

    def touched(self, batch: Batch) -> list[str]:
        """This function will name the events somebody changed since."""
        return touched_of(batch, Event, "title")

    def undo(self, by: Viewer, batch: Batch, at: datetime) -> None:
        """This function will delete what a batch added and restore what it changed."""
        take_back_events(
            by=by,
            at=at,
            area_path=batch.area.path,
            batch_id=batch.id,
            removed=_made(batch),
            restored=list(_restored(batch)),
        )
        delete_unused_organizations(batch)

    def uses(self, source_id: int) -> bool:
        """This function will say whether any record still comes from an edition."""
        used = (Event, Organization)
        return any(model._default_manager.filter(source_id=source_id).exists() for model in used)

    def is_open(self, sources: Sequence[int]) -> bool:
        """This function will say whether events of a list are public."""
        events = Event.objects.filter(source_id__in=sources, source__is_official=True)
        return events.exclude(state=EventState.DRAFT).exists()

    def publish(self, by: Viewer, batch: Batch, made: Batch) -> int:
        """This function will move the drafts of a batch to a public edition; how many."""
        ids = list(event_drafts_of(batch).select_for_update().values_list("id", flat=True))
        drafts = [each for each in current_events(ids).values() if _may(by, each, batch)]
        opened = {"state": EventState.PUBLISHED.value}
        StagingRow.objects.bulk_create(_staged(made, each, opened) for each in drafts)
        columns = opened | {"source_id": made.source_id}
        import_events(
            by=by,
            at=made.applied_at or made.created_at,
            area_path=batch.area.path,
            batch_id=made.id,
            changed=[ListedEvent(each.id, columns) for each in drafts],
        )
        return len(drafts)


@dataclass(slots=True)
class EventWork(Work):
    """This object will write a plan of events."""

    organizations: OrganizationBook = field(default_factory=OrganizationBook)
    new_organizations: Prepared = field(default_factory=lambda: Prepared(Organization))
    area_ids: Mapping[str, int] = field(default_factory=dict)
    added: list[ListedEvent] = field(default_factory=list)
    changed: list[ListedEvent] = field(default_factory=list)
    moved: list[ListedEvent] = field(default_factory=list)
    ended: list[UUID] = field(default_factory=list)
    codes: Iterator[str] = field(default_factory=lambda: _fresh_codes())

    def prepare(self) -> None:
        """This function will make the rows of new and changed events."""
        self.area_ids = {path: info.id for path, info in nation().by_path.items()}
        self.new_organizations.create()
        editions = frozenset(list_sources(self.batch))
        for rows in staged_chunks(self.batch, Outcome.ADD):
            self._look_up(rows)
            self.added += [self._new(row) for row in rows]
        for rows in staged_chunks(self.batch, Outcome.CHANGE):
            self._look_up(rows)
            now = current_events([row.target_id for row in rows if row.target_id])
            self.changed += [self._change(row, now, editions) for row in rows]
        self.new_organizations.flush()

    def refuse_outdated(self) -> None:
        """This function will lock the events of the plan: they must be as they were."""
        sources = list_sources(self.batch)
        newer = 0
        for rows in staged_chunks(self.batch, Outcome.CHANGE):
            newer += self._count_outdated(rows, sources)
        for rows in staged_chunks(self.batch, Outcome.VANISHED):
            ends = [row for row in rows if row.choice == VanishedChoice.END]
            newer += self._count_outdated(ends, sources)
        if newer:
            raise PlanOutdated(OUTDATED.format(count=newer))
        self.ended = _ended(self.batch)
        self.moved = _moved(self.batch)

    @property
    def is_needed(self) -> bool:
        """This property will say whether anything is written at all."""
        return bool(self.added or self.changed or self.ended or self.moved)

    def write(self, source: Source) -> None:
        """This function will write everything in few statements, as one action of `events`."""
        self.new_organizations.copy({"source_id": source.pk})
        of_edition = {"source_id": source.pk}
        import_events(
            by=self.by,
            at=self.at,
            area_path=self.batch.area.path,
            batch_id=self.batch.id,
            added=[_with(each, of_edition) for each in self.added],
            changed=[
                _with(each, of_edition) if "source_id" in each.columns else each
                for each in (*self.changed, *self.moved)
            ],
            cancelled=self.ended,
        )

    def drop(self) -> None:
        """This function will drop the temporary table."""
        self.new_organizations.drop()

    def _look_up(self, rows: list[StagingRow]) -> None:
        self.organizations.look_up([self._organization_of(row) for row in rows])

    def _organization_of(self, row: StagingRow) -> dict[str, str]:
        """A list that names no organizer is its publisher's."""
        given = row.cleaned["values"]["organization"]
        number = given["corporate_number"]
        name = given["name"] or self.batch.publisher or self.batch.area.name
        return {"name": name, "kana": given.get("kana", ""), "corporate_number": number}

    def _organization_key(self, row: StagingRow) -> UUID:
        given = self._organization_of(row)
        is_host = bool(row.cleaned["values"]["organization"]["name"])
        path = row.cleaned["area"] if is_host else self.batch.area.path
        area_id = self.area_ids[path]
        found = self.organizations.find(given, area_id)
        if found is None:
            found = new_id().hex
            self.organizations.remember(given, area_id, found)
            moment = moment_of(self.at)
            made = organization_row(given, found, next(self.codes), area_id, moment)
            self.new_organizations.add(made)
        return UUID(found)

    def _new(self, row: StagingRow) -> ListedEvent:
        values: Values = row.cleaned["values"]
        is_open = self.batch.is_official
        columns = _columns(values) | {
            "organization_id": self._organization_key(row),
            "area_id": self.area_ids[row.cleaned["area"]],
            "state": (EventState.PUBLISHED if is_open else EventState.DRAFT).value,
            "source_key": row.key,
        }
        return ListedEvent(new_id(), columns, _days(values))

    def _change(
        self, row: StagingRow, now: Mapping[UUID, CurrentEvent], editions: frozenset[int]
    ) -> ListedEvent:
        current = now.get(row.target_id) if row.target_id else None
        if current is None:
            raise PlanOutdated(OUTDATED.format(count=1))
        new = {name: row.cleaned["values"][name] for name in row.changed_fields}
        columns = _columns(new)
        if "organization" in new:
            columns["organization_id"] = self._organization_key(row)
        if current.source_id in editions:
            columns |= {"source_id": current.source_id, "source_key": row.key}
        days = _days(current.values | new) if set(new) & set(DAY_VALUES) else None
        return ListedEvent(current.id, columns, days)

    def _count_outdated(self, rows: list[StagingRow], sources: list[int]) -> int:
        noted = {row.target_id: row.before for row in rows if row.target_id}
        locked = Event.objects.select_for_update(of=("self",), no_key=True).order_by("id")
        still = 0
        for event in locked.select_related("area", "organization").filter(id__in=list(noted)):
            list_path = self.batch.area.path if event.source_id in sources else None
            body_id, path = event.organization.body_id, event.area.path
            if not may_change(self.by, area_path=path, body_id=body_id, list_path=list_path):
                raise PlanOutdated(NOT_KEPT)
            before = datetime.fromisoformat(noted[event.id]["modified_at"])
            still += event.modified_at == before and event.state == noted[event.id]["state"]
        return len(rows) - still


def _columns(values: Values) -> dict[str, Any]:
    found: dict[str, Any] = {name: values[name] for name in _COLUMNS if name in values}
    if "sign_up_until" in values:
        until = values["sign_up_until"]
        found["sign_up_until"] = date.fromisoformat(until) if until else None
    if "state" in values:
        found["state"] = values["state"]
    return found


def _days(values: Values) -> tuple[ListedDay, ...]:
    point = values["point"] or (None, None)
    return tuple(
        ListedDay(
            starts_at=datetime.fromisoformat(day["starts"]),
            ends_at=datetime.fromisoformat(day["ends"]) if day["ends"] else None,
            is_all_day=day["all_day"],
            hours_note=day["hours_note"],
            place_name=values["place"],
            address=values["address"],
            latitude=point[0],
            longitude=point[1],
        )
        for day in values["days"]
    )


def _with(event: ListedEvent, columns: Mapping[str, Any]) -> ListedEvent:
    return replace(event, columns={**event.columns, **columns})


def _ended(batch: Batch) -> list[UUID]:
    """Chosen to be cancelled. A draft was never shown, so it cannot be: its choice is dropped."""
    chosen = StagingRow.objects.filter(
        batch=batch, outcome=Outcome.VANISHED, choice=VanishedChoice.END
    )
    public = Event.objects.filter(state=EventState.PUBLISHED).values("id")
    chosen.exclude(target_id__in=public).update(choice=VanishedChoice.KEEP)
    return [target for target in chosen.values_list("target_id", flat=True) if target]


def _moved(batch: Batch) -> list[ListedEvent]:
    """Events that stand unchanged in a newer edition: they are confirmed by its period."""
    if batch.layout.get("newer"):
        return []
    own, editions = own_editions(batch), set(list_sources(batch))
    found: list[ListedEvent] = []
    for rows in staged_chunks(batch, Outcome.SAME):
        older = {
            row.target_id: row
            for row in rows
            if row.target_id and row.before.get("source_id") in editions - own
        }
        now = Event.objects.filter(id__in=list(older)).values_list("id", "source_id")
        found += [
            ListedEvent(key, {"source_id": source_id, "source_key": older[key].key})
            for key, source_id in now
            if source_id == older[key].before["source_id"]
        ]
    return found


def _made(batch: Batch) -> list[UUID]:
    if batch.source_id is None or batch.applied_at is None:
        return []
    made = Event.objects.filter(source_id=batch.source_id, created_at=batch.applied_at)
    return list(made.values_list("id", flat=True))


def _restored(batch: Batch) -> Iterator[ListedEvent]:
    for rows in staged_chunks(batch, Outcome.CHANGE):
        for row in rows:
            if row.target_id is not None:
                yield _as_before(row, row.target_id)
    for rows in staged_chunks(batch, Outcome.VANISHED):
        for row in rows:
            if row.target_id is not None and row.choice == VanishedChoice.END:
                names = ("state", "cancel_reason")
                yield ListedEvent(row.target_id, {name: row.before[name] for name in names})
    for rows in staged_chunks(batch, Outcome.SAME):
        yield from _back_to_older_edition(batch, rows)


def _as_before(row: StagingRow, event_id: UUID) -> ListedEvent:
    before = row.before
    values = before["values"]
    columns = _columns({name: values[name] for name in row.changed_fields if name in values})
    columns |= {
        "source_id": before["source_id"],
        "source_key": before["source_key"],
        "organization_id": UUID(before["organization_id"]),
    }
    return ListedEvent(event_id, columns, _days(values) if "days" in values else None)


def _back_to_older_edition(batch: Batch, rows: list[StagingRow]) -> Iterator[ListedEvent]:
    """Only those the batch moved and nobody touched since: they carry its edition and moment."""
    if batch.source_id is None or batch.applied_at is None:
        return
    moved = Event.objects.filter(
        id__in=[row.target_id for row in rows if row.target_id],
        source_id=batch.source_id,
        modified_at=batch.applied_at,
    )
    ours = set(moved.values_list("id", flat=True))
    for row in rows:
        if row.target_id in ours and row.before.get("source_id") != batch.source_id:
            names = ("source_id", "source_key")
            yield ListedEvent(row.target_id, {name: row.before[name] for name in names})


def _may(by: Viewer, current: CurrentEvent, batch: Batch) -> bool:
    path = batch.area.path
    return may_change(by, area_path=current.area_path, body_id=current.body_id, list_path=path)


def _staged(made: Batch, current: CurrentEvent, opened: Values) -> StagingRow:
    return StagingRow(
        batch=made,
        row_number=0,
        outcome=Outcome.CHANGE,
        name=str(current.values["title"])[:160],
        key=current.source_key,
        cleaned={"area": current.area_path, "values": opened},
        changed_fields=["state"],
        before=before_of_event(current, ["state"]),
        target_id=current.id,
    )


def _fresh_codes() -> Iterator[str]:
    codes = ShortCodes()
    for _ in repeat(None):
        yield from codes.take(1)
