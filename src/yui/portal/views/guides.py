"""「この画面の使い方」 of one screen on a page of its own, made for paper."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import gettext as _

from yui.areas.queries import area_by_path
from yui.policy.door import door, viewer_of
from yui.ui.pages.desk_help import ScreenHelp, help_template
from yui.ui.pages.frame import staff_frame


@door(policy="signed_in")
def screen(request: HttpRequest, room: str, page: str) -> HttpResponse:
    """This view will show how one screen is used, and whom to ask."""
    template = help_template(room, page)
    try:
        get_template(template)
    except TemplateDoesNotExist as error:
        raise Http404(_("この使い方はありません。")) from error
    area = area_by_path(viewer_of(request).area_path or "")
    frame = staff_frame(
        request, _("この画面の使い方"), place=area.name, is_sample=area.is_sample, current=""
    )
    told = replace(frame, help=ScreenHelp(template), help_link=None)
    return render(request, "portal/screen_help.jinja", {"frame": told})
