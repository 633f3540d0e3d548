"""Finding what a new record belongs to: its organization, its 圏域, its terms, free short codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from yui.areas.models import Area
from yui.areas.states import Tier
from yui.directory.models import Organization, Service, new_short_code
from yui.lib.japanese import fold
from yui.taxonomy.queries import term_index

_NUMBER_BEFORE = re.compile(r"^[0-9]+(?:[.:)_\-\s]|(?=[^0-9]))")


@dataclass(slots=True)
class OrganizationBook:
    """This object will find organizations by corporate number, else by name within an area."""

    by_number: dict[str, str] = field(default_factory=dict)
    by_name: dict[tuple[int, str], str] = field(default_factory=dict)

    def look_up(self, given: Sequence[Mapping[str, str]]) -> None:
        """This function will read the organizations a chunk of rows may belong to: two queries."""
        numbers = {each["corporate_number"] for each in given if each["corporate_number"]}
        names = {fold(each["name"])[:160] for each in given}
        if numbers:
            rows = Organization.objects.filter(corporate_number__in=numbers).order_by("-created_at")
            for key, number in rows.values_list("id", "corporate_number"):
                self.by_number[number] = key.hex
        rows = Organization.objects.filter(folded__in=names).order_by("-created_at")
        for key, area_id, folded in rows.values_list("id", "area_id", "folded"):
            self.by_name[area_id, folded] = key.hex

    def find(self, given: Mapping[str, str], area_id: int) -> str | None:
        """This function will return the key of an organization, or None when it is new."""
        if given["corporate_number"]:
            return self.by_number.get(given["corporate_number"])
        return self.by_name.get((area_id, fold(given["name"])[:160]))

    def remember(self, given: Mapping[str, str], area_id: int, key: str) -> None:
        """This function will note an organization that is being added."""
        if given["corporate_number"]:
            self.by_number[given["corporate_number"]] = key
        else:
            self.by_name[area_id, fold(given["name"])[:160]] = key


@dataclass(slots=True)
class ShortCodes:
    """This object will give short codes that nobody has, in either table that paper points to."""

    given: set[str] = field(default_factory=set)

    def take(self, count: int) -> list[str]:
        """This function will return so many free codes: two queries."""
        drawn: set[str] = set()
        while len(drawn) < count:
            drawn.add(new_short_code())
        taken = set(
            Service.objects.filter(short_code__in=drawn).values_list("short_code", flat=True)
        )
        taken |= set(
            Organization.objects.filter(short_code__in=drawn).values_list("short_code", flat=True)
        )
        free = drawn - taken - self.given
        self.given |= free
        return (
            sorted(free) if len(free) == count else sorted([*free, *self.take(count - len(free))])
        )


@dataclass(slots=True)
class Spheres:
    """This object will find the 圏域 of a municipality by its name."""

    known: dict[int, dict[str, int]] = field(default_factory=dict)

    def find(self, area_id: int, name: str) -> int | None:
        """This function will return the id of a 圏域, or None when there is none of that name."""
        if not name:
            return None
        if area_id not in self.known:
            path = Area.objects.values_list("path", flat=True).get(id=area_id)
            rows = Area.objects.filter(path__startswith=path, tier=Tier.SPHERE, valid_to=None)
            self.known[area_id] = {_sphere_words(row.name): row.pk for row in rows}
        return self.known[area_id].get(_sphere_words(name))


def _sphere_words(name: str) -> str:
    """「①東部」, 「東部圏域」 and 「東部」 are one."""
    plain = _NUMBER_BEFORE.sub("", unicodedata.normalize("NFKC", name)).strip()
    return fold(plain.removesuffix("日常生活圏域").removesuffix("圏域"))


def term_ids() -> dict[str, str]:
    """This function will return the keys of all terms by "taxonomy:code"."""
    return {key: term.id.hex for key, term in term_index().by_key.items()}
