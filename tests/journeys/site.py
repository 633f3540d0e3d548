"""A running site with the sample world, for journeys and for the page audit."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Site:
    """This value will hold a running site: where it is, and what its world holds."""

    url: str
    data: Path

    @cached_property
    def world(self) -> dict[str, Any]:
        """This property will hold what `world.json` says."""
        text = (self.data / "world.json").read_text(encoding="utf-8")
        return dict(json.loads(text))

    def path_of(self, key: str, *, kind: str = "public") -> str:
        """This function will return the address of an object of the world by its key."""
        found = (each for each in self.world["objects"] if each["public"].get("key") == key)
        return str(next(found)["urls"][kind])

    def code_of(self, key: str) -> str:
        """This function will return the short code of a service of the world."""
        return self.path_of(key, kind="short").removeprefix("/s/")

    def person(self, login: str) -> dict[str, Any]:
        """This function will return a person of the world: password, TOTP secret, roles."""
        return dict(next(each for each in self.world["people"] if each["login"] == login))


def build_world(data: Path, *, database_url: str = "") -> None:
    """This function will make a data directory with the small sample world and its index."""
    for words in (
        ["migrate", "--verbosity", "0"],
        ["load-world", "--size", "s"],
        ["work", "--until-empty"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "yui", *words],
            env=environment(data, database_url),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"yui {' '.join(words)}: {done.stderr[-2000:]}")


@contextlib.contextmanager
def serving(
    data: Path,
    *,
    database_url: str = "",
    with_work: bool = False,
    workers: int = 1,
    more: Mapping[str, str] | None = None,
) -> Iterator[Site]:
    """This function will serve a data directory on a free port until the block ends."""
    words = ["serve", "--port", str(_free_port()), "--workers", str(workers)]
    with (data / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "yui", *words, *(["--with-work"] if with_work else [])],
            env={**environment(data, database_url), **(more or {})},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield Site(_url_said_by(process, data), data)
        finally:
            process.terminate()
            process.wait(timeout=30)
            if process.stdout:
                process.stdout.close()


def environment(data: Path, database_url: str = "") -> Mapping[str, str]:
    """This function will return the environment of a site of its own: nothing of the caller's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YUI_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    own = {"YUI_DATA": str(data), "YUI_PROFILE": "dev"}
    if database_url:
        own["YUI_DATABASE_URL"] = database_url
    return kept | own


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _url_said_by(process: subprocess.Popen[str], data: Path) -> str:
    """The server prints one JSON line when it answers; before that it may only die."""
    line = process.stdout.readline() if process.stdout else ""
    if not line.startswith("{"):
        log = (data / "serve.log").read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"yui serve ended before it was ready: {log[-2000:]}")
    return str(json.loads(line)["url"])
