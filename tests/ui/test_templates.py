"""No template carries inline code; the style sheet is fresh and small; error files stand alone."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UI = ROOT / "src/yui/ui"
TEMPLATES = sorted(path for path in (UI / "jinja2").rglob("*") if path.is_file())
STATIC_PAGES = sorted((UI / "static/ui").glob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES + STATIC_PAGES, ids=lambda path: path.name)
def test_template_has_no_inline_style_script_or_handler(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "javascript:" not in text
    assert not re.search(r"(src|href)=\"(https?:)?//", text)
    assert "| safe" not in text


def test_style_sheet_is_fresh_and_within_its_budget():
    done = subprocess.run(
        [sys.executable, ROOT / "tools/build_css.py", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    css = (UI / "static/ui/site.css").read_bytes()
    assert len(gzip.compress(css, 9)) <= 20_000
    assert b"://" not in css


def test_style_sheet_check_fails_when_stale(tmp_path, monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import build_css

    target = tmp_path / "site.css"
    monkeypatch.setattr(build_css, "TARGET", target)
    assert build_css.main(["--check"]) == 1
    assert build_css.main([]) == 0
    assert build_css.main(["--check"]) == 0
    target.write_text(target.read_text() + "a{}")
    assert build_css.main(["--check"]) == 1
    assert "stale" in capsys.readouterr().err


def test_style_sheet_suits_the_oldest_browsers():
    css = (UI / "static/ui/site.css").read_text(encoding="utf-8")
    assert not re.search(r"@media[^{]*\((?:width|height)\s*[<>]", css)
    assert not re.search(r"[;{}]\s*&", css)


@pytest.mark.parametrize(
    ("name", "limit"), [("yui.js", 4_096), ("map.js", 4_096), ("idle.js", 4_096)]
)
def test_scripts_are_small(name, limit):
    assert len(gzip.compress((UI / "static/ui" / name).read_bytes(), 9)) <= limit


def test_static_page_of_a_strange_host_leads_nowhere_else():
    text = (UI / "static/ui/400.html").read_text(encoding="utf-8")
    assert "地域包括支援センター" in text
    assert re.findall(r'(?:href|src)="([^"]+)"', text) == ["/static/ui/error.css"]


@pytest.mark.parametrize("status", [500, 503])
def test_static_error_page_says_what_to_do(status):
    text = (UI / f"static/ui/{status}.html").read_text(encoding="utf-8")
    assert "{{" not in text
    assert "{%" not in text
    assert "地域包括支援センター" in text
    assert "残した内容は、そのままです" in text
    links = re.findall(r'(?:href|src)="([^"]+)"', text)
    assert links == ["/static/ui/error.css", "/"]


def test_components_use_only_tokens_for_colour():
    for path in (UI / "css").rglob("*.css"):
        if path.name in ("tokens.css", "print.css"):
            continue
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", path.read_text()), path.name
