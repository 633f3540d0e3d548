"""What every plan shares: rows arrive, are judged by what they speak of, staged and counted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from yui.exchange.actions.tables import insert_rows, key_of
from yui.exchange.engine.records import Values
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries.batches import blank_repair, helper_repair
from yui.exchange.queries.current import Current
from yui.exchange.queries.current_events import CurrentEvent
from yui.exchange.queries.mends import helping_repairs
from yui.exchange.rules import may_change
from yui.exchange.states import Outcome, VanishedChoice
from yui.policy.viewer import Viewer

_COLUMNS = (
    "batch_id",
    "row_number",
    "outcome",
    "name",
    "key",
    "original",
    "cleaned",
    "repairs",
    "flags",
    "changed_fields",
    "kept_fields",
    "before",
    "reason",
    "reason_column",
    "target_id",
    "choice",
)
_NOTHING = "[]"
_NO_VALUES = "{}"


@dataclass(frozen=True, slots=True)
class Incoming:
    """This value will hold one row as the child sent it (see `engine.reading`)."""

    number: int
    name: str
    area_path: str
    key: str
    match: str
    values: Values | None
    original: list[str]
    repairs: list[dict[str, str]]
    flags: list[dict[str, str]]
    reason: str
    reason_column: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """This value will hold what becomes of a row; `before` is what undo restores."""

    row: Incoming
    outcome: Outcome
    changed: Sequence[str] = ()
    kept: Sequence[str] = ()
    before: Values | None = None
    target: UUID | None = None


@dataclass(slots=True)
class RowPlan:
    """This object will stage and count rows; what they are compared with its kinds know.

    A kind gives `judged` and `missing`. `matched` are the records a row was found for.
    """

    by: Viewer
    batch: Batch
    sources: list[int]
    provided: frozenset[str]
    matched: set[Any] = field(default_factory=set)
    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    repair_counts: dict[str, dict[str, Any]] = field(default_factory=dict)
    flag_counts: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed_fields: int = 0
    kept_rows: int = 0
    rows_done: int = 0

    def judged(self, rows: list[Incoming]) -> Iterable[Verdict]:
        """This function will say what becomes of rows, in their order."""
        raise NotImplementedError

    def missing(self) -> Iterator[list[Verdict]]:
        """This function will yield the records of the list that the file does not have."""
        raise NotImplementedError

    def may_change_held(self, held: Current | CurrentEvent) -> bool:
        """This function will say whether `by` may change a record that rows are compared with."""
        is_of_list = held.source_id in self.sources
        return may_change(
            self.by,
            area_path=held.area_path,
            body_id=held.body_id,
            list_path=self.batch.area.path if is_of_list else None,
        )

    def stage(
        self,
        rows: Iterable[list[Any]],
        blank: Sequence[list[Any]] = (),
        sheet: str = "",
        asides: Sequence[list[Any]] = (),
    ) -> None:
        """This function will write one batch of rows of a sheet as staged rows.

        `blank` and `asides` are rows that are none: (number, words), kept on the batch.
        """
        incoming = [Incoming(*row) for row in rows]
        staged = []
        for verdict in self.judged(incoming):
            self._count(verdict.row, is_taken=verdict.outcome is not Outcome.REJECTED)
            staged.append(self._counted(self._held_back(verdict)))
        self._count_blank(blank)
        if asides:
            kept = self.batch.layout.setdefault("asides", [])
            kept += [[number, words, sheet] for number, words in asides]
        insert_rows(StagingRow._meta.db_table, _COLUMNS, staged)
        self.rows_done += len(incoming)
        if sheet:
            counts = self.batch.layout["sheets"]
            counts[sheet] = counts.get(sheet, 0) + len(incoming)

    @property
    def is_older(self) -> bool:
        """This property will say whether a newer edition of the same list is in already."""
        return bool(self.batch.layout.get("newer"))

    def is_of_older(self, verdict: Verdict) -> bool:
        """This function will say whether newer data stand against a row."""
        return self.is_older

    def _held_back(self, verdict: Verdict) -> Verdict:
        """Newer data stay as they are; what only an older edition has comes in when asked for."""
        if not self.is_of_older(verdict):
            return verdict
        is_asked_for = bool(self.batch.layout.get("takes_older"))
        is_kept_out = verdict.outcome is Outcome.ADD and not is_asked_for
        if verdict.outcome is Outcome.CHANGE or is_kept_out:
            return replace(verdict, outcome=Outcome.OLDER)
        return verdict

    def stage_vanished(self) -> None:
        """This function will stage the records of the list that the file does not have.

        Records somebody else has come to keep are left out: there is nothing to choose.
        """
        for verdicts in self.missing() if not self.is_older else ():
            staged = [self._counted(verdict) for verdict in verdicts]
            insert_rows(StagingRow._meta.db_table, _COLUMNS, staged)

    def uncount(self, repairs: Iterable[dict[str, str]], flags: Iterable[dict[str, str]]) -> None:
        """This function will take back what an earlier look at a row had counted."""
        for counts, names in (
            (self.repair_counts, [repair["rule"] for repair in repairs]),
            (self.flag_counts, [flag["flag"] for flag in flags]),
        ):
            for name in names:
                counts[name]["count"] -= 1
                if not counts[name]["count"]:
                    del counts[name]

    def summarise(self) -> None:
        """This function will put the counts on the batch, unsaved."""
        self.batch.rows_done = self.batch.row_count = self.rows_done
        self.batch.added = self.counts[Outcome.ADD]
        self.batch.changed = self.counts[Outcome.CHANGE]
        self.batch.changed_fields = self.changed_fields
        self.batch.layout["kept_rows"] = self.kept_rows
        self.batch.layout["held"] = self.counts[Outcome.OLDER]
        self.batch.same = self.counts[Outcome.SAME]
        self.batch.vanished = self.counts[Outcome.VANISHED]
        self.batch.rejected = self.counts[Outcome.REJECTED]
        self.batch.repair_counts = self.repair_counts
        self.batch.flag_counts = self.flag_counts

    def count_helpers(self) -> None:
        """This function will count the columns that only explain the sheet."""
        for helper in self.batch.layout.get("helpers", []):
            self._count_repair(helper["row"], helper_repair(helper["column"]))

    def _counted(self, verdict: Verdict) -> tuple[Any, ...]:
        self.counts[verdict.outcome] += 1
        self.changed_fields += len(verdict.changed) if verdict.outcome is Outcome.CHANGE else 0
        self.kept_rows += bool(verdict.kept)
        row = verdict.row
        cleaned = {"area": row.area_path, "values": row.values} if row.values else {}
        return (
            key_of(self.batch.id),
            row.number,
            verdict.outcome.value,
            row.name[:160],
            row.key,
            _text(row.original),
            _text(cleaned),
            _text(row.repairs) if row.repairs else _NOTHING,
            _text(row.flags) if row.flags else _NOTHING,
            _text(list(verdict.changed)),
            _text(list(verdict.kept)),
            _text(verdict.before) if verdict.before else _NO_VALUES,
            row.reason,
            row.reason_column[:120],
            key_of(verdict.target) if verdict.target else None,
            VanishedChoice.KEEP.value,
        )

    def _count_blank(self, blank: Sequence[list[Any]]) -> None:
        if blank:
            self.batch.layout["blank"] += [[number, cell[:40]] for number, cell in blank]
        for number, cell in blank:
            self._count_repair(number, blank_repair(cell))

    def _count(self, row: Incoming, *, is_taken: bool) -> None:
        for repair in helping_repairs(row.repairs, is_taken=is_taken):
            self._count_repair(row.number, repair)
        for flag in row.flags:
            entry = self.flag_counts.setdefault(
                flag["flag"], {"count": 0, "row": row.number, **flag}
            )
            entry["count"] += 1

    def _count_repair(self, number: int, repair: dict[str, str]) -> None:
        example = {"count": 0, "row": number, **repair, "rule": str(repair["rule"])}
        self.repair_counts.setdefault(str(repair["rule"]), example)["count"] += 1


def vanished_row(name: str, area_path: str) -> Incoming:
    """This function will return a record the file does not have, as a row of no place."""
    return Incoming(0, name, area_path, "", "", None, [], [], [], "", "")


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
