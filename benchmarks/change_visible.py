"""From a change to the search that shows it, over HTTP, with all services of a data directory.

    python benchmarks/change_visible.py --data DIR [--changes 100] [--out FILE]

One service of the sample world is withdrawn and published again, by the room's own actions; a
browser's address is asked over and over until the page agrees. Counted is the time from the
commit to the first right page. The data directory is the one results_page.py measured; nothing
but the journal is different afterwards. Peer: the same question to the database alone (LIKE).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))
_PAUSE_S = 0.002
_GIVEN_UP_S = 30.0


def main() -> int:
    """This function will measure both directions and print a line each."""
    options = _options()
    os.environ |= {"YUI_DATA": str(options.data), "YUI_PROFILE": "dev"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "yui.config.settings"
    import django

    django.setup()
    command = [sys.executable, "-m", "yui", "serve", "--port", "8997", "--workers", "1"]
    server = subprocess.Popen([*command, "--with-work"], stdout=subprocess.PIPE, text=True)
    try:
        url = json.loads(server.stdout.readline())["url"] if server.stdout else ""
        found = _measured(url, options.changes)
    finally:
        server.terminate()
        server.wait(timeout=60)
    for name, times in found.items():
        _say(name, times)
    if options.out:
        options.out.write_text(json.dumps(found), encoding="utf-8")
    return 0


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True, help="a filled data directory")
    options.add_argument("--changes", type=int, default=100)
    options.add_argument("--out", type=Path)
    return options.parse_args()


def _measured(url: str, changes: int) -> dict[str, list[float]]:
    """Milliseconds until the page shows a published service, and until a withdrawn one is gone."""
    from django.utils import timezone

    from yui.directory.actions import publish_service, unpublish_service
    from yui.directory.models import Service
    from yui.policy.viewer import operator

    by = operator("bench")
    service = Service.objects.filter(area__is_sample=True, state="published").latest("id")
    code = service.area.path.rstrip("/").split("/")[-1]
    page = f"{url}/{code}/search/?q={quote(service.name)}"
    wanted = f"/directory/services/{service.short_code}/"
    _until(page, wanted, shown=True)
    found: dict[str, list[float]] = {"withdrawn is gone": [], "published is found": [], "LIKE": []}
    for _ in range(1 + changes):
        unpublish_service(by=by, at=timezone.now(), service_id=service.id)
        found["withdrawn is gone"].append(_until(page, wanted, shown=False))
        publish_service(by=by, at=timezone.now(), service_id=service.id)
        found["published is found"].append(_until(page, wanted, shown=True))
    # The worker starts after the pages: the first change waits for its start, which is not asked.
    found = {name: times[1:] for name, times in found.items()}
    found["LIKE"] = [_scan(service.name) for _ in range(3)]
    return found


def _until(page: str, wanted: str, *, shown: bool) -> float:
    """Milliseconds until the page holds, or no longer holds, the address of the service."""
    began = time.perf_counter()
    while time.perf_counter() - began < _GIVEN_UP_S:
        with urllib.request.urlopen(page, timeout=20) as answer:
            if (wanted in answer.read().decode()) is shown:
                return (time.perf_counter() - began) * 1000
        time.sleep(_PAUSE_S)
    raise SystemExit(f"after {_GIVEN_UP_S:.0f} s the page still disagrees: {page}")


def _scan(name: str) -> float:
    """The floor without an index: every name is looked through."""
    from yui.directory.models import Service

    began = time.perf_counter()
    list(Service.objects.filter(name__contains=name).values_list("id", flat=True)[:20])
    return (time.perf_counter() - began) * 1000


def _say(name: str, times: list[Any]) -> None:
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(f"| {name} | {statistics.median(ordered):.0f} ms | {last:.0f} ms |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
