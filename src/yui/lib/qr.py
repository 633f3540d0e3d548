"""This module will draw QR codes that cheap phones read from worn paper.

Source: JIS X 0510 (ISO/IEC 18004): level M restores 15 %, the quiet zone is four modules wide.
"""

from __future__ import annotations

import io
from typing import Final

import segno

_QUIET_ZONE_MODULES: Final = 4


class QRRefused(ValueError):
    """This error will say in one Japanese sentence why a text has no QR code."""


def qr_svg(text: str, *, title: str) -> str:
    """This function will return a QR code as an SVG drawing that scales to its place.

    `title` says to a screen reader what the code leads to.

    Raises: QRRefused when the text is too long or empty.
    """
    drawing = io.BytesIO()
    _code(text).save(
        drawing,
        kind="svg",
        border=_QUIET_ZONE_MODULES,
        title=title,
        light="#fff",
        omitsize=True,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        nl=False,
    )
    return drawing.getvalue().decode()


def qr_png(text: str, *, module_px: int = 8) -> bytes:
    """This function will return a QR code as a black and white PNG, `module_px` to a module.

    Raises: QRRefused when the text is too long or empty.
    """
    image = io.BytesIO()
    _code(text).save(image, kind="png", scale=module_px, border=_QUIET_ZONE_MODULES)
    return image.getvalue()


def _code(text: str) -> segno.QRCode:
    """This function will encode a text at level M, never as the small Micro QR."""
    if not text:
        raise QRRefused("QRコードにする文字がありません。")
    try:
        return segno.make(text, error="m", micro=False, boost_error=False)
    except (segno.DataOverflowError, UnicodeEncodeError):
        raise QRRefused("長すぎるため、QRコードにできません。") from None
