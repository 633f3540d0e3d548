"""A plan becomes true: one transaction, all or nothing, the write lock held shortly."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from itertools import repeat
from typing import Any
from uuid import UUID

from yui.areas.queries.nation import nation
from yui.directory.formats import format_of_kind
from yui.directory.models import Service, Source
from yui.directory.states import LISTED, ServiceState
from yui.exchange.actions.adding import Additions, staged_chunks
from yui.exchange.actions.changing import Changes
from yui.exchange.actions.choosing import refuse_other_plan
from yui.exchange.actions.planning import list_sources, source_name, standing_of
from yui.exchange.actions.receiving import (
    kept_batch,
    kept_batch_of_locked_list,
    move,
    record,
)
from yui.exchange.actions.tables import day_of, key_of, moment_of, spared_memory, update_rows
from yui.exchange.engine.naming import period_words
from yui.exchange.errors import ExchangeRefused, MoveRefused, NotYours, PlanOutdated
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries.current import Current, current_services
from yui.exchange.queries.finding import ShortCodes
from yui.exchange.rules import may_change
from yui.exchange.states import BatchState, Outcome, VanishedChoice
from yui.journal.actions import Act, act
from yui.lib.clock import date_in_jst
from yui.policy.viewer import Viewer

_OUTDATED = "計画のあとで、台帳の{count}件が変わりました。計画を作り直してください。"
_LIST_MOVED = "計画のあとで、同じ一覧が取り込まれました。計画を作り直してください。"
_NO_LONGER = "この立場では、もう取り込めません。取り込みは始まっていません。"
_NOT_KEPT = "変えられない記録が、計画に入っています。計画を作り直してください。"
_A_LIST = "一覧"
_BROKEN = "思わぬことが起きて、取り込めませんでした。台帳は変わっていません。"


def apply_batch(
    *, by: Viewer, at: datetime, batch_id: UUID, planned_at: datetime | None = None
) -> None:
    """This function will apply the plan of a batch; with `planned_at`, only the plan made then.

    Everything is prepared first without a lock; then one transaction writes it: the same moment
    stands in `applied_at` and in `modified_at` of every record touched, and one journal entry
    "directory.service.imported" carries the batch. Importing what is there already writes nothing.
    What stands in the way is written on the batch, too.
    Raises: NotYours, MoveRefused, PlanOutdated.
    """
    try:
        batch = _claim(by, at, batch_id, planned_at)
    except PlanOutdated as outdated:
        waiting = Batch.objects.filter(id=batch_id, state=BatchState.PLANNED)
        waiting.update(problem=str(outdated))
        raise
    except NotYours:
        queued = Batch.objects.filter(id=batch_id, state=BatchState.APPLYING, planned_at=planned_at)
        queued.update(state=BatchState.PLANNED, problem=_NO_LONGER)
        raise
    area_ids = {path: info.id for path, info in nation().by_path.items()}
    additions = Additions(batch, at, area_ids)
    with spared_memory():
        _prepare_and_write(by, at, batch, additions)


def _prepare_and_write(by: Viewer, at: datetime, batch: Batch, additions: Additions) -> None:
    try:
        additions.prepare()
        changes, changed = _prepared_changes(batch, at, additions)
        started = time.monotonic()
        with act(by=by, at=at) as done:
            _write(done, by, batch, at, additions, changes, changed)
        batch.lock_ms = int((time.monotonic() - started) * 1000)
        Batch.objects.filter(id=batch.id).update(lock_ms=batch.lock_ms)
    except BaseException as error:
        sentence = str(error)[:400] if isinstance(error, ExchangeRefused) else _BROKEN
        Batch.objects.filter(id=batch.id, state=BatchState.APPLYING).update(
            state=BatchState.PLANNED, problem=sentence
        )
        raise
    finally:
        additions.drop()


def _claim(by: Viewer, at: datetime, batch_id: UUID, planned_at: datetime | None) -> Batch:
    with act(by=by, at=at):
        batch = kept_batch(by, batch_id)
        move(batch, BatchState.APPLYING)
        refuse_other_plan(batch, planned_at)
        batch.problem = ""
        batch.save(update_fields=["state", "problem"])
    return batch


def _write(
    done: Act,
    by: Viewer,
    batch: Batch,
    at: datetime,
    additions: Additions,
    changes: Changes,
    changed: list[UUID],
) -> None:
    if kept_batch_of_locked_list(by, batch.id).state != BatchState.APPLYING:
        raise MoveRefused("この取り込みは、ほかの人が先に終えました。")
    _refuse_outdated(by, batch)
    _forget_idle_choices(batch)
    ended = _ended(batch)
    moved = _moved(batch)
    if batch.added or changed or ended or moved:
        source = edition_of(batch)
        additions.copy(source.pk)
        changes.write()
        _set_source(source.pk, changed, moved, at)
        _end(ended, at)
        note_imported(done, batch)
        batch.source = source
    batch.state = BatchState.APPLIED
    batch.applied_at = at
    batch.save(update_fields=["state", "applied_at", "source", "source_was_new"])
    record(done, batch, "applied")


def note_imported(done: Act, batch: Batch) -> None:
    """This function will note in the journal that the records of a batch changed: one entry."""
    done.record(
        "directory.service.imported",
        object_type="directory.batch",
        object_id=batch.id,
        area_path=batch.area.path,
        batch_id=str(batch.id),
    )


def _prepared_changes(
    batch: Batch, at: datetime, additions: Additions
) -> tuple[Changes, list[UUID]]:
    changes, changed = Changes(at), []
    editions = frozenset(list_sources(batch))
    for rows in staged_chunks(batch, Outcome.CHANGE):
        now = current_services([row.target_id for row in rows if row.target_id])
        additions.organizations.look_up([_organization(row.cleaned["values"]) for row in rows])
        for row in rows:
            current = now.get(row.target_id) if row.target_id else None
            if current is None:
                raise PlanOutdated(_OUTDATED.format(count=1))
            _note_change(row, current, editions, changes, additions)
            changed.append(current.id)
    for table in additions.tables.values():
        table.flush()
    return changes, changed


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
    provenance: dict[str, Any] = {}
    if current.source_id in editions:
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


def _refuse_outdated(by: Viewer, batch: Batch) -> None:
    """Records the plan speaks of must be as they were; nothing of the list may have come since.

    Called under the lock of the list; the records stay locked until the plan is written. No
    clock is asked: what was noted while planning must still be there.
    """
    sources = list_sources(batch)
    if batch.added and batch.layout.get("standing") != standing_of(sources):
        raise PlanOutdated(_LIST_MOVED)
    newer = 0
    for rows in staged_chunks(batch, Outcome.CHANGE):
        newer += _count_outdated(by, batch, rows, sources)
    for rows in staged_chunks(batch, Outcome.VANISHED):
        ends = [row for row in rows if row.choice == VanishedChoice.END]
        newer += _count_outdated(by, batch, ends, sources)
    if newer:
        raise PlanOutdated(_OUTDATED.format(count=newer))


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
            raise PlanOutdated(_NOT_KEPT)
        still += _is_as_noted(service, noted[service.id])
    return len(rows) - still


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


def edition_of(batch: Batch) -> Source:
    """This function will return the edition a batch brings, made if it is new.

    One row per edition: records that vanish keep the period of the edition they stood in.
    """
    known = format_of_kind(batch.kind)
    source, batch.source_was_new = Source.objects.get_or_create(
        kind=batch.kind,
        area=batch.area,
        name=source_name(batch),
        period_date=batch.period_date,
        is_official=batch.is_official,
        defaults={
            "publisher": batch.publisher,
            "licence": batch.licence,
            "credit": batch.credit or credit_of(batch),
            "url": batch.url,
            "file_name": batch.file_name,
            "edition_months": known.edition_months if known else None,
        },
    )
    return source


def credit_of(batch: Batch) -> str:
    """This function will return how a town's own table is named: body, list and period."""
    day = batch.period_date
    period = f"（{period_words(day)}）" if day else ""
    return f"{batch.publisher}「{batch.layout.get('title') or _A_LIST}」{period}"[:300]


def _moved(batch: Batch) -> list[tuple[UUID, int, str]]:
    """Records that stand unchanged in a newer edition: they are confirmed by its period."""
    current = Source.objects.filter(
        kind=batch.kind,
        area=batch.area,
        name=source_name(batch),
        period_date=batch.period_date,
        is_official=batch.is_official,
    ).values_list("id", flat=True)
    own, editions = set(current), set(list_sources(batch))
    found: list[tuple[UUID, int, str]] = []
    for rows in staged_chunks(batch, Outcome.SAME):
        older = {
            row.target_id: row
            for row in rows
            if row.target_id and row.before.get("source_id") in editions - own
        }
        now = Service.objects.filter(id__in=older).values_list("id", "source_id")
        found += [
            (service_id, older[service_id].row_number, older[service_id].key)
            for service_id, source_id in now
            if source_id == older[service_id].before["source_id"]
        ]
    return found


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
