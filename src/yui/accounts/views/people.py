"""「利用者」: the people of an office, invitations, letters, and approvals by a second person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from yui.accounts.actions import (
    IssuedLetter,
    IssuedSheet,
    NewRole,
    ask_again,
    ask_manager,
    decide_approval,
    end_role,
    invite,
    issue_invitation,
    issue_password,
    issue_sheet,
    mail_invitation,
    renew_role,
    revoke_invitation,
)
from yui.accounts.errors import AccountRefused, ApprovalRefused, NotManaged
from yui.accounts.forms import InviteForm
from yui.accounts.pages import people as shown
from yui.accounts.queries import (
    HeldByUs,
    get_invitation,
    get_member,
    glasses_of,
    held_by_office,
    invitations_of,
    managers_of,
    people_of,
    people_to_renew,
    reach_of,
    waiting_approvals,
)
from yui.accounts.rules import is_renewal_season, renewed_end, term_end
from yui.accounts.states import Decision, Department, Renewal
from yui.lib.clock import format_date_ja
from yui.lib.qr import qr_svg
from yui.policy.door import door, viewer_of
from yui.policy.roles import Role
from yui.ui.pages.downloads import download
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import area_frame

_BOTH = ("GET", "HEAD", "POST")
_TITLE = "利用者"


def _for_managers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What somebody does not manage is not there for them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not viewer_of(request).manages_accounts:
            raise Http404(str(NotManaged()))
        try:
            return view(request, *args, **kwargs)
        except NotManaged as error:
            raise Http404(str(error)) from error

    return guarded


@door(policy="signed_in", object_type="accounts.membership")
def people(request: HttpRequest) -> HttpResponse:
    """This view will list the people of the own office; to others it says who manages them."""
    viewer, on = viewer_of(request), timezone.localdate()
    if viewer.area_path is None:
        return redirect(settings.CONTEXT_URL)
    invited = invitations_of(viewer)
    context = {
        "frame": _frame(request, _TITLE),
        "messages": messages.get_messages(request),
        "manages": viewer.manages_accounts,
        "managers": managers_of(viewer, on=on),
        "columns": shown.PEOPLE_COLUMNS,
        "rows": shown.people_rows(people_of(viewer, on=on)),
        "invited_columns": shown.INVITED_COLUMNS,
        "invited": shown.invited_rows(invited),
        "is_season": is_renewal_season(on),
        "waiting": len(waiting_approvals(viewer, at=timezone.now())),
        "is_glass_open": any(each.is_open for each in glasses_of(viewer, at=timezone.now())),
    }
    return render(request, "accounts/people.jinja", context)


@door(policy="signed_in", methods=_BOTH, object_type="accounts.invitation", writes=True)
@_for_managers
def new_invitation(request: HttpRequest) -> HttpResponse:
    """This view will invite somebody into a role of the own office."""
    viewer = viewer_of(request)
    until = term_end(timezone.localdate(), is_leaving=False)
    form = InviteForm(
        reach_of(viewer), request.POST or None, initial={"until": until, "body": viewer.body_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = invite(by=viewer, at=timezone.now(), new=_new_role(request, form))
        except AccountRefused as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("accounts-invitation", args=[made]))
    frame = _frame(request, _("招待する"), is_below=True)
    context = {"frame": frame, "form": form}
    return render(request, "accounts/invite.jinja", context, status=422 if form.errors else 200)


@door(policy="signed_in", methods=_BOTH, object_type="accounts.invitation", writes=True)
@_for_managers
def invitation(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """This view will show an open invitation; letter, mail and taking back start here."""
    viewer = viewer_of(request)
    found = get_invitation(viewer, invitation_id)
    if request.method == "POST":
        given: dict[str, Any] = {"by": viewer, "at": timezone.now(), "invitation_id": invitation_id}
        acts: dict[str, Callable[[], object]] = {
            "letter": lambda: issue_invitation(**given),
            "mail": lambda: mail_invitation(
                **given, link_of=lambda token: _link(request, token), page=_join_page(request)
            ),
            "revoke": lambda: revoke_invitation(**given),
            "ask": lambda: ask_again(**given),
        }
        here = reverse("accounts-invitation", args=[invitation_id])
        back = reverse("accounts-people") if request.POST.get("act") == "revoke" else here
        return _acted(request, acts, back)
    context = {
        "frame": _frame(request, found.name, answer=_invited_answer(found), is_below=True),
        "messages": messages.get_messages(request),
        "found": found,
        "until": format_date_ja(found.until) if found.until else _("きめていない"),
        "state": shown.state_of(found),
        "waits": found.needs_approval and not found.is_approved,
    }
    return render(request, "accounts/invitation.jinja", context)


@door(policy="signed_in", methods=_BOTH, object_type="accounts.membership", writes=True)
@_for_managers
def member(request: HttpRequest, membership_id: int) -> HttpResponse:
    """This view will show one role of somebody; ending it, a new password and 開示請求."""
    viewer = viewer_of(request)
    found = get_member(viewer, membership_id, on=timezone.localdate())
    if request.method == "POST":
        given: dict[str, Any] = {"by": viewer, "at": timezone.now(), "membership_id": membership_id}
        acts: dict[str, Callable[[], object]] = {
            "end": lambda: end_role(**given),
            "password": lambda: issue_password(**given),
            "sheet": lambda: issue_sheet(**given),
            "manager": lambda: ask_manager(**given),
            "held": lambda: held_by_office(viewer, membership_id, at=given["at"]),
        }
        here = reverse("accounts-member", args=[membership_id])
        back = reverse("accounts-people") if request.POST.get("act") == "end" else here
        return _acted(request, acts, back)
    context = {
        "frame": _frame(request, found.name, answer=str(found.role.label), is_below=True),
        "messages": messages.get_messages(request),
        "found": found,
        "columns": shown.PEOPLE_COLUMNS,
        "rows": shown.people_rows((found,)),
        "is_own": found.user_id == viewer.user_id,
    }
    return render(request, "accounts/member.jinja", context)


@door(policy="signed_in", methods=_BOTH, object_type="accounts.approval", writes=True)
@_for_managers
def approvals(request: HttpRequest) -> HttpResponse:
    """This view will show what waits for a second person, and take their decision."""
    viewer = viewer_of(request)
    if request.method == "POST":
        return _decided(request)
    context = {
        "frame": _frame(request, _("承認を待つもの"), is_below=True),
        "messages": messages.get_messages(request),
        "waiting": waiting_approvals(viewer, at=timezone.now()),
    }
    return render(request, "accounts/approvals.jinja", context)


@door(policy="signed_in", methods=_BOTH, object_type="accounts.membership", writes=True)
@_for_managers
def renewal(request: HttpRequest) -> HttpResponse:
    """This view will ask from February on who goes on, hands over or leaves."""
    if request.method == "POST":
        return _renewed(request)
    viewer, on = viewer_of(request), timezone.localdate()
    context = {
        "frame": _frame(request, _("年度がわりの確かめ"), is_below=True),
        "messages": messages.get_messages(request),
        "is_season": is_renewal_season(on),
        "people": [(each, shown.until_cell(each)) for each in people_to_renew(viewer, on=on)],
        "choices": [(each.value, each.label) for each in Renewal],
        "next_end": format_date_ja(renewed_end(Renewal.GO_ON, on=on)),
    }
    return render(request, "accounts/renewal.jinja", context)


def _renewed(request: HttpRequest) -> HttpResponse:
    on, membership = timezone.localdate(), request.POST.get("membership", "")
    if request.POST.get("choice") not in Renewal.values or not membership.isdecimal():
        raise Http404(str(NotManaged()))
    choice = Renewal(request.POST["choice"])
    until = renewed_end(choice, on=on)
    here = reverse("accounts-renewal")
    try:
        if not is_renewal_season(on):
            raise AccountRefused(_("年度がわりの確かめは、2月から4月までです。"))
        renew_role(
            by=viewer_of(request), at=timezone.now(), membership_id=int(membership), until=until
        )
    except AccountRefused as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(here)
    messages.success(request, _("「%s」と記録しました。") % choice.label)
    is_handed_over = choice is Renewal.HAND_OVER
    return HttpResponseRedirect(reverse("accounts-invite") if is_handed_over else here)


def _decided(request: HttpRequest) -> HttpResponse:
    try:
        decision = Decision(request.POST.get("decision", ""))
        approval_id = UUID(request.POST.get("approval", ""))
    except ValueError as error:
        raise Http404(str(NotManaged())) from error
    try:
        decide_approval(
            by=viewer_of(request), at=timezone.now(), approval_id=approval_id, decision=decision
        )
    except ApprovalRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("「%s」と記録しました。") % decision.label)
    return HttpResponseRedirect(reverse("accounts-approvals"))


_SAID = {
    "mail": "メールを送りました。",
    "revoke": "招待を取り消しました。",
    "ask": "もう一度、承認をたのみました。",
    "end": "この立場を終わりにしました。",
    "manager": "承認をたのみました。二人目の利用者管理者が承認すると、使えるようになります。",
}


def _acted(request: HttpRequest, acts: dict[str, Callable[[], object]], back: str) -> HttpResponse:
    """Do what the button says; a letter is shown at once, since its code is not kept."""
    name = request.POST.get("act", "")
    if name not in acts:
        raise Http404(str(NotManaged()))
    try:
        made = acts[name]()
    except (AccountRefused, ApprovalRefused) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(request.path)
    if isinstance(made, IssuedLetter):
        return _letter_page(request, made)
    if isinstance(made, IssuedSheet):
        return _sheet_page(request, made)
    if isinstance(made, HeldByUs):
        return download(made.packed(at=timezone.now()), name=f"kaiji-{made.user_id}", ending="zip")
    messages.success(request, _SAID[name])
    return HttpResponseRedirect(back)


def _letter_page(request: HttpRequest, letter: IssuedLetter) -> HttpResponse:
    address = _join_page(request)
    context = {
        "frame": _frame(request, _("手紙"), is_below=True),
        "letter": letter,
        "address": address,
        "until": format_date_ja(timezone.localdate(letter.code_expires_at)),
        # Drawn by ourselves from our own address: nothing typed stands in it.
        "qr": mark_safe(qr_svg(address, title=_("コードを打つ画面の住所"))),  # noqa: S308
    }
    return render(request, "accounts/letter.jinja", context)


def _sheet_page(request: HttpRequest, sheet: IssuedSheet) -> HttpResponse:
    context = {
        "frame": _frame(request, _("番号の表"), is_below=True),
        "sheet": sheet,
        "issued": format_date_ja(timezone.localdate(sheet.issued_at)),
    }
    return render(request, "accounts/sheet.jinja", context)


def _new_role(request: HttpRequest, form: InviteForm) -> NewRole:
    given, viewer = form.cleaned_data, viewer_of(request)
    role, group_id = Role(given["role"]), form.group_id()
    return NewRole(
        body_id=given["body"],
        role=role,
        name=given["name"],
        area_path="" if group_id else given["area"],
        area_group_id=group_id,
        department=Department(given["department"]) if given["department"] else None,
        acting_for_id=viewer.body_id if role is Role.CONTRACTOR else None,
        until=given["until"],
        manages_accounts=given["manages_accounts"],
        email=given["email"],
    )


def _invited_answer(found: Any) -> str:
    return f"{found.body_name}　{found.role.label}"


def _join_page(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("accounts-join"))


def _link(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("accounts-link", args=[token]))


def _frame(request: HttpRequest, title: str, answer: str = "", is_below: bool = False) -> Any:
    home = reverse("accounts-people")
    return area_frame(
        request,
        title,
        answer=answer,
        crumbs=(Link(_TITLE, home),) if is_below else (),
        current=home,
    )
