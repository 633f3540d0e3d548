"""`yui serve`: migrates, serves, and prints one JSON line when it is ready (H1)."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yui.config.processes import end, start_python, start_yui
from yui.config.statics import collect_when_changed

_READY_WITHIN_S = 60.0  # an old machine starts everything at once in the morning
_END_WITHIN_S = 12.0
# A server that was killed a moment ago may still hold the port.
_PORT_FREE_WITHIN_S = 2.0
_OWN_MACHINE = ("127.0.0.1", "::1", "localhost")
_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- names them, binds nothing


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
        host, port = options["host"], options["port"]
        _refuse_to_show_a_trial(host)
        _wait_for_free_port(host, port)
        _prepare()
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        children = [_start_server(host, port, options["workers"])]
        try:
            url = _url(host, port)
            if _is_ready(url, children[0], stop):
                self._say_ready(url)
            # The pages come first: on two processors the worker would make them wait.
            if options["with_work"] and not stop.is_set():
                children.append(start_yui(["work"]))
            _watch(children, stop)
        finally:
            end(children, within_s=_END_WITHIN_S)

    def _say_ready(self, url: str) -> None:
        line = {"url": url, "pid": os.getpid(), "data": str(settings.YUI.data)}
        self.stdout.write(json.dumps(line))
        self.stdout.flush()


def _refuse_to_show_a_trial(host: str) -> None:
    """Sample officers have the same passwords everywhere: nobody else may reach a trial."""
    if settings.YUI.is_local and host not in _OWN_MACHINE:
        raise CommandError(
            f"試すための設定（{settings.YUI.profile}）のままでは、ほかの機械に開けません。"
            "YUI_PROFILE を production か closed にしてください。"
        )


def _wait_for_free_port(host: str, port: int) -> None:
    """The server shares its port among its processes, and would share it with a stranger too."""
    deadline = time.monotonic() + _PORT_FREE_WITHIN_S
    while (refusal := _refusal_to_bind(host, port)) is not None:
        if refusal.errno != errno.EADDRINUSE or time.monotonic() > deadline:
            raise CommandError(
                f"{host} の {port} 番で待ち受けられません（{refusal.strerror}）。"
                "ほかで使われていないか見て、--port でちがう番号にしてください。"
            )
        time.sleep(0.1)


def _refusal_to_bind(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


def _prepare() -> None:
    settings.YUI.data.mkdir(parents=True, exist_ok=True)
    if _is_behind():
        call_command("migrate", interactive=False, verbosity=0)
    if not settings.YUI.is_local:
        collect_when_changed()


def _is_behind() -> bool:
    """Asking takes a tenth of what migrating nothing takes."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _start_server(host: str, port: int, workers: int) -> subprocess.Popen[bytes]:
    return start_python(
        [
            *("-m", "granian", "--interface", "wsgi"),
            *("--host", host, "--port", str(port), "--workers", str(workers)),
            # One thread would let one slow sender, or one long list on paper, stop everybody.
            *("--blocking-threads", "4", "--no-ws", "--workers-kill-timeout", "10"),
            *("--respawn-failed-workers", "--log-level", "warning"),
            "yui.config.wsgi:application",
        ]
    )


def _url(host: str, port: int) -> str:
    reached = _ANY_ADDRESS.get(host, host)
    return f"http://[{reached}]:{port}" if ":" in reached else f"http://{reached}:{port}"


def _is_ready(url: str, server: subprocess.Popen[bytes], stop: threading.Event) -> bool:
    """Raises: CommandError when the server ends or does not answer in time."""
    deadline = time.monotonic() + _READY_WITHIN_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CommandError(f"{url} で待ち受けられません。log フォルダーを見てください。")
        try:
            with urllib.request.urlopen(f"{url}/livez", timeout=1):  # noqa: S310 -- our own address
                return True
        except OSError:
            if stop.wait(0.1):
                return False
    raise CommandError(f"{_READY_WITHIN_S:.0f} 秒たっても動きませんでした。")


def _watch(children: list[subprocess.Popen[bytes]], stop: threading.Event) -> None:
    """The server's end is the end; the work behind the pages is started again."""
    while not stop.wait(0.5):
        if children[0].poll() is not None:
            raise CommandError("サーバーが止まりました。log フォルダーを見てください。")
        if len(children) > 1 and children[1].poll() is not None:
            children[1] = start_yui(["work"])
