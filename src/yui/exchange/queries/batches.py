"""Reading batches: whose they are, how far they have come, what they plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yui.areas.rules import within
from yui.directory.formats import KINDS
from yui.directory.models import Service
from yui.directory.states import ServiceState
from yui.exchange.engine.cells import PHONE_UNREAD
from yui.exchange.engine.cleaning import NO_TOWN
from yui.exchange.engine.event_days import NO_YEAR
from yui.exchange.engine.matching import target_of_layout
from yui.exchange.engine.rules import Rule
from yui.exchange.engine.sheets import SHEET_HEADER
from yui.exchange.errors import BatchNotFound
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries.current_events import event_drafts_of
from yui.exchange.queries.mends import helping_repairs, tries_of
from yui.exchange.rules import may_handle, may_import, may_read
from yui.exchange.states import BatchState, Outcome, VanishedChoice
from yui.policy.decide import municipality_of
from yui.policy.roles import OFFICE_STAFF, Role
from yui.policy.viewer import Viewer

_QUOTED = re.compile("「[^」]*」")
_NUMBERS = re.compile(r"[0-9][0-9,]*")
UNDO_FOR = timedelta(days=30)
PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """This value will hold what people see of a batch.

    `sheets`: name → rows that were read; `skipped`: (name, reason) of sheets that were not.
    `asides`: (row, words, sheet) of notes and sums, which are no entries.
    `may_work` says whether they may do more than look.
    `newer` is the day of the edition that is in already when this one is older, else "" (ISO
    8601); `undated` is that day when nobody knows of which day this one is. `held` rows then stay
    as they are; with `takes_older` records that are missing come in.
    `kept_rows` hold values that stay because a person wrote them; `ended` records end or ended.
    `publishes` is the id of the batch whose drafts this one made public, "" for a file.
    `was_stopped`: its reading broke off, and nothing is wrong with the file as far as one knows.
    `is_tidied`: its file and its rows were thrown away, the counts are all there is.
    """

    id: UUID
    may_work: bool
    state: BatchState
    state_words: str
    kind: str
    kind_words: str
    target: str
    file_name: str
    sheet: str
    encoding: str
    area_path: str
    area_name: str
    is_sample: bool
    rows_done: int
    row_count: int
    column_count: int
    columns_used: int
    added: int
    changed: int
    changed_fields: int
    same: int
    vanished: int
    rejected: int
    kept_rows: int
    held: int
    newer: str
    undated: str
    takes_older: bool
    ended: int
    repair_counts: dict[str, dict[str, Any]]
    flag_counts: dict[str, dict[str, Any]]
    layout: dict[str, Any]
    title: str
    has_no_period: bool
    publishes: str
    sheets: dict[str, int]
    skipped: tuple[tuple[str, str], ...]
    asides: tuple[tuple[int, str, str], ...]
    headers: tuple[str, ...]
    problem: str
    period_date: date | None
    is_official: bool
    source_id: int | None
    created_at: datetime
    planned_at: datetime | None
    applied_at: datetime | None
    is_tidied: bool
    was_stopped: bool
    lock_ms: int | None

    @property
    def repairs(self) -> int:
        """This property will return how many cells were mended."""
        return sum(int(entry["count"]) for entry in self.repair_counts.values())

    def undo_until(self) -> datetime | None:
        """This function will return until when the batch can be undone."""
        return self.applied_at + UNDO_FOR if self.applied_at else None


@dataclass(frozen=True, slots=True)
class RowInfo:
    """This value will hold one staged row; `cell` is the one `reason` is about.

    `came_as` is that cell as the file had it, before somebody tried to mend it. `sheet` is "" in
    a file of one sheet.
    """

    id: int
    number: int
    sheet: str
    name: str
    key: str
    reason: str
    column: str
    cell: str
    came_as: str
    changed_fields: tuple[str, ...]
    kept_fields: tuple[str, ...]
    before: dict[str, Any]
    cleaned: dict[str, Any]
    repairs: tuple[dict[str, str], ...]
    flags: tuple[dict[str, str], ...]
    target_id: UUID | None
    choice: str


@dataclass(frozen=True, slots=True)
class RejectionGroup:
    """This value will hold the rows rejected for one reason, of which `reason` is an example.

    All of them have the same `cell`, but for telephones and rows that name no municipality:
    one value is never put where different ones stood.
    `lacks_town`: they name no municipality. `is_of_sheet`: `column` stands in the sheet.
    """

    reason: str
    column: str
    cell: str
    count: int
    lacks_town: bool
    is_of_sheet: bool

    @property
    def is_phone(self) -> bool:
        """This property will say whether their telephone numbers cannot be read."""
        return self.reason == PHONE_UNREAD

    @property
    def can_mend(self) -> bool:
        """This property will say whether one value can mend all of them."""
        return self.lacks_town or self.is_of_sheet


def visible_batches(viewer: Viewer, *, limit: int = PAGE_ROWS) -> tuple[BatchInfo, ...]:
    """This function will return the batches the viewer may look at, newest first.

    It says the same as `rules.may_read`; a test holds the two together.
    """
    if viewer.area_path is None:
        return ()
    rows = Batch.objects.filter(_readable(viewer, viewer.area_path)).select_related("area")
    found = list(rows.order_by("-created_at")[:limit])
    ended = _ended_in([row.id for row in found])
    return tuple(_info(viewer, row, ended.get(row.id, 0)) for row in found)


def get_batch(viewer: Viewer, batch_id: UUID) -> BatchInfo:
    """This function will return a batch the viewer may see. Raises: BatchNotFound."""
    row = Batch.objects.select_related("area").filter(id=batch_id).first()
    if row is None or not may_read(viewer, area_path=row.area.path, body_id=row.body_id):
        raise BatchNotFound("この取り込みは見つかりません。")
    return _info(viewer, row, _ended_in([row.id]).get(row.id, 0))


def _ended_in(batch_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many records end, or ended, with each batch."""
    rows = StagingRow.objects.filter(
        batch_id__in=batch_ids, outcome=Outcome.VANISHED, choice=VanishedChoice.END
    )
    counted = rows.values_list("batch_id").annotate(count=Count("id")).order_by()
    return dict(counted)


def _readable(viewer: Viewer, path: str) -> Q:
    reached = within(path, "area__path")
    if viewer.role is Role.OPERATOR:
        return reached
    if municipality_of(path) and viewer.role in OFFICE_STAFF:
        return within(municipality_of(path), "area__path")
    if not may_import(viewer, area_path=path):
        return Q(pk__in=())
    own_tier = Q(area__path=path)
    if viewer.body_id is None:
        return own_tier
    return own_tier | (reached & Q(body_id=viewer.body_id))


def rows_of(
    batch_id: UUID, outcome: Outcome, *, offset: int = 0, limit: int | None = PAGE_ROWS
) -> tuple[RowInfo, ...]:
    """This function will return staged rows of one outcome in the order of the file."""
    rows = _of_outcome(batch_id, outcome)
    wanted = rows[offset : offset + limit] if limit is not None else rows[offset:]
    headers = Batch.objects.values_list("headers", flat=True).get(id=batch_id)
    return tuple(_row(row, headers) for row in wanted)


def repairs_of(batch_id: UUID, *, limit: int | None = None) -> Iterator[dict[str, Any]]:
    """This function will yield the repairs of a batch, at most `limit`: all that are counted.

    First what stands in no row that was taken (helper columns, blank rows), then row by row.
    """
    layout = Batch.objects.values_list("layout", flat=True).get(id=batch_id)
    around = [
        {"row": helper["row"], **helper_repair(helper["column"])}
        for helper in layout.get("helpers", ())
    ]
    around += [{"row": number, **blank_repair(cell)} for number, cell in layout.get("blank", ())]
    rows = (
        StagingRow.objects.filter(batch_id=batch_id)
        .exclude(repairs=[])
        .order_by("row_number", "id")
        .values_list("row_number", "repairs", "outcome")
        .iterator(chunk_size=2000)
    )
    found = (
        {"row": number, **repair}
        for number, repairs, outcome in rows
        for repair in helping_repairs(repairs, is_taken=outcome != Outcome.REJECTED)
    )
    yield from islice(chain(around, found), limit)


def blank_repair(cell: str) -> dict[str, str]:
    """This function will say that an empty row of a template was passed over."""
    return {"column": "", "rule": Rule.BLANK_ROW.value, "from": cell, "to": ""}


def helper_repair(column: str) -> dict[str, str]:
    """This function will say that a column which only explains was passed over."""
    return {"column": column, "rule": Rule.HELPER_COLUMN.value, "from": column, "to": ""}


def reason_pattern(reason: str) -> str:
    """This function will return what reasons of the same kind have in common."""
    return _NUMBERS.sub("0", _QUOTED.sub("「」", reason))


def rejection_groups(batch_id: UUID) -> tuple[RejectionGroup, ...]:
    """This function will return the kinds of reasons why rows cannot be taken, most rows first."""
    headers = Batch.objects.values_list("headers", flat=True).get(id=batch_id)
    found: dict[tuple[str, str], tuple[str, str, int]] = {}
    rows = _of_outcome(batch_id, Outcome.REJECTED)
    for row in rows.only("reason", "reason_column", "original").iterator():
        key = reason_pattern(row.reason), cell_of_reason(row, headers)
        first, at, count = found.get(key, (row.reason, row.reason_column, 0))
        found[key] = (first, at, count + 1)
    groups = (
        RejectionGroup(
            reason, column, cell, count, reason == NO_TOWN, column in headers and reason != NO_YEAR
        )
        for (_, cell), (reason, column, count) in found.items()
    )
    return tuple(sorted(groups, key=lambda group: -group.count))


def cell_of_reason(row: StagingRow, headers: Sequence[str]) -> str:
    """This function will return the original cell by which a rejected row is grouped.

    "" for telephones and towns: they are mended together whatever stood there.
    """
    if row.reason in (PHONE_UNREAD, NO_TOWN) or row.reason_column not in headers:
        return ""
    index = list(headers).index(row.reason_column)
    return str(row.original[index]) if index < len(row.original) else ""


def drafts_of(batch: Batch) -> QuerySet[Service]:
    """This function will return the drafts a batch brought, but for rows that had ended."""
    if batch.source_id is None or batch.is_official:
        return Service.objects.none()
    taken = (Outcome.ADD, Outcome.CHANGE, Outcome.SAME)
    rows = StagingRow.objects.filter(batch=batch, outcome__in=taken)
    open_rows = rows.exclude(cleaned__values__is_closed=True)
    return Service.objects.filter(
        source_id=batch.source_id, state=ServiceState.DRAFT, source_key__in=open_rows.values("key")
    )


def drafts_to_publish(viewer: Viewer, batch_id: UUID) -> int:
    """This function will count the drafts of an applied batch that wait to be published."""
    batch = Batch.objects.select_related("area").filter(id=batch_id).first()
    if batch is None or batch.state != BatchState.APPLIED:
        return 0
    if not may_handle(viewer, area_path=batch.area.path, body_id=batch.body_id):
        return 0
    if target_of_layout(batch.kind, batch.layout) == "event":
        return event_drafts_of(batch).count()
    return drafts_of(batch).count()


def _of_outcome(batch_id: UUID, outcome: Outcome) -> QuerySet[StagingRow]:
    rows = StagingRow.objects.filter(batch_id=batch_id, outcome=outcome)
    return rows.order_by("row_number", "id")


def _row(row: StagingRow, headers: list[str]) -> RowInfo:
    index = headers.index(row.reason_column) if row.reason_column in headers else -1
    cell = row.original[index] if 0 <= index < len(row.original) else ""
    return RowInfo(
        id=row.pk,
        number=row.row_number,
        sheet=sheet_of(row.original, headers),
        name=row.name,
        key=row.key,
        reason=row.reason,
        column=row.reason_column,
        cell=cell,
        came_as=next((each["from"] for each in tries_of(row)), cell),
        changed_fields=tuple(row.changed_fields),
        kept_fields=tuple(row.kept_fields),
        before=row.before,
        cleaned=row.cleaned,
        repairs=tuple(row.repairs),
        flags=tuple(row.flags),
        target_id=row.target_id,
        choice=row.choice,
    )


def sheet_of(original: list[str], headers: list[str]) -> str:
    """This function will return the sheet a row stands in, "" in a file of one sheet."""
    is_one_of_many = bool(headers) and headers[-1] == SHEET_HEADER
    return original[-1] if is_one_of_many and len(original) == len(headers) else ""


def _info(viewer: Viewer, row: Batch, ended: int) -> BatchInfo:
    return BatchInfo(
        id=row.id,
        may_work=may_handle(viewer, area_path=row.area.path, body_id=row.body_id),
        state=BatchState(row.state),
        state_words=str(BatchState(row.state).label),
        kind=row.kind,
        kind_words=KINDS.get(row.kind, ""),
        target=target_of_layout(row.kind, row.layout),
        file_name=row.file_name,
        sheet=row.sheet,
        encoding=row.encoding,
        area_path=row.area.path,
        area_name=row.area.name,
        is_sample=row.area.is_sample,
        rows_done=row.rows_done,
        row_count=row.row_count,
        column_count=len(row.headers),
        columns_used=row.columns_used,
        added=row.added,
        changed=row.changed,
        changed_fields=row.changed_fields,
        same=row.same,
        vanished=row.vanished,
        rejected=row.rejected,
        kept_rows=int(row.layout.get("kept_rows", 0)),
        held=int(row.layout.get("held", 0)),
        newer=str(row.layout.get("newer", "")),
        undated=str(row.layout.get("undated", "")),
        takes_older=bool(row.layout.get("takes_older")),
        ended=ended or int(row.layout.get("ended", 0)),
        repair_counts=row.repair_counts,
        flag_counts=row.flag_counts,
        layout=row.layout,
        title=row.layout.get("title", ""),
        has_no_period=bool(row.layout.get("has_no_period")),
        publishes=row.layout.get("publishes", ""),
        sheets=row.layout.get("sheets", {}),
        skipped=tuple((each["name"], each["reason"]) for each in row.layout.get("skipped", ())),
        asides=tuple((each[0], each[1], each[2]) for each in row.layout.get("asides", ())),
        headers=tuple(row.headers),
        problem=row.problem,
        period_date=row.period_date,
        is_official=row.is_official,
        source_id=row.source_id,
        created_at=row.created_at,
        planned_at=row.planned_at,
        applied_at=row.applied_at,
        is_tidied=row.tidied_at is not None,
        was_stopped=row.state == BatchState.REFUSED and bool(row.layout.get("was_stopped")),
        lock_ms=row.lock_ms,
    )
