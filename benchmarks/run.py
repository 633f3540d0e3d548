"""`make bench`: every measurement in turn, each beside its peer, one after the other.

A measurement that cannot run here (a peer or ../shared is missing) says so and the rest goes on.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MEASUREMENTS = (
    ("search engine, 100,000 documents", "search_engine.py", "--size", "100000"),
    ("search engine, 1,000,000 documents", "search_engine.py", "--size", "1000000"),
    ("judged questions", "judged.py"),
    ("JSQuAD", "jsquad.py"),
    ("list PDF of 300", "list_pdf.py"),
    ("national import", "import_national.py"),
)


def main() -> int:
    """This function will run every measurement and return how many failed."""
    failed = 0
    for title, script, *arguments in MEASUREMENTS:
        print(f"\n== {title} ==", flush=True)
        finished = subprocess.run([sys.executable, HERE / script, *arguments], check=False)
        failed += finished.returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
