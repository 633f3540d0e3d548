"""From a code in an address to an area; wrong codes are told apart from old ones."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseRedirect

from yui.areas.errors import AreaNotFound
from yui.areas.queries import AreaInfo, area_by_path, get_area
from yui.policy.door import viewer_of
from yui.portal.pages.addresses import NATION_CODE


def area_or_404(request: HttpRequest, jis: str) -> AreaInfo | HttpResponseRedirect | None:
    """This function will return the area of a code, None for the nation ("00").

    Six digits lead to the five of the same area; a merged area leads to its successor.
    Raises: Http404 when there is no such area.
    """
    if jis == NATION_CODE:
        return None
    try:
        area = get_area(viewer_of(request), jis)
        if area.successor_path:
            area = area_by_path(area.successor_path)
    except AreaNotFound as error:
        raise Http404(str(error)) from error
    if area.jis != jis:
        rest = request.get_full_path().removeprefix(f"/{jis}")
        return HttpResponseRedirect(f"/{area.jis}{rest}")
    return area
