"""Cells into text, numbers and addresses; what a rule proves is mended, and said."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from yui.exchange.engine.rules import Notes, RowRefused, Rule
from yui.lib.codes import CodeRefused, Completed, Repair
from yui.lib.csvfile import unguard_cell
from yui.lib.japanese import TextRefused, clean_text, parse_phones

_BREAKS: Final = re.compile(
    r"（改行）|\(改行\)|<br\s*/?>|_x000D_|\r\n?|\u2028|\u2029", re.IGNORECASE
)
_TAGS: Final = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_ENTITIES: Final = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{1,6});")
_ONLY_DASHES: Final = re.compile(r"[-‐‑‒–—―−－ー*＊]+")
# Letters that need the slow look of `clean_text`: controls, hidden letters, private use.
_SUSPECT: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ue000-\uf8ff\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff\U000e0000-\U0010ffff]"
)
_ZERO_WIDTH: Final = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_BROKEN_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_URL: Final = re.compile(r"https?://[!-~]{3,}", re.IGNORECASE)
_TYPED_SCHEME: Final = re.compile(r"(?:https?[:;]{0,2}/{0,3}|//)(?=[a-z0-9])", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:[/?#][!-~]*)?", re.I)
_MAIL: Final = re.compile(r"[!-?A-~]{1,64}@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
_POSTAL: Final = re.compile(r"([0-9]{3})-?([0-9]{4})")
_IN_NUMBERS: Final = re.compile(r"[0-9\s()+,、・/‐‑‒–—―−ー-]+")
MOST_PHONES: Final = 5
PHONE_UNREAD: Final = "電話番号として読めません。桁を確かめてください。"
LONGEST_URL: Final = 300


def text_of(cell: str, column: str, notes: Notes) -> str:
    """This function will return a cell as text: marked line breaks as \\n, no tags, no edges.

    Raises: RowRefused for letters that cannot be kept.
    """
    if not cell:
        return ""
    found = cell
    if "改行" in cell or "<" in cell or "_x" in cell or "\r" in cell or "\u2028" in cell:
        found = _without_marks(cell, column, notes)
    if "&" in found and _ENTITIES.search(found):
        plain = html.unescape(found)
        notes.repaired(column, Rule.HTML, found, plain)
        found = plain
    if found[:1] == "'" and unguard_cell(found) != found:
        notes.repaired(column, Rule.FORMULA_GUARD, found, unguard_cell(found))
        found = unguard_cell(found)
    if _SUSPECT.search(found):
        found = _without_hidden(found, column, notes)
    stripped = found.strip()
    if _ONLY_DASHES.fullmatch(stripped):
        notes.repaired(column, Rule.DASH_AS_EMPTY, cell, "")
        return ""
    if stripped != found:
        notes.repaired(column, Rule.SPACES, found, stripped)
    return stripped


def line_of(cell: str, column: str, notes: Notes) -> str:
    """This function will return a cell as one line; line ends inside become a space."""
    found = text_of(cell, column, notes)
    if "\n" not in found:
        return found
    joined = " ".join(part.strip() for part in found.split("\n") if part.strip())
    notes.repaired(column, Rule.LINE_BREAK, found, joined)
    return joined


def limited(text: str, column: str, most: int) -> str:
    """This function will return a text that fits its field.

    Raises: RowRefused when it is too long: cutting a name or an address would falsify it.
    """
    if len(text) > most:
        raise RowRefused(f"{column}が長すぎます（{len(text)}字）。{most}字までです。", column)
    return text


def phones_of(
    cell: str, column: str, notes: Notes, *, is_strict: bool = False
) -> list[dict[str, str]]:
    """This function will return the numbers of a cell as {"number", "digits", "extension"}.

    A number that cannot be read is left out and said; with `is_strict` the row is refused.
    """
    plain = line_of(cell, column, notes)
    if not plain:
        return []
    found = parse_phones(plain)
    if len(found) > MOST_PHONES:
        kept = "、".join(phone.display for phone in found[:MOST_PHONES])
        notes.repaired(column, Rule.CUT, plain, kept)
        found = found[:MOST_PHONES]
    if not found:
        if is_strict:
            raise RowRefused(PHONE_UNREAD, column)
        rule = Rule.BROKEN_NUMBER if _is_broken(plain) else Rule.PHONE_DROPPED
        notes.repaired(column, rule, plain, "")
        return []
    _note_phone(plain, [phone.display for phone in found], found[0].lost_zero, column, notes)
    return [
        {"number": phone.display, "digits": phone.digits, "extension": phone.extension}
        for phone in found
    ]


def url_and_mail(cell: str, column: str, notes: Notes) -> tuple[str, str]:
    """This function will return the address of a website and the mail address a cell holds."""
    plain = line_of(cell, column, notes)
    if not plain:
        return "", ""
    narrow = unicodedata.normalize("NFKC", plain)
    url = _URL.search(narrow)
    if url and len(url.group()) <= LONGEST_URL:
        if url.group() != plain:
            rule = Rule.FULL_WIDTH if url.group() == narrow else Rule.URL_DROPPED
            notes.repaired(column, rule, plain, url.group())
        return url.group(), ""
    if not url and _MAIL.fullmatch(narrow):
        notes.repaired(column, Rule.MAIL_IN_URL, plain, narrow)
        return "", narrow
    rest = _TYPED_SCHEME.sub("", narrow, count=1) if narrow[:1] in "hH/" else narrow
    if not url and len(rest) <= LONGEST_URL - 8 and _HOST.fullmatch(rest):
        scheme = "https" if narrow.lower().startswith("https") else "http"
        notes.repaired(column, Rule.URL_SCHEME, plain, f"{scheme}://{rest}")
        return f"{scheme}://{rest}", ""
    notes.repaired(column, Rule.URL_DROPPED, plain, "")
    return "", ""


def mail_of(cell: str, column: str, notes: Notes) -> str:
    """This function will return a mail address, or "" and say so when it is none."""
    line = line_of(cell, column, notes)
    plain = unicodedata.normalize("NFKC", line)
    if not plain or _MAIL.fullmatch(plain):
        if plain != line:
            notes.repaired(column, Rule.FULL_WIDTH, line, plain)
        return plain
    notes.repaired(column, Rule.NUMBER_DROPPED, cell, "")
    return ""


def whole_number(cell: str, column: str, notes: Notes) -> int | None:
    """This function will return a count such as 定員, or None; 「1,200人」 is 1200."""
    plain = line_of(cell, column, notes)
    narrow = unicodedata.normalize("NFKC", plain)
    digits = re.sub(r"[,\s]|[人名]$", "", narrow)
    if not re.fullmatch(r"[0-9]{1,7}(?:\.0+)?", digits):
        return None
    number = int(float(digits))
    if "," in narrow:
        notes.repaired(column, Rule.COMMA_NUMBER, plain, str(number))
    elif narrow != plain:
        notes.repaired(column, Rule.FULL_WIDTH, plain, str(number))
    return number


def postal_code_of(cell: str, column: str, notes: Notes) -> str:
    """This function will return the seven digits of a postcode, or "" and say so."""
    plain = line_of(cell, column, notes)
    if not plain:
        return ""
    narrow = re.sub(r"[‐‑–—―−ー〒\s]", "-", unicodedata.normalize("NFKC", plain)).strip("-")
    found = _POSTAL.fullmatch(narrow)
    if found:
        if plain not in (found[0], found[1] + found[2]):
            notes.repaired(column, Rule.POSTAL_CODE, plain, found[0])
        return found[1] + found[2]
    if re.fullmatch(r"[0-9]{6}", narrow):
        notes.repaired(column, Rule.LOST_ZERO, plain, f"0{narrow}")
        return f"0{narrow}"
    notes.repaired(column, Rule.NUMBER_DROPPED, plain, "")
    return ""


def note_completed(cell: str, done: Completed, column: str, notes: Notes) -> str:
    """This function will note the repairs of an official number and return it."""
    note_repairs(cell, done.value, done.repairs, column, notes)
    return done.value


def note_repairs(
    cell: str, value: str, repairs: Iterable[Repair], column: str, notes: Notes
) -> None:
    """This function will note why a code was completed."""
    for repair in repairs:
        notes.repaired(column, _RULE_OF_REPAIR.get(repair, Rule.SPACES), cell, value)


def note_refused(cell: str, refusal: CodeRefused, column: str, notes: Notes) -> str:
    """This function will note that an official number cannot be read, and return ""."""
    rule = Rule.BROKEN_NUMBER if _is_broken(cell) else Rule.NUMBER_DROPPED
    notes.repaired(column, rule, cell, "")
    return ""


_RULE_OF_REPAIR: Final = {
    Repair.SPACES: Rule.SPACES,
    Repair.FULL_WIDTH: Rule.FULL_WIDTH,
    Repair.DECIMAL_POINT: Rule.COMMA_NUMBER,
    Repair.LEADING_ZERO: Rule.LOST_ZERO,
    Repair.CHECK_DIGIT: Rule.CHECK_DIGIT,
    Repair.PREFECTURE_NUMBER: Rule.CHECK_DIGIT,
    Repair.HYPHENS: Rule.HYPHENS,
}


def _without_marks(cell: str, column: str, notes: Notes) -> str:
    found = _BREAKS.sub("\n", cell)
    if found != cell:
        notes.repaired(column, Rule.LINE_BREAK, cell, found)
    plain = _TAGS.sub("", found)
    if plain != found:
        notes.repaired(column, Rule.HTML, found, plain)
    return plain


def _without_hidden(text: str, column: str, notes: Notes) -> str:
    """Zero-width letters and marks of direction mean nothing here; others refuse the row."""
    plain = _ZERO_WIDTH.sub("", text)
    if plain != text:
        notes.repaired(column, Rule.HIDDEN_LETTERS, text, plain)
    try:
        clean_text(plain)
    except TextRefused as refusal:
        raise RowRefused(f"{column}の{refusal}", column) from None
    return plain


def _note_phone(plain: str, shown: list[str], lost_zero: bool, column: str, notes: Notes) -> None:
    written = "、".join(shown)
    if written == plain:
        return
    narrow = unicodedata.normalize("NFKC", plain)
    if lost_zero:
        rule = Rule.LOST_ZERO
    elif not _IN_NUMBERS.fullmatch(narrow):
        rule = Rule.PHONE_WORDS
    else:
        rule = Rule.HYPHENS if narrow == plain else Rule.FULL_WIDTH
    notes.repaired(column, rule, plain, written)


def _is_broken(cell: str) -> bool:
    return bool(_BROKEN_NUMBER.fullmatch(unicodedata.normalize("NFKC", cell).strip()))
