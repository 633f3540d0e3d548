"""From parameters to conditions: codes become areas, postcodes become places on the ground."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from ninja import Schema

from yui.areas.errors import AreaNotFound
from yui.areas.queries import (
    AreaInfo,
    PostalMatch,
    ancestors_of,
    areas_by_path,
    areas_by_postal_code,
    find_town,
    get_area,
    postal_code_of,
    sphere_of_town,
)
from yui.directory.queries.open_selection import Covering, Near, OpenFilter
from yui.opendata.errors import ParameterRefused
from yui.opendata.pages.parameters import Listing, PlacesAsked
from yui.policy.viewer import ANONYMOUS


def refuse_unknown(request: HttpRequest, asked: type[Schema]) -> None:
    """This function will refuse parameters that do not exist, or that come twice.

    A filter that is silently left out gives away more than was asked for.
    Raises: ParameterRefused.
    """
    for name in request.GET:
        shown = "".join(letter if letter.isprintable() else "?" for letter in name[:40])
        if name not in asked.model_fields:
            raise ParameterRefused(
                shown, "このパラメーターはありません。", "There is no such parameter."
            )
        if len(request.GET.getlist(name)) > 1:
            raise ParameterRefused(shown, "1つだけ書いてください。", "Write it only once.")
        if "\x00" in request.GET[name]:
            raise ParameterRefused(shown, "読めない文字があります。", "It has unreadable letters.")


def filter_of(asked: Listing) -> OpenFilter:
    """This function will return the conditions that a list was asked with.

    Raises: ParameterRefused.
    """
    area = area_of(asked.area_code)
    matches = _postal_matches(asked) if isinstance(asked, PlacesAsked) else None
    return OpenFilter(
        area_path=area.path if area else "",
        with_samples=area is not None and area.is_sample,
        words=tuple(asked.search.split()),
        term_id=asked.taxonomy_term_id,
        taxonomy_id=asked.taxonomy_id,
        organization_id=getattr(asked, "organization_id", None),
        modified_since=asked.modified_after,
        covering=_covering(asked, matches),
        near=_near(asked, matches),
    )


def area_of(code: str) -> AreaInfo | None:
    """This function will return the area of a code, the present one of a merged town.

    Raises: ParameterRefused when there is no such code.
    """
    if not code:
        return None
    try:
        area = get_area(ANONYMOUS, code)
    except AreaNotFound:
        raise ParameterRefused(
            "area_code", "この団体コードはありません。", "There is no such area code."
        ) from None
    while area.successor_path is not None:
        area = areas_by_path((area.successor_path,))[area.successor_path]
    return area


def _postal_matches(asked: PlacesAsked) -> tuple[PostalMatch, ...] | None:
    if not asked.postcode:
        if asked.proximity is not None:
            raise ParameterRefused(
                "proximity", "postcode も書いてください。", "It needs a postcode as well."
            )
        return None
    if postal_code_of(asked.postcode) is None:
        raise ParameterRefused(
            "postcode", "郵便番号は7けたの数字です。", "A postcode has seven digits."
        )
    return areas_by_postal_code(asked.postcode)


def _covering(asked: Listing, matches: tuple[PostalMatch, ...] | None) -> Covering | None:
    """A circle around a postcode asks for places in it, not for what comes there."""
    if matches is None or (matches and getattr(asked, "proximity", None) is not None):
        return None
    around = dict.fromkeys(path for match in matches for path in _paths_around(match))
    return Covering(tuple(match.area.path for match in matches), tuple(around))


def _paths_around(match: PostalMatch) -> Iterable[str]:
    yield from (area.path for area in ancestors_of(match.area.path))
    yield match.area.path
    town = find_town(match.area.path, match.town_name) if match.town_name else None
    if town is not None and town.id is not None:
        sphere = sphere_of_town(town.id)
        if sphere is not None:
            yield sphere.path


def _near(asked: Listing, matches: tuple[PostalMatch, ...] | None) -> Near | None:
    if not matches or not isinstance(asked, PlacesAsked) or asked.proximity is None:
        return None
    match = matches[0]
    town = find_town(match.area.path, match.town_name) if match.town_name else None
    for place in (town, match.area):
        if place is not None and place.latitude is not None and place.longitude is not None:
            return Near(place.latitude, place.longitude, asked.proximity)
    raise ParameterRefused(
        "postcode",
        "この郵便番号の位置がわかりません。",
        "The position of this postcode is not known.",
    )
