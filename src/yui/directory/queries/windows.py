"""Who answers for an area: its own window, else the 包括 that an official list names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from yui.areas.queries import areas_by_path
from yui.areas.rules import within
from yui.directory.queries import deriving
from yui.directory.queries.cards import CENTRE_TERM, ordered_places, service_url
from yui.directory.queries.deriving import window_for
from yui.directory.queries.rows import (
    Bundle,
    ServiceRow,
    carriers_of,
    load_bodies,
    load_cards,
)
from yui.directory.queries.times import when_sentence
from yui.directory.queries.values import PhoneLine, WindowOf
from yui.directory.queries.visible import open_places
from yui.directory.states import PhoneKind, Scope
from yui.journal.queries import KeptForArea
from yui.lib.geo import distance_m
from yui.policy.decide import paths_to
from yui.taxonomy.queries import term_index
from yui.ui.pages.parts import Point

LISTED_CENTRE = "listed_centre"
_OFFICE = "area"
# A prefecture's path has one part; only towns and what lies in them have a 包括 of their own.
_PARTS_OF_A_TOWN = 2
_MOST_CENTRES = 60
_MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class ListedCentre:
    """This value will hold a 地域包括支援センター as an official list of the town names it.

    `distance_m` counts from where somebody lives, in metres; None when that is not known.
    """

    name: str
    phone: PhoneLine
    where: str
    area_path: str
    url: str
    point: Point | None
    distance_m: float | None = None


def window_of(area_path: str) -> WindowOf | None:
    """This function will return the window of a 圏域 or town: 包括, else 社協, else the office.

    Who was set by the municipality comes first; without one, the centre that an official list
    names nearest to the office answers, before the office itself. None when nobody is known.
    One query where a window is set.
    """
    found = window_for(area_path, load_bodies(paths_to(area_path)))
    if found is not None and found.kind != _OFFICE:
        return found
    centres = centres_in(area_path, near=_office_at(area_path))
    return _as_window(centres[0]) if centres else found


def windows_of(area_paths: Iterable[str]) -> dict[str, WindowOf | None]:
    """This function will return the windows of many areas that municipalities set. One query."""
    paths = sorted(set(area_paths))
    bodies = load_bodies(sorted({around for path in paths for around in paths_to(path)} | {""}))
    return {path: window_for(path, bodies) for path in paths}


def centres_in(area_path: str, *, near: Point | None = None) -> tuple[ListedCentre, ...]:
    """This function will return the 包括 that official lists name in a town, with a telephone.

    Nearest to a point first, else by reading. A ward without any is answered by its city's.
    """
    for path in paths_to(area_path):
        if path.count("/") >= _PARTS_OF_A_TOWN:
            centres = _centres.of(path, partial(_centres_within, path))
            if centres:
                return _nearest_first(centres, near)
    return ()


def forget_centres() -> None:
    """This function will let go of the 包括 in memory, as another database would have it."""
    _centres.forget()


def point_of_town(area_path: str, name: str, *, on: date) -> Point | None:
    """This function will guess where a 町字 lies, from the places with its name.

    The national list of 町字 has no points. Only places count whose address anybody may read on
    that day: what is measured from a place tells where it is. The middle one is taken, so that
    one wrong point moves nothing. None without any place.
    """
    rows = open_places(on, Scope.WEB).filter(
        within(area_path, "location__area__path"),
        location__address__contains=name,
        location__latitude__isnull=False,
        location__longitude__isnull=False,
    )
    # A place is one place, however many services stand there.
    found = {
        key: (latitude, longitude)
        for key, latitude, longitude in rows.order_by("location_id").values_list(
            "location_id", "location__latitude", "location__longitude"
        )[:_MOST_PLACES]
    }
    if not found:
        return None
    middle = len(found) // 2
    latitudes, longitudes = zip(*found.values(), strict=True)
    return Point(sorted(latitudes)[middle], sorted(longitudes)[middle])


# Every page of a town asks; looking through all its services takes longer than all the rest.
_centres: KeptForArea[tuple[ListedCentre, ...]] = KeptForArea(2_048)


def _centres_within(path: str) -> tuple[ListedCentre, ...]:
    """Only what an official list made public may speak for a town; nobody's consent is needed."""
    term = term_index().by_key.get(":".join(CENTRE_TERM))
    if term is None:
        return ()
    keys = carriers_of(term.id, path, most=_MOST_CENTRES)
    if not keys:
        return ()
    bundle = load_cards(keys)
    # One may be deleted between the two readings.
    found = (_centre(bundle.services[key], bundle) for key in keys if key in bundle.services)
    return tuple(centre for centre in found if centre is not None)


def _centre(row: ServiceRow, bundle: Bundle) -> ListedCentre | None:
    lines = [line for line in bundle.phones.get(row.id, ()) if not line.is_private]
    voices = deriving.phones_of_kind(lines, PhoneKind.VOICE)
    if not voices:
        return None
    places = ordered_places(bundle.places.get(row.id, ()))
    phone = deriving.phone_line(voices[0])
    hours = phone.hours or when_sentence(bundle.schedules.get(row.id, ()))
    first = places[0] if places else None
    has_point = first is not None and None not in (first.latitude, first.longitude)
    return ListedCentre(
        name=row.name,
        phone=PhoneLine(phone.number, phone.href, hours, note=phone.note),
        where=first.address if first else "",
        area_path=row.area_path,
        url=service_url(row.short_code),
        point=Point(first.latitude or 0.0, first.longitude or 0.0) if first and has_point else None,
    )


def _nearest_first(centres: Iterable[ListedCentre], near: Point | None) -> tuple[ListedCentre, ...]:
    if near is None:
        return tuple(centres)
    measured = [_measured(centre, near) for centre in centres]
    return tuple(sorted(measured, key=lambda each: (each.distance_m is None, each.distance_m or 0)))


def _measured(centre: ListedCentre, near: Point) -> ListedCentre:
    if centre.point is None:
        return centre
    away_m = distance_m(
        near.latitude, near.longitude, centre.point.latitude, centre.point.longitude
    )
    return replace(centre, distance_m=away_m)


def _as_window(centre: ListedCentre) -> WindowOf:
    phone = centre.phone
    line = PhoneLine(phone.number, phone.href, phone.hours, whose=centre.name)
    return WindowOf(centre.name, line, LISTED_CENTRE, centre.area_path)


def _office_at(area_path: str) -> Point | None:
    """The innermost area with a point: a ward's office before the city's."""
    found = areas_by_path(path for path in paths_to(area_path) if path)
    for path in paths_to(area_path):
        area = found.get(path)
        if area is not None and area.latitude is not None and area.longitude is not None:
            return Point(area.latitude, area.longitude)
    return None
