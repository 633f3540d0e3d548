"""Paper: sheets that anybody can fetch, the same for all; slips and letters that offices send."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag

from yui.areas.errors import AreaNotFound
from yui.areas.queries import AreaInfo, area_by_path, get_area
from yui.booklets.errors import BookletRefused, NothingAsked, NothingToPrint
from yui.booklets.formats.excel import list_xlsx
from yui.booklets.formats.letters import form_pdf, letter_pdf
from yui.booklets.formats.pdf import list_pdf, service_pdf
from yui.booklets.formats.slips import slips_pdf
from yui.booklets.formats.word import list_docx
from yui.booklets.forms import ClaimLetterForm, ListForm
from yui.booklets.queries import (
    ListSheet,
    ServiceSheet,
    claim_letter,
    form_parts,
    list_of_codes,
    list_of_search,
    service_sheet,
    slip_sheet,
)
from yui.directory.actions import draw_secrets, issue_slips
from yui.lib.secret_codes import new_code
from yui.members.actions import put_letter_in_force
from yui.members.errors import MembersRefused
from yui.policy.door import door, viewer_of
from yui.policy.viewer import ANONYMOUS
from yui.search.errors import ConditionRefused
from yui.search.formats.address import read_conditions
from yui.ui.pages.errors import error_response
from yui.ui.pages.parts import Link

_PDF = "application/pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NATION = "00"
_BUSY_RETRY_S = 10
_LONGEST_CODES = 1_000
_ROOM = Path(__file__).resolve().parent


@door(policy="public", object_type="directory.service")
def service_card(request: HttpRequest, short_code: str) -> HttpResponse:
    """This function will return the card of one service as PDF; 410 once it has ended."""
    base_url = _base_url(request)
    try:
        found = service_sheet(short_code, at=timezone.now())
        return _file(request, found, _PDF, "pdf", lambda: service_pdf(found, base_url=base_url))
    except BookletRefused as refused:
        return _refused(request, refused)


@door(policy="public", object_type="directory.service")
def large_type_list(request: HttpRequest) -> HttpResponse:
    """This function will return a list in large type as PDF; `memo=0` leaves out memo boxes."""
    return _list(request, _PDF, "pdf", _pdf_of)


@door(policy="public", object_type="directory.service")
def word_list(request: HttpRequest) -> HttpResponse:
    """This function will return a list as a Word file, to be retouched by hand."""
    return _list(request, _WORD, "docx", _docx_of)


@door(policy="public", object_type="directory.service")
def excel_list(request: HttpRequest) -> HttpResponse:
    """This function will return a list as an Excel file."""
    return _list(request, _EXCEL, "xlsx", _xlsx_of)


@door(policy="staff", methods=("POST",), object_type="members.application", writes=True)
def letter_of_claim(request: HttpRequest) -> HttpResponse:
    """This function will print the letter that proves a claim, then put its code in force.

    Only the paper holds the code: a press that fails leaves the letter from before valid.
    """
    viewer, at, form = viewer_of(request), timezone.now(), ClaimLetterForm(request.POST)
    if not form.is_valid():
        return error_response(request, 400)
    typed_at = _base_url(request) + reverse("members:continue")
    try:
        found, code = claim_letter(viewer, form.cleaned_data["claim"], at=at), new_code()
        pdf = letter_pdf(found, code, typed_at=typed_at)
        put_letter_in_force(by=viewer, at=at, application_id=found.application_id, code=code)
    except BookletRefused as refused:
        return _refused(request, refused)
    except MembersRefused as refused:
        return error_response(request, refused.status, refused.sentence)
    return _inline(pdf, "letter.pdf")


@door(policy="public", object_type="members.application")
def registration_form(request: HttpRequest) -> HttpResponse:
    """This function will return the empty form of a registration, to be written by hand."""
    try:
        pdf = form_pdf(form_parts(), joined_at=_base_url(request) + reverse("members:join"))
    except BookletRefused as refused:
        return _refused(request, refused)
    return _inline(pdf, "form.pdf")


def _inline(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type=_PDF)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@door(policy="staff", methods=("POST",), object_type="directory.service", writes=True)
def slips(request: HttpRequest) -> HttpResponse:
    """This function will print slips for leaders, then put their codes in force.

    Only the paper holds the codes: a press that fails leaves the slips from before valid.
    """
    viewer, at = viewer_of(request), timezone.now()
    base_url = _base_url(request)
    try:
        found = slip_sheet(viewer, request.POST.get("s", "")[:_LONGEST_CODES].split(","), at=at)
        secrets = [draw_secrets(card.service_id) for card in found.cards]
        slip_url = base_url + reverse("directory:slip-code")
        pdf = slips_pdf(found, secrets, slip_url=slip_url, typed_at=f"{base_url}/s/")
    except BookletRefused as refused:
        return _refused(request, refused)
    issue_slips(by=viewer, at=at, secrets=secrets)
    return _inline(pdf, "slips.pdf")


Maker = Callable[[ListSheet, str, bool], bytes]


def _pdf_of(found: ListSheet, base_url: str, has_memo: bool) -> bytes:
    return list_pdf(found, base_url=base_url, has_memo=has_memo)


def _docx_of(found: ListSheet, base_url: str, has_memo: bool) -> bytes:
    return list_docx(found, base_url=base_url, has_memo=has_memo)


def _xlsx_of(found: ListSheet, base_url: str, has_memo: bool) -> bytes:
    return list_xlsx(found, base_url=base_url)


def _list(request: HttpRequest, kind: str, ending: str, make: Maker) -> HttpResponse:
    form = ListForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400)
    has_memo = form.cleaned_data["memo"] != "0"
    base_url = _base_url(request)
    try:
        found = _sheet_asked_for(request, form, timezone.now())
        return _file(request, found, kind, ending, lambda: make(found, base_url, has_memo))
    except BookletRefused as refused:
        return _refused(request, refused)


def _sheet_asked_for(request: HttpRequest, form: ListForm, at: datetime) -> ListSheet:
    """Raises: BookletRefused."""
    codes = ",".join(request.GET.getlist("s")).split(",")
    if any(codes):
        return list_of_codes(codes, at=at)
    if not form.cleaned_data["area"]:
        raise NothingAsked("まちか、さがす条件をえらんでから印刷してください。", "/")
    area = _area(form.cleaned_data["area"])
    try:
        conditions = read_conditions(request.GET, area)
    except ConditionRefused as error:
        raise NothingAsked(str(error)) from error
    return list_of_search(area, conditions, at=at)


def _area(code: str) -> AreaInfo | None:
    """None is the nation; a merged town's list is its successor's. Raises: NothingToPrint."""
    if code == _NATION:
        return None
    try:
        area = get_area(ANONYMOUS, code)
        return area_by_path(area.successor_path) if area.successor_path else area
    except AreaNotFound as error:
        raise NothingToPrint(str(error), "/") from error


def _file(
    request: HttpRequest,
    found: ListSheet | ServiceSheet,
    kind: str,
    ending: str,
    make: Callable[[], bytes],
) -> HttpResponse:
    """Whoever holds the same sheet already is told so before any type is set.

    Nothing may be shown without asking here first: a withdrawn service is gone within a second.
    """
    etag = _etag_of(request, found)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(make(), content_type=kind)
        shown = "inline" if kind == _PDF else "attachment"
        name = quote(f"{found.sheet.title}.{ending}")
        response.headers["Content-Disposition"] = (
            f"{shown}; filename=\"yui.{ending}\"; filename*=UTF-8''{name}"
        )
        response.headers["X-Robots-Tag"] = "noindex"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _etag_of(request: HttpRequest, found: ListSheet | ServiceSheet) -> str:
    """What decides every byte: the sheet, its address with the memo, the edition."""
    facts = repr((_edition(), _base_url(request), request.get_full_path(), found))
    return quote_etag(hashlib.sha256(facts.encode()).hexdigest()[:32])


@lru_cache(maxsize=1)
def _edition() -> str:
    """Templates and words are part of an answer: where they change, every sheet is a new one."""
    texts = sorted(path for path in _ROOM.rglob("*") if path.suffix in (".py", ".typ"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in texts)).hexdigest()


def _base_url(request: HttpRequest) -> str:
    return settings.YUI.base_url or f"{request.scheme}://{request.get_host()}"


def _refused(request: HttpRequest, refused: BookletRefused) -> HttpResponse:
    ways = (Link("もとのページを開く", refused.way_on),) if refused.way_on else ()
    response = error_response(request, refused.status, refused.sentence, alternatives=ways)
    if refused.status == 503:
        response.headers["Retry-After"] = str(_BUSY_RETRY_S)
    return response
