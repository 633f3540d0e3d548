"""What the pages of hand entries show: sections in the order of a telephone call, tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, Form
from django.urls import reverse
from django.utils.translation import gettext as _

from yui.directory.queries.drafts import DraftPage
from yui.directory.queries.entry_fields import CONSENT, LISTS, PLACE, TIMES
from yui.directory.states import EntryField
from yui.lib.clock import format_moment_ja
from yui.review.states import SubmissionState
from yui.ui.pages.desk_parts import Cell, Column, Row, StateWord

DRAFT_COLUMNS = (
    Column("名前"),
    Column("ようす"),
    Column("いま持っている人"),
    Column("書いた人"),
    Column("保存した日時"),
)
_SECTIONS: tuple[tuple[str, tuple[EntryField, ...]], ...] = (
    ("なまえ", (EntryField.NAME, EntryField.KANA, EntryField.GROUP)),
    ("何をする", (EntryField.FIELD, EntryField.SUMMARY, EntryField.DESCRIPTION)),
    ("どこ", PLACE),
    ("いつ", TIMES),
    ("電話", (EntryField.PHONE, EntryField.PHONE_HOURS, EntryField.IS_PRIVATE)),
    ("お金", (EntryField.FEE,)),
    ("利用のはじめ方", (EntryField.HOW_TO_START,)),
    ("同意と公開範囲", CONSENT),
)


@dataclass(frozen=True, slots=True)
class Section:
    """This value will hold one part of the form."""

    heading: str
    fields: tuple[BoundField, ...]


def sections_of(form: Form) -> tuple[Section, ...]:
    """This function will put the fields of a form into their parts; empty parts are left out."""
    parts = (
        Section(heading, tuple(form[field.value] for field in fields if field.value in form.fields))
        for heading, fields in _SECTIONS
    )
    return tuple(part for part in parts if part.fields)


def initial_from(typed: Mapping[str, list[str]]) -> dict[str, Any]:
    """This function will return what was typed before as the form takes it."""
    found: dict[str, Any] = {}
    for field in EntryField:
        values = typed.get(field.value, [])
        found[field.value] = values if field in LISTS else (values[-1] if values else "")
    return found


def draft_rows(drafts: Iterable[DraftPage]) -> tuple[Row, ...]:
    """This function will return drafts as rows; each leads to its form."""
    return tuple(
        Row(
            (
                Cell(
                    each.title,
                    reverse("directory:draft", args=[each.id]),
                    _("のっている記録の直し") if each.service_id else _("新しい記録"),
                ),
                Cell(
                    word=standing_of(each),
                    detail=_("申し出のあとに直しました") if each.is_ahead else "",
                ),
                Cell(each.line.held_by if each.line else ""),
                Cell(each.written_by),
                Cell(format_moment_ja(each.modified_at)),
            )
        )
        for each in drafts
    )


def _ahead(draft: DraftPage) -> str:
    return _("申し出のあとに直しました") if draft.is_ahead else ""


def standing_of(draft: DraftPage) -> StateWord:
    """This function will say in a word how far a draft has come."""
    state = draft.line.state if draft.line else None
    if state is SubmissionState.SUBMITTED:
        return StateWord(_("審査待ち"), "wait")
    if state is SubmissionState.RETURNED:
        return StateWord(_("差し戻し"), "urgent")
    return StateWord(_("下書き"), "moving")
