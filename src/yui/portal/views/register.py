"""The register: everything the staff's area lists, found by name or number, taken as a table."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yui.areas.queries import AreaInfo, area_by_path
from yui.areas.states import Tier
from yui.directory.queries import (
    MOST_EXPORTED,
    RegisterAsk,
    RegisterLine,
    RegisterPage,
    register_lines,
    register_page,
)
from yui.lib.csvfile import write_csv
from yui.policy.door import door, viewer_of
from yui.portal.forms import RegisterForm
from yui.portal.pages import register as words
from yui.ui.pages.downloads import download
from yui.ui.pages.errors import error_response
from yui.ui.pages.staff import staff_frame

_WIDE = (Tier.NATION, Tier.PREFECTURE)


@door(policy="staff", object_type="directory.service")
def register(request: HttpRequest) -> HttpResponse:
    """This view will show a page of the register of the area the viewer acts for."""
    form = RegisterForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400)
    viewer = viewer_of(request)
    area = area_by_path(viewer.area_path or "")
    ask = form.asked(area.path)
    found = None if _too_wide(area, ask) else register_page(viewer, ask, at=timezone.now())
    frame = staff_frame(
        request,
        "台帳",
        place=area.name,
        answer=_answer(area, ask, found),
        is_sample=area.is_sample,
        current=words.address(RegisterAsk("")),
    )
    context = {"frame": frame, "ask": ask, "found": found, "kinds": words.kinds(ask)}
    return render(request, "portal/register.jinja", context | _shown(ask, found))


def _shown(ask: RegisterAsk, found: RegisterPage | None) -> dict[str, object]:
    if found is None:
        return {}
    return {
        "columns": words.columns(ask),
        "rows": words.rows(ask, found.services.items),
        "group_columns": words.GROUP_COLUMNS,
        "groups": words.group_rows(found.groups),
        "hrefs": words.page_links(ask, found.services.page_count),
        "files": words.taking_links(ask) if found.services.total else (),
        "most": MOST_EXPORTED if found.services.total > MOST_EXPORTED else None,
    }


def _too_wide(area: AreaInfo, ask: RegisterAsk) -> bool:
    """Nobody leafs through a prefecture or the nation: there one names what one looks for."""
    return area.tier in _WIDE and not ask.words.strip()


def _answer(area: AreaInfo, ask: RegisterAsk, found: RegisterPage | None) -> str:
    if found is None:
        return f"{area.name}の記録を、名前・電話番号・記録の番号でさがせます。"
    total = found.services.total
    if ask.words.strip():
        return (
            f"「{ask.words}」で {total:,} 件見つかりました。"
            if total
            else (f"「{ask.words}」は、この中にありません。")
        )
    return f"{total:,} 件あります。" if total else "まだありません。"


@door(policy="staff", object_type="directory.service")
def register_csv(request: HttpRequest) -> HttpResponse:
    """This view will give the same part of the register as CSV, without formulas."""
    found = _table(request)
    if found is None:
        return error_response(request, 400)
    return _file(write_csv([words.TITLES, *found]), "csv")


@door(policy="staff", object_type="directory.service")
def register_xlsx(request: HttpRequest) -> HttpResponse:
    """This view will give the same part of the register as a workbook."""
    found = _table(request)
    if found is None:
        return error_response(request, 400)
    return _file(words.workbook(found), "xlsx")


def _table(request: HttpRequest) -> list[list[str | int | float | None]] | None:
    form = RegisterForm(request.GET)
    if not form.is_valid():
        return None
    viewer = viewer_of(request)
    area = area_by_path(viewer.area_path or "")
    ask = form.asked(area.path)
    lines: tuple[RegisterLine, ...] = ()
    if not _too_wide(area, ask):
        lines = tuple(register_lines(viewer, ask, at=timezone.now()))
    return words.table(lines, request.build_absolute_uri("/").rstrip("/"))


def _file(body: bytes, ending: Literal["csv", "xlsx"]) -> HttpResponse:
    return download(body, name=f"daicho-{timezone.localdate():%Y%m%d}", ending=ending)
