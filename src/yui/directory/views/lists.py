"""えらんだリスト: seen, compared and sent; one press puts a service in or takes it off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.vary import vary_on_cookie

from yui.directory import queries
from yui.directory.forms import ChosenForm
from yui.directory.pages import chosen
from yui.directory.pages import service as parts
from yui.directory.pages.frames import is_from, search_in, search_left, town_frame
from yui.directory.queries import ServiceCard
from yui.directory.queries.cards import ids_for_paper
from yui.directory.queries.lists import MOST_CHOSEN, chosen_codes, kept_codes
from yui.directory.queries.pages import closed_of_codes
from yui.policy.door import door, viewer_of
from yui.ui.pages.errors import error_response
from yui.ui.pages.frame import Frame
from yui.ui.pages.parts import Link, ResultCard, Sending

_CHANGING = ("GET", "HEAD", "POST")


@door(policy="public", object_type="directory.service")
@vary_on_cookie
def chosen_list(request: HttpRequest) -> HttpResponse:
    """This function will show the chosen list of the address, else the one kept on this device."""
    form = ChosenForm({"s": chosen.codes_asked(request.GET)})
    if not form.is_valid():
        return error_response(request, 400)
    codes, kept = chosen_codes(form.cleaned_data["s"]), kept_codes(request.COOKIES)
    if not codes and kept:
        return HttpResponseRedirect(chosen.list_url(kept))
    return chosen.said_off(request, _list(request, codes, kept))


def _list(request: HttpRequest, asked: Sequence[str], kept: Sequence[str]) -> HttpResponse:
    viewer, at = viewer_of(request), timezone.now()
    off, left = chosen.just_off(request) if set(asked) == set(kept) else ((), "")
    off, left = chosen.without(off, asked), search_left(request) or left
    cards = queries.cards_of_codes(viewer, asked, at=at)
    codes = tuple(card.short_code for card in cards)
    closed = closed_of_codes(viewer, [code for code in asked if code not in codes], at=at)
    named = {*codes, *(page.card.short_code for page in closed)}
    lost = tuple(code for code in asked if code not in named)
    is_own = bool(asked) and set(asked) == set(kept)
    area_path = next((card.area_path for card in (*cards, *(page.card for page in closed))), None)
    window = queries.window_of(area_path) if area_path else None
    frame = town_frame(request, "えらんだリスト", area_path, window, robots="noindex")
    context = {
        "frame": frame,
        "cards": _shown(cards, asked, is_own, left),
        "comparisons": chosen.compared(cards),
        "closed": [
            (page, parts.short_cards(page.similar), _off(asked, page.card.short_code, is_own, left))
            for page in closed
        ],
        "lost": len(lost),
        "lost_href": chosen.remove_href(*lost) if is_own and lost else "",
        "sending": _sending(request, cards),
        "keep_href": f"{reverse('directory:list-keep')}?s={chosen.as_text(codes)}",
        "paper": _paper_of(frame, cards),
        "is_own": is_own,
        "off": queries.cards_of_codes(viewer, off, at=at),
        "search": _way_to_search(frame, left),
        "add_again_href": chosen.add_href(off[0], **_back(left)) if off else "",
    }
    return render(request, "directory/list.jinja", context)


def _way_to_search(frame: Frame, left: str) -> Link:
    """Back to the very search that was left, else to the search of the town of the page."""
    if left:
        return Link("さがした一覧にもどる", left)
    if frame.municipality is not None and frame.search_href:
        return Link(f"{frame.municipality.name}の手助けをさがす", frame.search_href)
    return Link("手助けをさがす", reverse("areas:prefectures"))


def _shown(
    cards: Sequence[ServiceCard], asked: Sequence[str], is_own: bool, left: str
) -> list[ResultCard]:
    return [
        card.shown(number=place, action=Link("はずす", _off(asked, card.short_code, is_own, left)))
        for place, card in enumerate(cards, 1)
    ]


def _off(asked: Sequence[str], code: str, is_own: bool, left: str) -> str:
    """Off the list of this device; a list that somebody sent only leaves the address."""
    if not is_own:
        return chosen.list_url(chosen.without(asked, (code,)))
    return chosen.remove_href(code, **_back(left))


def _back(left: str) -> dict[str, str]:
    return {"back": left} if left else {}


def _sending(request: HttpRequest, cards: Sequence[ServiceCard]) -> Sending:
    address = request.build_absolute_uri(chosen.list_url(card.short_code for card in cards))
    return chosen.sending("えらんだリスト", "えらんだ手助けと集まりのリストです。", address, cards)


def _paper_of(frame: Frame, cards: Sequence[ServiceCard]) -> tuple[Link, ...]:
    printed = ids_for_paper(cards, at=timezone.now()) if frame.paper else frozenset()
    codes = [card.short_code for card in cards]
    return frame.paper.of_codes(codes) if frame.paper and printed else ()


@door(policy="public", methods=_CHANGING, object_type="directory.service")
@never_cache
@vary_on_cookie
def add_to_list(request: HttpRequest) -> HttpResponse:
    """This function will put a service into the list of this device when that was pressed here.

    Who comes from elsewhere is asked first: only then a form.
    """
    form = ChosenForm(request.POST if request.method == "POST" else request.GET)
    wanted = chosen_codes(form.cleaned_data["s"])[:1] if form.is_valid() else ()
    cards = queries.cards_of_codes(viewer_of(request), wanted, at=timezone.now())
    if not cards:
        return error_response(request, 404)
    kept = kept_codes(request.COOKIES)
    codes = tuple(dict.fromkeys((*kept, cards[0].short_code)))
    if len(codes) > MOST_CHOSEN:
        return _asked(request, cards[0], kept, is_full=True)
    if request.method == "POST":
        return chosen.remember(request, HttpResponseRedirect(chosen.list_url(codes)), codes)
    if codes == kept or chosen.is_pressed_here(request):
        answer = _changed(request, form, cards[0], codes, is_in=True)
        return chosen.remember(request, answer, codes)
    return _asked(request, cards[0], kept)


@door(policy="public", methods=_CHANGING, object_type="directory.service")
@never_cache
@vary_on_cookie
def remove_from_list(request: HttpRequest) -> HttpResponse:
    """This function will take services off the list of this device when that was pressed here."""
    form = ChosenForm(request.POST if request.method == "POST" else request.GET)
    gone = chosen_codes(form.cleaned_data["s"]) if form.is_valid() else ()
    if not gone:
        return error_response(request, 404)
    kept = kept_codes(request.COOKIES)
    rest = chosen.without(kept, gone)
    cards = queries.cards_of_codes(viewer_of(request), gone[:1], at=timezone.now())
    is_here = chosen.is_pressed_here(request)
    if request.method != "POST" and rest != kept and not is_here:
        return _asked(request, cards[0] if cards else None, kept, gone=gone)
    if request.method == "POST" or not cards or is_from(request, reverse("directory:list")):
        to_list = chosen.remember(request, HttpResponseRedirect(chosen.list_url(rest)), rest)
        left = search_in(form.cleaned_data["back"])
        is_one_off = len(gone) == 1 and rest != kept
        return chosen.say_off(request, to_list, gone[0], left) if is_one_off else to_list
    answer = _changed(request, form, cards[0], rest, is_in=False)
    return chosen.remember(request, answer, rest)


def _changed(
    request: HttpRequest, form: ChosenForm, card: ServiceCard, codes: Sequence[str], *, is_in: bool
) -> HttpResponse:
    """What was done, how many there are now, and the way back to where it was pressed."""
    left = search_in(form.cleaned_data["back"]) or search_left(request)
    place = form.cleaned_data["card"]
    more = _back(left)
    more |= {"card": str(place)} if place else {}
    again = chosen.remove_href if is_in else chosen.add_href
    title = "リストに入れました" if is_in else "リストからはずしました"
    context: dict[str, Any] = {
        "frame": town_frame(request, title, card.area_path, None, robots="noindex"),
        "card": card,
        "is_in": is_in,
        "count": len(codes),
        "search_href": f"{left}#card-{place}" if left and place else left,
        "is_from_service": is_from(request, card.url),
        "list_href": chosen.list_url(codes),
        "undo": Link(
            "やめて、はずす" if is_in else "もう一度入れる", again(card.short_code, **more)
        ),
    }
    return render(request, "directory/list_changed.jinja", context)


def _asked(
    request: HttpRequest,
    card: ServiceCard | None,
    kept: Sequence[str],
    *,
    gone: Sequence[str] = (),
    is_full: bool = False,
) -> HttpResponse:
    """The page before a change, for who comes from elsewhere; `gone` is what would be taken off."""
    codes = tuple(gone) or ((card.short_code,) if card else ())
    title = "リストからはずす" if gone else "リストに入れる"
    together = tuple(dict.fromkeys((*kept, *codes)))[:MOST_CHOSEN]
    context = {
        "frame": town_frame(request, title, None, None, robots="noindex"),
        "card": card,
        "form": ChosenForm(initial={"s": chosen.as_text(codes)}),
        "is_removal": bool(gone),
        "is_full": is_full,
        "most": MOST_CHOSEN,
        "list_href": chosen.list_url(kept),
        "share_href": chosen.list_url(together),
        "search_href": search_left(request),
    }
    return render(request, "directory/list_add.jinja", context)


@door(policy="public", methods=_CHANGING)
@vary_on_cookie
def keep_list(request: HttpRequest) -> HttpResponse:
    """This function will keep the list of the address on this device, or forget it."""
    values = request.POST if request.method == "POST" else request.GET
    form = ChosenForm({"s": chosen.codes_asked(values)})
    if not form.is_valid():
        return error_response(request, 400)
    codes = chosen_codes(form.cleaned_data["s"])
    if request.method == "POST":
        return chosen.remember(request, HttpResponseRedirect(chosen.list_url(codes)), codes)
    context = {
        "frame": town_frame(request, "リストをおぼえる", None, None, robots="noindex"),
        "form": ChosenForm(initial={"s": chosen.as_text(codes)}),
        "count": len(codes),
        "list_href": chosen.list_url(codes),
    }
    return render(request, "directory/list_keep.jinja", context)
