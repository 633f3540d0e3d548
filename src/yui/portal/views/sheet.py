"""The sheet of a meeting: formal and informal services, picked in two minutes, naming nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from yui.areas.queries import area_by_path
from yui.booklets.errors import BookletRefused
from yui.booklets.formats.pdf import list_pdf
from yui.booklets.formats.word import list_docx
from yui.booklets.queries import ListSheet, picked_cards, picked_sheet
from yui.directory.queries.pages import cards_of_codes
from yui.directory.states import Scope
from yui.policy.door import door, viewer_of
from yui.portal.errors import SheetRefused
from yui.portal.forms import FindForm, SheetForm
from yui.portal.pages import sheet as pages
from yui.portal.pages.sheet import KeptSheet, keep_sheet, kept_sheet
from yui.portal.queries import to_pick
from yui.ui.pages.downloads import Ending, download
from yui.ui.pages.errors import error_response
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import staff_frame

_BUSY_RETRY_S = "10"


@door(policy="staff", methods=("GET", "HEAD", "POST"), object_type="directory.service", writes=True)
def sheet(request: HttpRequest) -> HttpResponse:
    """This view will show the sheet that is put together, and do what a button says."""
    if request.method == "POST":
        return _pressed(request)
    form = FindForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400)
    codes = tuple(filter(None, form.cleaned_data["add"].split(",")))
    return _page(request, kept_sheet(request), words=form.cleaned_data["q"], codes=codes)


@door(policy="staff", object_type="directory.service")
def sheet_pdf(request: HttpRequest) -> HttpResponse:
    """This view will print the sheet in large type."""
    return _printed(
        request, "pdf", lambda found, base_url: list_pdf(found, base_url=base_url, has_memo=False)
    )


@door(policy="staff", object_type="directory.service")
def sheet_docx(request: HttpRequest) -> HttpResponse:
    """This view will give the sheet as a Word file, to be retouched by hand."""
    return _printed(
        request, "docx", lambda found, base_url: list_docx(found, base_url=base_url, has_memo=False)
    )


def _pressed(request: HttpRequest) -> HttpResponse:
    form, before = SheetForm(request.POST), kept_sheet(request)
    if form.errors.keys() - {"heading"}:
        return error_response(request, 400)
    given = form.cleaned_data
    typed = before.typed(
        heading=request.POST.get("heading", ""),
        audience=Scope(given["audience"] or Scope.PAPER),
        notes=form.notes(before.notes),
    )
    if "heading" in form.errors:
        return _page(request, typed, words=given["q"], refused=str(form.errors["heading"][0]))
    act, _colon, codes = given["act"].partition(":")
    try:
        changed = _changed(typed.cleaned(), act, codes)
    except SheetRefused as refused:
        return _page(request, typed, words=given["q"], refused=str(refused))
    keep_sheet(request, changed)
    return HttpResponseRedirect(_next(changed, act, given["q"]))


def _changed(sheet: KeptSheet, act: str, codes: str) -> KeptSheet:
    if act == "add":
        return sheet.with_codes(filter(None, codes.split(",")))
    if act == "up":
        return sheet.moved_up(codes)
    if act == "off":
        return sheet.without(codes)
    return sheet.looked_at() if act == "anyway" else sheet


def _next(sheet: KeptSheet, act: str, words: str) -> str:
    """Whoever puts several in goes on in the same list; what must be looked at is not printed."""
    if act in ("print", "anyway", "word") and not sheet.must_be_looked_at and sheet.notes:
        return reverse("portal:sheet-docx" if act == "word" else "portal:sheet-pdf")
    return pages.address(q=words if act in ("find", "add") else "")


def _page(
    request: HttpRequest,
    sheet: KeptSheet,
    *,
    words: str = "",
    codes: tuple[str, ...] = (),
    refused: str = "",
) -> HttpResponse:
    viewer, at = viewer_of(request), timezone.now()
    area = area_by_path(viewer.area_path or "")
    cards = cards_of_codes(viewer, tuple(sheet.notes), at=at)
    printed = picked_cards(viewer, tuple(sheet.notes), audience=sheet.audience, at=at)
    if codes:
        found = cards_of_codes(viewer, codes, at=at)
    else:
        found = to_pick(viewer, area, words, at=at) if words.strip() else ()
    context = {
        "frame": staff_frame(
            request,
            "シート",
            place=area.name,
            answer=pages.answer_of(sheet),
            is_sample=area.is_sample,
            current=reverse("portal:sheet"),
        ),
        "sheet": sheet,
        "lines": pages.lines_of(sheet, cards, {card.short_code for card in printed}),
        "lost": len(sheet.notes) - len(cards),
        "audiences": pages.AUDIENCES,
        "words": words,
        "codes": codes,
        "columns": pages.FOUND_COLUMNS,
        "found": pages.found_rows(found, sheet.notes),
        "all_codes": pages.codes_to_add(found, sheet),
        "not_found_href": pages.not_found_address(viewer, words),
        "refused": refused,
    }
    return render(request, "portal/sheet.jinja", context, status=400 if refused else 200)


def _printed(
    request: HttpRequest, ending: Ending, made_of: Callable[[ListSheet, str], bytes]
) -> HttpResponse:
    sheet = kept_sheet(request)
    if sheet.must_be_looked_at or not sheet.notes:
        return HttpResponseRedirect(reverse("portal:sheet"))
    base_url = settings.YUI.base_url or f"{request.scheme}://{request.get_host()}"
    try:
        found = picked_sheet(
            viewer_of(request),
            sheet.notes,
            heading=sheet.heading,
            audience=sheet.audience,
            at=timezone.now(),
        )
        body = made_of(found, base_url)
    except BookletRefused as refused:
        return _refused(request, refused)
    return download(body, name=f"sheet-{timezone.localdate():%Y%m%d}", ending=ending)


def _refused(request: HttpRequest, refused: BookletRefused) -> HttpResponse:
    ways: Any = (Link("シートにもどる", reverse("portal:sheet")),)
    response = error_response(request, refused.status, refused.sentence, alternatives=ways)
    if refused.status == 503:
        response.headers["Retry-After"] = _BUSY_RETRY_S
    return response
