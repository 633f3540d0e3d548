"""The letter that proves a claim, and the form on which a group applies by hand, as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from yui.booklets.formats.press import printed
from yui.booklets.queries import ClaimLetter, FormPart
from yui.lib.clock import format_date_ja
from yui.lib.qr import qr_svg

_QR_WORDS = "スマホで写すと、コードを打つ画面が開きます。"
_FORM_TITLE = "参加の申し込み"


def letter_pdf(found: ClaimLetter, code: str, *, typed_at: str) -> bytes:
    """This function will return the letter with its code; `typed_at` is where one goes on.

    Raises: PressBusy.
    """
    data = {
        "name": found.name,
        "address": found.address,
        "office": found.office,
        "phone": found.phone,
        "day": format_date_ja(found.day),
        "until": format_date_ja(found.until),
        "is_sample": found.is_sample,
        "code": code,
        "typed_at": typed_at.partition("://")[2],
        "qr": qr_svg(typed_at, title=_QR_WORDS),
        "qr_words": _QR_WORDS,
    }
    return printed("letter.typ", data, title="団体の確かめ")


def form_pdf(parts: Sequence[FormPart], *, joined_at: str) -> bytes:
    """This function will return the empty form; `joined_at` is where the same is written online.

    Raises: PressBusy.
    """
    data = {
        "title": _FORM_TITLE,
        "parts": [asdict(part) for part in parts],
        "joined_at": joined_at.partition("://")[2],
    }
    return printed("form.typ", data, title=_FORM_TITLE)
