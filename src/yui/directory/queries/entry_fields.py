"""The fields of a hand entry: their groups, an empty form, and how each is said in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yui.areas.queries import areas_by_path
from yui.directory.engine.entry_times import KEPT, words_of
from yui.directory.engine.flags import Flag, flags_in
from yui.directory.states import ConfirmedHow, EntryField, Scope, Vocabulary
from yui.lib.clock import format_date_ja
from yui.taxonomy.queries import terms_of

ROOM = "directory"
LISTS = frozenset({EntryField.WEEKDAYS, EntryField.ORDINALS, EntryField.SCOPES})
FLAGS = frozenset(
    {
        EntryField.IS_HOME,
        EntryField.IS_PRIVATE,
        EntryField.SHOWS_PHONE,
        EntryField.SHOWS_ADDRESS,
    }
)
PLACE = (EntryField.PLACE_NAME, EntryField.ADDRESS, EntryField.DISTRICT, EntryField.IS_HOME)
TIMES = (
    EntryField.RHYTHM,
    EntryField.WEEKDAYS,
    EntryField.ORDINALS,
    EntryField.FIRST_DATE,
    EntryField.STARTS_AT,
    EntryField.ENDS_AT,
    EntryField.SEASON_FROM,
    EntryField.SEASON_TO,
    EntryField.HOURS_WORDS,
)
CONSENT = (
    EntryField.CONSENT_BY,
    EntryField.CONSENT_HOW,
    EntryField.CONSENT_DATE,
    EntryField.SCOPES,
    EntryField.SHOWS_PHONE,
    EntryField.SHOWS_ADDRESS,
)
# Free text that everybody reads: numbers and names belong into fields of their own.
PUBLIC_TEXTS = (
    EntryField.NAME,
    EntryField.GROUP,
    EntryField.SUMMARY,
    EntryField.DESCRIPTION,
    EntryField.PLACE_NAME,
    EntryField.HOURS_WORDS,
    EntryField.FEE,
    EntryField.HOW_TO_START,
)
_FLAGS_SAID = {
    Flag.PHONE: "電話番号のような数字があります",
    Flag.NAME: "人の名前のようなことばがあります",
}
# The sentence of a rule that is kept stands beside the fields.
WHEN = "when"


def blank_content() -> dict[str, Any]:
    """This function will return the content of an empty form."""
    return {field.value: _nothing(field) for field in EntryField}


def _nothing(field: EntryField) -> str | bool | list[str]:
    if field in LISTS:
        return []
    return False if field in FLAGS else ""


def in_words(field: EntryField, content: Mapping[str, Any]) -> str:
    """This function will say one field of a content as a person reads it; "" = nothing."""
    value = content[field]
    if field in FLAGS:
        return "はい" if value else "いいえ"
    if field == EntryField.RHYTHM:
        kept = value == KEPT or (not value and content.get(WHEN))
        return str(content.get(WHEN, "")) if kept else words_of(content)
    if field == EntryField.FIELD:
        names = {term.code: term.words for term in terms_of(Vocabulary.FIELD)}
        return names.get(value, str(value))
    if field == EntryField.DISTRICT:
        area = areas_by_path([value]).get(value) if value else None
        return area.name if area else ""
    if field == EntryField.CONSENT_HOW:
        return str(ConfirmedHow(value).label) if value else ""
    if field == EntryField.CONSENT_DATE:
        return format_date_ja(date.fromisoformat(value)) if value else ""
    if field == EntryField.SCOPES:
        return "、".join(str(Scope(each).label) for each in value)
    return str(value)


def findings_in(content: Mapping[str, Any]) -> dict[EntryField, str]:
    """This function will say which public texts seem to name or reach a person."""
    flagged = ((field, flags_in(str(content[field]))) for field in PUBLIC_TEXTS)
    return {
        field: "、".join(_FLAGS_SAID[flag] for flag in flags) for field, flags in flagged if flags
    }
