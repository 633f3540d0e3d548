"""「この画面の使い方」 of one screen on a page of its own, made for paper."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yui.policy.door import door
from yui.ui.pages.desk_help import ScreenHelp, help_template, is_told
from yui.ui.pages.staff import area_frame


@door(policy="signed_in")
def screen(request: HttpRequest, room: str, page: str) -> HttpResponse:
    """This view will show how one screen is used, and whom to ask."""
    if not is_told(room, page):
        raise Http404(_("この使い方はありません。"))
    frame = area_frame(request, _("この画面の使い方"), current="")
    told = replace(frame, help=ScreenHelp(help_template(room, page)), help_link=None)
    return render(request, "portal/screen_help.jinja", {"frame": told})
