"""`yui work`: one follower process and n task workers, supervised."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yui.config.processes import end, start_yui
from yui.config.working import follow_forever, follow_once, run_tasks

_PARTS = ("follow", "tasks")


class Command(BaseCommand):
    """This command will do the work behind the pages until it is stopped."""

    help = "取り込み・検索の索引・お知らせなど、裏の仕事をします。止めるまで動き続けます。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take --until-empty and --workers."""
        parser.add_argument(
            "--until-empty", action="store_true", help="仕事がなくなったら終わります"
        )
        parser.add_argument("--workers", type=int, default=1, help="仕事をする数（既定は 1）")
        parser.add_argument("--part", choices=_PARTS, help="一部だけ動かします（中で使います）")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will run the asked part, or supervise all of them."""
        if options["until_empty"]:
            _until_empty()
        elif options["part"] == "follow":
            _follow()
        elif options["part"] == "tasks":
            run_tasks(until_empty=False)
        else:
            _supervise(options["workers"])


def _until_empty() -> None:
    """Tasks can leave entries and followers can enqueue tasks: both until neither has more."""
    while True:
        run_tasks(until_empty=True)
        if not follow_once(at=timezone.now()):
            return


def _follow() -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    follow_forever(stop)


def _supervise(workers: int) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    wanted = ["follow", *["tasks"] * workers]
    children = [_start(part) for part in wanted]
    while not stop.wait(1.0):
        for place, child in enumerate(children):
            if child.poll() is not None:
                time.sleep(1.0)
                children[place] = _start(wanted[place])
    end(children, within_s=10)


def _start(part: str) -> subprocess.Popen[bytes]:
    return start_yui(["work", "--part", part])
