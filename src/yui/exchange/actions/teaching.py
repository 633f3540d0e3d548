"""What people put right: matched columns, and rejected rows mended in place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from yui.directory.formats import FIELD_LABELS, format_of_kind
from yui.directory.formats.definitions import spreadsheet_format
from yui.directory.states import Sector
from yui.exchange.actions.comparing import Plan
from yui.exchange.actions.planning import area_rows, list_sources
from yui.exchange.actions.receiving import kept_batch, record
from yui.exchange.engine.cleaning import Cleaner
from yui.exchange.engine.places import AreaBook
from yui.exchange.engine.reading import packed
from yui.exchange.errors import ExchangeRefused, MoveRefused
from yui.exchange.models import Batch, ColumnMap, StagingRow
from yui.exchange.states import BatchState, Outcome
from yui.journal.actions import act
from yui.policy.viewer import Viewer


def match_columns(
    *, by: Viewer, at: datetime, batch_id: UUID, matches: Mapping[str, str], sector: str
) -> None:
    """This function will remember which column is which field, for this and later files.

    `matches` maps a field of `FIELD_LABELS` to a header of the sheet. The batch can then be
    planned. Raises: NotYours, MoveRefused, ExchangeRefused.
    """
    with act(by=by, at=at) as done:
        batch = kept_batch(by, batch_id)
        if batch.state not in (BatchState.MATCHING, BatchState.PLANNED):
            raise MoveRefused("いまは、列を合わせられません。")
        _refuse_matches(batch, matches, sector)
        ColumnMap.objects.update_or_create(
            area=batch.area,
            fingerprint=batch.layout["fingerprint"],
            defaults={"matches": dict(matches), "sector": sector, "made_at": at},
        )
        batch.asked_kind = "spreadsheet"
        batch.save(update_fields=["asked_kind"])
        record(done, batch, "columns_matched")


def mend_row(*, by: Viewer, at: datetime, batch_id: UUID, row_id: int, cell: str) -> Outcome:
    """This function will put a new cell into a rejected row and judge the row again.

    The cell replaces the one the reason was about; the original stays in the repairs. Returns
    what becomes of the row now. Raises: NotYours, MoveRefused, ExchangeRefused.
    """
    with act(by=by, at=at) as done:
        batch = kept_batch(by, batch_id)
        if batch.state != BatchState.PLANNED:
            raise MoveRefused("計画ができている間だけ、直せます。")
        row = StagingRow.objects.filter(batch=batch, id=row_id, outcome=Outcome.REJECTED).first()
        if row is None:
            raise ExchangeRefused("この行は、もう直してあります。")
        outcome = _judged_again(by, batch, row, cell)
        record(done, batch, "row_mended")
    return outcome


def _judged_again(by: Viewer, batch: Batch, row: StagingRow, cell: str) -> Outcome:
    index = _column_of(batch, row)
    before = row.original[index] if index < len(row.original) else ""
    cells = [*row.original, *[""] * (index + 1 - len(row.original))]
    cells[index] = cell[:2000]
    cleaned = packed(_cleaner(batch).clean(row.row_number, tuple(cells)))
    cleaned[7].append(
        {"column": row.reason_column, "rule": "by_hand", "from": before, "to": cells[index]}
    )
    counts = Plan.of(by, batch, list_sources(batch))
    counts.repair_counts, counts.flag_counts = batch.repair_counts, batch.flag_counts
    counts.matched.update(_taken(batch))
    counts.stage([cleaned], [])
    outcome = next(outcome for outcome, count in counts.counts.items() if count)
    row.delete()
    _recount(batch, counts)
    return outcome


def _recount(batch: Batch, counts: Plan) -> None:
    of_batch = StagingRow.objects.filter(batch=batch)
    batch.added = of_batch.filter(outcome=Outcome.ADD).count()
    batch.changed = of_batch.filter(outcome=Outcome.CHANGE).count()
    batch.same = of_batch.filter(outcome=Outcome.SAME).count()
    batch.rejected = of_batch.filter(outcome=Outcome.REJECTED).count()
    batch.changed_fields += counts.changed_fields
    batch.repair_counts = counts.repair_counts
    batch.flag_counts = counts.flag_counts
    batch.save()


def _taken(batch: Batch) -> set[UUID]:
    rows = StagingRow.objects.filter(batch=batch, target_id__isnull=False)
    taken = rows.exclude(outcome=Outcome.VANISHED).values_list("target_id", flat=True)
    return {target for target in taken if target}


def _cleaner(batch: Batch) -> Cleaner:
    known = format_of_kind(batch.kind)
    layout = known if known is not None else spreadsheet_format(batch.layout["sector"])
    matches = {
        batch.headers.index(header): name for name, header in batch.layout["matches"].items()
    }
    return Cleaner(
        format=layout,
        matches=matches,
        headers=tuple(batch.headers),
        areas=AreaBook.from_rows(area_rows(), batch.area.path),
        is_strict=not layout.is_official,
    )


def _column_of(batch: Batch, row: StagingRow) -> int:
    if row.reason_column not in batch.headers:
        raise ExchangeRefused("この行は、ここでは直せません。元の表を直してください。")
    return int(batch.headers.index(row.reason_column))


def _refuse_matches(batch: Batch, matches: Mapping[str, str], sector: str) -> None:
    if "name" not in matches:
        raise ExchangeRefused("「名称」がどの列か、選んでください。")
    unknown = [name for name in matches if name not in FIELD_LABELS]
    missing = [header for header in matches.values() if header not in batch.headers]
    if unknown or missing or sector not in Sector.values:
        raise ExchangeRefused("表にない列が選ばれています。もう一度選んでください。")
    if len(set(matches.values())) < len(matches):
        raise ExchangeRefused("同じ列が、二つの項目に選ばれています。")
