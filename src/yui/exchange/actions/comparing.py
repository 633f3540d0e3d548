"""Cleaned rows against the directory: add, change, same, vanished or rejected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from yui.areas.rules import within
from yui.directory.formats import Format, format_of_kind
from yui.directory.models import Service, ServiceAtLocation
from yui.directory.states import LISTED, ServiceState
from yui.exchange.actions.editions import newer_days
from yui.exchange.actions.opening import DraftsOfList
from yui.exchange.actions.placing import Placing
from yui.exchange.actions.returning import cells_by_field, unchanged_values
from yui.exchange.actions.staging import Incoming, RowPlan, Verdict, vanished_row
from yui.exchange.actions.unread import ADDRESS_FIELDS, UnreadRows
from yui.exchange.actions.whereabouts import (
    NO_SUCH_PLACE,
    SAID_OTHERWISE,
    Siblings,
    place_mark,
)
from yui.exchange.engine.matching import matched_format
from yui.exchange.engine.records import LABELS, Values, changed_values, is_edited, match_key
from yui.exchange.engine.rules import Flag, Rule
from yui.exchange.models import Batch
from yui.exchange.queries.current import Current, current_at_places, current_services
from yui.exchange.states import Outcome
from yui.lib.japanese import fold
from yui.policy.viewer import Viewer

_SHORT_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")
_UNREAD = frozenset({Rule.PHONE_DROPPED.value, Rule.BROKEN_NUMBER.value})
KEPT_ELSEWHERE = "この記録は、ほかの役所か団体が守っています。ここからは変えられません。"


@dataclass(slots=True)
class Plan(RowPlan):
    """This object will compare rows with what the list's editions brought before.

    Only records that `by` may change change or vanish (`rules.may_change`).
    """

    is_key_stable: bool = False
    by_key: dict[str, list[UUID]] = field(default_factory=dict)
    by_match: dict[str, list[UUID]] = field(default_factory=dict)
    listed: dict[UUID, str] = field(default_factory=dict)
    scopes: set[str] = field(default_factory=set)
    own: dict[str, UUID] = field(default_factory=dict)
    drafts: DraftsOfList = field(default_factory=DraftsOfList)
    unread: UnreadRows = field(default_factory=UnreadRows)
    placing: Placing | None = None
    siblings: Siblings = field(default_factory=Siblings)
    newer_scopes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, by: Viewer, batch: Batch, sources: list[int]) -> Plan:
        """This function will read the keys of the list's records; their values come in chunks."""
        known = format_of_kind(batch.kind)
        plan = cls(
            by,
            batch,
            sources,
            frozenset(batch.layout["provided"]),
            is_key_stable=bool(known and known.is_key_stable),
            drafts=DraftsOfList.of(batch, sources),
        )
        plan._read_keys()
        if plan.is_older and known and known.scope_field:
            plan._read_newer_scopes()
        plan.count_helpers()
        return plan

    def is_of_older(self, verdict: Verdict) -> bool:
        """This function will say whether newer data stand against a row.

        A list that comes in many files, one for each kind of service, is older kind by kind.
        """
        if not self._has_scopes:
            return self.is_older
        return _scope_of(verdict.row.key) in self.newer_scopes

    def stage_vanished(self) -> None:
        """This function will stage what the file does not have, unless the file is older."""
        if self._has_scopes and not self.scopes & self.newer_scopes:
            self.batch.layout.pop("newer", None)
        RowPlan.stage_vanished(self)

    def judged(self, rows: list[Incoming]) -> Iterator[Verdict]:
        """This function will say what becomes of rows, in their order."""
        targets = self._targets(rows)
        now = current_services(list(targets.values()))
        at_places = self._at_places(rows, targets)
        for at, row in enumerate(rows):
            target = targets.get(at)
            if target is None or row.key not in self.own:
                yield self._verdict(row, now.get(target) if target else None)
            elif at in at_places:
                yield self._beside_siblings(self._verdict(row, at_places[at]))
            else:
                yield Verdict(replace(row, reason=NO_SUCH_PLACE), Outcome.REJECTED)

    def missing(self) -> Iterator[list[Verdict]]:
        """This function will yield the records of the list that the file does not have."""
        missing = [
            service_id
            for service_id, key in self.listed.items()
            if service_id not in self.matched and self._is_in_scope(key)
        ]
        if self.unread.rows:
            spoken_of = self.unread.speak_of(missing, self.listed)
            missing = [service_id for service_id in missing if service_id not in spoken_of]
        for start in range(0, len(missing), 1000):
            now = current_services(missing[start : start + 1000])
            yield [self._vanished(each) for each in now.values() if self.may_change_held(each)]

    @property
    def _has_scopes(self) -> bool:
        known = format_of_kind(self.batch.kind)
        return bool(known and known.scope_field)

    def _read_newer_scopes(self) -> None:
        newer = newer_days(self.batch.period_date, self.sources)
        keys = Service.objects.filter(source_id__in=newer).values_list("source_key", flat=True)
        self.newer_scopes = frozenset(_scope_of(key) for key in keys.iterator())

    def _read_keys(self) -> None:
        rows = Service.objects.filter(source_id__in=self.sources) if self.sources else None
        if rows is None:
            return
        for service_id, key, state in rows.values_list("id", "source_key", "state").iterator():
            self.by_key.setdefault(key, []).append(service_id)
            if state in LISTED or state == ServiceState.DRAFT:
                self.listed[service_id] = key
        if not self.is_key_stable:
            self._read_matches()

    def _read_matches(self) -> None:
        """Lists without lasting numbers are small: name and address of each are held."""
        places = ServiceAtLocation.objects.filter(service__source_id__in=self.sources)
        for service_id, name, address in (
            places.values_list("service_id", "service__name", "location__address")
            .order_by("service_id")
            .iterator()
        ):
            self.by_match.setdefault(match_key(name, address), []).append(service_id)

    def _targets(self, rows: list[Incoming]) -> dict[int, UUID]:
        """Place of a row in `rows` → the record it speaks of; a record is taken once."""
        found: dict[int, UUID] = {}
        own = self._by_short_code(rows)
        self.own |= own
        for at, row in enumerate(rows):
            if row.values is None:
                self._note_unread(row)
                continue
            if row.key in own:
                self.matched.add(own[row.key])
                found[at] = own[row.key]
                continue
            candidates = self._candidates(row)
            free = next((each for each in candidates if each not in self.matched), None)
            if free is not None:
                self.matched.add(free)
                found[at] = free
        if self.is_key_stable or not found:
            return found
        return self._only_alike(rows, found)

    def _note_unread(self, row: Incoming) -> None:
        """A lasting number says at once which record it is; names are compared at the end."""
        if row.key in self.own:
            self.matched.add(self.own[row.key])
        elif row.key and self.is_key_stable and row.key in self.by_key:
            self.matched.update(self.by_key[row.key])
        elif row.match:
            self.unread.add(row.key, row.name, self._address_of(row))

    def _address_of(self, row: Incoming) -> str:
        return "".join(self._cells(row).get(name, "") for name in ADDRESS_FIELDS)

    def _cells(self, row: Incoming) -> dict[str, str]:
        return cells_by_field(self.batch.layout["matches"], self.batch.headers, row.original)

    @property
    def _layout(self) -> Format:
        return format_of_kind(self.batch.kind) or matched_format(self.batch.layout["sector"])

    def _candidates(self, row: Incoming) -> list[UUID]:
        if self.is_key_stable:
            return self.by_key.get(row.key, [])
        alike, of_key = self.by_match.get(row.match, []), self.by_key.get(row.key, [])
        # A list may name one clinic twice: of those alike, a row speaks of the one of its number.
        return [*(each for each in of_key if each in alike), *alike, *of_key]

    def _only_alike(self, rows: list[Incoming], found: dict[int, UUID]) -> dict[int, UUID]:
        """A running number proves nothing unless the name or the address agrees too."""
        now = current_services(list(found.values()))
        kept: dict[int, UUID] = {}
        for at, service_id in found.items():
            if rows[at].key in self.own:
                kept[at] = service_id
                continue
            current, new = now[service_id].values, rows[at].values or {}
            if _agrees(current, new, "name") or _agrees(current, new, "address"):
                kept[at] = service_id
            else:
                self.matched.discard(service_id)
        return kept

    def _at_places(self, rows: list[Incoming], targets: Mapping[int, UUID]) -> dict[int, Current]:
        """Rows of our own tables → their records, each as it stands at the place of its row."""
        own: dict[UUID, dict[int, dict[str, str]]] = {}
        for at, target in targets.items():
            if rows[at].key in self.own:
                own.setdefault(target, {})[at] = self._cells(rows[at])
        self.siblings = Siblings.of(
            self.batch, {rows[at].key for each in own.values() for at in each}
        )
        places = current_at_places(list(own))
        found: dict[int, Current] = {}
        for target, cells in own.items():
            found |= self.siblings.place(cells, places[target], self._layout)
        return found

    def _beside_siblings(self, verdict: Verdict) -> Verdict:
        """What a row before it changes of the same service is not changed twice."""
        values, target = verdict.row.values or {}, verdict.target
        if target is None or verdict.outcome is not Outcome.CHANGE:
            return verdict
        otherwise = self.siblings.otherwise(target, verdict.changed, values)
        if otherwise:
            names = "、".join(LABELS[name] for name in otherwise)
            row = replace(verdict.row, reason=SAID_OTHERWISE.format(names=names))
            return Verdict(row, Outcome.REJECTED)
        changed = [name for name in verdict.changed if name not in self.siblings.said[target]]
        self.siblings.note(target, changed, values)
        outcome = Outcome.CHANGE if changed else Outcome.SAME
        return replace(verdict, changed=changed, outcome=outcome)

    def _by_short_code(self, rows: list[Incoming]) -> dict[str, UUID]:
        """Our own export carries the short code of each record in its number column."""
        codes = [row.key for row in rows if _SHORT_CODE.fullmatch(row.key)]
        if not codes:
            return {}
        area = within(self.batch.area.path, "area__path")
        pairs = Service.objects.filter(area, short_code__in=codes).values_list("short_code", "id")
        return dict(pairs)

    def _verdict(self, row: Incoming, current: Current | None) -> Verdict:
        if row.values is None:
            return Verdict(row, Outcome.REJECTED)
        self.scopes.add(_scope_of(row.key))
        self.placing = self.placing or Placing(self.batch)
        row = self.placing.settled(row, current)
        if current is None:
            return Verdict(self._without_phone(row), Outcome.ADD)
        return self._compared(row, current)

    def _compared(self, row: Incoming, current: Current) -> Verdict:
        differing = changed_values(current.values, row.values or {}, self.provided)
        if differing and row.key == current.short_code:
            as_written = self._as_written(row, current)
            differing = [name for name in differing if name not in as_written]
            row = _with_other_numbers(row, current)
        if "sphere" in differing and not (self.placing and self.placing.is_new(row, current)):
            differing.remove("sphere")
        if "phones" in differing and not (row.values or {})["phones"]:
            differing.remove("phones")
            row = self._keeping_phone(row)
        kept = [name for name in differing if is_edited(name, list(current.edited))]
        changed = [name for name in differing if name not in kept]
        if self.drafts.opens(current, row.values or {}):
            changed.append("state")
            row = replace(row, values={**(row.values or {}), "state": ServiceState.PUBLISHED.value})
        if changed and not self.may_change_held(current):
            return Verdict(replace(row, reason=KEPT_ELSEWHERE), Outcome.REJECTED)
        outcome = Outcome.CHANGE if changed else Outcome.SAME
        before = {name: current.values.get(name) for name in [*changed, *kept]}
        if "confirmed" in changed:
            before["confirmation"] = current.values["confirmation"]
        if "schedule" in changed:
            before |= {name: current.values[name] for name in ("sentence", "not_read")}
        return Verdict(row, outcome, changed, kept, before_of(current, before), current.id)

    def _keeping_phone(self, row: Incoming) -> Incoming:
        """A cell that is empty or cannot be read proves nothing against a number on file."""
        column = self.batch.layout["matches"].get("phone", "")
        cell = next((each["from"] for each in row.repairs if each["column"] == column), "")
        kept = {"column": column, "flag": Flag.PHONE_KEPT.value, "cell": cell}
        return replace(row, flags=[*row.flags, kept])

    def _without_phone(self, row: Incoming) -> Incoming:
        """A new record whose number cannot be read comes in without one: a person should look."""
        column = self.batch.layout["matches"].get("phone", "")
        if not column or (row.values or {})["phones"]:
            return row
        of_cell = [each for each in row.repairs if each["column"] == column]
        cell = next((each["from"] for each in of_cell if each["rule"] in _UNREAD), "")
        left_out = {"column": column, "flag": Flag.PHONE_LEFT_OUT.value, "cell": cell}
        return replace(row, flags=[*row.flags, left_out]) if cell else row

    def _as_written(self, row: Incoming, current: Current) -> frozenset[str]:
        layout = format_of_kind(self.batch.kind)
        if layout is None:
            return frozenset()
        return unchanged_values(layout, current, self._cells(row))

    def _vanished(self, current: Current) -> Verdict:
        row = vanished_row(str(current.values["name"]), current.area_path)
        return Verdict(row, Outcome.VANISHED, (), (), before_of(current, {}), current.id)

    def _is_in_scope(self, key: str) -> bool:
        known = format_of_kind(self.batch.kind)
        return not (known and known.scope_field) or _scope_of(key) in self.scopes


def _with_other_numbers(row: Incoming, current: Current) -> Incoming:
    """Our export writes the first number alone: the others stay behind the one that came back."""
    values = row.values or {}
    if not values.get("phones"):
        return row
    known = {phone["digits"] for phone in values["phones"]}
    others = [phone for phone in current.values["phones"][1:] if phone["digits"] not in known]
    return replace(row, values=values | {"phones": [*values["phones"], *others]})


def _scope_of(key: str) -> str:
    return key.rpartition(":")[2]


def _agrees(now: Values, new: Values, name: str) -> bool:
    return bool(new.get(name)) and fold(str(now.get(name, ""))) == fold(str(new[name]))


def before_of(current: Current, values: Values) -> Values:
    """This function will return what a record held before a change, as undo restores it."""
    return {
        "values": values,
        "source_id": current.source_id,
        "source_row": current.source_row,
        "source_key": current.source_key,
        "state": current.state,
        "organization_id": current.organization_id.hex,
        "modified_at": current.modified_at.isoformat(),
        "edited": list(current.edited),
        "has_place": current.location_id is not None,
        "place": place_mark(current),
    }
