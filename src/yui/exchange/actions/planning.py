"""Reading a file into a plan: nothing of the directory changes, only staged rows are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from yui.accounts.models import Body
from yui.areas.queries.nation import nation
from yui.areas.queries.words import word_for
from yui.areas.states import Term
from yui.directory.formats import KINDS, format_of_kind
from yui.exchange.actions.editions import list_sources
from yui.exchange.actions.newness import newer_edition
from yui.exchange.actions.receiving import kept_batch, move, path_of, record
from yui.exchange.actions.staging import RowPlan
from yui.exchange.actions.tables import spared_memory
from yui.exchange.actions.targets import standing_of, target_of
from yui.exchange.engine.naming import names_centres, title_of
from yui.exchange.errors import FileRefused, FormatUnknown, MoveRefused, PersonalNumberFound
from yui.exchange.models import Batch, ColumnMap
from yui.exchange.states import BatchState
from yui.journal.actions import act
from yui.lib.clock import date_in_jst
from yui.lib.sandbox import Limits, SandboxFailed, SandboxRefused, run_in_sandbox
from yui.lib.tabular import Table, TableRefused, open_table
from yui.policy.viewer import Viewer

# The national list takes a child about 40 s of one processor and 80 MB.
LIMITS = Limits(memory_mb=512, cpu_s=240, wall_s=300)
_CHILD = "yui.exchange.engine.reading:clean_sheet"
_STOPPED = "この読み取りは、途中でやめました。"
_BROKEN = "思わぬことが起きて、読めませんでした。もう一度読むと、読めることがあります。"
_FOUND_BY_READING = (
    "state",
    "problem",
    "planned_at",
    "kind",
    "list_name",
    "encoding",
    "sheet",
    "headers",
    "layout",
    "columns_used",
    "publisher",
    "licence",
    "credit",
    "url",
    "is_official",
    "period_date",
    "rows_done",
    "row_count",
    "added",
    "changed",
    "changed_fields",
    "same",
    "vanished",
    "rejected",
    "repair_counts",
    "flag_counts",
)

# What a person said about a list; it outlives every reading.
_ASKED = ("is_official", "asked_title", "has_no_period", "town", "takes_older")
_OF_HEAD = ("fingerprint", "matches", "provided", "sector", "crowd", "list_kind", "seems")
_PIECE = ("rows", "blank", "sheet", "asides")
_HIDDEN = "かくれているシート（非表示）です。"
_IS_PUBLIC = (
    "この一覧は、もう公開しています。下書きにはできません。"
    "「公表ずみです」を選ぶか、先に前の取り込みを元に戻してください。"
)
_CENTRE = "包括支援センター"

Message = dict[str, Any]


def plan_batch(*, by: Viewer, at: datetime, batch_id: UUID, is_tried_again: bool = False) -> None:
    """This function will read the file of a batch and stage what would become of each row.

    The batch ends PLANNED; MATCHING when its columns must be matched by hand; REFUSED, with the
    sentence in `problem`, when it cannot be read; CANCELLED, with its file thrown away, when a
    個人番号 stands in it. Only staged rows and the batch are written,
    in short transactions, and only while this is the reading the batch waits for: one that was
    cancelled or overtaken by a newer reading writes nothing more. With `is_tried_again` an
    unexpected failure leaves it PLANNING for the next try; see `release_orphans`.
    Raises: NotYours, MoveRefused (also when it was stopped).
    """
    batch = _claim(by, at, batch_id)
    try:
        with spared_memory():
            _read(by, batch)
    except MoveRefused:
        raise
    except PersonalNumberFound as found:
        batch.headers, batch.layout = [], {}
        _finish(by, at, batch, BatchState.CANCELLED, str(found))
        path_of(batch).unlink(missing_ok=True)
    except FormatUnknown as unknown:
        _finish(by, at, batch, BatchState.MATCHING, str(unknown))
    except (FileRefused, TableRefused, SandboxRefused, SandboxFailed) as refused:
        _finish(by, at, batch, BatchState.REFUSED, str(refused))
    except Exception:
        if not is_tried_again:
            batch.layout["was_stopped"] = True
            _finish(by, at, batch, BatchState.REFUSED, _BROKEN)
        raise
    else:
        batch.planned_at = at
        _finish(by, at, batch, BatchState.PLANNED, "")


def _claim(by: Viewer, at: datetime, batch_id: UUID) -> Batch:
    with act(by=by, at=at):
        batch = kept_batch(by, batch_id)
        move(batch, BatchState.PLANNING)
        batch.rows.all().delete()
        batch.rows_done = batch.row_count = 0
        batch.problem, batch.working_since = "", at
        batch.layout.pop("was_stopped", None)
        batch.reading_number += 1
        fields = ["state", "rows_done", "row_count", "problem", "reading_number", "working_since"]
        batch.save(update_fields=fields)
    return batch


def _finish(by: Viewer, at: datetime, batch: Batch, state: BatchState, problem: str) -> None:
    with act(by=by, at=at) as done:
        _lock_reading(batch)
        if state in (BatchState.REFUSED, BatchState.CANCELLED):
            batch.rows.all().delete()
        batch.state = state
        batch.problem = problem[:400]
        batch.save(update_fields=_FOUND_BY_READING)
        record(done, batch, "planned" if state == BatchState.PLANNED else state.value)


def _awaited(batch: Batch) -> QuerySet[Batch]:
    """The row of the batch, as long as it waits for this very reading."""
    return Batch.objects.filter(
        id=batch.id, state=BatchState.PLANNING, reading_number=batch.reading_number
    )


def _lock_reading(batch: Batch) -> None:
    if _awaited(batch).select_for_update().first() is None:
        raise MoveRefused(_STOPPED)


def _read(by: Viewer, batch: Batch) -> None:
    table = open_table(path_of(batch), name=batch.file_name)
    batch.encoding = table.encoding.value
    plan: RowPlan | None = None
    for message in _messages(batch, table):
        if "personal_number" in message:
            raise PersonalNumberFound(message["personal_number"])
        if message.get("unknown"):
            _keep_unknown(batch, message)
        if "rows" not in message:
            plan = _begin(by, batch, message, table)
        elif plan is not None:
            with transaction.atomic():
                _lock_reading(batch)
                plan.stage(*(message[name] for name in _PIECE))
                _awaited(batch).update(rows_done=plan.rows_done)
    if plan is None:
        raise FileRefused("表に行がありません。")
    with transaction.atomic():
        _lock_reading(batch)
        plan.stage_vanished()
    plan.summarise()


def _messages(batch: Batch, table: Table) -> Iterator[Message]:
    sheets = [
        {"name": sheet.name, "width": sheet.width, "merged": list(sheet.merged), "index": index}
        for index, sheet in enumerate(table.sheets)
        if not sheet.hidden
    ]
    arguments = {
        "path": str(path_of(batch).resolve()),
        "encoding": table.encoding.value,
        "delimiter": table.delimiter,
        "sheets": sheets,
        "kind": batch.asked_kind,
        "taught": _taught(batch),
        "areas": area_rows(),
        "home": batch.area.path,
        "hints": hints_of(batch),
    }
    for message in run_in_sandbox(_CHILD, arguments, limits=LIMITS):
        yield cast(Message, message)


def hints_of(batch: Batch) -> dict[str, Any]:
    """This function will return what is known about a list as `engine.cleaning.Hints` takes it."""
    words = (_CENTRE, word_for(batch.area.path, Term.SUPPORT_CENTRE))
    called = (batch.layout.get("title") or batch.layout.get("asked_title", ""), batch.file_name)
    return {
        "list_kind": batch.layout.get("list_kind", ""),
        "called": " ".join(called),
        "town": batch.layout.get("town", ""),
        "centre_words": words,
        "is_centre_list": any(map(names_centres, called)),
        "period": batch.period_date.isoformat() if batch.period_date else "",
        "received": date_in_jst(batch.created_at).isoformat(),
        "latest": "" if batch.layout.get("has_no_period") else _received_on(batch).isoformat(),
    }


def _received_on(batch: Batch) -> date:
    """Days to come are plans, not facts: a list speaks of no day after it arrived."""
    return batch.created_at.date()


def area_rows() -> list[list[Any]]:
    """This function will return the areas as `engine.places.Place` takes them."""
    return [
        [
            info.path,
            info.code,
            info.name,
            info.full_name,
            info.latitude,
            info.longitude,
            info.successor_path or "",
        ]
        for info in nation().by_path.values()
    ]


def _taught(batch: Batch) -> dict[str, dict[str, Any]]:
    """What this area, or an area around it, has taught about spreadsheets of its own."""
    path = batch.area.path
    around = [path[: index + 1] for index, letter in enumerate(path) if letter == "/"]
    rows = ColumnMap.objects.filter(area__path__in=["", *around]).select_related("area")
    ordered = sorted(rows, key=lambda row: len(row.area.path))
    return {
        row.fingerprint: {
            "matches": row.matches,
            "sector": row.sector,
            "list_kind": row.list_kind,
        }
        for row in ordered
    }


def _keep_unknown(batch: Batch, message: Message) -> None:
    batch.headers = message["headers"]
    batch.sheet = str(message["sheet"])[:60]
    batch.layout = {
        **{name: batch.layout[name] for name in _ASKED if name in batch.layout},
        "fingerprint": message["fingerprint"],
        "samples": message["samples"],
        "seems": message["seems"],
        "title": batch.layout.get("asked_title") or title_of(batch.file_name, message["titles"]),
    }
    raise FormatUnknown("知っている一覧ではありません。どの列が何か、合わせてください。")


def _begin(by: Viewer, batch: Batch, head: Message, table: Table) -> RowPlan:
    batch.kind = head["kind"]
    batch.sheet = str(head["sheet"])[:60]
    batch.headers = head["headers"]
    batch.columns_used = head["columns_used"]
    batch.layout = {
        **{name: batch.layout[name] for name in _ASKED if name in batch.layout},
        **{name: head[name] for name in _OF_HEAD},
        "helpers": head["helpers"],
        "title": batch.layout.get("asked_title") or title_of(batch.file_name, head["titles"]),
        "sheets": {},
        "blank": [],
        "asides": [],
        "skipped": [*head["skipped"], *_hidden(table)],
    }
    if head["period"]:
        batch.period_date = date.fromisoformat(head["period"])
    known = format_of_kind(batch.kind)
    if known is not None:
        batch.publisher = known.publisher or batch.area.name
        batch.licence = known.licence
        batch.credit = known.credit or f"{batch.area.name}「{KINDS[batch.kind]}」"
        batch.url = known.url
        if known.scope_field:
            batch.list_name = known.kind
    else:
        batch.publisher = _body_of(batch)
    sources = list_sources(batch)
    batch.is_official = _is_official(batch, bool(known and known.is_official), sources)
    newer = newer_edition(batch, batch.period_date, sources)
    batch.layout |= {"newer": newer.isoformat()} if newer else {}
    if batch.period_date is None and not batch.layout.get("has_no_period"):
        known_day = newer_edition(batch, date.min, sources)
        batch.layout |= {"undated": known_day.isoformat()} if known_day else {}
    # Before the list is read: whatever comes in later makes the plan outdated.
    batch.layout["standing"] = standing_of(batch, sources)
    return target_of(batch).plan(by, batch, sources)


def _hidden(table: Table) -> list[dict[str, str]]:
    return [{"name": sheet.name, "reason": _HIDDEN} for sheet in table.sheets if sheet.hidden]


def _body_of(batch: Batch) -> str:
    if batch.body_id is None:
        return batch.area.name
    names = Body.objects.filter(id=batch.body_id).values_list("name", flat=True)
    return names.first() or batch.area.name


def _is_official(batch: Batch, is_public_kind: bool, sources: list[int]) -> bool:
    """A list that is open stays open: a draft of it would take its records away from residents.

    Raises: FileRefused.
    """
    asked = batch.layout.get("is_official")
    is_open = target_of(batch).is_open(sources)
    if asked is False and is_open:
        raise FileRefused(_IS_PUBLIC)
    return (is_public_kind or is_open) if asked is None else bool(asked)
