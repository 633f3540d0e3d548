"""Rows waiting to be saved together, and the areas and terms they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

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
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
)
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
    """This value will hold the areas and terms that inputs name, fetched once for all of them."""

    areas: dict[str, Area]
    terms: dict[tuple[str, str], TaxonomyTerm]

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


def paths_of(given: ServiceInput) -> Iterator[str | None]:
    """This function will yield every area path that a service input names."""
    yield given.area_path
    for area in given.service_areas:
        yield area.area_path
    for place in given.places:
        if place.location is not None:
            yield place.location.area_path
            yield place.location.sphere_path
