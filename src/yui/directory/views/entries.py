"""「手入力」: writing a record in the order of a telephone call, saving it, putting it forward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.directory import actions
from yui.directory.errors import (
    DirectoryRefused,
    DraftMovedOn,
    DraftNotFound,
    InputRefused,
    ServiceNotFound,
)
from yui.directory.forms import AlikeForm, EntryForm
from yui.directory.pages import entry as shown
from yui.directory.queries.drafts import DraftPage, draft_of, drafts_of, get_draft, records_alike
from yui.directory.queries.entries import (
    LiveEntry,
    districts_for,
    live_entry,
    own_organizations,
)
from yui.directory.queries.entry_fields import findings_in
from yui.directory.rules import may_propose
from yui.directory.states import EntryField
from yui.policy.decide import municipality_of
from yui.policy.door import door, viewer_of
from yui.policy.viewer import Viewer
from yui.review.states import SubmissionState
from yui.ui.pages.frame import DeskFrame
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import area_frame
from yui.ui.pages.typed import keeps_typed, typed_before, typed_mark

_BOTH = ("GET", "HEAD", "POST")
_TITLE = "手入力"


@dataclass(frozen=True, slots=True)
class Writing:
    """This value will hold what the form is about: a new record, a public one, or a draft."""

    live: LiveEntry | None = None
    draft: DraftPage | None = None

    @property
    def is_new(self) -> bool:
        """This property will say that nothing of it is public yet."""
        return self.live is None and (self.draft is None or self.draft.service_id is None)

    @property
    def fixed(self) -> frozenset[str]:
        """This property will return the fields that cannot be changed here."""
        if self.draft is not None:
            return self.draft.fixed
        return self.live.fixed if self.live is not None else frozenset()

    @property
    def content(self) -> dict[str, Any] | None:
        """This property will return what stands in the form at first."""
        if self.draft is not None:
            return self.draft.content
        return self.live.content if self.live is not None else None

    @property
    def when(self) -> str:
        """This property will return the public sentence about time, for 「いまのまま」."""
        base = self.draft.base if self.draft is not None else self.live and self.live.content
        return str((base or {}).get("when", ""))


@door(policy="signed_in", object_type="directory.draft")
def drafts(request: HttpRequest) -> HttpResponse:
    """This view will list what the own body is writing, and who has it now."""
    viewer = viewer_of(request)
    context = {
        "frame": desk_frame_of(request, _TITLE),
        "messages": messages.get_messages(request),
        "may_write": _may_write(viewer),
        "columns": shown.DRAFT_COLUMNS,
        "rows": shown.draft_rows(drafts_of(viewer)),
    }
    return render(request, "directory/drafts.jinja", context)


@keeps_typed
@door(policy="signed_in", methods=_BOTH, object_type="directory.draft", writes=True)
def new(request: HttpRequest) -> HttpResponse:
    """This view will take a new record; the first save makes it a draft."""
    _refuse_readers(viewer_of(request))
    if request.method == "POST":
        return _started(request, Writing())
    return _form_page(request, Writing(), _empty_form(request, Writing()))


@keeps_typed
@door(policy="signed_in", methods=_BOTH, object_type="directory.service", writes=True)
def edit(request: HttpRequest, short_code: str) -> HttpResponse:
    """This view will show a public record in the form; the first save makes a draft of it."""
    viewer = viewer_of(request)
    try:
        live = live_entry(viewer, short_code)
    except ServiceNotFound as error:
        raise Http404(error.sentence) from error
    open_draft = draft_of(viewer, live.service_id)
    if request.method == "POST":
        return _started(request, Writing(live))
    if open_draft is not None:
        return HttpResponseRedirect(reverse("directory:draft", args=[open_draft]))
    return _form_page(request, Writing(live), _empty_form(request, Writing(live)))


@keeps_typed
@door(policy="signed_in", methods=_BOTH, object_type="directory.draft", writes=True)
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """This view will show a draft; saving, previewing, submitting and discarding start here."""
    try:
        writing = Writing(draft=get_draft(viewer_of(request), draft_id))
    except DraftNotFound as error:
        raise Http404(error.sentence) from error
    if request.method == "POST":
        return _saved(request, writing, draft_id)
    return _form_page(request, writing, _empty_form(request, writing))


@door(policy="signed_in", object_type="directory.service")
def alike(request: HttpRequest) -> HttpResponse:
    """This view will list records like the name and number typed so far."""
    viewer, form = viewer_of(request), AlikeForm(request.GET)
    _refuse_readers(viewer)
    typed = form.cleaned_data if form.is_valid() else {"name": "", "phone": ""}
    context = {
        "frame": desk_frame_of(request, _("似た記録"), is_below=True),
        "alike": records_alike(viewer, **typed, at=timezone.now()),
    }
    return render(request, "directory/alike.jinja", context)


def _started(request: HttpRequest, writing: Writing) -> HttpResponse:
    viewer, form = viewer_of(request), _bound_form(request, writing)
    short_code = writing.live.short_code if writing.live else ""
    try:
        made = actions.start_draft(
            by=viewer, at=timezone.now(), content=form.typed(), short_code=short_code
        )
    except DirectoryRefused as error:
        return _refused(request, writing, form, error)
    return _went_on(request, Writing(draft=get_draft(viewer, made)), form)


def _saved(request: HttpRequest, writing: Writing, draft_id: UUID) -> HttpResponse:
    viewer, form = viewer_of(request), _bound_form(request, writing)
    try:
        if request.POST.get("act") == "discard":
            actions.discard_draft(by=viewer, at=timezone.now(), draft_id=draft_id)
            messages.success(request, _("下書きを捨てました。"))
            return HttpResponseRedirect(reverse("directory:drafts"))
        actions.save_draft(
            by=viewer,
            at=timezone.now(),
            draft_id=draft_id,
            version=_version(request),
            content=form.typed(),
        )
    except DirectoryRefused as error:
        return _refused(request, writing, form, error)
    return _went_on(request, Writing(draft=get_draft(viewer, draft_id)), form)


def _went_on(request: HttpRequest, writing: Writing, form: EntryForm) -> HttpResponse:
    """It is saved; now what the button asked for beside that."""
    act = request.POST.get("act", "")
    here = writing.draft
    if here is None:
        raise Http404(str(DraftNotFound()))
    if act not in ("submit", "preview"):
        messages.success(request, _("下書きを保存しました。まだ公開されていません。"))
        return HttpResponseRedirect(reverse("directory:draft", args=[here.id]))
    if not form.is_valid():
        return _form_page(request, writing, form, status=422)
    if act == "preview":
        return HttpResponseRedirect(reverse("directory:draft-preview", args=[here.id]))
    return _submitted(request, writing, here, form)


def _submitted(
    request: HttpRequest, writing: Writing, here: DraftPage, form: EntryForm
) -> HttpResponse:
    viewer, content, at = viewer_of(request), form.content(), timezone.now()
    asked = _asked_before(request, viewer, here, content)
    if asked:
        return _form_page(request, writing, form, status=422, **asked)
    try:
        actions.submit_draft(
            by=viewer, at=at, draft_id=here.id, version=here.version, content=content
        )
    except DirectoryRefused as error:
        return _refused(request, Writing(draft=get_draft(viewer, here.id)), form, error)
    messages.success(request, _("申し出ました。承認されると、住民のページに出ます。"))
    return HttpResponseRedirect(reverse("directory:drafts"))


def _asked_before(
    request: HttpRequest, viewer: Viewer, here: DraftPage, content: Mapping[str, Any]
) -> dict[str, Any]:
    """Records alike, numbers and names in public text: somebody looks before it is submitted."""
    asked: dict[str, Any] = {}
    found = records_alike(
        viewer,
        name=content["name"],
        phone=content["phone"],
        at=timezone.now(),
        beside=here.service_id,
    )
    if here.service_id is None and found and not request.POST.get("not_same"):
        asked["alike"] = found
    flagged = findings_in(content)
    if flagged and not request.POST.get("looked"):
        asked["flagged"] = [(str(field.label), said) for field, said in flagged.items()]
    return asked


def _refused(
    request: HttpRequest, writing: Writing, form: EntryForm, error: DirectoryRefused
) -> HttpResponse:
    """The same page with everything that was typed; after a conflict the next save goes through."""
    field = error.field if isinstance(error, InputRefused) and error.field in form.fields else None
    form.add_error(field, error.sentence)
    if isinstance(error, DraftMovedOn) and writing.live is not None:
        found = draft_of(viewer_of(request), writing.live.service_id)
        if found is not None:
            writing = Writing(draft=get_draft(viewer_of(request), found))
    elif writing.draft is not None:
        writing = Writing(draft=get_draft(viewer_of(request), writing.draft.id))
    return _form_page(request, writing, form, status=422 if error.status < 404 else error.status)


def _form_page(
    request: HttpRequest, writing: Writing, form: EntryForm, status: int = 200, **asked: Any
) -> HttpResponse:
    here = writing.draft
    title = _title(writing)
    context = {
        "frame": desk_frame_of(request, title, is_below=True),
        "messages": messages.get_messages(request),
        "writing": writing,
        "draft": here,
        "action": _action(writing),
        "version": here.version if here else 0,
        "form": form,
        "sections": shown.sections_of(form),
        "mark": typed_mark(request),
        "standing": shown.standing_of(here) if here else None,
        "waits": bool(here and here.line and here.line.state is SubmissionState.SUBMITTED),
        "reason": here.line.reason if here and here.line else "",
        "history_href": _history(writing),
        "alike": (),
        "flagged": (),
        **asked,
    }
    return render(request, "directory/entry.jinja", context, status=status)


def _title(writing: Writing) -> str:
    if writing.draft is not None:
        return writing.draft.title
    return str(writing.live.content["name"]) if writing.live else _("新しい記録を書く")


def _action(writing: Writing) -> str:
    if writing.draft is not None:
        return reverse("directory:draft", args=[writing.draft.id])
    if writing.live is not None:
        return reverse("directory:edit", args=[writing.live.short_code])
    return reverse("directory:new")


def _history(writing: Writing) -> str:
    code = writing.live.short_code if writing.live else writing.draft and writing.draft.short_code
    return reverse("directory:history", args=[code]) if code else ""


def _empty_form(request: HttpRequest, writing: Writing) -> EntryForm:
    """The stored content, or what the same person typed here before their sign-in expired."""
    typed = typed_before(request)
    if typed is not None:
        messages.info(request, _("入りなおしました。打った内容は残っています。保存してください。"))
    first = {"district": viewer_of(request).area_path}
    initial = shown.initial_from(typed) if typed is not None else writing.content or first
    return _form(request, writing, initial=initial)


def _bound_form(request: HttpRequest, writing: Writing) -> EntryForm:
    return _form(request, writing, request.POST)


def form_of(request: HttpRequest, draft_page: DraftPage) -> EntryForm:
    """This function will return the form filled with a stored draft, to see whether it is whole."""
    return _form(request, Writing(draft=draft_page), draft_page.content)


def _form(request: HttpRequest, writing: Writing, *args: Any, **more: Any) -> EntryForm:
    viewer = viewer_of(request)
    form = EntryForm(
        *args,
        districts=districts_for(viewer),
        organizations=own_organizations(viewer),
        today=timezone.localdate(),
        fixed=writing.fixed,
        is_new=writing.is_new,
        **more,
    )
    if writing.when and EntryField.RHYTHM.value in form.fields:
        form.fields["rhythm"].help_text = _("いまは「%s」とのっています。") % writing.when
    form.fields["name"].widget.attrs |= _asks_alike()
    return form


def _asks_alike() -> dict[str, str]:
    """Records alike appear below the name while it is typed; without scripts, on submitting."""
    return {
        "data-hx-get": reverse("directory:alike"),
        "data-hx-trigger": "input changed delay:600ms",
        "data-hx-include": "[name=phone]",
        "data-hx-target": "#alike",
        "data-hx-select": "#alike",
        "data-hx-swap": "outerHTML",
    }


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def _may_write(viewer: Viewer) -> bool:
    own = viewer.area_path or ""
    return bool(municipality_of(own)) and may_propose(viewer, area_path=own, body_id=viewer.body_id)


def _refuse_readers(viewer: Viewer) -> None:
    if not _may_write(viewer):
        raise Http404(str(DraftNotFound()))


def desk_frame_of(request: HttpRequest, title: str, *, is_below: bool = False) -> DeskFrame:
    """This function will return the frame of the pages of hand entries."""
    home = reverse("directory:drafts")
    return area_frame(
        request,
        title,
        crumbs=(Link(_TITLE, home),) if is_below else (),
        current=home,
    )
