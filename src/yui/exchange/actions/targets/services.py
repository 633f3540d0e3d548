"""Services of the directory as what a batch brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import repeat
from typing import Any
from uuid import UUID

from yui.areas.queries.nation import nation
from yui.directory.actions import confirm_service
from yui.directory.models import Location, Organization, Service, Source
from yui.directory.rules import may_keep
from yui.directory.states import LISTED, ConfirmedHow, ServiceState
from yui.exchange.actions.adding import Additions, staged_chunks
from yui.exchange.actions.changing import Changes
from yui.exchange.actions.comparing import Plan
from yui.exchange.actions.editions import list_sources, own_editions
from yui.exchange.actions.tables import day_of, json_of, key_of, moment_of, update_rows
from yui.exchange.actions.targets.interface import NOT_KEPT, OUTDATED, Target, Work
from yui.exchange.actions.targets.publishing import publish_services
from yui.exchange.actions.targets.restoring import restore_services
from yui.exchange.actions.targets.touching import touched_of
from yui.exchange.actions.whereabouts import standing_of_rows
from yui.exchange.errors import PlanOutdated
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries.current import Current
from yui.exchange.queries.finding import ShortCodes
from yui.exchange.rules import may_change
from yui.exchange.states import Outcome, VanishedChoice
from yui.lib.clock import date_in_jst
from yui.policy.viewer import Viewer


class Services(Target):
    """This object will bring rows to the services of the directory."""

    imported = "directory.service.imported"
    import_undone = "directory.service.import_undone"

    def plan(self, by: Viewer, batch: Batch, sources: list[int]) -> Plan:
        """This function will return the plan that compares rows with services."""
        return Plan.of(by, batch, sources)

    def count(self, sources: Sequence[int]) -> int:
        """This function will count the services of a list's editions."""
        return Service.objects.filter(source_id__in=sources).count()

    def work(self, by: Viewer, batch: Batch, at: datetime) -> Work:
        """This function will return what makes a plan true."""
        area_ids = {path: info.id for path, info in nation().by_path.items()}
        return ServiceWork(by, batch, at, Additions(batch, at, area_ids), Changes(at))

    def touched(self, batch: Batch) -> list[str]:
        """This function will name the services somebody changed since."""
        return touched_of(batch, Service, "name")

    def undo(self, by: Viewer, batch: Batch, at: datetime) -> None:
        """This function will restore the directory as it was before a batch."""
        restore_services(batch, at)

    def uses(self, source_id: int) -> bool:
        """This function will say whether any record still comes from an edition."""
        used = (Service, Location, Organization)
        return any(model._default_manager.filter(source_id=source_id).exists() for model in used)

    def is_open(self, sources: Sequence[int]) -> bool:
        """This function will say whether services of a list are public."""
        public = Source.objects.filter(id__in=sources, is_official=True)
        return Service.objects.filter(source__in=public, state__in=LISTED).exists()

    def publish(self, by: Viewer, batch: Batch, made: Batch) -> int:
        """This function will publish the drafts of a batch; returns how many."""
        return publish_services(by, batch, made)


@dataclass(slots=True)
class ServiceWork(Work):
    """This object will write a plan of services."""

    additions: Additions
    changes: Changes
    changed: list[UUID] = field(default_factory=list)
    edited: dict[UUID, set[str]] = field(default_factory=dict)
    moved: list[tuple[UUID, int, str]] = field(default_factory=list)
    ended: list[UUID] = field(default_factory=list)
    confirmed: list[tuple[UUID, str]] = field(default_factory=list)

    def prepare(self) -> None:
        """This function will fill temporary tables and gather the changes."""
        self.additions.prepare()
        self._prepare_changes()

    def refuse_outdated(self) -> None:
        """This function will lock the records of the plan: they must be as they were.

        No clock is asked: what was noted while planning must still be there.
        """
        newer = 0
        sources = list_sources(self.batch)
        for rows in staged_chunks(self.batch, Outcome.CHANGE):
            newer += _count_outdated(self.by, self.batch, rows, sources)
        for rows in staged_chunks(self.batch, Outcome.VANISHED):
            ends = [row for row in rows if row.choice == VanishedChoice.END]
            newer += _count_outdated(self.by, self.batch, ends, sources)
        if newer:
            raise PlanOutdated(OUTDATED.format(count=newer))
        _forget_idle_choices(self.batch)
        self.ended, self.moved = _ended(self.batch), _moved(self.batch)

    @property
    def is_needed(self) -> bool:
        """This property will say whether anything is written at all."""
        return bool(self.batch.added or self.changed or self.edited or self.ended or self.moved)

    def write(self, source: Source) -> None:
        """This function will copy the new records and write the changes."""
        self.additions.copy(source.pk)
        self.changes.write()
        _mark_edited(self.edited)
        _set_source(source.pk, self.changed, self.moved, self.at)
        _end(self.ended, self.at)
        self._confirm()
        self.batch.layout["ended"] = len(self.ended)

    def _confirm(self) -> None:
        """Freshness is the directory's: each day goes through its own action, as on paper.

        Who else keeps a record says for themselves when it was confirmed.
        """
        days = dict([*self.additions.confirmed, *self.confirmed])
        rows = Service.objects.filter(id__in=days)
        for service_id, path, body_id in rows.values_list(
            "id", "area__path", "organization__body_id"
        ):
            if may_keep(self.by, area_path=path, body_id=body_id):
                confirm_service(
                    by=self.by,
                    at=self.at,
                    service_id=service_id,
                    how=ConfirmedHow.PAPER,
                    on=date.fromisoformat(days[service_id]),
                )

    def drop(self) -> None:
        """This function will drop the temporary tables."""
        self.additions.drop()

    def _prepare_changes(self) -> None:
        editions = frozenset(list_sources(self.batch))
        for rows in staged_chunks(self.batch, Outcome.CHANGE):
            now = standing_of_rows(rows)
            self.additions.organizations.look_up(
                [_organization(row.cleaned["values"]) for row in rows]
            )
            for row in rows:
                current = now.get(row.pk)
                if current is None:
                    raise PlanOutdated(OUTDATED.format(count=1))
                _note_change(row, current, editions, self.changes, self.additions)
                if "confirmed" in row.changed_fields:
                    self.confirmed.append((current.id, row.cleaned["values"]["confirmed"]))
                if row.key == current.short_code:
                    # A cell changed in our own export is a change by hand: the next edition keeps
                    # it.
                    by_hand = set(row.changed_fields) - {"state", "terms"}
                    self.edited.setdefault(current.id, set(current.edited)).update(by_hand)
                else:
                    self.changed.append(current.id)
        for table in self.additions.tables.values():
            table.flush()


def _note_change(
    row: StagingRow,
    current: Current,
    editions: frozenset[int],
    changes: Changes,
    additions: Additions,
) -> None:
    new = row.cleaned["values"]
    values = {name: new[name] for name in row.changed_fields}
    if "schedule" in values:
        values |= {"sentence": new["sentence"], "not_read": new["not_read"]}
    if "terms" in values:
        values["not_terms"] = new.get("not_terms", [])
    provenance: dict[str, Any] = {}
    if row.key != current.short_code and current.source_id in editions:
        provenance |= {"source_row": row.row_number, "source_key": row.key}
    if "organization" in values:
        area_id = additions.area_ids[current.area_path]
        codes = _fresh_codes()
        key = additions.organization_for(new, area_id, codes)
        provenance["organization_id"] = key
    changes.add(current, values, provenance)


def _fresh_codes() -> Iterator[str]:
    codes = ShortCodes()
    for _ in repeat(None):
        yield from codes.take(1)


def _organization(values: dict[str, Any]) -> dict[str, str]:
    given = values["organization"]
    return {
        "name": given["name"] or values["name"],
        "corporate_number": given["corporate_number"],
    }


def _count_outdated(by: Viewer, batch: Batch, rows: list[StagingRow], sources: list[int]) -> int:
    noted = {row.target_id: row.before for row in rows}
    locked = (
        Service.objects.select_for_update(of=("self",), no_key=True)
        .select_related("area", "organization")
        .filter(id__in=[each for each in noted if each])
        .order_by("id")
    )
    still = 0
    for service in locked:
        list_path = batch.area.path if service.source_id in sources else None
        body_id = service.organization.body_id
        if not may_change(by, area_path=service.area.path, body_id=body_id, list_path=list_path):
            raise PlanOutdated(NOT_KEPT)
        still += _is_as_noted(service, noted[service.id])
    return len(noted) - still


def _is_as_noted(service: Service, before: dict[str, Any]) -> bool:
    is_untouched = service.modified_at == datetime.fromisoformat(before["modified_at"])
    return is_untouched and service.edited_fields == before.get("edited")


def _forget_idle_choices(batch: Batch) -> None:
    """A draft was never shown, so it cannot end (`directory.states.MOVES`): undo must not think
    that it did.
    """
    listed = Service.objects.filter(state__in=LISTED).values("id")
    chosen = StagingRow.objects.filter(
        batch=batch, outcome=Outcome.VANISHED, choice=VanishedChoice.END
    )
    chosen.exclude(target_id__in=listed).update(choice=VanishedChoice.KEEP)


def _moved(batch: Batch) -> list[tuple[UUID, int, str]]:
    """Records that stand unchanged in a newer edition: they are confirmed by its period.

    Our own export confirms nothing: what it says, we said.
    """
    if batch.layout.get("newer"):
        return []
    own, editions = own_editions(batch), set(list_sources(batch))
    found: list[tuple[UUID, int, str]] = []
    for rows in staged_chunks(batch, Outcome.SAME):
        older = {
            row.target_id: row
            for row in rows
            if row.target_id and row.before.get("source_id") in editions - own
        }
        now = Service.objects.filter(id__in=older).values_list("id", "source_id", "short_code")
        found += [
            (service_id, older[service_id].row_number, older[service_id].key)
            for service_id, source_id, short_code in now
            if source_id == older[service_id].before["source_id"]
            and older[service_id].key != short_code
        ]
    return found


def _mark_edited(edited: Mapping[UUID, set[str]]) -> None:
    rows = ((json_of(sorted(names)), key_of(key)) for key, names in edited.items())
    update_rows(Service._meta.db_table, ("edited_fields",), rows)


def _set_source(
    source_id: int, changed: list[UUID], moved: list[tuple[UUID, int, str]], at: datetime
) -> None:
    table = Service._meta.db_table
    editions = Source.objects.get(id=source_id)
    own = Source.objects.filter(
        kind=editions.kind, area_id=editions.area_id, name=editions.name
    ).values("id")
    for start in range(0, len(changed), 1000):
        rows = Service.objects.filter(id__in=changed[start : start + 1000], source_id__in=own)
        rows.update(source_id=source_id)
    update_rows(
        table,
        ("source_id", "source_row", "source_key", "modified_at"),
        (
            (source_id, row_number, key, moment_of(at), key_of(service_id))
            for service_id, row_number, key in moved
        ),
    )


def _ended(batch: Batch) -> list[UUID]:
    rows = StagingRow.objects.filter(
        batch=batch, outcome=Outcome.VANISHED, choice=VanishedChoice.END
    )
    return [target for target in rows.values_list("target_id", flat=True) if target]


def _end(ended: list[UUID], at: datetime) -> None:
    update_rows(
        Service._meta.db_table,
        ("state", "ended_date", "modified_at"),
        (
            (ServiceState.ENDED.value, day_of(date_in_jst(at)), moment_of(at), key_of(service_id))
            for service_id in ended
        ),
    )
