"""さがす: the list of what fits, telephone first; for towns, prefectures and the nation."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.vary import vary_on_cookie

from yui.areas.queries import AreaInfo
from yui.directory.queries.lists import kept_codes
from yui.policy.door import door, viewer_of
from yui.policy.viewer import ANONYMOUS, Viewer
from yui.portal.pages.addresses import search_of
from yui.portal.pages.conditions import condition_panel
from yui.portal.pages.kept import keep_page, kept_page, shelf_of
from yui.portal.pages.results import crisis_box, home_link, result_page
from yui.portal.pages.sheet import not_found_address
from yui.portal.queries import found, has_home_words, standing_of_pages, ways, ways_next_door
from yui.portal.views.areas import area_or_404
from yui.search.actions import note_unmet
from yui.search.errors import ConditionRefused
from yui.search.formats.address import (
    Conditions,
    heading_of,
    path_of,
    question_of,
    read_conditions,
    spheres_of,
)
from yui.search.formats.near import near_notice, near_of
from yui.search.queries import Answer, Question, crisis_in
from yui.ui.pages.frame import page_frame
from yui.ui.pages.parts import Link

# What is counted of a search in vain.
_COUNTED = ("trouble", "wish", "field", "need", "kind", "day", "time", "fee", "flag")


@door(policy="public")
@vary_on_cookie
def results(request: HttpRequest, jis: str) -> HttpResponse:
    """This view will show what fits in an area. Nothing found leads on, never to a dead end."""
    viewer, at = viewer_of(request), timezone.now()
    shelf = shelf_of(request, standing_of_pages, at)
    kept = kept_page(shelf)
    if kept is not None:
        return kept
    area = area_or_404(request, jis)
    if isinstance(area, HttpResponseRedirect):
        return area
    asked = _asked(request.GET, area)
    near = near_of(area, asked.near, on=timezone.localdate(at))
    question = question_of(asked, area, near.origin)
    crisis = crisis_in(asked.q)
    if crisis is not None and "HX-Request" in request.headers:
        return _whole_page(request)
    answer = found(viewer, question, at=at)
    # Words of an emergency are nobody's statistics: they are never kept.
    is_counted = crisis is None and _counted_in_vain(asked, question, answer, at)
    outs = ways(viewer, question) if answer.total == 0 else ()
    context = result_page(
        area=area,
        asked=asked,
        question=question,
        answer=answer,
        ways=outs,
        towns=ways_next_door(viewer, question, area) if area and not answer.total else (),
        near=near,
        kept=kept_codes(request.COOKIES),
        site=request.build_absolute_uri("/").rstrip("/"),
    )
    context |= {
        "frame": page_frame(
            request,
            heading_of(asked, area),
            area_path=path_of(asked, area),
            current=search_of(area),
            robots="noindex,follow",
        ),
        "panel": condition_panel(
            asked,
            area,
            spheres_of(area),
            question,
            near,
            [word.label for word in context["taken"]],
        ),
        "crisis": crisis_box(crisis),
        "action": search_of(area),
        "home": _home(viewer, area) if area and not answer.total else None,
        "near_notice": near_notice(
            near, question, wants_near=bool(asked.within) or asked.sort == "distance"
        ),
        "residents_total": _residents_total(viewer, question, answer, at),
        "is_staff": viewer.is_signed_in,
        "not_found_href": not_found_address(viewer, asked.q),
        "shows_staff_notice": answer.is_degraded and viewer.is_signed_in,
    }
    response = render(request, "portal/results.jinja", context)
    # A search in vain is counted each time it is made; words of an emergency stay nowhere; what
    # the database answered without the index holds only for this once.
    is_kept = not (is_counted or answer.is_degraded or crisis is not None)
    return keep_page(request, shelf, response) if is_kept else response


def _home(viewer: Viewer, area: AreaInfo) -> Link:
    return home_link(area, has_words=has_home_words(viewer, area))


def _counted_in_vain(asked: Conditions, question: Question, answer: Answer, at: datetime) -> bool:
    """A search that found nothing, or nothing for one of its words, is counted for the area."""
    lacking = question.words if answer.total == 0 else " ".join(answer.understood.unknown)
    if answer.is_degraded or (answer.total and not lacking):
        return False
    note_unmet(
        words=lacking,
        conditions=_missing(asked),
        area_path=question.area_path,
        on=timezone.localdate(at),
    )
    return True


def _residents_total(
    viewer: Viewer, question: Question, answer: Answer, at: datetime
) -> int | None:
    """How many of what staff see residents see; None where that is all of it."""
    if not viewer.is_signed_in:
        return None
    total = found(ANONYMOUS, question, at=at).total
    return total if total != answer.total else None


def _whole_page(request: HttpRequest) -> HttpResponse:
    """The box stands above the list, which is all that a script would exchange."""
    return HttpResponse(headers={"HX-Redirect": request.get_full_path()})


def _asked(values: QueryDict, area: AreaInfo | None) -> Conditions:
    """A condition that does not exist is refused with a sentence."""
    try:
        return read_conditions(values, area)
    except ConditionRefused as error:
        raise BadRequest(str(error)) from error


def _missing(asked: Conditions) -> str:
    """What was asked besides words, as codes: it says what is missing, not who asked."""
    return urlencode([pair for pair in asked.pairs() if pair[0] in _COUNTED], doseq=True)
