"""`yui breach-report` and `yui verify` over a million reads of personal records.

    python benchmarks/breach_report.py [--lines 1000000] [--share 0.2] [--out FILE]

An empty installation is given the lines of five hundred people over a year, one of whom has
`share` of them; the worker's own code chains them. Timed are the report on that person and the
check of the whole chain, each as its users run it: a process of its own. Goal: 60 s (PV-08).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))
_FIRST = datetime(2026, 4, 1, tzinfo=UTC)
_PORTION = 10_000
_RECORDS = 200_000


def main() -> int:
    """This function will fill, measure and print a line for each step."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lines", type=int, default=1_000_000)
    options.add_argument("--share", type=float, default=0.2)
    options.add_argument("--out", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="yui-reads-") as folder:
        os.environ |= {"YUI_DATA": folder, "YUI_PROFILE": "test"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "yui.config.settings"
        _run("migrate", "--verbosity", "0")
        found = {"fill_s": _timed(lambda: _fill(given.lines, given.share))}
        found["chain_s"] = _timed(_chain)
        line = ("--actor", "1", "--from", "2026-04-01", "--to", "2027-03-31", "--json")
        found["report_s"] = _timed(lambda: _run("breach-report", *line))
        found["verify_s"] = _timed(lambda: _run("verify", "--json"))
    for name, seconds in found.items():
        print(f"{name:<10}{seconds:>8.1f}")
    if given.out:
        given.out.write_text(json.dumps({"lines": given.lines, **found}), encoding="utf-8")
    return 0


def _fill(lines: int, share: float) -> None:
    import django

    django.setup()
    from yui.journal.actions import note_access
    from yui.journal.queries import Read
    from yui.journal.states import Purpose
    from yui.policy.viewer import Viewer

    dice = random.Random(1)
    for start in range(0, lines, _PORTION):
        by = Viewer(user_id=1 if dice.random() < share else dice.randrange(2, 500))
        at = _FIRST + timedelta(seconds=start * 30)
        reads = [
            Read(
                Purpose.PAGE,
                "directory.service",
                f"00000000-0000-0000-0000-{dice.randrange(_RECORDS):012}",
                "14/14100/",
                ("directory.phone.number", "directory.contact.name"),
            )
            for _ in range(min(_PORTION, lines - start))
        ]
        note_access(by=by, at=at, reads=reads)


def _chain() -> None:
    from yui.journal.actions import chain_reads

    while chain_reads(at=datetime.now(UTC)):
        pass


def _run(*words: str) -> None:
    command = [sys.executable, "-m", "yui", *words]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)


def _timed(work: Callable[[], None]) -> float:
    began = time.monotonic()
    work()
    return round(time.monotonic() - began, 2)


if __name__ == "__main__":
    sys.exit(main())
