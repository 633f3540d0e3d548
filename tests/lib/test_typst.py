from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdf
import pytest

from yui.lib import typst
from yui.lib.qr import qr_svg
from yui.lib.typst import PaperFailed, compile_pdf, font_families

NAMES = "髙﨑德塚邉𠮷"
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4")
= #data.heading
#for name in data.names [ - #name \n ]
*#data.heading*
#if "qr" in data { image(bytes(data.qr), format: "svg", width: 3cm, alt: "案内のQRコード") }
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "一覧.typ"
    path.write_text(TEMPLATE)
    return path


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """The fonts of every page, and whether their outlines are in the file."""
    found: dict[str, bool] = {}
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            embedded = any(f"/FontFile{n}" in descriptor for n in ("", "2", "3"))
            found[str(inner["/BaseFont"])] = embedded
    return found


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_compile_pdf_embeds_japanese_letters_that_can_be_copied(template: Path) -> None:
    data = {
        "heading": "通いの場",
        "names": list(NAMES),
        "qr": qr_svg("https://x.jp/", title="案内"),
    }
    pdf = compile_pdf(template, data, title="通いの場の一覧")
    fonts = fonts_of(pdf)
    assert fonts
    assert all(fonts.values())
    assert all("BIZUDPGothic" in name or "NotoSansCJKjp" in name for name in fonts)
    text = text_of(pdf)
    assert "通いの場" in text
    assert all(name in text for name in NAMES)
    assert pypdf.PdfReader(io.BytesIO(pdf)).metadata.title == "通いの場の一覧"


def test_compile_pdf_has_a_glyph_for_each_old_letter(template: Path) -> None:
    """Glyph 0 is the empty box of a font: none may be drawn."""
    pdf = compile_pdf(template, {"heading": "名", "names": list(NAMES)}, title="名")
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    drawn = []
    page.extract_text(visitor_operand_before=lambda op, args, *_: drawn.append((op, args)))
    shown = [args for op, args in drawn if op in (b"Tj", b"TJ")]
    assert shown
    for args in shown:
        pieces = args[0] if isinstance(args[0], list) else [args[0]]
        for piece in pieces:
            if isinstance(piece, (bytes, pypdf.generic.ByteStringObject)):
                codes = [piece[at : at + 2] for at in range(0, len(piece), 2)]
                assert b"\x00\x00" not in codes


def test_compile_pdf_works_with_the_wheels_alone(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typst, "_BIZ_UD", Path("/nowhere"))
    typst._fonts.cache_clear()
    try:
        assert font_families() == ("Noto Sans CJK JP",)
        pdf = compile_pdf(template, {"heading": "名", "names": list(NAMES)}, title="名")
        assert set(fonts_of(pdf)) != set()
        assert all(name in text_of(pdf) for name in NAMES)
    finally:
        typst._fonts.cache_clear()


def test_font_families_fails_loudly_without_japanese_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typst, "_BIZ_UD", Path("/nowhere"))
    monkeypatch.setattr(typst, "_WHEELS", ())
    typst._fonts.cache_clear()
    try:
        with pytest.raises(PaperFailed, match="no Japanese font"):
            font_families()
    finally:
        typst._fonts.cache_clear()


def test_compile_pdf_gives_the_same_bytes_for_the_same_input(template: Path) -> None:
    data = {"heading": "通いの場", "names": ["a"]}
    assert compile_pdf(template, data, title="一覧") == compile_pdf(template, data, title="一覧")


def test_compile_pdf_never_runs_data_as_markup(template: Path) -> None:
    text = '#read("/etc/passwd") *太字* $x$ = 見出し'
    pdf = compile_pdf(template, {"heading": "h", "names": [text]}, title='"] #panic()')
    assert '#read("/etc/passwd")' in text_of(pdf).replace("\n", " ")


@pytest.mark.parametrize(
    "source",
    [
        '#read("/../secret.txt")',
        '#read("/etc/passwd")',
        "#panic()",
        '#image(bytes("<svg xmlns=\'http://www.w3.org/2000/svg\'/>"), format: "svg")',
    ],
)
def test_compile_pdf_fails_for_templates_that_leave_or_break(tmp_path: Path, source: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "a.typ").write_text(source)
    with pytest.raises(PaperFailed):
        compile_pdf(folder / "a.typ", {}, title="a")
