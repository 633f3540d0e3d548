from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import pytest
from PIL import Image

from yui.lib.qr import QRRefused, qr_png, qr_svg

ADDRESS = "https://yui.example.jp/s/7KQ2M9XD"


def test_qr_svg_scales_and_has_a_quiet_zone_and_a_title() -> None:
    drawing = ElementTree.fromstring(qr_svg(ADDRESS, title="案内のページ"))
    assert drawing[0].text == "案内のページ"
    assert "width" not in drawing.attrib
    # Version 3 has 29 modules; with four on each side 37.
    assert drawing.attrib["viewBox"] == "0 0 37 37"
    assert "style" not in qr_svg(ADDRESS, title="a")
    lines = drawing[-1].attrib["d"]
    assert re.match(r"M4 4\.5h7", lines)


def test_qr_png_is_white_for_four_modules_around() -> None:
    image = Image.open(io.BytesIO(qr_png(ADDRESS, module_px=3))).convert("L")
    assert image.size == (111, 111)
    edge = [image.getpixel((x, y)) for x in range(111) for y in range(12)]
    assert set(edge) == {255}
    assert image.getpixel((12, 12)) == 0


def test_qr_png_carries_level_m() -> None:
    image = Image.open(io.BytesIO(qr_png(ADDRESS, module_px=1))).convert("L")
    # The first two modules of the format information, XOR 10: level M is 00, so they read 1, 0.
    assert [image.getpixel((4 + at, 4 + 8)) == 0 for at in (0, 1)] == [True, False]


@pytest.mark.parametrize("text", ["", "x" * 3000, "\ud800"])
def test_qr_svg_refuses_what_has_no_code(text: str) -> None:
    with pytest.raises(QRRefused, match="QRコードに"):
        qr_svg(text, title="a")
