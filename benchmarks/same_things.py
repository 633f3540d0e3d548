"""Measures the same-thing detector over the national list of care offices, on one core.

Run: python benchmarks/same_things.py. It reads the file of ../shared (YUI_SHARED overrides) and
prints one JSON line. Target (issue 3): candidates among 92,984 rows in ≤ 60 s.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from yui.directory.engine.same import Thing, find_pairs
from yui.directory.formats.care_types import care_type_of
from yui.lib.japanese import parse_phones

ROOT = Path(__file__).resolve().parent.parent
FILE = "data/national/mhlw_care_8services_2025-06_national.csv.gz"
MOST_S = 60.0


def main() -> int:
    """This function will run the measurement; exit code 1 when the target is missed."""
    source = Path(os.environ.get("YUI_SHARED", ROOT.parent / "shared")) / FILE
    if not source.exists():
        print(json.dumps({"skipped": "no ../shared"}))
        return 0
    things = list(_things(source))
    started = time.process_time()
    pairs = find_pairs(things)
    seconds = time.process_time() - started
    found = {
        "rows": len(things),
        "candidates": len(pairs),
        "seconds": round(seconds, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, 1),
    }
    print(json.dumps(found))
    return int(seconds > MOST_S)


def _things(source: Path) -> Iterator[Thing]:
    with gzip.open(source, "rt", encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            yield Thing(
                key=f"{number:06}",
                name=row["name"],
                kana=row["kana"],
                area=row["code5"],
                phones=tuple(phone.digits for phone in parse_phones(row["tel"])),
                address=row["address"],
                latitude=float(row["lat"] or 0) or None,
                longitude=float(row["lng"] or 0) or None,
                kinds=frozenset({care_type_of(row["serviceType"])}),
            )


if __name__ == "__main__":
    sys.exit(main())
