"""Pages that lead to a town and to the own 包括. They write nothing and remember nobody."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.vary import vary_on_cookie

from yui.areas.errors import AreaNotFound
from yui.areas.forms import CentreForm, FindForm
from yui.areas.pages.centres import ASK_OFFICE, centre_page
from yui.areas.pages.links import SAMPLE, home_of, kana_groups, town_link
from yui.areas.queries import (
    AreaInfo,
    area_by_path,
    areas_by_postal_code,
    children_of,
    find_centre,
    get_area,
    municipalities_of,
    postal_code_of,
    search_areas,
    spoken_name,
    word_for,
)
from yui.areas.states import Term, Tier
from yui.policy.door import door, viewer_of
from yui.ui.pages.frame import page_frame
from yui.ui.pages.parts import Link

_SEARCHED = (Tier.PREFECTURE, Tier.MUNICIPALITY, Tier.WARD)


@door(policy="public")
@vary_on_cookie
def prefecture_list(request: HttpRequest) -> HttpResponse:
    """This function will list the prefectures, with the finder by postcode and name above."""
    links = [
        Link(area.name, home_of(area), SAMPLE if area.is_sample else "") for area in children_of("")
    ]
    frame = page_frame(request, "お住まいのまちをえらぶ", with_phone_box=False)
    context = {"frame": frame, "form": FindForm(), "links": links}
    return render(request, "areas/prefectures.jinja", context)


@door(policy="public", object_type="areas.area")
@vary_on_cookie
def municipality_list(request: HttpRequest, code: str) -> HttpResponse:
    """This function will list the municipalities of a prefecture by the kana of their names."""
    prefecture = _area_or_404(request, code, Tier.PREFECTURE)
    if code != prefecture.jis:
        return HttpResponseRedirect(home_of(prefecture))
    frame = page_frame(
        request,
        f"{prefecture.name}の市区町村",
        is_sample=prefecture.is_sample,
        with_phone_box=False,
    )
    context = {
        "frame": frame,
        "prefecture": prefecture,
        "groups": kana_groups(municipalities_of(prefecture.path)),
        "back": Link("都道府県の一覧へもどる", reverse("areas:prefectures")),
    }
    return render(request, "areas/municipalities.jinja", context)


@door(policy="public")
@vary_on_cookie
def find(request: HttpRequest) -> HttpResponse:
    """This function will lead to the one town a postcode or a name means, or show the choices."""
    form = FindForm(request.GET)
    found: tuple[AreaInfo, ...] = ()
    message = "郵便番号か、市区町村の名前を入れてください。"
    if form.is_valid():
        found, message = _found(form.cleaned_data["postal_code"], form.cleaned_data["q"])
    if len(found) == 1:
        return HttpResponseRedirect(home_of(found[0]))
    context = {
        "frame": page_frame(
            request, "お住まいのまちをさがす", robots="noindex", with_phone_box=False
        ),
        "form": form,
        "message": "" if found else message,
        "ask": None if found else ASK_OFFICE,
        "links": [
            town_link(area, with_prefecture=True, asked=form.cleaned_data.get("q", ""))
            for area in found
        ],
        "back": Link("都道府県の一覧からえらぶ", reverse("areas:prefectures")),
    }
    status = 200 if form.is_valid() else 400
    return render(request, "areas/find.jinja", context, status=status)


@door(policy="public", object_type="areas.area")
@vary_on_cookie
def centre(request: HttpRequest, code: str) -> HttpResponse:
    """This function will say which 包括 is in charge of a 町字, or whom to ask instead."""
    area = _area_or_404(request, code, Tier.MUNICIPALITY, Tier.WARD)
    if code != area.jis:
        return HttpResponseRedirect(reverse("areas:centre", args=[area.jis]))
    form = CentreForm(request.GET)
    asked = form.cleaned_data["town"].strip() if form.is_valid() else ""
    word = word_for(area.path, Term.SUPPORT_CENTRE)
    answer = find_centre(area.path, asked)
    asked_at = answer.window.area if answer.window.is_own_centre else area
    frame = page_frame(request, f"{spoken_name(area)}の{word}をさがす", area_path=asked_at.path)
    context = {
        "frame": frame,
        "form": form,
        "area": area,
        "word": word,
        "back": Link(f"{spoken_name(area)}のページへもどる", home_of(area)),
        **centre_page(frame, area, word, asked, answer, timezone.localdate()),
    }
    status = 200 if form.is_valid() else 400
    return render(request, "areas/centre.jinja", context, status=status)


def _area_or_404(request: HttpRequest, code: str, *tiers: Tier) -> AreaInfo:
    try:
        area = get_area(viewer_of(request), code)
    except AreaNotFound as error:
        raise Http404(str(error)) from error
    if area.successor_path is not None:
        area = area_by_path(area.successor_path)
    if area.tier not in tiers:
        raise Http404("この地域のページはありません。")
    return area


def _found(postal_code: str, name: str) -> tuple[tuple[AreaInfo, ...], str]:
    """This function will return the towns that were meant, and what to say when there is none."""
    if postal_code:
        if postal_code_of(postal_code) is None:
            return (), "郵便番号は7けたの数字で入れてください。"
        towns = _once(match.area for match in areas_by_postal_code(postal_code))
        return towns, "この郵便番号は見つかりません。名前でさがしてください。"
    if name:
        code = postal_code_of(name)
        if code is not None:
            return _found(code, "")
        areas = tuple(area for area in search_areas(name, limit=60) if area.tier in _SEARCHED)
        return areas, f"「{name}」は見つかりません。ひらがなや、短いことばでためしてください。"
    return (), "郵便番号か、市区町村の名前を入れてください。"


def _once(areas: Iterable[AreaInfo]) -> tuple[AreaInfo, ...]:
    return tuple(dict.fromkeys(areas))
