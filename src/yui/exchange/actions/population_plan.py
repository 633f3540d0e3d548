"""Cleaned rows against the numbers of people a source has given before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from yui.areas.queries import (
    KnownTowns,
    OwnerFigures,
    figures_of_meshes,
    figures_of_towns,
    owner_key,
)
from yui.areas.rules import may_keep, may_load
from yui.exchange.actions.staging import Incoming, RowPlan, Verdict, vanished_row
from yui.exchange.engine.records import Values
from yui.exchange.errors import FileRefused
from yui.exchange.models import Batch
from yui.exchange.states import Outcome
from yui.policy.viewer import Viewer

_NOT_YOURS = "この地域の人口は、この立場では取り込めません。"
_TWICE = "同じ地域の行が、ほかにもあります。"
FIGURES = "figures"


@dataclass(slots=True)
class PopulationPlan(RowPlan):
    """This object will compare rows with what the same source said of the same day before.

    `figures` counts numbers by what becomes of them: "add", "change", "same", "gone"; rows that
    are refused count as "rejected" with the numbers a row has.
    """

    source: str = ""
    figures: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("add", "change", "same", "gone", "rejected"), 0)
    )
    held: dict[date, dict[str, OwnerFigures]] = field(default_factory=dict)
    per_row: int = 0
    refused: set[str] = field(default_factory=set)
    towns: KnownTowns = field(default_factory=lambda: KnownTowns({}, {}))

    @classmethod
    def of(cls, by: Viewer, batch: Batch, sources: list[int]) -> PopulationPlan:
        """This function will check that the viewer keeps the area. Raises: FileRefused."""
        path = batch.area.path
        if not (may_keep(by, path) if path else may_load(by)):
            raise FileRefused(_NOT_YOURS)
        plan = cls(by, batch, sources, frozenset(), source=source_words(batch))
        if path:
            plan.towns = KnownTowns.of(path)
        plan.figures |= batch.layout.get(FIGURES, {})
        plan.count_helpers()
        return plan

    def judged(self, rows: list[Incoming]) -> Iterator[Verdict]:
        """This function will say what becomes of rows, in their order."""
        self._read_held(rows)
        for row in rows:
            yield self._judged(row)

    def missing(self) -> Iterator[list[Verdict]]:
        """This function will yield the 町字 of the days in the file that it does not name."""
        if not self.batch.area.path:
            return
        for day, owners in self.held.items():
            yield [
                self._vanished(owner) for key, owner in owners.items()
                if (day, key) not in self.matched and key not in self.refused
            ]  # fmt: skip

    def summarise(self) -> None:
        """This function will put the counts on the batch, unsaved; its day is that of the rows."""
        RowPlan.summarise(self)
        self.batch.layout[FIGURES] = self.figures
        if self.batch.period_date is None and not self.batch.layout.get("has_no_period"):
            self.batch.period_date = max(self.held, default=None)

    def _read_held(self, rows: Sequence[Incoming]) -> None:
        """Towns are read by day, once; meshes for these rows alone, there are too many."""
        path = self.batch.area.path
        days = {date.fromisoformat(row.values["as_of"]) for row in rows if row.values}
        for day in days:
            if path and day not in self.held:
                self.held[day] = figures_of_towns(path, self.source, day)
            if not path:
                codes = [row.values["mesh"] for row in rows if row.values]
                self.held[day] = figures_of_meshes(codes, self.source, day)

    def _judged(self, row: Incoming) -> Verdict:
        values = row.values
        if values is None:
            # A refused row still speaks of its 町字, which therefore has not vanished.
            self.refused.add(owner_key(row.name, "", self.batch.area.name))
            self.figures["rejected"] += self.per_row
            return Verdict(row, Outcome.REJECTED)
        self.per_row = max(self.per_row, len(values["figures"]))
        day, key = owner_of(values, self.batch)
        reason = _TWICE if (day, key) in self.matched else self.towns.doubt(values["town"])
        if reason:
            self.figures["rejected"] += len(values["figures"])
            return Verdict(replace(row, values=None, reason=reason), Outcome.REJECTED)
        self.matched.add((day, key))
        held = self.held[day].get(key)
        if held is None:
            self.figures["add"] += len(values["figures"])
            return Verdict(row, Outcome.ADD)
        return self._compared(row, values, held)

    def _compared(self, row: Incoming, values: Values, held: OwnerFigures) -> Verdict:
        now = {figure[:4]: figure[4] for figure in held.figures}
        new = {tuple(figure[:4]): figure[4] for figure in values["figures"]}
        changed = [code for code in new if code in now and now[code] != new[code]]
        added = [code for code in new if code not in now]
        gone = [code for code in now if code not in new]
        self.figures["add"] += len(added)
        self.figures["change"] += len(changed)
        self.figures["gone"] += len(gone)
        self.figures["same"] += len(new) - len(added) - len(changed)
        names = [measure_code(code) for code in (*changed, *added, *gone)]
        outcome = Outcome.CHANGE if names else Outcome.SAME
        return Verdict(row, outcome, names, (), before_of_figures(held))

    def _vanished(self, held: OwnerFigures) -> Verdict:
        row = vanished_row(held.name, self.batch.area.path)
        return Verdict(row, Outcome.VANISHED, (), (), before_of_figures(held))


def source_words(batch: Batch) -> str:
    """This function will return the words under which figures of a list are kept."""
    return batch.credit[:200]


def owner_of(values: Values, batch: Batch) -> tuple[date, str]:
    """This function will return the day and the owner of a row, as `areas` knows them."""
    key = owner_key(values["town"], values["mesh"], batch.area.name)
    return date.fromisoformat(values["as_of"]), key


def before_of_figures(held: OwnerFigures) -> Values:
    """This function will return what a source said before, as undo restores it."""
    return {
        "values": {
            "town": held.name,
            "mesh": held.mesh_code,
            "as_of": held.as_of.isoformat(),
            "figures": [list(figure) for figure in held.figures],
        }
    }


def given_figures(values: Values) -> OwnerFigures:
    """This function will return a row as `areas.actions.set_population` takes it."""
    point = values.get("point") or (None, None)
    figures = tuple(_figure(each) for each in values["figures"])
    day = date.fromisoformat(values["as_of"])
    return OwnerFigures(values["town"], values["mesh"], day, figures, point[0], point[1])


def measure_code(code: Sequence[Any]) -> str:
    """This function will return a measure as one word: "people m 0 4", "people f 85 -"."""
    kind, sex, low, high = code
    return f"{kind} {sex} {low} {'-' if high is None else high}"


def _figure(given: Sequence[Any]) -> tuple[str, str, int, int | None, int | None]:
    kind, sex, low, high, value = given
    return kind, sex, low, high, value
