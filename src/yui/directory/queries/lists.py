"""Lists of services: of an area, of an organization, of a field, and the chosen one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from yui.areas.rules import within
from yui.directory.errors import FieldNotFound, OrganizationNotFound
from yui.directory.models import Service, ServiceAttribute
from yui.directory.queries.cards import cards_for
from yui.directory.queries.pages import short_code_from
from yui.directory.queries.values import FieldPage, KindCount, Page, ServiceCard
from yui.directory.queries.visible import visible_organizations, visible_services
from yui.directory.queries.windows import window_of
from yui.directory.states import LISTED, Sector, Vocabulary
from yui.lib.clock import date_in_jst
from yui.policy.viewer import Viewer
from yui.taxonomy.models import TaxonomyTerm

PAGE_SIZE = 20
CHOSEN_COOKIE = "yui_list"
MOST_CHOSEN = 20
_MOST_PAGES = 500
_LONGEST_CHOSEN = 400


def chosen_codes(text: str) -> tuple[str, ...]:
    """This function will read "CODE,CODE" of an address or "CODE.CODE" of the cookie.

    Anything else is dropped. (A comma in a cookie would have to be quoted.)
    """
    found = (short_code_from(part) for part in re.split("[,.]", text[:_LONGEST_CHOSEN]))
    return tuple(dict.fromkeys(code for code in found if code))[:MOST_CHOSEN]


def kept_codes(cookies: Mapping[str, str]) -> tuple[str, ...]:
    """This function will return the short codes of the list that a device keeps."""
    return chosen_codes(cookies.get(CHOSEN_COOKIE, ""))


def services_in_area(
    viewer: Viewer,
    area_path: str,
    *,
    at: datetime,
    number: int = 1,
    size: int = PAGE_SIZE,
    sector: Sector | None = None,
    terms: Sequence[tuple[str, str]] = (),
) -> Page[ServiceCard]:
    """This function will return one page of the services listed in an area, by name.

    `terms` must all fit. Neutral order: reading (kana) where known, else name; never by who pays.
    """
    rows = _listed(viewer, at).filter(within(area_path, "area__path"))
    if sector is not None:
        rows = rows.filter(sector=sector)
    for term_id in _term_ids(terms):
        rows = rows.filter(_carries(term_id))
    return _page(viewer, rows, at, number, size)


def _term_ids(terms: Sequence[tuple[str, str]]) -> list[UUID]:
    """An unknown term is carried by nobody."""
    found = {
        (taxonomy, code): term_id
        for taxonomy, code, term_id in TaxonomyTerm.objects.filter(
            taxonomy__code__in=[taxonomy for taxonomy, _ in terms],
            code__in=[code for _, code in terms],
        ).values_list("taxonomy__code", "code", "id")
    }
    return [found.get(term, UUID(int=0)) for term in terms]


def _carries(*term_ids: UUID) -> Exists:
    """Asked of each service of the area: the other way round reads every service of the term."""
    return Exists(
        ServiceAttribute.objects.filter(service=OuterRef("pk"), term_id__in=list(term_ids))
    )


def services_of_organization(
    viewer: Viewer,
    organization_id: UUID,
    *,
    at: datetime,
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ServiceCard]:
    """This function will return one page of an organization's services, by name.

    Raises: OrganizationNotFound.
    """
    if not visible_organizations(viewer, on=date_in_jst(at)).filter(id=organization_id).exists():
        raise OrganizationNotFound
    rows = _listed(viewer, at).filter(organization_id=organization_id)
    return _page(viewer, rows, at, number, size)


def field_page(
    viewer: Viewer,
    code: str,
    area_path: str | None,
    *,
    at: datetime,
    number: int = 1,
    kind: str = "",
) -> FieldPage:
    """This function will explain a field of life, count its kinds and list what a town has.

    Without an area nothing is counted or listed. Raises: FieldNotFound.
    """
    term = TaxonomyTerm.objects.filter(
        taxonomy__code=Vocabulary.FIELD, code=code, is_current=True
    ).first()
    if term is None:
        raise FieldNotFound
    services = None
    if area_path is not None:
        terms = [(Vocabulary.FIELD.value, code)]
        if kind:
            terms.append((Vocabulary.PROVISION.value, kind))
        services = services_in_area(
            viewer, area_path, at=at, number=number, sector=Sector.DAILY, terms=terms
        )
    return FieldPage(
        code=term.code,
        name=term.words,
        official_name=term.name,
        description=term.description,
        kinds=_kinds(viewer, term, area_path, at),
        services=services,
        window=window_of(area_path) if area_path is not None else None,
    )


def _kinds(
    viewer: Viewer, field: TaxonomyTerm, area_path: str | None, at: datetime
) -> tuple[KindCount, ...]:
    """With a town the kinds it has, with their numbers; without one every kind."""
    kinds = TaxonomyTerm.objects.filter(
        taxonomy__code=Vocabulary.PROVISION, is_current=True
    ).order_by("position")
    if area_path is None:
        return tuple(_kind(kind, None) for kind in kinds)
    rows = _listed(viewer, at).filter(
        within(area_path, "area__path"), _carries(field.id), sector=Sector.DAILY
    )
    carried = rows.filter(attributes__term__taxonomy__code=Vocabulary.PROVISION).order_by()
    numbers = dict(carried.values_list("attributes__term_id").annotate(Count("id")))
    return tuple(_kind(kind, numbers[kind.id]) for kind in kinds if kind.id in numbers)


def _kind(kind: TaxonomyTerm, count: int | None) -> KindCount:
    return KindCount(kind.code, kind.words, kind.description, count)


def _listed(viewer: Viewer, at: datetime) -> QuerySet[Service]:
    return visible_services(viewer, on=date_in_jst(at)).filter(state__in=LISTED)


def _page(
    viewer: Viewer, rows: QuerySet[Service], at: datetime, number: int, size: int
) -> Page[ServiceCard]:
    number = min(max(1, number), _MOST_PAGES)
    first = (number - 1) * size
    ids = rows.order_by("folded", "id").values_list("id", flat=True)[first : first + size]
    total = rows.count()
    return Page(cards_for(viewer, tuple(ids), at=at), total, number, size)
