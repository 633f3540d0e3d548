"""From the number in an address to the town it means today."""

from __future__ import annotations

from django.http import Http404

from yui.areas.errors import AreaNotFound
from yui.areas.queries import AreaInfo, areas_by_path, get_area
from yui.areas.states import Tier
from yui.policy.viewer import ANONYMOUS


class Moved(LookupError):
    """This error will name the number under which a town is found now."""

    def __init__(self, jis: str) -> None:
        super().__init__(jis)
        self.jis = jis


def town_of(jis: str, *, tiers: tuple[Tier, ...] = (Tier.MUNICIPALITY, Tier.WARD)) -> AreaInfo:
    """This function will return the area of a number: two digits or five, no check digit.

    Raises: Http404, and Moved when the town merged or the number has its check digit.
    """
    try:
        area = get_area(ANONYMOUS, jis) if jis.isascii() and jis.isdigit() else None
    except AreaNotFound:
        area = None
    if area is None:
        raise Http404("この地域のオープンデータはありません。")
    present = area
    while present.successor_path is not None:
        present = areas_by_path((present.successor_path,))[present.successor_path]
    if present.tier not in tiers:
        raise Http404("この地域のオープンデータはありません。")
    if present.jis != jis:
        raise Moved(present.jis)
    return present
