"""「入るときの守り」: the second steps a person uses, and those a body allows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.accounts.actions import allow_steps, drop_sheet
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.forms import StepsForm
from yui.accounts.pages.steps import provider_lines, step_words, without_step
from yui.accounts.queries import (
    all_providers,
    issuers_of,
    issuers_of_body,
    linked_issuers,
    own_steps,
    people_of,
    step_from_of_body,
    steps_of,
    steps_of_body,
)
from yui.accounts.states import SecondStep
from yui.policy.door import door, viewer_of
from yui.ui.pages.frame import page_frame
from yui.ui.pages.staff import area_frame


def setting_up(step: SecondStep, view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    """This function will keep a view of allauth to what the person's bodies allow.

    allauth draws a sheet with the first other step; where sheets are not allowed it is dropped.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user_id = viewer_of(request).user_id or 0
        may_use, used = steps_of(user_id), own_steps(user_id)
        if step not in may_use:
            return redirect("mfa_index")
        answer: HttpResponseBase = view(request, *args, **kwargs)
        if SecondStep.SHEET in may_use | used or step not in own_steps(user_id) - used:
            return answer
        drop_sheet(user_id=user_id)
        return redirect("mfa_index")

    return guarded


@door(policy="signed_in")
def index(request: HttpRequest) -> HttpResponse:
    """This view will show which second steps the person uses and may set up."""
    user_id = viewer_of(request).user_id or 0
    used, may_use = own_steps(user_id), steps_of(user_id)
    context = {
        "frame": page_frame(request, _("入るときの守り"), robots="noindex"),
        "lead": step_words(viewer_of(request).step_from, on=timezone.localdate()),
        "used": {step.name for step in used},
        "may_use": {step.name for step in may_use},
        "providers": provider_lines(
            all_providers(), may_use=issuers_of(user_id), linked=linked_issuers(user_id)
        ),
    }
    return render(request, "accounts/steps.jinja", context)


@door(policy="signed_in", methods=("GET", "HEAD", "POST"), object_type="accounts.body", writes=True)
def allowed(request: HttpRequest) -> HttpResponse:
    """This view will let an account manager choose which second steps the own body allows."""
    viewer = viewer_of(request)
    if not viewer.manages_accounts or viewer.body_id is None:
        raise Http404(str(NotManaged()))
    given = request.POST if request.method == "POST" else None
    now = [*steps_of_body(viewer.body_id), *issuers_of_body(viewer.body_id)]
    form = StepsForm(given, initial={"steps": now, "step_from": step_from_of_body(viewer.body_id)})
    if request.method == "POST" and form.is_valid():
        try:
            allow_steps(
                by=viewer,
                at=timezone.now(),
                body_id=viewer.body_id,
                allowed=form.chosen_steps(),
                issuers=form.chosen_issuers(),
                step_from=form.day(),
            )
        except AccountRefused as error:
            form.add_error("step_from", str(error))
        else:
            messages.success(request, _("記録しました。"))
            return redirect("accounts-steps")
    frame = area_frame(
        request,
        _("入るときの守りをきめる"),
        current="/accounts/people/",
    )
    context = {
        "frame": frame,
        "form": form,
        "messages": messages.get_messages(request),
        "without": without_step(people_of(viewer, on=timezone.localdate()), viewer.body_id),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/steps_allowed.jinja", context, status=status)
