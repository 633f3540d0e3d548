"""What people typed becomes what is kept: cleaned, measured against the column, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db.models import Model

from yui.directory.errors import InputRefused, PersonalNumberRefused
from yui.directory.states import EntryField, PhoneKind
from yui.lib.codes import find_my_numbers, is_corporate_number
from yui.lib.japanese import Phone, TextRefused, clean_line, clean_text, parse_phone

_MAIL = EmailValidator()
_WEB = URLValidator(schemes=["http", "https"])
_FAX_WORD = re.compile(r"^\s*(?:FAX|ＦＡＸ|ファックス|ファクス)\s*[:：]?\s*", re.IGNORECASE)
_LABELS = {
    "name": "名前",
    "kana": "ふりがな",
    "summary": "ひとことの説明",
    "description": "説明",
    "how_to_start": "利用のはじめ方",
    "fee_text": "料金の説明",
    "address": "住所",
    "hours": "受付の時間",
    "pause_reason": "休む理由",
    "document": "持ち物",
    "cannot": "できないこと",
}


def line(text: str, field: str, model: type[Model] | None = None) -> str:
    """This function will return a text on one line, fit for the column `field` of the model.

    Raises: InputRefused naming the field, PersonalNumberRefused.
    """
    return _checked(text, field, model, one_line=True)


def paragraphs(text: str, field: str) -> str:
    """This function will return a text of several lines, cleaned.

    Raises: InputRefused naming the field, PersonalNumberRefused.
    """
    return _checked(text, field, None, one_line=False).strip()


def lines(texts: Iterable[str], field: str) -> list[str]:
    """This function will clean several lines and leave out empty ones."""
    return [cleaned for cleaned in (line(text, field) for text in texts) if cleaned]


def required_line(text: str, field: str, model: type[Model]) -> str:
    """This function will clean a line that must not be empty.

    Raises: InputRefused naming the field, PersonalNumberRefused.
    """
    cleaned = line(text, field, model)
    if not cleaned:
        raise InputRefused(field, f"{label_of(field)}を書いてください。")
    return cleaned


def label_of(field: str) -> str:
    """This function will return the word people know a field by."""
    if field in EntryField.values:
        return _LABELS.get(field, str(EntryField(field).label))
    return _LABELS.get(field, "入力した内容")


def _checked(text: str, field: str, model: type[Model] | None, *, one_line: bool) -> str:
    try:
        cleaned = clean_line(text) if one_line else clean_text(text)
    except TextRefused as refused:
        raise InputRefused(field, f"{label_of(field)}の{refused}") from refused
    if find_my_numbers(cleaned):
        raise PersonalNumberRefused(
            field, f"{label_of(field)}に個人番号のような数字があります。消してください。"
        )
    longest = _longest(model, field)
    if longest is not None and len(cleaned) > longest:
        raise InputRefused(
            field,
            f"{label_of(field)}は{longest}字までです。いまは{len(cleaned)}字あります。",
        )
    return cleaned


def _longest(model: type[Model] | None, field: str) -> int | None:
    if model is None:
        return None
    column: Any = model._meta.get_field(field)
    return int(column.max_length) if column.max_length else None


def telephone(text: str, kind: PhoneKind) -> Phone:
    """This function will read one number.

    Raises: InputRefused when it is none; a wrong number is worse than no number.
    """
    plain = _FAX_WORD.sub("", text) if kind is PhoneKind.FAX else text
    found = parse_phone(plain)
    if found is None:
        raise InputRefused(
            "number", "電話番号を読み取れません。市外局番から書いてください（例 03-1234-5678）。"
        )
    return found


def web_address(text: str, field: str = "website") -> str:
    """This function will return an http(s) address, or "".

    Raises: InputRefused.
    """
    address = line(text, field)
    if not address:
        return ""
    try:
        _WEB(address)
    except ValidationError as error:
        raise InputRefused(
            field, "ホームページの住所は、https:// から始めて書いてください。"
        ) from error
    if len(address) > 300:
        raise InputRefused(field, "ホームページの住所は300字までです。")
    return address


def mail_address(text: str, field: str = "email") -> str:
    """This function will return a mail address, or "".

    Raises: InputRefused.
    """
    address = line(text, field)
    if not address:
        return ""
    try:
        _MAIL(address)
    except ValidationError as error:
        raise InputRefused(field, "メールの宛先の形が正しくありません。") from error
    return address


def corporate_number(text: str) -> str:
    """This function will return a 法人番号, or "".

    Raises: InputRefused.
    """
    digits = line(text, "corporate_number")
    if digits and not is_corporate_number(digits):
        raise InputRefused("corporate_number", "法人番号は、正しい13桁の数字ではありません。")
    return digits


def postal_code(text: str) -> str:
    """This function will return seven digits, or "".

    Raises: InputRefused.
    """
    digits = re.sub(r"[〒\-\s]", "", line(text, "postal_code").translate(_NARROW))
    if digits and not re.fullmatch(r"[0-9]{7}", digits):
        raise InputRefused("postal_code", "郵便番号は、7桁の数字で書いてください。")
    return digits


_NARROW = str.maketrans("０１２３４５６７８９－ー―−", "0123456789----")
