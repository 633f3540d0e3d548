"""Numbers of people as what a batch brings; `yui.areas` keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from yui.areas.actions import remove_unused_towns, set_population
from yui.areas.queries import OwnerFigures, figures_of_meshes, figures_of_towns, owner_key
from yui.directory.models import Source
from yui.exchange.actions.adding import staged_chunks
from yui.exchange.actions.population_plan import PopulationPlan, given_figures, source_words
from yui.exchange.actions.targets.interface import OUTDATED, Target, Work
from yui.exchange.errors import PlanOutdated
from yui.exchange.models import Batch, StagingRow
from yui.exchange.states import Outcome, VanishedChoice
from yui.policy.viewer import Viewer

_WRITTEN = (Outcome.ADD, Outcome.CHANGE)
_MADE_TOWNS = "made_towns"
_AT_ONCE = 500


class People(Target):
    """This object will bring rows to the numbers of people of an area."""

    def plan(self, by: Viewer, batch: Batch, sources: list[int]) -> PopulationPlan:
        """This function will return the plan that compares rows with what is held."""
        return PopulationPlan.of(by, batch, sources)

    def count(self, sources: Sequence[int]) -> int:
        """This function will count nothing: figures are compared one by one when applied."""
        return 0

    def work(self, by: Viewer, batch: Batch, at: datetime) -> Work:
        """This function will return what makes a plan true."""
        return PopulationWork(by, batch, at)

    def touched(self, batch: Batch) -> list[str]:
        """This function will name the 町字 whose figures are no longer what the batch set."""
        after = [(row.name, after) for row, _, after in _steps(batch)]
        now = _held(batch, [figures for _, figures in after])
        return [name for name, figures in after if now.get(_key(batch, figures)) != _said(figures)]

    def undo(self, by: Viewer, batch: Batch, at: datetime) -> None:
        """This function will set the figures that stood before, and forget new 町字."""
        before = [before for _, before, _ in _steps(batch)]
        area_path = batch.area.path
        source = source_words(batch)
        set_population(by=by, at=at, area_path=area_path, source=source, given=before)
        made = batch.layout.get(_MADE_TOWNS, [])
        if made:
            remove_unused_towns(by=by, at=at, area_path=area_path, ids=made)


@dataclass(slots=True)
class PopulationWork(Work):
    """This object will write a plan of figures."""

    steps: list[tuple[StagingRow, OwnerFigures, OwnerFigures]] = field(default_factory=list)

    def prepare(self) -> None:
        """This function will read what the plan sets, owner by owner."""
        self.steps = list(_steps(self.batch))

    def refuse_outdated(self) -> None:
        """This function will compare what is held now with what was held while planning."""
        now = _held(self.batch, [before for _, before, _ in self.steps])
        befores = (before for _, before, _ in self.steps)
        newer = sum(now.get(_key(self.batch, each)) != _said(each) for each in befores)
        if newer:
            raise PlanOutdated(OUTDATED.format(count=newer))

    @property
    def is_needed(self) -> bool:
        """This property will say whether anything is written at all."""
        return bool(self.steps)

    def write(self, source: Source) -> None:
        """This function will set the figures as one action of `areas`; new 町字 are noted."""
        made = set_population(
            by=self.by,
            at=self.at,
            area_path=self.batch.area.path,
            source=source_words(self.batch),
            given=[after for _, _, after in self.steps],
        )
        self.batch.layout[_MADE_TOWNS] = list(made)

    def drop(self) -> None:
        """This function will let go of the rows."""
        self.steps = []


def _steps(batch: Batch) -> Iterator[tuple[StagingRow, OwnerFigures, OwnerFigures]]:
    """Each owner the batch sets: its row, what stood before, what stands afterwards."""
    for outcome in _WRITTEN:
        for rows in staged_chunks(batch, outcome):
            for row in rows:
                after = given_figures(row.cleaned["values"])
                yield row, _before(row, after), after
    for rows in staged_chunks(batch, Outcome.VANISHED):
        for row in rows:
            if row.choice == VanishedChoice.END:
                before = given_figures(row.before["values"])
                yield row, before, replace(before, figures=())


def _before(row: StagingRow, after: OwnerFigures) -> OwnerFigures:
    held = row.before.get("values")
    return given_figures(held) if held else replace(after, figures=())


def _held(batch: Batch, given: Sequence[OwnerFigures]) -> dict[tuple[str, str], frozenset[object]]:
    """What is held now of these owners; those without figures are left out."""
    source, path = source_words(batch), batch.area.path
    found: list[OwnerFigures] = []
    for day in {each.as_of for each in given}:
        if path:
            found += figures_of_towns(path, source, day).values()
            continue
        codes = [each.mesh_code for each in given if each.as_of == day]
        for some in _portions(codes):
            found += figures_of_meshes(some, source, day).values()
    return {_key(batch, each): said for each in found if (said := _said(each)) is not None}


def _key(batch: Batch, figures: OwnerFigures) -> tuple[str, str]:
    key = owner_key(figures.name, figures.mesh_code, batch.area.name)
    return figures.as_of.isoformat(), key


def _said(figures: OwnerFigures) -> frozenset[object] | None:
    return frozenset(figures.figures) or None


def _portions(codes: Sequence[str]) -> Iterable[Sequence[str]]:
    return (codes[start : start + _AT_ONCE] for start in range(0, len(codes), _AT_ONCE))
