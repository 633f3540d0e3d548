"""Registering step by step without an account; the address or the typed code leads back."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from yui.lib.clock import format_date_ja
from yui.members import actions, queries
from yui.members.errors import (
    ApplicationNotFound,
    CodeRefused,
    InputRefused,
    MoveRefused,
)
from yui.members.forms import ByHandForm, CodeForm, StartForm, StepForm
from yui.members.pages import showing
from yui.members.queries import ApplicationPage
from yui.members.rules import may_type
from yui.members.states import Step
from yui.members.views.guarding import (
    WAIT,
    link_of,
    may_apply,
    may_try,
    refused_in_words,
    typing_page,
)
from yui.policy.door import door, viewer_of
from yui.ui.pages.by_hand import stamp
from yui.ui.pages.frame import Frame, page_frame
from yui.ui.pages.parts import Link

_BOTH = ("GET", "HEAD", "POST")
_ABOUT = "members.application"
# Made by a room above; the structure of addresses is stable.
_PAPER = "/booklets/registration-form.pdf"


@door(policy="public", methods=_BOTH, object_type=_ABOUT, writes=True)
@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """This view will begin a registration; staff begin here what they type from paper."""
    if request.method != "POST":
        return _start_page(request, StartForm(initial={"began": stamp(timezone.now())}))
    form = StartForm(request.POST)
    if not form.is_valid():
        return _start_page(request, form)
    status = may_apply(request, form)
    if status != 200:
        return _start_page(request, form, status)
    try:
        started = actions.start_registration(
            by=viewer_of(request),
            at=timezone.now(),
            email=form.cleaned_data["email"],
            link_of=partial(link_of, request),
            page=typing_page(request),
        )
    except InputRefused as refused:
        form.add_error(refused.field, refused.sentence)
        return _start_page(request, form)
    return HttpResponseRedirect(reverse("members:application", args=[started.secret]))


@door(policy="public", methods=_BOTH, object_type=_ABOUT, writes=True)
@never_cache
def go_on(request: HttpRequest) -> HttpResponse:
    """This view will take the typed code of an application and lead to it."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _code_page(request, form)
    if not may_try(request):
        form.add_error("code", WAIT)
        return _code_page(request, form, 429)
    code = form.cleaned_data["code"].strip().replace("/", "")
    try:
        queries.open_application(code, at=timezone.now())
    except ApplicationNotFound as refused:
        form.add_error("code", refused.sentence)
        return _code_page(request, form)
    return HttpResponseRedirect(reverse("members:application", args=[code]))


@door(policy="public", methods=_BOTH, object_type=_ABOUT, writes=True)
@never_cache
@refused_in_words
def application(request: HttpRequest, secret: str) -> HttpResponse:
    """This view will show an application: its tasks, where it is, how to begin once admitted."""
    page = queries.open_application(secret, at=timezone.now())
    if request.method != "POST":
        return _application_page(request, secret, page, CodeForm())
    if request.POST.get("act") == "begin":
        token = actions.begin_using(at=timezone.now(), secret=secret)
        return HttpResponseRedirect(reverse("accounts-link", args=[token]))
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _application_page(request, secret, page, form, 422)
    if not may_try(request, str(page.id)):
        form.add_error("code", WAIT)
        return _application_page(request, secret, page, form, 429)
    try:
        actions.prove_by_letter(at=timezone.now(), secret=secret, code=form.cleaned_data["code"])
    except CodeRefused as refused:
        form.add_error("code", refused.sentence)
        return _application_page(request, secret, page, form, 422)
    return HttpResponseRedirect(reverse("members:application", args=[secret]))


@door(policy="public", methods=_BOTH, object_type=_ABOUT, writes=True)
@never_cache
@refused_in_words
def step(request: HttpRequest, secret: str, step: str) -> HttpResponse:
    """This view will ask one step of a registration and keep it."""
    page = queries.open_application(secret, at=timezone.now())
    if step not in Step.values:
        raise Http404(ApplicationNotFound().sentence)
    asked = Step(step)
    if not page.is_open:
        return _back(secret)
    form = StepForm(asked, page.content, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _step_page(request, secret, page, asked, form)
    try:
        actions.save_step(
            by=viewer_of(request),
            at=timezone.now(),
            secret=secret,
            step=asked,
            given=form.given(),
        )
    except InputRefused as refused:
        form.add_error(refused.field, refused.sentence)
        return _step_page(request, secret, page, asked, form)
    return _back(secret)


@door(policy="public", methods=_BOTH, object_type=_ABOUT, writes=True)
@never_cache
@refused_in_words
def send(request: HttpRequest, secret: str) -> HttpResponse:
    """This view will show everything that was written, and send it."""
    page = queries.open_application(secret, at=timezone.now())
    if not (page.is_open and page.is_whole):
        return _back(secret)
    if request.method != "POST":
        return _send_page(
            request, secret, page, ByHandForm(initial={"began": stamp(timezone.now())})
        )
    form = ByHandForm(request.POST)
    status = may_apply(request, form) if form.is_valid() else 422
    if status != 200:
        return _send_page(request, secret, page, form, status)
    try:
        actions.send_registration(by=viewer_of(request), at=timezone.now(), secret=secret)
    except MoveRefused as refused:
        form.add_error(None, refused.sentence)
        return _send_page(request, secret, page, form, refused.status)
    return _back(secret)


def _back(secret: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("members:application", args=[secret]))


def _start_page(request: HttpRequest, form: StartForm, status: int = 422) -> HttpResponse:
    context = {
        "frame": _frame(request, "新しくのせる"),
        "form": form,
        "paper_href": _PAPER,
        "is_typed": may_type(viewer_of(request)),
    }
    return render(request, "members/register.jinja", context, status=_status(form, status))


def _code_page(request: HttpRequest, form: CodeForm, status: int = 422) -> HttpResponse:
    context = {"frame": _frame(request, "申し込みのつづき"), "form": form}
    return render(request, "members/continue.jinja", context, status=_status(form, status))


def _application_page(
    request: HttpRequest, secret: str, page: ApplicationPage, form: CodeForm, status: int = 200
) -> HttpResponse:
    context = {
        "frame": _frame(request, page.title),
        "page": page,
        "secret": secret,
        "tasks": [
            Link(
                str(task.step.label),
                reverse("members:step", args=[secret, task.step.value]),
                showing.task_words(task),
            )
            for task in page.tasks
        ],
        "until": format_date_ja(timezone.localdate(page.expires_at)),
        "answers": () if page.is_open else showing.answers_of(page.content),
        "form": form,
    }
    return render(request, "members/application.jinja", context, status=status)


def _step_page(
    request: HttpRequest, secret: str, page: ApplicationPage, asked: Step, form: StepForm
) -> HttpResponse:
    context = {
        "frame": _frame(request, str(asked.label)),
        "page": page,
        "secret": secret,
        "form": form,
    }
    return render(request, "members/step.jinja", context, status=_status(form, 422))


def _send_page(
    request: HttpRequest, secret: str, page: ApplicationPage, form: ByHandForm, status: int = 200
) -> HttpResponse:
    context = {
        "frame": _frame(request, "確かめて送る"),
        "page": page,
        "secret": secret,
        "answers": showing.answers_of(page.content),
        "form": form,
    }
    return render(request, "members/send.jinja", context, status=status)


def _frame(request: HttpRequest, title: str) -> Frame:
    return page_frame(request, title, robots="noindex")


def _status(form: CodeForm | StartForm | StepForm, status: int) -> int:
    return status if form.errors else 200
