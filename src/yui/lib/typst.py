"""This module will turn a typst template and plain data into a PDF with Japanese letters.

Fonts come from files we choose, never from whatever the machine has: BIZ UDPGothic (Debian's
fonts-morisawa-bizud-gothic, made for readability) where installed, Noto Sans CJK JP from its
wheels for everything it lacks (𠮷 is one such letter) and on machines without fonts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final, cast

import typst

_BIZ_UD: Final = Path("/usr/share/fonts/truetype/bizud-gothic")
_WHEELS: Final = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
_FAMILIES: Final = ("BIZ UDPGothic", "Noto Sans CJK JP")
# The template is included, so every page product has a title, a language and our fonts.
_FRAME: Final = """
#set document(title: sys.inputs.title, date: none)
#set text(font: json(bytes(sys.inputs.fonts)), lang: "ja", region: "JP")
#include {template}
"""


class PaperFailed(Exception):
    """This error will carry what typst says is wrong with a template or its data."""


def compile_pdf(template_path: Path, data: Mapping[str, object], *, title: str) -> bytes:
    """This function will return the PDF (PDF/UA-1, the same bytes for the same input) of a page.

    The template reads its data by `#let data = json(bytes(sys.inputs.data))`; it can read only
    files below its own folder. Images need `alt`. Text in `data` is never run as markup.

    Raises: PaperFailed with typst's own message.
    """
    frame = _FRAME.format(template=json.dumps(f"/{template_path.name}", ensure_ascii=False))
    inputs = {
        "title": title,
        "data": json.dumps(data, ensure_ascii=False),
        "fonts": json.dumps(font_families()),
    }
    try:
        compiler = typst.Compiler(
            frame.encode(),
            root=str(template_path.parent.resolve()),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
        )
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    except (typst.TypstError, UnicodeEncodeError) as error:
        raise PaperFailed(str(error)) from error
    return cast("bytes", pdf)


def font_families() -> tuple[str, ...]:
    """This function will return the font families at hand, the most readable first.

    Raises: PaperFailed when none has Japanese letters, since typst would fall back silently.
    """
    present = set(_fonts().families())
    families = tuple(family for family in _FAMILIES if family in present)
    if not families:
        raise PaperFailed("no Japanese font was found")
    return families


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """This function will find the font files once; reading them takes a tenth of a second."""
    folders = [str(files(name)) for name in _WHEELS]
    if _BIZ_UD.is_dir():
        folders.insert(0, str(_BIZ_UD))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
