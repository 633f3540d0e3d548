"""「参加する」, the list of members, and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.vary import vary_on_cookie

from yui.areas.errors import AreaNotFound
from yui.areas.queries import get_area
from yui.directory.queries import short_code_from
from yui.directory.queries.claimable import MOST_FOUND, find_organizations
from yui.members import queries
from yui.members.errors import MembersRefused
from yui.members.forms import ListForm, SearchForm
from yui.members.pages import showing
from yui.policy.door import door, viewer_of
from yui.ui.pages.errors import error_response
from yui.ui.pages.frame import page_frame

_JOIN = "参加する（会社・団体・NPO の方へ）"
_LIST = "参加している団体"


@door(policy="public", object_type="directory.organization")
@vary_on_cookie
def join(request: HttpRequest) -> HttpResponse:
    """This view will say what joining brings, and look first for the record that exists."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = find_organizations(viewer_of(request), words, at=timezone.now()) if words else ()
    context = {
        "frame": page_frame(request, _JOIN, current=reverse("members:join")),
        "form": form,
        "words": words,
        "found": found,
        "is_full": len(found) == MOST_FOUND,
    }
    return render(request, "members/join.jinja", context)


@door(policy="public", object_type="members.member")
@vary_on_cookie
def member_list(request: HttpRequest) -> HttpResponse:
    """This view will list the members a visitor may see, of an area or offering something."""
    form = ListForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400)
    viewer, code = viewer_of(request), form.cleaned_data["area"]
    try:
        area = get_area(viewer, code) if code else None
    except AreaNotFound as error:
        return error_response(request, 404, str(error))
    lines = queries.members_in(
        viewer, area_path=area.path if area else "", offer=form.cleaned_data["offer"]
    )
    title = f"{area.name}で活動する団体" if area else _LIST
    context = {
        "frame": page_frame(request, title, area_path=area.path if area else None),
        "items": showing.member_items(lines),
        "offers": showing.offer_links(code),
        "is_narrowed": bool(code or form.cleaned_data["offer"]),
    }
    return render(request, "members/list.jinja", context)


@door(policy="public", object_type="members.member")
@vary_on_cookie
def member(request: HttpRequest, short_code: str) -> HttpResponse:
    """This view will show what a member offers and wants, as far as the visitor may see it."""
    code = short_code_from(short_code)
    if code and code != short_code:
        return HttpResponseRedirect(reverse("members:member", args=[code]))
    try:
        page = queries.get_member(viewer_of(request), code)
    except MembersRefused as refused:
        return error_response(request, refused.status, refused.sentence)
    return member_page(request, page)


def member_page(request: HttpRequest, page: queries.MemberPage, preview: str = "") -> HttpResponse:
    """This function will show a member's page, or how one would look."""
    frame = page_frame(
        request,
        page.name,
        area_path=page.area_path or None,
        robots="noindex" if preview else "",
    )
    context = {
        "frame": frame,
        "page": page,
        "facts": showing.facts_of(page),
        "phone": showing.phone_of(page),
        "preview": preview,
    }
    return render(request, "members/member.jinja", context)
