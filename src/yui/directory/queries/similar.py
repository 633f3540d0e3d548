"""「似た手助け」: what helps with the same trouble nearby, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yui.directory.models import ServiceAttribute
from yui.directory.queries.rows import (
    Bundle,
    PlaceRow,
    ServiceRow,
    WordRow,
    areas_served,
    key_of,
    load_for_index,
    to_uuid,
)
from yui.directory.queries.visible import visible_services
from yui.directory.states import ServiceState, Vacancy, Vocabulary
from yui.lib.geo import distance_m
from yui.policy.decide import municipality_of
from yui.policy.viewer import Viewer

_ALIKE = (Vocabulary.NEED.value, Vocabulary.FIELD.value, Vocabulary.PROVISION.value)
_KIND = "resource"
_NO_ROOM = (Vacancy.FULL.value, Vacancy.WAITING.value)
_NONE: frozenset[str] = frozenset()
_MOST_ALIKE = 100
_MOST_SHOWN = 3


def similar_to(viewer: Viewer, row: ServiceRow, bundle: Bundle, on: date) -> tuple[UUID, ...]:
    """This function will return up to three others of the town that help with the same.

    What has room and is of the same kind comes first, then the nearest; nothing is returned where
    nothing fits, and nothing that comes to other parts of the town only. The same is: one of the
    same needs (for a service without needs one of the same fields), helped with in the same way.
    A cooking class is nothing instead of somebody who comes and cooks.
    """
    own = _codes_of(bundle.words.get(row.id, ()))
    needs, fields, kinds = (own.get(each, _NONE) for each in _ALIKE)
    if not kinds or not (needs or fields):
        return ()
    town = {row.area_path, municipality_of(row.area_path) or row.area_path}
    is_running = Q(state=ServiceState.PUBLISHED) | Q(state=ServiceState.PAUSED, paused_from__gt=on)
    rows = visible_services(viewer, on=on).filter(
        is_running, area__path__in=town, sector=row.sector
    )
    what = (_ALIKE[0], needs) if needs else (_ALIKE[1], fields)
    for taxonomy, codes in (what, (_ALIKE[2], kinds)):
        rows = rows.filter(Exists(_carrying(taxonomy, codes)))
    others = rows.exclude(id=to_uuid(row.id)).order_by("folded", "id")[:_MOST_ALIKE]
    ids = list(others.values_list("id", flat=True))
    return tuple(_nearest_and_most_alike(row, ids, own)) if ids else ()


def _carrying(taxonomy: str, codes: Iterable[str]) -> QuerySet[ServiceAttribute]:
    return ServiceAttribute.objects.filter(
        service=OuterRef("pk"), term__taxonomy__code=taxonomy, term__code__in=sorted(codes)
    )


def _codes_of(words: Iterable[WordRow]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word in words:
        found.setdefault(word.taxonomy, set()).add(word.code)
    return {taxonomy: frozenset(codes) for taxonomy, codes in found.items()}


def _nearest_and_most_alike(
    row: ServiceRow, ids: Sequence[UUID], own: Mapping[str, frozenset[str]]
) -> list[UUID]:
    """What has room comes first, then what comes everywhere this one does, then the same kind,
    then more needs in common.

    A meal brought home is more like another one than like a food bank. Then come the same 圏域,
    what is nearer, and the name.
    """
    bundle = load_for_index([row.id, *map(key_of, ids)])
    here = bundle.places.get(row.id, [])
    spheres = {place.sphere_path for place in here if place.sphere_path}
    lived_in = areas_served(bundle.words.get(row.id, ())) or sorted(spheres) or [row.area_path]

    def rank(place_in_order: int) -> tuple[bool, bool, bool, int, bool, float, int]:
        other = key_of(ids[place_in_order])
        theirs = _codes_of(bundle.words.get(other, ()))
        shared = sum(len(own.get(each, _NONE) & theirs.get(each, _NONE)) for each in _ALIKE)
        is_full = bundle.services[other].vacancy in _NO_ROOM
        is_other_kind = theirs.get(_KIND, _NONE).isdisjoint(own.get(_KIND, _NONE))
        places = bundle.places.get(other, [])
        is_elsewhere = not any(place.sphere_path in spheres for place in places)
        away_m = _distance_m(here, places)
        is_partial = not all(_reaches(bundle, other, path) for path in lived_in)
        return is_full, is_partial, is_other_kind, -shared, is_elsewhere, away_m, place_in_order

    reaching = [
        each
        for each in range(len(ids))
        if any(_reaches(bundle, key_of(ids[each]), path, partly=True) for path in lived_in)
    ]
    return [ids[each] for each in sorted(reaching, key=rank)[:_MOST_SHOWN]]


def _reaches(bundle: Bundle, key: object, path: str, *, partly: bool = False) -> bool:
    """Whether people of an area have something of a service: it comes there, or one goes to it.

    `partly`: some of them are enough.
    """
    served = areas_served(bundle.words.get(key, ()))
    inside = any(path.startswith(each) for each in served)
    return not served or inside or (partly and any(each.startswith(path) for each in served))


def _distance_m(here: Iterable[PlaceRow], there: Iterable[PlaceRow]) -> float:
    """The shortest way between two places in metres; unknown counts as far."""
    ways = [
        distance_m(one.latitude, one.longitude, other.latitude, other.longitude)
        for one in here
        for other in there
        if one.latitude is not None
        and one.longitude is not None
        and other.latitude is not None
        and other.longitude is not None
    ]
    return min(ways, default=float("inf"))
