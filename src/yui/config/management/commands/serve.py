"""`yui serve`: migrates, serves, and prints one JSON line when it is ready (H1)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from yui.config.processes import die_with_parent, end, start_yui

_READY_WITHIN_S = 20.0


class Command(BaseCommand):
    """This command will serve the site until SIGTERM."""

    help = "サイトを動かします。データベースが空なら、はじめに形を作ります。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take the port, the number of workers and --with-work."""
        parser.add_argument("--host", default="127.0.0.1", help="待ち受ける住所（既定 127.0.0.1）")
        parser.add_argument("--port", type=int, default=8000, help="待ち受ける番号（既定 8000）")
        parser.add_argument("--workers", type=int, default=2, help="並べて動かす数（既定 2）")
        parser.add_argument("--with-work", action="store_true", help="裏の仕事も一緒に動かします")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will prepare, start the server and wait for the end."""
        _prepare()
        children = [_start_server(options["host"], options["port"], options["workers"])]
        if options["with_work"]:
            children.append(start_yui(["work"]))
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        try:
            url = f"http://{options['host']}:{options['port']}"
            _wait_until_ready(url, children[0])
            self.stdout.write(
                json.dumps({"url": url, "pid": os.getpid(), "data": str(settings.YUI.data)})
            )
            self.stdout.flush()
            while not stop.wait(0.5):
                if children[0].poll() is not None:
                    raise CommandError("サーバーが止まりました。log フォルダーを見てください。")
        finally:
            end(children, within_s=12)


def _prepare() -> None:
    settings.YUI.data.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    if not settings.YUI.is_local:
        call_command("collectstatic", interactive=False, verbosity=0)


def _start_server(host: str, port: int, workers: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 -- our own server
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", host, "--port", str(port), "--workers", str(workers)),
            *("--blocking-threads", "1", "--no-ws", "--workers-kill-timeout", "10"),
            *("--respawn-failed-workers", "--log-level", "warning"),
            "yui.config.wsgi:application",
        ],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        preexec_fn=die_with_parent,
    )


def _wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CommandError(f"{url} で待ち受けられません。ほかで使われていないか見てください。")
        try:
            with urllib.request.urlopen(f"{url}/livez", timeout=1):  # noqa: S310 -- our own loopback address
                return
        except OSError:
            time.sleep(0.1)
    raise CommandError(f"{_READY_WITHIN_S:.0f} 秒たっても動きませんでした。")
