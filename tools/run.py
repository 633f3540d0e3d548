"""`make run`: an empty folder becomes a running Yui with the sample world.

The address is printed within a minute; on later starts within seconds. Large imports and the
search index go on in the worker, whose progress is on /exchange/.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


def main() -> int:
    """This function will prepare the data once, then serve until Ctrl+C."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", default="data")
    options.add_argument("--port", default="8000")
    chosen = options.parse_args()
    os.environ["YUI_DATA"] = str(Path(chosen.data).resolve())
    prepared = Path(chosen.data) / "prepared"
    if not prepared.exists():
        if _yui("prepare"):
            return 1
        prepared.touch()
    return _yui("serve", "--port", chosen.port, "--with-work")


def _yui(*arguments: str) -> int:
    try:
        return subprocess.run([sys.executable, "-m", "yui", *arguments], check=False).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
