"""Sending a file, and matching the columns of one we do not know."""

from __future__ import annotations

from functools import partial
from typing import Any, cast
from uuid import UUID

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from yui.exchange.actions import MOST_BYTES, receive_file
from yui.exchange.engine.matching import EVENTS, looks_like_events
from yui.exchange.errors import ExchangeRefused, NotYours
from yui.exchange.forms import ColumnsForm, StreamingUpload, UploadForm, suggested
from yui.exchange.queries import BatchInfo, get_batch
from yui.exchange.rules import may_import
from yui.exchange.tasks import ask_for_plan, start_reading_matched
from yui.exchange.views.desk import frame_of, hidden_when_not_yours, staff_area, to_batch
from yui.policy.door import door, viewer_of
from yui.policy.viewer import Viewer

_TOO_LARGE = (
    "ファイルが100MBより大きいので、受け取りませんでした。台帳は変わっていません。"
    "100MBまでに分けてください。"
)
_NOTHING_CHANGED = "台帳は変わっていません。ファイルも残していません。"
_OPENNESS = {"open": True, "draft": False}
_PIECE_BYTES = 256 * 1024


@door(policy="staff", methods=("GET", "HEAD", "POST"), writes=True)
@csrf_exempt
@hidden_when_not_yours
def upload(request: HttpRequest) -> HttpResponse:
    """This view will take a file. The upload handler must be chosen before anything is read,
    so the token is checked by the inner view.
    """
    handler = StreamingUpload(request)
    request.upload_handlers = cast("list[FileUploadHandler]", [handler])
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > MOST_BYTES + 1_000_000:
        return _form_page(request, UploadForm(), status=413, problem=_TOO_LARGE)
    return _upload(request, handler)


@csrf_protect
def _upload(request: HttpRequest, handler: StreamingUpload) -> HttpResponse:
    viewer, area_path = staff_area(request)
    if request.method != "POST":
        return _form_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if handler.too_large:
        return _form_page(request, UploadForm(), status=413, problem=_TOO_LARGE)
    if not form.is_valid():
        return _form_page(request, form, status=400)
    try:
        batch_id = _receive(viewer, area_path, form.cleaned_data)
    except ExchangeRefused as refused:
        problem = f"{refused}{_NOTHING_CHANGED}"
        return _form_page(request, form, status=400, problem=problem)
    return to_batch(batch_id)


@door(
    policy="staff",
    methods=("GET", "HEAD", "POST"),
    object_type="exchange.batch",
    writes=True,
)
@hidden_when_not_yours
def columns(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will let a person say which column is which; later files like it follow."""
    viewer = viewer_of(request)
    plan = get_batch(viewer, batch_id)
    if not plan.may_work:
        raise NotYours("この取り込みは見つかりません。")
    sector = _sector_asked(request, plan)
    is_kept = sector == plan.layout.get("sector")
    known = plan.layout.get("matches", {}) if is_kept else {}
    initial = suggested(plan.headers, known, sector) | {
        "sector": sector,
        "list_kind": plan.layout.get("list_kind") or plan.layout.get("seems", ""),
    }
    of_events = sector == EVENTS
    form = ColumnsForm(plan.headers, request.POST or None, initial=initial, of_events=of_events)
    if request.method != "POST" or not form.is_valid():
        return _columns_page(request, batch_id, form, status=200 if not form.is_bound else 400)
    try:
        start_reading_matched(
            by=viewer,
            at=timezone.now(),
            batch_id=batch_id,
            matches=form.matches(),
            sector=EVENTS if of_events else form.cleaned_data["sector"],
            list_kind="" if of_events else form.kind_said(),
        )
    except ExchangeRefused as refused:
        return _columns_page(request, batch_id, form, status=409, problem=str(refused))
    return to_batch(batch_id)


def _sector_asked(request: HttpRequest, plan: BatchInfo) -> str:
    """What the table lists: as the form or the link says, else as it was read, else as it looks."""
    asked = request.POST.get("sector", "") or request.GET.get("list", "")
    known = str(plan.layout.get("sector", ""))
    if asked == EVENTS:
        return EVENTS
    if asked:
        return known if known and known != EVENTS else "daily"
    return known or (EVENTS if looks_like_events(plan.headers) else "daily")


def _receive(viewer: Viewer, area_path: str, given: dict[str, Any]) -> UUID:
    file = given["file"]
    try:
        return receive_file(
            by=viewer,
            at=timezone.now(),
            area_path=area_path,
            file_name=file.name,
            pieces=file.chunks(_PIECE_BYTES),
            kind=given["kind"],
            period_date=given["period_date"],
            is_official=_OPENNESS.get(given["openness"]),
            title=given["title"],
            then=partial(ask_for_plan, viewer),
        )
    finally:
        file.close()


def _form_page(
    request: HttpRequest, form: UploadForm, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    viewer, area_path = staff_area(request)
    allowed = may_import(viewer, area_path=area_path)
    answer = "表を選ぶと、まず計画を作ります。台帳はまだ変わりません。"
    context = {
        "frame": frame_of(request, "一覧を取り込む", answer=answer if allowed else ""),
        "form": form,
        "problem": problem or ("" if allowed else "この立場では、取り込みはできません。"),
        "allowed": allowed,
    }
    return render(request, "exchange/upload.jinja", context, status=status)


def _columns_page(
    request: HttpRequest, batch_id: UUID, form: ColumnsForm, *, status: int, problem: str = ""
) -> HttpResponse:
    plan = get_batch(viewer_of(request), batch_id)
    what = "催し（行事）" if form.of_events else "手助けや活動"
    answer = f"{what}の一覧として読みます。次からは、同じ形の表をそのまま読めます。"
    context = {
        "frame": frame_of(request, "列の合わせ方", answer=answer, aside=plan.file_name),
        "plan": plan,
        "samples": plan.layout.get("samples", []),
        "form": form,
        "events": EVENTS,
        "problem": problem,
    }
    return render(request, "exchange/columns.jinja", context, status=status)
