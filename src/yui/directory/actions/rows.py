"""Rows waiting to be saved together, and the areas and terms they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Model

from yui.areas.models import Area
from yui.directory.actions.inputs import ServiceInput
from yui.directory.errors import InputRefused
from yui.directory.models import (
    Accessibility,
    Consent,
    Contact,
    CostOption,
    Location,
    Organization,
    OrganizationAttribute,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
)
from yui.directory.rules import may_import, may_place_at, may_run_under
from yui.policy.viewer import Viewer
from yui.taxonomy.models import TaxonomyTerm

# Parents before children, so that every foreign key is there when it is needed.
_ORDER: tuple[type[Model], ...] = (
    Organization,
    OrganizationAttribute,
    Location,
    Accessibility,
    Service,
    ServiceAttribute,
    ServiceArea,
    CostOption,
    RequiredDocument,
    Consent,
    ServiceAtLocation,
    Contact,
    Schedule,
    Phone,
)
_ROWS_AT_ONCE = 500


@dataclass(slots=True)
class Rows:
    """This object will collect unsaved rows and save them, kind by kind."""

    kept: dict[type[Model], list[Any]] = field(default_factory=dict)

    def add(self, row: Model) -> None:
        """This function will keep a row for later."""
        self.kept.setdefault(type(row), []).append(row)

    def save(self) -> None:
        """This function will write all rows with few statements."""
        for model in _ORDER:
            rows = self.kept.get(model)
            if rows:
                model._default_manager.bulk_create(rows, batch_size=_ROWS_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Known:
    """This value will hold what inputs name, fetched once for all of them.

    `locations` and `programs` are the stored ones that whoever asks may use.
    """

    areas: dict[str, Area]
    terms: dict[tuple[str, str], TaxonomyTerm]
    locations: frozenset[UUID] = frozenset()
    programs: frozenset[UUID] = frozenset()

    def area(self, path: str) -> Area:
        """This function will return an area. Raises: InputRefused."""
        found = self.areas.get(path)
        if found is None:
            raise InputRefused("area_path", "この地域は、登録されていません。")
        return found

    def term(self, pair: tuple[str, str]) -> TaxonomyTerm:
        """This function will return a term. Raises: InputRefused."""
        found = self.terms.get(pair)
        if found is None:
            raise InputRefused("terms", f"分類「{pair[0]}」に「{pair[1]}」はありません。")
        return found

    def location(self, location_id: UUID) -> UUID:
        """This function will return the id of a stored place. Raises: InputRefused."""
        if location_id not in self.locations:
            raise InputRefused("places", "この場所は、登録されていません。")
        return location_id

    def program(self, program_id: UUID | None) -> UUID | None:
        """This function will return the id of a stored programme. Raises: InputRefused."""
        if program_id is not None and program_id not in self.programs:
            raise InputRefused("program_id", "この事業は、登録されていません。")
        return program_id


def known_for(paths: Iterable[str | None], pairs: Iterable[tuple[str, str] | None]) -> Known:
    """This function will fetch the areas and terms that are named: at most two queries."""
    wanted_paths = {path for path in paths if path is not None}
    wanted = {pair for pair in pairs if pair is not None}
    areas = {area.path: area for area in Area.objects.filter(path__in=wanted_paths)}
    terms: dict[tuple[str, str], TaxonomyTerm] = {}
    if wanted:
        rows = TaxonomyTerm.objects.filter(
            taxonomy__code__in={code for code, _ in wanted}, code__in={code for _, code in wanted}
        ).select_related("taxonomy")
        terms = {(row.taxonomy.code, row.code): row for row in rows}
    return Known(areas, terms)


def known_for_services(given: Sequence[ServiceInput], by: Viewer, *, in_bulk: bool) -> Known:
    """This function will fetch all that services name: at most four queries.

    Stored places and programmes are those `by` may use; with `in_bulk` also all within the area
    whose lists `by` may bring in.
    """
    known = known_for(
        (path for each in given for path in paths_of(each)),
        (pair for each in given for pair in each.terms),
    )
    locations = {place.location_id for each in given for place in each.places} - {None}
    programs = {each.program_id for each in given} - {None}
    return replace(
        known,
        locations=_usable(Location, locations, may_place_at, by, in_bulk=in_bulk),
        programs=_usable(Program, programs, may_run_under, by, in_bulk=in_bulk),
    )


def _usable(
    model: type[Location] | type[Program],
    ids: Set[UUID | None],
    may_use: Callable[..., bool],
    by: Viewer,
    *,
    in_bulk: bool,
) -> frozenset[UUID]:
    if not ids:
        return frozenset()
    rows = model._default_manager.filter(id__in=ids)
    return frozenset(
        found
        for found, path, body_id in rows.values_list("id", "area__path", "organization__body_id")
        if may_use(by, area_path=path, body_id=body_id)
        or (in_bulk and may_import(by, area_path=path))
    )


def paths_of(given: ServiceInput) -> Iterator[str | None]:
    """This function will yield every area path that a service input names."""
    yield given.area_path
    for area in given.service_areas:
        yield area.area_path
    for place in given.places:
        if place.location is not None:
            yield place.location.area_path
            yield place.location.sphere_path
