"""What people put right: matched columns, and rejected rows mended in place, one or many."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import starmap
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yui.directory.formats import format_of_kind
from yui.directory.states import Sector
from yui.exchange.actions.editions import list_sources
from yui.exchange.actions.planning import area_rows, hints_of
from yui.exchange.actions.receiving import kept_batch, record
from yui.exchange.actions.staging import Incoming, RowPlan
from yui.exchange.actions.targets import target_of
from yui.exchange.engine.cells import PHONE_UNREAD
from yui.exchange.engine.cleaners import RowCleaner, cleaner_for
from yui.exchange.engine.cleaning import NO_TOWN, Hints
from yui.exchange.engine.crowd import Crowd
from yui.exchange.engine.list_kinds import LIST_KINDS
from yui.exchange.engine.matching import DATE_FIELDS, EVENTS, fields_of, matched_format
from yui.exchange.engine.places import AreaBook, Place
from yui.exchange.engine.reading import packed
from yui.exchange.engine.rules import Notes, Rule
from yui.exchange.errors import ExchangeRefused, MoveRefused
from yui.exchange.models import Batch, ColumnMap, Mend, StagingRow
from yui.exchange.queries.batches import cell_of_reason, reason_pattern
from yui.exchange.queries.mends import (
    TRIED,
    Offer,
    cell_now,
    helping_repairs,
    may_be_known,
    offers_of,
    row_mark,
    tries_of,
)
from yui.exchange.states import BatchState, Outcome
from yui.journal.actions import act
from yui.lib.codes import find_my_numbers
from yui.lib.japanese import parse_phones
from yui.policy.viewer import Viewer

_NOT_HERE = "この行は、ここでは直せません。元の表を直してください。"
_NO_SUCH_TOWN = "この名前の市区町村は、取り込む地域にありません。"
_CHUNK = 500
_PERSONAL_NUMBER = "個人番号（マイナンバー）のような12桁の数字は、入れられません。"
_SAME_NUMBER = "電話は、みな同じ番号にはできません。1行ずつ直すか、電話なしで入れてください。"
_NO_AREA_CODE = "市外局番を、087 のように0から書いてください。"
_NOT_COMPLETED = "この市外局番を付けても、読める番号になりません。1行ずつ直してください。"
_OTHER_COUNT = "いまは{found:,}行あります。数を確かめて、もう一度押してください。"
_AREA_CODE = re.compile(r"0[1-9][0-9]{0,4}")
_LOCAL = re.compile(r"[0-9]{1,4}-?[0-9]{4}")
_DASHES = re.compile("[‐‑‒–—―−ー]")
# What people, or the row above, said about a row: it is kept when the row is judged once more.
_SAID = TRIED | {Rule.FROM_ABOVE.value}
_MOST_ROUNDS = 5
_NOTHING_BEFORE = "前に直した行は、もうありません。"


def match_columns(
    *,
    by: Viewer,
    at: datetime,
    batch_id: UUID,
    matches: Mapping[str, str],
    sector: str,
    list_kind: str = "",
) -> None:
    """This function will remember which column is which field, for this and later files.

    `list_kind` is what the list offers (`LIST_KINDS`), "" = as its name and rows say.
    `matches` maps a field of `fields_of(sector)` to a header of the sheet; `sector` is that of
    the services, or `EVENTS`. The batch can then be
    planned. Raises: NotYours, MoveRefused, ExchangeRefused.
    """
    with act(by=by, at=at) as done:
        batch = kept_batch(by, batch_id)
        if batch.state not in (BatchState.MATCHING, BatchState.PLANNED):
            raise MoveRefused("いまは、列を合わせられません。")
        _refuse_matches(batch, matches, sector)
        _refuse_kind(list_kind)
        ColumnMap.objects.update_or_create(
            area=batch.area,
            fingerprint=batch.layout["fingerprint"],
            defaults={
                "matches": dict(matches),
                "sector": sector,
                "list_kind": list_kind,
                "made_at": at,
            },
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
        batch = _planned_batch(by, batch_id)
        _refuse_personal_number(cell)
        row = StagingRow.objects.filter(batch=batch, id=row_id, outcome=Outcome.REJECTED).first()
        if row is None:
            raise ExchangeRefused("この行は、もう直してあります。")
        counts = _judge_again(by, batch, at, [row], lambda _row: cell)
        record(done, batch, "row_mended")
    return next(outcome for outcome, count in counts.items() if count)


def mend_rows(
    *,
    by: Viewer,
    at: datetime,
    batch_id: UUID,
    reason: str,
    cell: str,
    count: int | None = None,
    original: str | None = None,
) -> int:
    """This function will put one value into every row rejected for the same reason.

    With `original` only where that stood: rows of one reason may say different things.

    With `count` only if there are so many rows: what a person agreed to.

    `reason` is that of any of them; numbers and quoted words in it do not tell reasons apart.
    Numbers of telephones are never the same: they can only be left out together.
    For rows that name no municipality the value is its name or code, kept for later readings.
    Returns how many rows are taken now. Raises: NotYours, MoveRefused, ExchangeRefused.
    """
    with act(by=by, at=at) as done:
        batch = _planned_batch(by, batch_id)
        _refuse_personal_number(cell)
        wanted = reason_pattern(reason)
        rejected = StagingRow.objects.filter(batch=batch, outcome=Outcome.REJECTED)
        keys = [
            row.pk
            for row in rejected.only("reason", "reason_column", "original")
            if reason_pattern(row.reason) == wanted
            and original in (None, cell_of_reason(row, batch.headers))
        ]
        _refuse_count(len(keys), count)
        if wanted == reason_pattern(PHONE_UNREAD) and (cell.strip() or count is None):
            raise ExchangeRefused(_SAME_NUMBER)
        if wanted == reason_pattern(NO_TOWN):
            batch.layout["town"] = _town_called(batch, cell).path
        taken = _judge_all_again(by, batch, at, rejected, keys, lambda _row: cell)
        record(done, batch, "rows_mended")
    return taken


def complete_phones(*, by: Viewer, at: datetime, batch_id: UUID, area_code: str) -> int:
    """This function will put an area code before every number that was written without one.

    Rows whose number is not complete even so stay as they are. Returns how many are taken now.
    Raises: NotYours, MoveRefused, ExchangeRefused (no area code, or it completes no number).
    """
    code = unicodedata.normalize("NFKC", area_code).strip(" -()")
    if not _AREA_CODE.fullmatch(code):
        raise ExchangeRefused(_NO_AREA_CODE)
    with act(by=by, at=at) as done:
        batch = _planned_batch(by, batch_id)
        rejected = StagingRow.objects.filter(
            batch=batch, outcome=Outcome.REJECTED, reason=PHONE_UNREAD
        )
        whole = {row.pk: _with_area_code(_cell_of(batch, row), code) for row in rejected}
        keys = [key for key, number in whole.items() if number]
        if not keys:
            raise ExchangeRefused(_NOT_COMPLETED)
        taken = _judge_all_again(
            by, batch, at, rejected, keys, lambda row: whole[row.pk], Rule.AREA_CODE
        )
        record(done, batch, "rows_mended")
    return taken


def mend_as_before(*, by: Viewer, at: datetime, batch_id: UUID) -> int:
    """This function will put into each rejected row what was written there by hand before.

    A row of two bad cells takes two rounds. Returns how many rows are taken now.
    Raises: NotYours, MoveRefused, ExchangeRefused (nothing is known any more).
    """
    with act(by=by, at=at) as done:
        batch = _planned_batch(by, batch_id)
        taken = 0
        tried: set[str] = set()
        for _ in range(_MOST_ROUNDS):
            rejected = StagingRow.objects.filter(batch=batch, outcome=Outcome.REJECTED)
            offers = offers_of(batch.id)
            marks = {row.pk: row_mark(batch, row) for row in rejected.filter(id__in=offers)}
            keys = [key for key in offers if marks[key] not in tried]
            if not keys:
                break
            tried |= {marks[key] for key in keys}
            cell_for = partial(_offered, offers)
            taken += _judge_all_again(by, batch, at, rejected, keys, cell_for, Rule.AS_BEFORE)
        if not tried:
            raise ExchangeRefused(_NOTHING_BEFORE)
        record(done, batch, "rows_mended")
    return taken


def _offered(offers: Mapping[int, Offer], row: StagingRow) -> str:
    return offers[row.pk].cell


def _refuse_count(found: int, expected: int | None) -> None:
    if not found:
        raise ExchangeRefused("このわけの行は、もうありません。")
    if expected is not None and expected != found:
        raise ExchangeRefused(_OTHER_COUNT.format(found=found))


def _with_area_code(cell: str, code: str) -> str:
    """A local number behind its area code, or "" when that makes no whole number."""
    local = _DASHES.sub("-", unicodedata.normalize("NFKC", cell)).strip()
    if not _LOCAL.fullmatch(local):
        return ""
    whole = local.replace("-", "")
    found = parse_phones(f"{code}-{whole[:-4]}-{whole[-4:]}")
    return found[0].display if len(found) == 1 else ""


def _refuse_personal_number(cell: str) -> None:
    if find_my_numbers(cell):
        raise ExchangeRefused(_PERSONAL_NUMBER)


def _planned_batch(by: Viewer, batch_id: UUID) -> Batch:
    batch = kept_batch(by, batch_id)
    if batch.state != BatchState.PLANNED:
        raise MoveRefused("計画ができている間だけ、直せます。")
    return batch


def _judge_all_again(
    by: Viewer,
    batch: Batch,
    at: datetime,
    rows: QuerySet[StagingRow],
    keys: Sequence[int],
    cell_for: Callable[[StagingRow], str],
    rule: Rule = Rule.BY_HAND,
) -> int:
    taken = 0
    for start in range(0, len(keys), _CHUNK):
        some = list(rows.filter(id__in=keys[start : start + _CHUNK]).order_by("row_number", "id"))
        counts = _judge_again(by, batch, at, some, cell_for, rule)
        taken += sum(counts.values()) - counts[Outcome.REJECTED]
    return taken


def _judge_again(
    by: Viewer,
    batch: Batch,
    at: datetime,
    rows: Sequence[StagingRow],
    cell_for: Callable[[StagingRow], str],
    rule: Rule = Rule.BY_HAND,
) -> dict[Outcome, int]:
    cleaner = _cleaner(batch)
    plan = target_of(batch).plan(by, batch, list_sources(batch))
    plan.repair_counts, plan.flag_counts = batch.repair_counts, batch.flag_counts
    plan.matched.update(_taken(batch))
    for row in rows:
        plan.uncount(helping_repairs(row.repairs, is_taken=False), row.flags)
    cells = {row.pk: cell_for(row) for row in rows}
    mended = [_mended(cleaner, batch, row, cells[row.pk], rule) for row in rows]
    plan.stage(mended)
    helped = [
        (row, cells[row.pk][:2000])
        for row, incoming in zip(rows, starmap(Incoming, mended), strict=True)
        if incoming.values is not None or incoming.reason_column != row.reason_column
    ]
    _remember(by, at, batch, helped)
    StagingRow.objects.filter(id__in=[row.pk for row in rows]).delete()
    _recount(batch, plan)
    return plan.counts


def _mended(cleaner: RowCleaner, batch: Batch, row: StagingRow, cell: str, rule: Rule) -> list[Any]:
    if row.reason == NO_TOWN and batch.layout.get("town"):
        return packed(cleaner.clean(row.row_number, tuple(row.original)))
    index, before = _column_of(batch, row), _cell_of(batch, row)
    cells = [*row.original, *[""] * (index + 1 - len(row.original))]
    cells[index] = cell[:2000]
    cleaned = packed(cleaner.clean(row.row_number, tuple(cells)))
    tries = list(tries_of(row))
    before = tries[0]["from"] if tries else before
    by_hand = {"column": row.reason_column, "rule": rule.value, "from": before, "to": cells[index]}
    earlier = [each for each in row.repairs if each["rule"] in _SAID and each not in tries]
    cleaned[7] = [*cleaned[7], *earlier, by_hand]
    return cleaned


def _remember(
    by: Viewer, at: datetime, batch: Batch, mended: Sequence[tuple[StagingRow, str]]
) -> None:
    """What helped is offered when the same row comes again; the newest word counts."""
    cells = {row_mark(batch, row): cell for row, cell in mended if may_be_known(batch, row)}
    Mend.objects.bulk_create(
        [
            Mend(area=batch.area, mark=mark, cell=cell, body_id=by.body_id, made_at=at)
            for mark, cell in cells.items()
        ],
        update_conflicts=True,
        unique_fields=["area", "mark"],
        update_fields=["cell", "body_id", "made_at"],
    )


def _recount(batch: Batch, plan: RowPlan) -> None:
    of_batch = StagingRow.objects.filter(batch=batch)
    batch.added = of_batch.filter(outcome=Outcome.ADD).count()
    batch.changed = of_batch.filter(outcome=Outcome.CHANGE).count()
    batch.same = of_batch.filter(outcome=Outcome.SAME).count()
    batch.rejected = of_batch.filter(outcome=Outcome.REJECTED).count()
    batch.layout["held"] = of_batch.filter(outcome=Outcome.OLDER).count()
    batch.changed_fields += plan.changed_fields
    batch.layout["kept_rows"] = batch.layout.get("kept_rows", 0) + plan.kept_rows
    batch.repair_counts = plan.repair_counts
    batch.flag_counts = plan.flag_counts
    batch.save()


def _taken(batch: Batch) -> set[UUID]:
    rows = StagingRow.objects.filter(batch=batch, target_id__isnull=False)
    taken = rows.exclude(outcome=Outcome.VANISHED).values_list("target_id", flat=True)
    return {target for target in taken if target}


def _cleaner(batch: Batch) -> RowCleaner:
    known = format_of_kind(batch.kind)
    layout = known if known is not None else matched_format(batch.layout["sector"])
    matches = {
        batch.headers.index(header): name for name, header in batch.layout["matches"].items()
    }
    areas = AreaBook.from_rows(area_rows(), batch.area.path)
    areas.crowd = Crowd.kept(batch.layout.get("crowd", ()))
    hints = Hints(**hints_of(batch))
    return cleaner_for(layout, matches, tuple(batch.headers), areas, hints)


def _town_called(batch: Batch, words: str) -> Place:
    """The municipality of a name or a code, within the area of the batch."""
    book = AreaBook.from_rows(area_rows(), batch.area.path)
    found = book.of_code(words.strip(), "", "", Notes()) or book.of_address(words.strip())
    if found is None or not found.is_town or not found.path.startswith(batch.area.path):
        raise ExchangeRefused(_NO_SUCH_TOWN)
    return found


def _cell_of(batch: Batch, row: StagingRow) -> str:
    _column_of(batch, row)
    return cell_now(row, batch.headers)


def _column_of(batch: Batch, row: StagingRow) -> int:
    if row.reason_column not in batch.headers:
        raise ExchangeRefused(_NOT_HERE)
    return int(batch.headers.index(row.reason_column))


def _refuse_matches(batch: Batch, matches: Mapping[str, str], sector: str) -> None:
    if "name" not in matches:
        raise ExchangeRefused("「名称」がどの列か、選んでください。")
    if sector == EVENTS and not DATE_FIELDS & matches.keys():
        raise ExchangeRefused("「開催日」がどの列か、選んでください。")
    unknown = [name for name in matches if name not in fields_of(sector)]
    missing = [header for header in matches.values() if header not in batch.headers]
    if unknown or missing or sector not in (*Sector.values, EVENTS):
        raise ExchangeRefused("表にない列が選ばれています。もう一度選んでください。")
    if len(set(matches.values())) < len(matches):
        raise ExchangeRefused("同じ列が、二つの項目に選ばれています。")


def _refuse_kind(list_kind: str) -> None:
    if list_kind and list_kind not in LIST_KINDS:
        raise ExchangeRefused("どんな一覧か、もう一度選んでください。")
