"""「まちの言葉・窓口・圏域」: what an area decides about itself, kept by its own staff."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from yui.areas.actions import (
    adopt_postal_towns,
    set_layer_towns,
    set_local_words,
    set_opening,
    set_window,
    start_layer,
)
from yui.areas.errors import AreaNotFound, AreasRefused, NotYours
from yui.areas.forms import (
    OpeningForm,
    ReadTableForm,
    StartLayerForm,
    TableForm,
    TownsForm,
    WindowForm,
    WordsForm,
)
from yui.areas.pages import keeping as shown
from yui.areas.queries import AreaInfo, area_by_path, get_area, layers_of, towns_in_layers
from yui.areas.rules import may_keep, may_open
from yui.areas.states import LAYERS, Opening, Term, Tier
from yui.areas.views.tables import apply_table, plan_of_file
from yui.policy.door import door, viewer_of
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import staff_frame

Act = Callable[[HttpRequest, AreaInfo], HttpResponse]
_KEPT = (Tier.PREFECTURE, Tier.MUNICIPALITY, Tier.WARD)


def _refused_as_404(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What somebody may not keep is not there for them."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except (AreaNotFound, NotYours) as error:
            raise Http404(str(error)) from error

    return guarded


@door(policy="staff", object_type="areas.area")
@_refused_as_404
def own(request: HttpRequest) -> HttpResponse:
    """This view will lead to the page of the area the viewer works for."""
    area = area_by_path(viewer_of(request).area_path or "")
    if area.tier not in _KEPT or not may_keep(viewer_of(request), area.path):
        raise Http404("まちの言葉と窓口のページは、まちの番号から開いてください。")
    return HttpResponseRedirect(_address(area))


@door(policy="staff", methods=("GET", "HEAD", "POST"), object_type="areas.area", writes=True)
@_refused_as_404
def keeping(request: HttpRequest, code: str) -> HttpResponse:
    """This view will show and change words, opening, window and layers of an area."""
    area = _kept(request, code)
    if request.method == "POST":
        return _ACTS.get(request.POST.get("act", ""), _page)(request, area)
    return _page(request, area)


@door(policy="staff", methods=("GET", "HEAD", "POST"), object_type="areas.area", writes=True)
@_refused_as_404
def keeping_layer(request: HttpRequest, code: str, layer: str) -> HttpResponse:
    """This view will show and change the window and the 町字 of one layer of an area."""
    area = _kept(request, code)
    found = (each for tier in LAYERS for each in layers_of(area.path, tier))
    own_layer = next((each for each in found if each.path.split("/")[-2] == layer), None)
    if own_layer is None:
        raise AreaNotFound("この区域は見つかりません。")
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == "window":
        return _set_window(request, area, own_layer)
    if act == "towns":
        return _set_towns(request, area, own_layer)
    return _layer_page(request, area, own_layer)


def _kept(request: HttpRequest, code: str) -> AreaInfo:
    viewer = viewer_of(request)
    area = get_area(viewer, code)
    if area.tier not in _KEPT or code != area.jis or not may_keep(viewer, area.path):
        raise AreaNotFound("このページはありません。")
    return area


def _set_words(request: HttpRequest, area: AreaInfo) -> HttpResponse:
    form = _words_form(area, request.POST)
    if form.is_valid():
        words = {Term(name): form.cleaned_data[name] for name in form.changed_data}
        if _is_done(
            form,
            lambda: set_local_words(
                by=viewer_of(request), at=timezone.now(), area_path=area.path, words=words
            ),
        ):
            return _done(request, _address(area), "まちの言葉を保存しました。")
    return _page(request, area, words=form)


def _set_opening(request: HttpRequest, area: AreaInfo) -> HttpResponse:
    form = _opening_form(area, request.POST)
    if form.is_valid():
        opening = Opening(form.cleaned_data["opening"])
        set_opening(by=viewer_of(request), at=timezone.now(), area_path=area.path, opening=opening)
        return _done(request, _address(area), f"「{opening.label}」にしました。")
    return _page(request, area, opening=form)


def _set_window(request: HttpRequest, area: AreaInfo, of: AreaInfo | None = None) -> HttpResponse:
    target = of or area
    form = _window_form(target, request.POST)
    if form.is_valid() and _is_done(
        form,
        lambda: set_window(
            by=viewer_of(request), at=timezone.now(), area_path=target.path, **form.cleaned_data
        ),
    ):
        return _done(request, _address(area, of), f"{target.name}の窓口を保存しました。")
    if of is not None:
        return _layer_page(request, area, of, window=form)
    return _page(request, area, window=form)


def _set_towns(request: HttpRequest, area: AreaInfo, layer: AreaInfo) -> HttpResponse:
    form = _towns_form(layer, request.POST)
    if not form.is_valid():
        return _layer_page(request, area, layer, towns=form)
    ids = form.cleaned_data["towns"]
    by, at = viewer_of(request), timezone.now()
    gone = set_layer_towns(by=by, at=at, layer_path=layer.path, town_ids=ids)
    left = f"{gone:,}件をはずしました。" if gone else ""
    said = f"{layer.name}の町字は{len(ids):,}件です。{left}"
    return _done(request, _address(area, layer), said)


def _adopt(request: HttpRequest, area: AreaInfo) -> HttpResponse:
    made = adopt_postal_towns(by=viewer_of(request), at=timezone.now(), area_path=area.path)
    return _done(request, _address(area), f"郵便番号の一覧から、町字を{made:,}件入れました。")


def _start_layer(request: HttpRequest, area: AreaInfo) -> HttpResponse:
    form = StartLayerForm(request.POST, auto_id="start_%s")
    made: list[str] = []
    if form.is_valid() and _is_done(
        form,
        lambda: made.append(
            start_layer(
                by=viewer_of(request),
                at=timezone.now(),
                area_path=area.path,
                layer=Tier(form.cleaned_data["layer"]),
                name=form.cleaned_data["name"],
            )
        ),
    ):
        said = f"「{form.cleaned_data['name']}」を作りました。つづけて、町字をえらべます。"
        return _done(request, _address(area, area_by_path(made[0])), said)
    return _page(request, area, start=form)


def _plan_table(request: HttpRequest, area: AreaInfo) -> HttpResponse:
    form = TableForm(request.POST, request.FILES, auto_id="table_%s")
    if not form.is_valid():
        return _page(request, area, table=form)
    layer = Tier(form.cleaned_data["layer"])
    try:
        plan = plan_of_file(viewer_of(request), area, layer, form.cleaned_data["file"])
    except NotYours:
        raise
    except AreasRefused as error:
        form.add_error("file", str(error))
        return _page(request, area, table=form)
    context = {
        "frame": _frame(request, area, f"{layer.label}の表", "まだ何も変わっていません。"),
        "address": _address(area),
        "columns": shown.COUNT_COLUMNS,
        "counts": shown.count_rows(plan),
        "refused": plan.report.refused,
        "notes": plan.notes,
        "unknown": len(plan.unknown_towns),
        "form": ReadTableForm(initial={"layer": layer.value, "rows": shown.rows_as_csv(plan.rows)}),
    }
    return render(request, "areas/keeping_plan.jinja", context)


def _apply_table(request: HttpRequest, area: AreaInfo) -> HttpResponse:
    form = ReadTableForm(request.POST)
    if not form.is_valid():
        messages.error(request, "表が届きませんでした。もう一度、ファイルを選んでください。")
        return HttpResponseRedirect(_address(area))
    layer = Tier(form.cleaned_data["layer"])
    try:
        report = apply_table(
            viewer_of(request),
            area,
            layer,
            form.cleaned_data["rows"],
            takes_unknown=form.cleaned_data["new_towns"],
        )
    except NotYours:
        raise
    except AreasRefused as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(_address(area))
    return _done(request, _address(area), shown.report_sentence(layer, report))


_ACTS: dict[str, Act] = {
    "words": _set_words,
    "opening": _set_opening,
    "window": _set_window,
    "start": _start_layer,
    "table": _plan_table,
    "apply": _apply_table,
    "adopt": _adopt,
}


def _page(request: HttpRequest, area: AreaInfo, **bound: forms.Form) -> HttpResponse:
    """The page with its forms; those given were refused and keep what was typed."""
    table = TableForm(auto_id="table_%s", initial={"layer": Tier.SPHERE.value})
    context: dict[str, Any] = {
        "frame": _frame(request, area, shown.TITLE, shown.ANSWER),
        "messages": messages.get_messages(request),
        "area": area,
        "address": _address(area),
        "words": _words_form(area),
        "opening": _opening_form(area) if may_open(viewer_of(request), area.path) else None,
        "window": _window_form(area),
        "table": table,
        "start": StartLayerForm(auto_id="start_%s", initial={"layer": Tier.SPHERE.value}),
        "layers": shown.layer_sections(area, lambda layer: _address(area, layer)),
        "has_layers": area.tier is not Tier.PREFECTURE,
        "postal_count": shown.postal_count(area),
    }
    status = 400 if bound or request.method == "POST" else 200
    return render(request, "areas/keeping.jinja", context | bound, status=status)


def _layer_page(
    request: HttpRequest, area: AreaInfo, layer: AreaInfo, **bound: forms.Form
) -> HttpResponse:
    context: dict[str, Any] = {
        "frame": _frame(request, area, layer.name, f"{layer.tier.label}の窓口と町字です。"),
        "messages": messages.get_messages(request),
        "address": _address(area, layer),
        "window": _window_form(layer),
        "towns": _towns_form(layer),
    }
    status = 400 if bound or request.method == "POST" else 200
    return render(request, "areas/keeping_layer.jinja", context | bound, status=status)


def _words_form(area: AreaInfo, data: Any = None) -> WordsForm:
    return WordsForm(data, auto_id="words_%s", initial=shown.own_words(area.path))


def _opening_form(area: AreaInfo, data: Any = None) -> OpeningForm:
    return OpeningForm(data, auto_id="opening_%s", initial={"opening": area.opening.value})


def _window_form(area: AreaInfo, data: Any = None) -> WindowForm:
    held = {"phone": area.phone, "hours": area.hours, "website": area.website}
    return WindowForm(data, auto_id="window_%s", initial=held)


def _towns_form(layer: AreaInfo, data: Any = None) -> TownsForm:
    """A layer of a ward takes 町字 of that ward only."""
    towns = towns_in_layers(layer.parent_path, layer.tier)
    return TownsForm(layer.path, towns, data, auto_id="towns_%s")


def _is_done(form: forms.Form, act: Callable[[], object]) -> bool:
    """A change that is refused says why above its form; nothing typed is lost."""
    try:
        act()
    except NotYours:
        raise
    except AreasRefused as error:
        form.add_error(None, str(error))
        return False
    return True


def _done(request: HttpRequest, address: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(address)


def _address(area: AreaInfo, layer: AreaInfo | None = None) -> str:
    if layer is None:
        return reverse("areas:keeping", args=[area.jis])
    return reverse("areas:keeping-layer", args=[area.jis, layer.path.split("/")[-2]])


def _frame(request: HttpRequest, area: AreaInfo, title: str, answer: str) -> Any:
    is_first = title == shown.TITLE
    return staff_frame(
        request,
        title,
        place=area.name,
        answer=answer,
        crumbs=() if is_first else (Link(shown.TITLE, _address(area)),),
        is_sample=area.is_sample,
        current=reverse("areas:keeping-own"),
    )
