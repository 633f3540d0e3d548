"""A data directory with the sample world and a million made-up services, indexed.

    python benchmarks/filled.py [--count 1000000]

prints where it lies. results_page.py and change_visible.py measure on it; some 10 minutes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def filled(count: int) -> Path:
    """This function will make a new data directory with that many services and their index."""
    data = Path(tempfile.mkdtemp(prefix="yui-bench-"))
    for words in (
        ["migrate", "--verbosity", "0"],
        ["load-world", "--size", "s"],
        ["work", "--until-empty"],
        ["load-bulk", "--count", str(count)],
        ["rebuild-index", "--from-rooms"],
    ):
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "yui", *words],
            env=environment(data),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        print(f"yui {' '.join(words)}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    return data


def environment(data: Path) -> dict[str, str]:
    """This function will return the environment of a program that works on a data directory."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YUI_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    sources = f"{HERE}:{HERE.parent / 'src'}"
    return kept | {"YUI_DATA": str(data), "YUI_PROFILE": "dev", "PYTHONPATH": sources}


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1_000_000)
    print(filled(options.parse_args().count))
