"""さがす over HTTP at 1,000,000 services, beside an empty view and the page in Django templates.

    python benchmarks/results_page.py [--data DIR] [--count N] [--seconds S] [--warm S] [--out FILE]

All three are served by the same server with the same options, one after the other in one run.
Requests: 70 % a municipality (drawn by its people, as its searches are), 20 % a prefecture, 10 %
the whole country; words after Zipf's law over everyday words. `--data` names a data directory
that `yui load-bulk` and `yui rebuild-index` filled; without it one is made (some 10 minutes).
`fresh`: the first 10 seconds after the start, when nobody asked for any town before; `alone`: one
connection, thereafter; `full`: 8 connections after `--warm` more seconds of other requests of the
same kind, drawn anew, as a site has them all day.
The peers: a Django view that answers 「hello」; our own view with Django's template engine in
place of Jinja2, whose frame (head, menu, foot) is ready text, so that it does less than ours.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import quote

from filled import environment, filled

HERE = Path(__file__).resolve().parent
CONNECTIONS = 8
# The kernel deals new connections to the two processes by chance: several deals, the median.
ROUNDS = 5
_FRESH_S = 10.0
# What residents type most often stands first (Zipf's law: the n-th is drawn with weight 1/n).
WORDS = [
    "体操", "サロン", "買い物", "弁当", "送迎", "カラオケ", "お茶", "ごみ出し",
    "通院", "見守り", "掃除", "移動スーパー", "麻雀", "手芸", "認知症カフェ", "配食",
    "囲碁", "スマホ", "庭木", "話し相手", "電球の交換", "料理", "歌", "散歩",
    "畑", "将棋", "ヨガ", "除雪", "グラウンドゴルフ", "草取り", "病院の付き添い", "健康体操",
    "茶話会", "洗濯", "ボランティア", "子ども食堂", "書道", "折り紙", "脳トレ", "太極拳",
]  # fmt: skip
APPLICATIONS = {
    "Yui": "yui.config.wsgi:application",
    "same page, Django templates": "results_page_peers:django_templates",
    "hello view": "results_page_peers:hello",
}


@dataclass(frozen=True, slots=True)
class Load:
    """This value will hold what a load found: milliseconds, requests a second, refusals."""

    p50_ms: float
    p99_ms: float
    per_s: float
    not_200: int


def main() -> int:
    """This function will measure the three and print a table."""
    options = _options()
    data = options.data or filled(options.count)
    paths, earlier = (_paths(data, seed) for seed in (options.seed, options.seed + 1))
    found: dict[str, Any] = {"load_before": os.getloadavg()[0], "data": options.count}
    for name, application in APPLICATIONS.items():
        with _served(application, data) as (port, server):
            fresh = _driven(port, earlier, connections=CONNECTIONS, seconds=_FRESH_S)
            alone = _driven(port, paths, connections=1, seconds=options.seconds)
            _driven(port, earlier[::-1], connections=CONNECTIONS, seconds=options.warm)
            full = _median(
                _driven(port, part, connections=CONNECTIONS, seconds=options.seconds / ROUNDS)
                for part in (paths[place::ROUNDS] for place in range(ROUNDS))
            )
            resident = _resident_mb(server.pid)
            found[name] = {"fresh": fresh, "alone": alone, "full": full, "rss_mb": resident}
            _say(name, fresh, alone, full, resident)
    if options.out:
        text = json.dumps(found, ensure_ascii=False, default=_as_dict, indent=1)
        options.out.write_text(text, encoding="utf-8")
    return 0


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, help="a filled data directory")
    options.add_argument("--count", type=int, default=1_000_000)
    options.add_argument("--seconds", type=float, default=20.0, help="of each load")
    options.add_argument("--warm", type=float, default=60.0, help="seconds before measuring")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", type=Path)
    return options.parse_args()


def _paths(data: Path, seed: int) -> list[str]:
    """20,000 addresses in the order they are asked for."""
    draw = random.Random(seed)
    towns, people = _towns(data)
    prefectures = sorted({jis[:2] for jis in towns})
    by_people = list(accumulate(people))
    by_rank = list(accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))
    found: list[str] = []
    for _ in range(20_000):
        (where,) = draw.choices(("town", "prefecture", "nation"), (70, 20, 10))
        code = {"prefecture": draw.choice(prefectures), "nation": "00"}.get(where)
        code = code or draw.choices(towns, cum_weights=by_people)[0]
        found.append(f"/{code}/search/?q={quote(draw.choices(WORDS, cum_weights=by_rank)[0])}")
    return found


def _towns(data: Path) -> tuple[list[str], list[int]]:
    """Municipalities with their people of 65 and over, as the loaded census says."""
    program = (
        "import django; django.setup()\n"
        "from yui.areas.models import Area, Population\n"
        "census = Population.objects.filter(kind='people', sex='t', minimum_age=65)\n"
        "old = dict(census.filter(maximum_age=None).values_list('area__path', 'value'))\n"
        "rows = Area.objects.filter(tier='municipality', valid_to=None, is_sample=False)\n"
        "for code, path in rows.values_list('code', 'path'):\n"
        "    print(code[:5], old.get(path) or 5000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(data) | {"DJANGO_SETTINGS_MODULE": "yui.config.settings"},
        check=True,
        capture_output=True,
        text=True,
    )
    pairs = [line.split() for line in done.stdout.splitlines()]
    return [code for code, _ in pairs], [int(people) for _, people in pairs]


@contextmanager
def _served(application: str, data: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The server as `yui serve` starts it: two processes, four threads each."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
         "--port", str(port), "--workers", "2", "--blocking-threads", "4", "--no-ws",
         "--log-level", "warning", application],
        env={"MALLOC_ARENA_MAX": "2", **environment(data)}, cwd=HERE,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}/livez", server)
        yield port, server
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{url} did not answer")


def _driven(port: int, paths: Sequence[str], *, connections: int, seconds: float) -> Load:
    return asyncio.run(_drive(port, paths, connections, seconds))


def _median(loads: Iterable[Load]) -> Load:
    """The middle of several rounds, by requests a second."""
    found = sorted(loads, key=lambda load: load.per_s)
    return replace(found[len(found) // 2], not_200=sum(load.not_200 for load in found))


async def _drive(port: int, paths: Sequence[str], connections: int, seconds: float) -> Load:
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    lanes = [
        _Lane(port, paths[lane::connections], began + seconds, loop.create_future())
        for lane in range(connections)
    ]
    for lane in lanes:
        await loop.create_connection(lambda lane=lane: lane, "127.0.0.1", port)
    await asyncio.gather(*(lane.done for lane in lanes))
    lasted = time.perf_counter() - began
    times = sorted(each for lane in lanes for each in lane.times)
    return Load(
        p50_ms=statistics.median(times) * 1000,
        p99_ms=times[min(len(times) - 1, int(len(times) * 0.99))] * 1000,
        per_s=len(times) / lasted,
        not_200=sum(lane.wrong for lane in lanes),
    )


class _Lane(asyncio.Protocol):
    """One connection that is kept open and asks for one page after the other.

    It shares the two cores with the server, so it does no more than count bytes.
    """

    def __init__(
        self, port: int, paths: Sequence[str], until: float, done: asyncio.Future[None]
    ) -> None:
        self.host, self.paths, self.until, self.done = f"127.0.0.1:{port}", paths, until, done
        self.times: list[float] = []
        self.wrong = self.place = self.missing = 0
        self.head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        if self.missing:
            self.missing -= len(data)
        else:
            self.head += data
            head, ended, rest = self.head.partition(b"\r\n\r\n")
            if not ended:
                return
            self.wrong += not head.startswith(b"HTTP/1.1 200")
            self.missing, self.head = _length(head) - len(rest), b""
        if not self.missing:
            self._answered()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the server closed a connection"))

    def _ask(self) -> None:
        path = self.paths[self.place % len(self.paths)]
        self.place += 1
        self.began = time.perf_counter()
        self.transport.write(f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode())

    def _answered(self) -> None:
        now = time.perf_counter()
        self.times.append(now - self.began)
        if now < self.until:
            self._ask()
            return
        self.done.set_result(None)
        self.transport.close()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":", 1)[1])
    raise SystemExit(f"an answer without a length: {head[:200]!r}")


def _resident_mb(pid: int) -> list[int]:
    """Resident memory of the web processes below the server, in MB."""
    found = subprocess.run(
        ["ps", "-o", "rss=", "--ppid", str(pid)], check=True, capture_output=True, text=True
    )
    return sorted((int(kb) // 1024 for kb in found.stdout.split()), reverse=True)[:2]


def _say(name: str, fresh: Load, alone: Load, full: Load, rss_mb: list[int]) -> None:
    wrong = sum(each.not_200 for each in (fresh, alone, full))
    print(
        f"| {name} | {fresh.per_s:.0f} | {alone.p50_ms:.1f} | {alone.p99_ms:.1f} | "
        f"{full.per_s:.0f} | {full.p50_ms:.1f} | {full.p99_ms:.1f} | {wrong} | "
        f"{'、'.join(map(str, rss_mb))} |",
        flush=True,
    )


def _as_dict(value: Any) -> Any:
    return {name: getattr(value, name) for name in value.__slots__}


if __name__ == "__main__":
    sys.exit(main())
