"""The desk's first page: what waits today, and what residents looked for in vain."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from yui.accounts.actions import put_first_week_away
from yui.accounts.errors import NotManaged
from yui.areas.queries import AreaInfo, area_by_path
from yui.areas.states import Opening, Tier
from yui.journal.queries import stopped_tasks
from yui.lib.clock import weekday_ja
from yui.policy.decide import municipality_of
from yui.policy.door import door, viewer_of
from yui.policy.roles import MEMBERS, Role
from yui.portal.pages import first_week as week
from yui.portal.pages import tiers
from yui.portal.pages import today as pages
from yui.portal.pages.addresses import home_of
from yui.portal.pages.desk import UNMET_COLUMNS, unmet_rows
from yui.portal.queries import first_week, index_behind, towns_standing, unmet_of, work_of
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import staff_frame

_UNMET_DAYS = 180
_STOPPED_DAYS = 7


@door(policy="signed_in")
def desk(request: HttpRequest) -> HttpResponse:
    """This view will show what to do now, and below it what was looked for in vain.

    Who speaks for a company or group has a page of their own; who has no role is told so.
    """
    viewer = viewer_of(request)
    if viewer.role in MEMBERS:
        return redirect("members:own")
    if viewer.role is Role.ANONYMOUS:
        return redirect(settings.CONTEXT_URL)
    area = area_by_path(viewer.area_path or "")
    since = timezone.localdate() - timedelta(days=_UNMET_DAYS)
    unmet = unmet_of(viewer, area.path, since=since)
    works, behind = index_behind()
    today, work = timezone.localdate(), work_of(viewer, at=timezone.now())
    context = {
        "frame": staff_frame(
            request,
            "きょうの仕事",
            place=area.name,
            answer=pages.answer_of(work),
            aside=f"{today.month}月{today.day}日（{weekday_ja(today)}）",
            is_sample=area.is_sample,
            current="/desk/",
        ),
        "start_href": _start_of(area),
        "week_columns": week.COLUMNS,
        "week": week.rows_of(first_week(viewer, on=today), manages=viewer.manages_accounts),
        "next_job": pages.next_job(work),
        "work_columns": pages.COLUMNS,
        "work": pages.rows_of(work, on=today),
        "awaited_columns": pages.AWAITED_COLUMNS,
        "awaited": pages.awaited_rows(work, on=today),
        "columns": UNMET_COLUMNS,
        "unmet": unmet_rows(unmet),
        "home": Link(f"{area.name}の住民の画面を開く", home_of(area)),
        "index_works": works,
        "behind": behind,
        "stopped": stopped_tasks(since=timezone.now() - timedelta(days=_STOPPED_DAYS)),
        "stopped_days": _STOPPED_DAYS,
    }
    return render(request, "portal/desk.jinja", context | _of_tier(request, area))


def _of_tier(request: HttpRequest, area: AreaInfo) -> dict[str, object]:
    """What prefecture and nation see above their own work: their towns, by counts alone."""
    if area.tier not in (Tier.PREFECTURE, Tier.NATION):
        return {"tier": ""}
    lines = towns_standing(area.path, at=timezone.now())
    found: dict[str, object] = {"tier": area.tier.value, "as_of": tiers.as_of(timezone.localdate())}
    if area.tier is Tier.NATION:
        return found | {
            "spread_columns": tiers.SPREAD_COLUMNS,
            "spread": tiers.spread_rows(lines),
            "prefecture_columns": tiers.PREFECTURE_COLUMNS,
            "prefectures": tiers.prefecture_rows(lines),
        }
    order = request.GET.get("order", "")
    return found | {
        "call_columns": tiers.CALL_COLUMNS,
        "calls": tiers.calls(lines),
        "town_columns": tiers.town_columns(order),
        "towns": tiers.town_rows(lines, order),
    }


@door(policy="staff", methods=("POST",), object_type="accounts.membership", writes=True)
def first_week_away(request: HttpRequest) -> HttpResponse:
    """This view will hide the first tasks from the viewer's own desk."""
    try:
        put_first_week_away(by=viewer_of(request), at=timezone.now())
    except NotManaged as error:
        raise Http404(str(error)) from error
    return HttpResponseRedirect(reverse("portal:desk"))


def _start_of(area: AreaInfo) -> str:
    """The way to opening a town, until it is open; within a town, also for those of a part."""
    home = municipality_of(area.path)
    if not home or area_by_path(home).opening is Opening.OPEN:
        return ""
    return reverse("portal:start")
