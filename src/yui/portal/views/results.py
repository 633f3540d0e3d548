"""さがす: the list of what fits, telephone first; for towns, prefectures and the nation."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.vary import vary_on_cookie

from yui.areas.queries import AreaInfo
from yui.policy.door import door, viewer_of
from yui.portal.forms import SearchForm
from yui.portal.pages.addresses import search_of
from yui.portal.pages.results import conditions_summary, heading_of, result_page
from yui.portal.queries import Origin, found, origin_of, spheres_of, ways
from yui.portal.views.areas import area_or_404
from yui.search.actions import note_unmet
from yui.search.queries import Question
from yui.ui.pages.frame import page_frame

# Conditions that wait behind 「もっと条件をつける」; it stands open when one of them is used.
_MORE = ("wish", "kind", "time", "fee", "near", "within", "sector", "sort", "flag")


@door(policy="public")
@vary_on_cookie
def results(request: HttpRequest, jis: str) -> HttpResponse:
    """This view will show what fits in an area. Nothing found leads on, never to a dead end."""
    area = area_or_404(request, jis)
    if isinstance(area, HttpResponseRedirect):
        return area
    form = _form(request.GET, area)
    origin = origin_of(area, form["near"]) if form["near"] else None
    question = _question(form, area, origin)
    viewer, at = viewer_of(request), timezone.now()
    answer = found(viewer, question, at=at)
    outs = ways(viewer, question) if answer.total == 0 else ()
    if answer.total == 0 and not answer.is_degraded:
        note_unmet(
            words=question.words,
            conditions=_conditions(form),
            area_path=question.area_path,
            on=timezone.localdate(at),
        )
    context = result_page(area=area, form=form, question=question, answer=answer, ways=outs)
    context |= {
        "frame": page_frame(
            request,
            heading_of(form, area),
            area_path=area.path if area else None,
            current=search_of(area),
            robots="noindex,follow",
        ),
        "bound": SearchForm(initial=form, spheres=_sphere_choices(area)),
        "summary": conditions_summary(form, area),
        "has_more": any(form[name] for name in _MORE),
        "action": search_of(area),
        "near_unknown": bool(form["near"]) and origin is None,
        "shows_staff_notice": answer.is_degraded and viewer.is_signed_in,
    }
    return render(request, "portal/results.jinja", context)


def _form(values: QueryDict, area: AreaInfo | None) -> dict[str, Any]:
    """Cleaned conditions. A condition that does not exist is refused with a sentence."""
    form = SearchForm(values, spheres=_sphere_choices(area))
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        label = form.fields[name].label if name in form.fields else name
        raise BadRequest(f"「{label}」の条件を読めませんでした。{errors[0]}")
    return form.cleaned_data


def _sphere_choices(area: AreaInfo | None) -> list[tuple[str, str]]:
    if area is None:
        return []
    return [(sphere.path.split("/")[-2], sphere.name) for sphere in spheres_of(area)]


def _question(form: dict[str, Any], area: AreaInfo | None, origin: Origin | None) -> Question:
    filters = {
        "field": (form["field"],),
        "kind": (form["kind"],),
        "purpose": (form["purpose"],),
        "fee": (form["fee"],),
        "flag": tuple(form["flag"]),
    }
    needs = (
        form["need"],
        form["trouble"] and f"trouble.{form['trouble']}",
        form["wish"] and f"wish.{form['wish']}",
    )
    chosen = {name: kept for name, codes in filters.items() if (kept := tuple(filter(None, codes)))}
    if wanted := tuple(filter(None, needs)):
        chosen["need"] = wanted
    within_m = int(form["within"]) if form["within"] and origin else None
    return Question(
        words=form["q"],
        area_path=_path(area, form["sphere"]),
        filters=chosen,
        weekdays=(form["day"],) if form["day"] else (),
        bands=(form["time"],) if form["time"] else (),
        sectors=_sectors(form["sector"]),
        origin=(origin.latitude, origin.longitude) if origin else None,
        within_m=within_m,
        sort=_sort(form["sort"], origin),
        page=form["page"] or 1,
    )


def _path(area: AreaInfo | None, sphere: str) -> str:
    if area is None:
        return ""
    found_sphere = next(
        (each for each in spheres_of(area) if each.path.endswith(f"/{sphere}/")), None
    )
    return found_sphere.path if sphere and found_sphere else area.path


def _sectors(chosen: str) -> tuple[str, ...] | None:
    if not chosen:
        return None
    return () if chosen == "all" else (chosen,)


def _sort(chosen: str, origin: Origin | None) -> str:
    """Somebody who says where they are wants the nearest first; without a point nothing is near."""
    if origin is None:
        return chosen if chosen in ("relevance", "freshness") else "relevance"
    return chosen or "distance"


def _conditions(form: dict[str, Any]) -> str:
    """What was asked besides words, as codes: it says what is missing, not who asked."""
    kept = {
        name: form[name]
        for name in ("trouble", "wish", "field", "need", "kind", "day", "time", "fee", "flag")
        if form[name]
    }
    return urlencode(kept, doseq=True)
