"""Cleaned rows against the events of a list: add, change, same, vanished or rejected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from yui.events.states import EventState
from yui.exchange.actions.comparing import KEPT_ELSEWHERE
from yui.exchange.actions.staging import Incoming, RowPlan, Verdict, vanished_row
from yui.exchange.engine.event_records import DAY_VALUES, changed_event_values
from yui.exchange.engine.records import Values
from yui.exchange.models import Batch
from yui.exchange.queries.current_events import CurrentEvent, EventSign, current_events, signs_of
from yui.exchange.states import Outcome
from yui.lib.clock import date_in_jst
from yui.lib.japanese import fold
from yui.policy.viewer import Viewer


@dataclass(slots=True)
class EventPlan(RowPlan):
    """This object will compare rows with the events that the list's editions brought before.

    Numbers of a list run anew in every edition: a number proves nothing unless the title or the
    first day agrees too, and never of an event that was over when the list came in.
    """

    today: date = date.min
    by_key: dict[str, list[EventSign]] = field(default_factory=dict)
    by_match: dict[str, list[EventSign]] = field(default_factory=dict)
    listed: list[EventSign] = field(default_factory=list)

    @classmethod
    def of(cls, by: Viewer, batch: Batch, sources: list[int]) -> EventPlan:
        """This function will read by what the list's events are found again."""
        provided = frozenset(batch.layout["provided"])
        plan = cls(by, batch, sources, provided, today=date_in_jst(batch.created_at))
        for sign in signs_of(sources):
            plan.by_key.setdefault(sign.key, []).append(sign)
            plan.by_match.setdefault(sign.match, []).append(sign)
            plan.listed.append(sign)
        plan.count_helpers()
        return plan

    def judged(self, rows: list[Incoming]) -> Iterator[Verdict]:
        """This function will say what becomes of rows, in their order."""
        targets = [self._target(row) for row in rows]
        now = current_events([target for target in targets if target is not None])
        for row, target in zip(rows, targets, strict=True):
            if row.values is None:
                yield Verdict(row, Outcome.REJECTED)
            elif target is None:
                yield Verdict(row, Outcome.ADD)
            else:
                yield self._compared(row, row.values, now[target])

    def missing(self) -> Iterator[list[Verdict]]:
        """This function will yield the events to come that the file does not have."""
        missing = [
            sign.id
            for sign in self.listed
            if sign.id not in self.matched
            and sign.state != EventState.CANCELLED
            and sign.last_day >= self.today
        ]
        for start in range(0, len(missing), 1000):
            now = current_events(missing[start : start + 1000])
            yield [self._vanished(each) for each in now.values() if self.may_change_held(each)]

    def _target(self, row: Incoming) -> UUID | None:
        """The event a row speaks of; a refused row still speaks of the one of its name."""
        if row.values is None:
            same = (s for s in self.by_key.get(row.key, []) if fold(s.title) == fold(row.name))
            self.matched.update(sign.id for sign in same if row.key)
            return None
        for sign in self._candidates(row, row.values):
            if sign.id not in self.matched:
                self.matched.add(sign.id)
                return sign.id
        return None

    def _candidates(self, row: Incoming, values: Values) -> list[EventSign]:
        first = values["days"][0]["starts"][:10]
        numbered = [
            sign
            for sign in self.by_key.get(row.key, [])
            if sign.first_day.isoformat() == first
            or (fold(sign.title) == fold(values["title"]) and sign.last_day >= self.today)
        ]
        exact = self.by_match.get(row.match, [])
        return sorted(exact, key=lambda sign: sign.key != row.key) + numbered

    def _compared(self, row: Incoming, values: Values, current: CurrentEvent) -> Verdict:
        changed = changed_event_values(current.values, values, self.provided)
        if self._opens(current):
            changed.append("state")
            row = replace(row, values=values | {"state": EventState.PUBLISHED.value})
        if changed and not self.may_change_held(current):
            return Verdict(replace(row, reason=KEPT_ELSEWHERE), Outcome.REJECTED)
        outcome = Outcome.CHANGE if changed else Outcome.SAME
        return Verdict(row, outcome, changed, (), before_of_event(current, changed), current.id)

    def _opens(self, current: CurrentEvent) -> bool:
        """Drafts of a list that a public edition makes public."""
        is_draft = current.state == EventState.DRAFT and current.source_id in self.sources
        return is_draft and self.batch.is_official

    def _vanished(self, current: CurrentEvent) -> Verdict:
        row = vanished_row(str(current.values["title"]), current.area_path)
        before = before_of_event(current, [])
        return Verdict(row, Outcome.VANISHED, (), (), before, current.id)


def before_of_event(current: CurrentEvent, changed: list[str]) -> Values:
    """This function will return what an event held before a change, as undo restores it."""
    names = {*changed, *(DAY_VALUES if set(changed) & set(DAY_VALUES) else ())}
    return {
        "values": {name: current.values.get(name) for name in sorted(names)},
        "source_id": current.source_id,
        "source_key": current.source_key,
        "state": current.state,
        "cancel_reason": current.cancel_reason,
        "organization_id": current.organization_id.hex,
        "modified_at": current.modified_at.isoformat(),
    }
