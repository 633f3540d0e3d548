"""How much two records speak of one thing: points for and against, and nothing hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product, starmap
from types import MappingProxyType
from typing import Final

from yui.directory.engine.same.addresses import (
    Address,
    is_same_town,
    is_town_within,
    read_address,
    town_key,
)
from yui.directory.engine.same.names import Name, families, is_behind, is_slip, read_name
from yui.directory.engine.same.values import Pair, Reason, Thing
from yui.directory.engine.same.vocabulary import HOMES
from yui.lib.geo import distance_m

CANDIDATE_SCORE: Final = 70
# Tuned on the first half of tests/directory/engine/same/labels.csv, held to the second.
POINTS: Final[Mapping[Reason, int]] = MappingProxyType(
    {
        Reason.SAME_NAME: 50,
        Reason.SAME_KANA: 50,
        Reason.SAME_CORE: 40,
        Reason.NAME_WITHIN: 40,
        Reason.LIKE_NAME: 40,
        Reason.NAME_LONGER: -10,
        Reason.OTHER_NAME: -30,
        Reason.SAME_PHONE: 30,
        Reason.SHARED_PHONE: 20,
        Reason.OTHER_PHONE: -15,
        Reason.SAME_ADDRESS: 30,
        Reason.LIKE_ADDRESS: 25,
        Reason.SHARED_ADDRESS: 20,
        Reason.NEAR: 20,
        Reason.OTHER_ADDRESS: -15,
        Reason.FAR: -20,
        Reason.SAME_CORPORATION: 5,
        Reason.OTHER_CORPORATION: -20,
        Reason.SAME_KIND: 10,
    }
)
_MOST_ON_A_PHONE: Final = 3
_MOST_AT_AN_ADDRESS: Final = 6
_NEAR_M: Final = 60.0
_FAR_M: Final = 1_500.0
_SAME_NAMES: Final = (Reason.SAME_NAME, Reason.SAME_CORE, Reason.SAME_KANA)


@dataclass(frozen=True, slots=True)
class Prepared:
    """This value will hold a thing with its name and address taken apart."""

    thing: Thing
    name: Name
    kana: Name
    address: Address
    kinds: frozenset[str]

    @property
    def place(self) -> tuple[str, ...]:
        """This property will name the address as things share it; () without a number."""
        if not self.address.numbers:
            return ()
        return self.thing.area, town_key(self.address), *self.address.numbers[:3]


def prepare(thing: Thing) -> Prepared:
    """This function will take a thing apart once, before it is compared with many."""
    name = read_name(thing.name, thing.owner)
    kinds = families(thing.kinds) or name.kinds
    return Prepared(thing, name, read_name(thing.kana), read_address(thing.address), kinds)


class Judge:
    """This class will judge pairs among things, knowing how many share a number or an address."""

    def __init__(self, among: Iterable[Prepared]) -> None:
        self._phones: Counter[str] = Counter()
        self._places: Counter[tuple[str, ...]] = Counter()
        for each in among:
            self._phones.update(set(each.thing.phones))
            self._places[each.place] += 1

    def judge(self, one: Prepared, other: Prepared) -> Pair | None:
        """This function will score a pair; None where what they say of themselves rules it out."""
        name = name_reason(one, other)
        if name is Reason.NAME_WITHIN and _is_tenant(one, other):
            name = Reason.OTHER_NAME
        if is_ruled_out(one, other, name):
            return None
        reasons = (name, *self._other_reasons(one, other))
        ordered = sorted(reasons, key=lambda reason: -abs(POINTS[reason]))
        first, second = sorted((one.thing.key, other.thing.key))
        return Pair(first, second, sum(POINTS[reason] for reason in reasons), tuple(ordered))

    def _other_reasons(self, one: Prepared, other: Prepared) -> Iterator[Reason]:
        yield from self._phone_reasons(one.thing.phones, other.thing.phones)
        yield from self._place_reasons(one, other)
        numbers = {one.thing.corporate_number, other.thing.corporate_number}
        if "" not in numbers:
            is_one = len(numbers) == 1
            yield Reason.SAME_CORPORATION if is_one else Reason.OTHER_CORPORATION
        if one.kinds & other.kinds:
            yield Reason.SAME_KIND

    def _phone_reasons(self, one: Iterable[str], other: Iterable[str]) -> Iterator[Reason]:
        numbers, others = set(one), set(other)
        if shared := numbers & others:
            fewest = min(self._phones[number] for number in shared)
            yield Reason.SAME_PHONE if fewest <= _MOST_ON_A_PHONE else Reason.SHARED_PHONE
        elif numbers and others:
            yield Reason.OTHER_PHONE

    def _place_reasons(self, one: Prepared, other: Prepared) -> Iterator[Reason]:
        reason = place_reason(one, other)
        if reason is Reason.SAME_ADDRESS and self._places[one.place] > _MOST_AT_AN_ADDRESS:
            yield Reason.SHARED_ADDRESS
        elif reason is not None:
            yield reason


def is_ruled_out(one: Prepared, other: Prepared, name: Reason) -> bool:
    """This function will say whether two records call themselves two things.

    Two kinds of service; a house and one service in it; two units, numbers or branches; and
    homes under two names, whose units are designated apart.
    """
    if one.kinds and other.kinds:
        if one.kinds.isdisjoint(other.kinds) or one.kinds & HOMES != other.kinds & HOMES:
            return True
        if one.kinds & HOMES and name not in _SAME_NAMES:
            return True
    named, also_named = one.name.kinds, other.name.kinds
    if named and also_named and named.isdisjoint(also_named):
        return True
    return marks_differ(one.name, other.name) or _only_one_is_main(one, other)


def _only_one_is_main(one: Prepared, other: Prepared) -> bool:
    """Whether one calls itself the main house and is reached at another number."""
    has_both = bool(one.thing.phones and other.thing.phones)
    is_other = one.name.main_marks != other.name.main_marks
    return has_both and is_other and not _share_a_phone(one, other)


def _is_tenant(one: Prepared, other: Prepared) -> bool:
    """Whether one may stand in the shop or house it is named after（〇〇 イオン焼津店）."""
    return bool(one.name.house and other.name.house) and not _share_a_phone(one, other)


def _share_a_phone(one: Prepared, other: Prepared) -> bool:
    return not set(one.thing.phones).isdisjoint(other.thing.phones)


def marks_differ(one: Name, other: Name) -> bool:
    """This function will say whether two names carry other units, numbers or branches."""
    if one.marks != other.marks:
        return True
    if one.main_marks and other.main_marks and one.main_marks != other.main_marks:
        return True
    short, long = sorted((one.house, other.house), key=len)
    return bool(short) and not long.endswith(short)


def name_reason(one: Prepared, other: Prepared) -> Reason:
    """This function will say how two names stand to each other."""
    first, second = one.name.cores, other.name.cores
    if one.name.whole == other.name.whole:
        return Reason.SAME_NAME
    if not set(first).isdisjoint(second):
        return Reason.SAME_CORE
    spellings, others = _spellings(one), _spellings(other)
    if not set(spellings).isdisjoint(others):
        return Reason.SAME_KANA
    if any(starmap(is_behind, product(spellings, others))):
        return Reason.NAME_WITHIN
    if first[0].startswith(second[0]) or second[0].startswith(first[0]):
        return Reason.NAME_LONGER
    if any(starmap(is_slip, product(spellings, others))):
        return Reason.LIKE_NAME
    return Reason.OTHER_NAME


def _spellings(each: Prepared) -> tuple[str, ...]:
    """How a name is written and read."""
    return tuple(core for core in (*each.name.cores, *each.kana.cores) if core)


def place_reason(one: Prepared, other: Prepared) -> Reason | None:
    """This function will say how two addresses and points stand to each other."""
    first, second = one.address, other.address
    if first.numbers and first.numbers == second.numbers:
        if is_same_town(first, second):
            return Reason.SAME_ADDRESS
        if is_town_within(first, second):
            return Reason.LIKE_ADDRESS
    short, long = sorted((first.numbers, second.numbers), key=len)
    if len(short) > 1 and long[: len(short)] == short and is_same_town(first, second):
        return Reason.LIKE_ADDRESS
    away_m = _away_m(one.thing, other.thing)
    if away_m is not None and away_m <= _NEAR_M:
        return Reason.NEAR
    if away_m is not None and away_m > _FAR_M:
        return Reason.FAR
    return Reason.OTHER_ADDRESS if first.town and second.town else None


def _away_m(one: Thing, other: Thing) -> float | None:
    if one.latitude is None or one.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    return distance_m(one.latitude, one.longitude, other.latitude, other.longitude)
