"""`make bench`: every measurement in turn, each beside its peer, one after the other.

A measurement that cannot run here (a peer or ../shared is missing) says so and the rest goes on.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from filled import filled

HERE = Path(__file__).resolve().parent
# Measured on one data directory of a million services, made once by filled.py.
ON_A_MILLION = (
    ("results page over HTTP", "results_page.py"),
    ("from a change to the search that shows it", "change_visible.py"),
)
MEASUREMENTS = (
    ("search engine, 100,000 documents", "search_engine.py", "--size", "100000"),
    ("search engine, 1,000,000 documents", "search_engine.py", "--size", "1000000"),
    ("judged questions", "judged.py"),
    ("JSQuAD", "jsquad.py"),
    ("list PDF of 300", "list_pdf.py"),
    ("same things among the national list", "same_things.py"),
    ("national import", "import_national.py"),
    ("a million reads of personal records", "breach_report.py"),
)


def main() -> int:
    """This function will run every measurement and return how many failed."""
    failed = sum(_run(title, script, *arguments) for title, script, *arguments in MEASUREMENTS)
    print("\n== a million services ==", flush=True)
    data = filled(1_000_000)
    failed += sum(_run(title, script, "--data", str(data)) for title, script in ON_A_MILLION)
    shutil.rmtree(data)
    return failed


def _run(title: str, script: str, *arguments: str) -> bool:
    """Whether a measurement failed."""
    print(f"\n== {title} ==", flush=True)
    finished = subprocess.run([sys.executable, HERE / script, *arguments], check=False)
    return finished.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
