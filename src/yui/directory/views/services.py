"""Public pages: a service, an organization, a field of life."""

from __future__ import annotations

import json

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.vary import vary_on_cookie

from yui.areas.errors import AreaNotFound
from yui.areas.queries import AreaInfo, get_area
from yui.directory import queries
from yui.directory.actions import note_view
from yui.directory.errors import DirectoryRefused
from yui.directory.forms import PageForm
from yui.directory.pages import chosen
from yui.directory.pages import service as parts
from yui.directory.pages.frames import (
    is_preparing,
    phone_box,
    search_left,
    town_frame,
    ward_or_town_of,
    way_back_to_sphere,
)
from yui.directory.queries import FieldPage, Page, ServiceCard, ServicePage
from yui.directory.queries.cards import ids_for_paper
from yui.directory.queries.entries import may_edit
from yui.directory.queries.lists import kept_codes
from yui.policy.door import door, viewer_of
from yui.ui.pages.errors import error_response
from yui.ui.pages.frame import Frame
from yui.ui.pages.parts import Link, ResultCard, WordButton


@door(policy="public", object_type="directory.service")
@vary_on_cookie
def service(request: HttpRequest, short_code: str) -> HttpResponse:
    """This function will show one service; 410 with others like it once it has ended.

    A merged record leads on to the one that was kept (301, asked anew each time).
    """
    code = queries.short_code_from(short_code)
    if code and code != short_code:
        return HttpResponseRedirect(queries.service_url(code))
    try:
        page = queries.get_service(viewer_of(request), code, at=timezone.now())
    except DirectoryRefused as refused:
        return _led_on(request, code) or error_response(request, refused.status, refused.sentence)
    if page.is_closed:
        return _closed(request, page)
    if request.method == "GET" and not viewer_of(request).is_signed_in:
        note_view(service_id=page.card.id, on=timezone.localdate())
    return service_page(request, page)


def _led_on(request: HttpRequest, code: str) -> HttpResponse | None:
    """The way from a merged record to the one that was kept; a merge may be taken back."""
    try:
        kept = queries.service_id_of(viewer_of(request), code, at=timezone.now())
        page = queries.get_service(viewer_of(request), kept, at=timezone.now())
    except DirectoryRefused:
        return None
    response = HttpResponsePermanentRedirect(page.card.url)
    response.headers["Cache-Control"] = "no-cache"
    return response


def service_page(request: HttpRequest, page: ServicePage, *, preview: str = "") -> HttpResponse:
    """This function will show one service; a `preview` says in a sentence what it is one of."""
    card, town = page.card, ward_or_town_of(page.card.area_path)
    frame = town_frame(
        request,
        card.name,
        card.area_path,
        page.window,
        description=card.summary,
        robots="" if page.linked_data and not (preview or is_preparing(town)) else "noindex",
        report_href=reverse("directory:report-service", args=[card.short_code]),
    )
    address, left = request.build_absolute_uri(card.url), search_left(request)
    context = {
        "frame": frame,
        "page": page,
        "card": card,
        "shown": card.shown(),
        "is_staff": viewer_of(request).is_signed_in and not preview,
        "preview": preview,
        "edit_href": "" if preview else _edit_of(request, page),
        "checked": parts.checked_of(card),
        "facts": parts.facts_of(page),
        "start": parts.start_lines(page),
        "ways": parts.other_ways(page),
        "mail": parts.mail_beside(page),
        "similar": parts.short_cards(page.similar),
        "back": Link("さがした一覧へもどる", left) if left else _way_back(page, town),
        "paper_href": _paper_of(frame, page),
        "keep": _keep_link(request, card, left),
        "sending": chosen.sending(card.name, "手助けのお知らせです。", address, [card]),
        "json": parts.json_in_page(_linked_text(page, address)) if page.linked_data else None,
    }
    response = render(request, "directory/service.jinja", context)
    patch_vary_headers(response, ("Referer",))
    return response


def _edit_of(request: HttpRequest, page: ServicePage) -> str:
    """Who may put the record forward finds the way from where residents read it."""
    place = page.sphere_path or page.card.area_path
    if not may_edit(viewer_of(request), page.card.id, place=place):
        return ""
    return reverse("directory:edit", args=[page.card.short_code])


def _keep_link(request: HttpRequest, card: ServiceCard, left: str) -> Link:
    """One press puts it in or takes it off; the search it was found by is not lost over it."""
    back = {"back": left} if left else {}
    if card.short_code in kept_codes(request.COOKIES):
        return Link("えらんだリストからはずす", chosen.remove_href(card.short_code, **back))
    return Link("えらんだリストに入れる", chosen.add_href(card.short_code, **back))


def _paper_of(frame: Frame, page: ServicePage) -> str:
    """A button that would be answered with a refusal is not offered."""
    may_be_printed = bool(ids_for_paper([page.card], at=timezone.now()))
    return frame.paper.of_service(page.card.short_code) if frame.paper and may_be_printed else ""


def _linked_text(page: ServicePage, address: str) -> str:
    return json.dumps((page.linked_data or {}) | {"url": address}, ensure_ascii=False)


def _way_back(page: ServicePage, town: AreaInfo | None) -> Link | None:
    """A printed code opens this page with nothing before it: back is the list of the own 地区."""
    field = parts.field_of(page)
    if town is None:
        return None
    if page.sphere_path:
        return way_back_to_sphere(town, page.sphere_path, page.card.sphere_name, field)
    if field is None:
        return None
    address = f"{reverse('directory:field', args=[field.code])}?area={town.jis}"
    return Link(f"{field.words}の一覧へもどる", address)


def _closed(request: HttpRequest, page: ServicePage) -> HttpResponse:
    """A printed code never leads nowhere: what ended is named, with others like it."""
    town = ward_or_town_of(page.card.area_path)
    frame = town_frame(
        request,
        f"{page.card.name}は終わりました",
        page.card.area_path,
        page.window,
        robots="noindex",
    )
    context = {
        "frame": frame,
        "page": page,
        "similar": parts.short_cards(page.similar),
        "back": _way_back(page, town),
    }
    return render(request, "directory/closed.jinja", context, status=410)


@door(policy="public", object_type="directory.organization")
@vary_on_cookie
def organization(request: HttpRequest, short_code: str) -> HttpResponse:
    """This function will show an organization with its services."""
    code = queries.short_code_from(short_code)
    if code and code != short_code:
        return HttpResponseRedirect(queries.organization_url(code))
    form = PageForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400)
    try:
        page, services = queries.organization_with_services(
            viewer_of(request), code, at=timezone.now(), number=form.cleaned_data["page"] or 1
        )
    except DirectoryRefused as refused:
        return error_response(request, refused.status, refused.sentence)
    frame = town_frame(
        request,
        page.name,
        page.area_path,
        page.window,
        description=page.description[:120],
        report_href=reverse("directory:report-organization", args=[code]),
    )
    context = {
        "frame": frame,
        "page": page,
        "services": services,
        "cards": _numbered(services),
        "hrefs": _page_hrefs(page.url, services, ""),
    }
    return render(request, "directory/organization.jinja", context)


@door(policy="public", object_type="taxonomy.term")
@vary_on_cookie
def field(request: HttpRequest, code: str) -> HttpResponse:
    """This function will explain a field of life and list what a town has."""
    form = PageForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400)
    town = _town_or_404(request, form.cleaned_data["area"])
    kind = form.cleaned_data["kind"]
    try:
        page = queries.field_page(
            viewer_of(request),
            code,
            town.path if town else None,
            at=timezone.now(),
            number=form.cleaned_data["page"] or 1,
            kind=kind,
        )
    except DirectoryRefused as refused:
        return error_response(request, refused.status, refused.sentence)
    return _field(request, page, town, kind)


def _field(request: HttpRequest, page: FieldPage, town: AreaInfo | None, kind: str) -> HttpResponse:
    title = f"{town.name}の{page.name}" if town else page.name
    here = reverse("directory:field", args=[page.code])
    query = f"area={town.jis}" if town else ""
    narrowed = f"{query}&kind={kind}" if kind else query
    context = {
        "frame": town_frame(
            request,
            title,
            town.path if town else None,
            page.window,
            description=page.description[:120],
        ),
        "page": page,
        "town": town,
        "kinds": [
            WordButton(each.name, f"{here}?{query}&kind={each.code}", each.count)
            for each in page.kinds
            if town
        ],
        "names": [each.name for each in page.kinds],
        "kind": next((each.name for each in page.kinds if each.code == kind), ""),
        "all_href": f"{here}?{query}",
        "services": page.services,
        "cards": _numbered(page.services) if page.services else (),
        "hrefs": _page_hrefs(here, page.services, narrowed) if page.services else (),
        "box": phone_box(page.window),
    }
    return render(request, "directory/field.jinja", context)


def _town_or_404(request: HttpRequest, code: str) -> AreaInfo | None:
    if not code:
        return None
    try:
        return get_area(viewer_of(request), code)
    except AreaNotFound as error:
        raise Http404(str(error)) from error


def _numbered(services: Page[ServiceCard]) -> list[ResultCard]:
    first = (services.number - 1) * services.size + 1
    return [card.shown(number=first + place) for place, card in enumerate(services.items)]


def _page_hrefs(base: str, services: Page[ServiceCard], query: str) -> list[str]:
    before = f"{query}&" if query else ""
    return [f"{base}?{before}page={number}" for number in range(1, services.page_count + 1)]
