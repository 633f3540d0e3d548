"""The gallery of components, 表示の設定, the outbox of development and the error handlers."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.vary import vary_on_cookie

from yui.lib.addresses import within_site
from yui.policy.door import door
from yui.ui.forms import DisplayForm, GalleryForm
from yui.ui.pages import gallery as sample
from yui.ui.pages.coming import page_left
from yui.ui.pages.display import COOKIE, COOKIE_MAX_AGE_S, display_from_cookie
from yui.ui.pages.errors import error_response, form_token_response, static_error
from yui.ui.pages.frame import Frame, desk_frame, page_frame
from yui.ui.pages.parts import Fact, Link
from yui.ui.queries import get_mail, visible_mails

# What the form takes back.
_LONGEST_PATH = 2_000


@door(policy="public")
@vary_on_cookie
def gallery(request: HttpRequest) -> HttpResponse:
    """This function will show every component of residents' pages in every state."""
    frame = page_frame(
        request,
        "部品の見本",
        municipality=sample.TOWN,
        menu=sample.MENU,
        is_sample=True,
        phone_box=sample.BOX,
        report_link=sample.REPORT,
        report_phone=sample.BOX.phone,
        links=sample.LINKS,
        robots="noindex",
    )
    context = sample.samples() | {"frame": frame, "form": GalleryForm({"day": "2026-11-24"})}
    return render(request, "ui/gallery.jinja", context)


@door(policy="public")
@vary_on_cookie
def desk_gallery(request: HttpRequest) -> HttpResponse:
    """This function will show every component of the staff desk."""
    back = Link("部品の見本", reverse("ui:gallery"))
    frame = desk_frame(
        request,
        "仕事の机の部品",
        place="見本市",
        person="見本 花子",
        post="北部地区SC",
        answer="急ぐもの 2 件、きょう中に 3 件、今週中に 4 件あります。",
        aside="11月24日（火）",
        crumbs=(back,),
        menu=sample.DESK_MENU,
        help_link=Link("この画面の使い方", "#help"),
        notices_link=Link("知らせ", "#notices", "3"),
        search_href=reverse("ui:desk-gallery"),
        is_sample=True,
    )
    return render(
        request, "ui/desk_gallery.jinja", sample.samples() | {"frame": frame, "help": back}
    )


@door(policy="public", methods=("GET", "HEAD", "POST"))
@vary_on_cookie
def display_settings(request: HttpRequest) -> HttpResponse:
    """This function will show 表示の設定, and on POST keep them in the cookie and go back."""
    if request.method == "POST":
        form = DisplayForm(request.POST)
        if form.is_valid():
            return _remembered(request, form)
    else:
        now = display_from_cookie(request.COOKIES.get(COOKIE))
        form = DisplayForm(initial=DisplayForm.initial_of(now) | {"next": _page_left(request)})
    frame = page_frame(request, "表示の設定", robots="noindex")
    context = {
        "frame": frame,
        "form": form,
        "is_saved": "saved" in request.GET,
        "back": _way_back(frame, _same_origin_path(form["next"].value() or "")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "ui/settings.jinja", context, status=status)


def _remembered(request: HttpRequest, form: DisplayForm) -> HttpResponse:
    back = _same_origin_path(form.cleaned_data["next"])
    response = HttpResponseRedirect(back or reverse("ui:settings") + "?saved=1")
    response.set_cookie(
        COOKIE,
        form.display().to_cookie(),
        max_age=COOKIE_MAX_AGE_S,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _page_left(request: HttpRequest) -> str:
    """The page of this site this one was opened from; the settings do not lead to themselves."""
    asked = _same_origin_path(request.GET.get("next", ""))
    left = page_left(request)
    path = asked or (_same_origin_path(within_site(left)) if left is not None else "")
    return "" if path.partition("?")[0] == reverse("ui:settings") else path


def _way_back(frame: Frame, left: str) -> Link:
    if left:
        return Link("前のページにもどる", left)
    if frame.municipality is not None:
        return Link(f"{frame.municipality.name}のページへ", frame.municipality.href)
    return Link("最初のページへ", frame.home_href)


def _same_origin_path(path: str) -> str:
    """A path of this site, or nothing: an address elsewhere is never followed."""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours and len(path) <= _LONGEST_PATH else ""


@door(policy="development")
def outbox(request: HttpRequest) -> HttpResponse:
    """This function will list the mails that development wrote to the data directory."""
    mails = visible_mails(Path(settings.EMAIL_FILE_PATH))
    frame = page_frame(request, "送ったメール", robots="noindex")
    return render(request, "ui/outbox.jinja", {"frame": frame, "mails": mails})


@door(policy="development")
def mail(request: HttpRequest, mail_id: str) -> HttpResponse:
    """This function will show one mail of the outbox as text."""
    found = get_mail(Path(settings.EMAIL_FILE_PATH), mail_id)
    if found is None:
        raise Http404
    facts = (
        Fact("差出人", (found.sender,)),
        Fact("あて先", (found.to,)),
        Fact("日時", (found.sent,)),
    )
    frame = page_frame(request, found.subject, robots="noindex")
    return render(request, "ui/mail.jinja", {"frame": frame, "mail": found, "mail_facts": facts})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This function will answer 400 (`handler400`)."""
    return error_response(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This function will answer 403 (`handler403`)."""
    return error_response(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This function will answer 404 (`handler404`)."""
    return error_response(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """This function will answer 500 (`handler500`) with the static file."""
    return static_error(500)


def form_token_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """This function will answer a missing or old form token (`CSRF_FAILURE_VIEW`)."""
    return form_token_response(request)
