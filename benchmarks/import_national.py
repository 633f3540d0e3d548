"""Measures the import of the national list of care offices: plan, apply, again, undo.

Run: python benchmarks/import_national.py [--rows N]. It makes its own data directory, imports the
file of ../shared (YUI_SHARED overrides) with the `yui` program as an operator does, and prints one
JSON line. Targets (issue 2): plan + apply ≤ 150 s, ≤ 600 MB, write lock ≤ 10 s, on SQLite.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FILE = "data/national/mhlw_care_8services_2025-06_national.csv.gz"
LIMITS = {"plan_and_apply_s": 150.0, "peak_mb": 600.0, "lock_s": 10.0}


def main() -> int:
    """This function will run the measurement; exit code 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=0, help="only the first rows (0 = all)")
    wanted = parser.parse_args().rows
    source = Path(os.environ.get("YUI_SHARED", ROOT.parent / "shared")) / FILE
    if not source.exists():
        print(json.dumps({"skipped": "no ../shared"}))
        return 0
    with tempfile.TemporaryDirectory(prefix="yui-bench-") as folder:
        return _measured(Path(folder), source, wanted)


def _measured(folder: Path, source: Path, wanted: int) -> int:
    file = folder / "mhlw_care_2025-06.csv"
    with gzip.open(source, "rb") as packed, file.open("wb") as plain:
        for number, line in enumerate(packed):
            if wanted and number > wanted:
                break
            plain.write(line)
    data = folder / "data"
    for step in ("migrate", "load-areas", "load-vocabulary"):
        _yui(data, step)
    first = _yui(data, "import", str(file), "--area", "nation", "--json")
    plan = json.loads(first["out"])
    again = _yui(data, "import", str(file), "--area", "nation", "--json")
    repeated = json.loads(again["out"])
    undo = _yui(data, "import-undo", plan["batch"])
    found = {
        "rows": plan["rows"],
        "counts": {name: plan[name] for name in ("add", "change", "same", "vanished", "rejected")},
        "repairs": plan["repair_counts"],
        "flags": plan["flags"],
        "plan_and_apply_s": first["seconds"],
        "peak_mb": first["peak_mb"],
        "lock_s": _lock_s(data),
        "again_s": again["seconds"],
        "again_peak_mb": again["peak_mb"],
        "again_same": repeated["same"],
        "again_changes": repeated["add"] + repeated["change"] + repeated["vanished"],
        "undo_s": undo["seconds"],
        "undo_peak_mb": undo["peak_mb"],
    }
    print(json.dumps(found, ensure_ascii=False))
    return int(any(found[name] > limit for name, limit in LIMITS.items()))


def _yui(data: Path, *words: str) -> dict[str, Any]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("YUI_")}
    environment |= {"YUI_DATA": str(data), "PYTHONPATH": str(ROOT / "src")}
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "yui", *words], env=environment, stdout=subprocess.PIPE
    )
    peak = _Peak(process.pid)
    peak.start()
    out, _ = process.communicate()
    peak.join()
    if process.returncode:
        raise SystemExit(f"yui {' '.join(words)} ended with {process.returncode}")
    return {
        "seconds": round(time.monotonic() - started, 1),
        "peak_mb": round(peak.most_mb, 1),
        "out": out.decode(),
    }


def _lock_s(data: Path) -> float:
    with sqlite3.connect(data / "yui.sqlite3") as base:
        row = base.execute("SELECT MAX(lock_ms) FROM exchange_batch").fetchone()
    return float(row[0]) / 1000


class _Peak(threading.Thread):
    """The largest sum of resident memory of a process and its children, looked at 10 × a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most_mb = pid, 0.0

    def run(self) -> None:
        """This function will watch until the process is gone."""
        while True:
            pages = [_resident(pid) for pid in (self.pid, *_children(self.pid))]
            if not pages[0]:
                return
            self.most_mb = max(self.most_mb, sum(pages) * 4096 / 1e6)
            time.sleep(0.1)


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in text.split()]


if __name__ == "__main__":
    sys.exit(main())
