"""Slips as PDF: eight to an A4, each with a QR code and a code to type."""

from __future__ import annotations

from collections.abc import Sequence

from yui.booklets.formats.press import printed
from yui.booklets.queries import SlipCard, SlipSheet
from yui.directory.actions import SlipSecrets
from yui.lib.qr import qr_svg

_QR_WORDS = "スマホで写すと、答える画面が開きます。"


def slips_pdf(
    found: SlipSheet, secrets: Sequence[SlipSecrets], *, slip_url: str, typed_at: str
) -> bytes:
    """This function will return the slips with their secrets, in the same order.

    QR codes lead below `slip_url`; `typed_at` is the short address at which a code is typed.
    Raises: PressBusy.
    """
    data = {
        "is_sample": found.is_sample,
        "address": typed_at.partition("://")[2],
        "qr_words": _QR_WORDS,
        "cards": [
            _card(card, secret, slip_url) for card, secret in zip(found.cards, secrets, strict=True)
        ],
    }
    return printed("slips.typ", data, title="確認のはがき")


def _card(card: SlipCard, secret: SlipSecrets, slip_url: str) -> dict[str, str]:
    return {
        "name": card.name,
        "hours": card.hours or "（まだ分かりません）",
        "office": card.office,
        "number": card.number,
        "code": f"{secret.code[:4]}-{secret.code[4:]}",
        "qr": qr_svg(f"{slip_url}{secret.token}/", title=_QR_WORDS),
    }
