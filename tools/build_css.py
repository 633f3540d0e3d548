"""Bundle the style sources of `ui` to the one committed file that every page links.

Without the list of browsers lightningcss would write media ranges and nesting, which fail on
iOS 15 (telephones an older person still has); with it both are lowered.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import lightningcss

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/yui/ui/css/main.css"
TARGET = ROOT / "src/yui/ui/static/ui/site.css"
BROWSERS = [
    "edge >= 109",
    "chrome >= 109",
    "safari >= 15.4",
    "ios_saf >= 15.4",
    "firefox >= 115",
]


def bundled() -> str:
    """This function will return the whole style sheet, minified for the supported browsers."""
    text: str = lightningcss.bundle_css(str(SOURCE), browsers_list=BROWSERS, minify=True)
    return text.rstrip("\n") + "\n"


def is_stale() -> bool:
    """This function will tell whether the committed file differs from its sources."""
    return not TARGET.exists() or TARGET.read_text(encoding="utf-8") != bundled()


def main(arguments: list[str] | None = None) -> int:
    """This function will write site.css, or with --check return 1 when it is stale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when stale")
    if parser.parse_args(arguments).check:
        if is_stale():
            sys.stderr.write("site.css is stale: run python tools/build_css.py\n")
            return 1
        return 0
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(bundled(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
