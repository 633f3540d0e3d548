"""The program as its users meet it: `python -m yui` in a process of its own, on its own data."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
# Generous: the machine may be busy with other tests.
PATIENCE_S = 90


@dataclass(frozen=True)
class Answer:
    """What one run of the program left: exit code and what it said."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Page:
    """One HTTP answer."""

    status: int
    headers: Message
    body: bytes


@dataclass
class Program:
    """`yui` on one data directory, with nothing of the tests' own environment."""

    data: Path
    variables: dict[str, str] = field(default_factory=lambda: {"YUI_PROFILE": "test"})

    @property
    def database(self) -> str:
        """The name of its database on a server."""
        return self.variables["YUI_DATABASE_URL"].partition("?")[0].rpartition("/")[2]

    def __call__(self, *arguments: str, **variables: str) -> Answer:
        done = subprocess.run(
            self._line(arguments), env=self._environment(variables), cwd=tempfile.gettempdir(),
            capture_output=True, text=True, timeout=PATIENCE_S, check=False,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._line(arguments), env=self._environment(variables), cwd=tempfile.gettempdir(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    @contextlib.contextmanager
    def serving(self, *arguments: str, **variables: str) -> Iterator[Serving]:
        port = free_port()
        process = self.start("serve", "--port", str(port), *arguments, **variables)
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                raise AssertionError(f"yui serve said nothing: {process.communicate()[1]}")
            yield Serving(json.loads(line), process, port)
        finally:
            process.kill()
            process.communicate()

    def _line(self, arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "yui", *arguments, "--data", str(self.data)]

    def _environment(self, variables: Mapping[str, str]) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("YUI_") and name != "DJANGO_SETTINGS_MODULE"
        }
        return inherited | {"PYTHONDONTWRITEBYTECODE": "1"} | self.variables | dict(variables)


@dataclass
class Serving:
    """A running `yui serve` that said it is ready."""

    said: dict[str, Any]
    process: subprocess.Popen[str]
    port: int

    @property
    def data(self) -> Path:
        return Path(self.said["data"])

    def get(self, path: str, **headers: str) -> Page:
        request = urllib.request.Request(self.said["url"] + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return Page(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refused:
            return Page(refused.code, refused.headers, refused.read())

    def is_listening(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(pid: int) -> dict[int, str]:
    """Every living descendant: process id → command line."""
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        parent = waiting.pop()
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                for child in map(int, task.read_text().split()):
                    line = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ")
                    found[child] = line.decode().strip()
                    waiting.append(child)
    return found


def are_gone(pids: Mapping[int, str], *, within_s: float) -> bool:
    """Ended, or dead and only waiting for init to take note."""
    return eventually(lambda: not any(map(_is_alive, pids)), within_s=within_s)


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def eventually(happened: Callable[[], bool], *, within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while not (holds := happened()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds


def stop(process: subprocess.Popen[str]) -> float:
    """SIGTERM; returns the seconds until the end."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=PATIENCE_S)
    return time.monotonic() - began


@pytest.fixture(scope="session")
def _migrated_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("migrated") / "data"
    done = Program(data)("migrate", "--verbosity", "0")
    assert done.code == 0, done.err
    return data


@pytest.fixture(scope="session")
def _lived_in_data(tmp_path_factory: pytest.TempPathFactory, _migrated_data: Path) -> Path:
    """Vocabularies loaded and indexed: a journal with entries and an index that follows it."""
    data = tmp_path_factory.mktemp("lived-in") / "data"
    shutil.copytree(_migrated_data, data)
    for words in (["load-vocabulary"], ["work", "--until-empty"]):
        done = Program(data)(*words)
        assert done.code == 0, done.err
    return data


@pytest.fixture
def empty(tmp_path: Path) -> Program:
    return Program(tmp_path / "data")


@pytest.fixture
def migrated(tmp_path: Path, _migrated_data: Path) -> Program:
    return Program(shutil.copytree(_migrated_data, tmp_path / "data"))


@pytest.fixture
def lived_in(tmp_path: Path, _lived_in_data: Path) -> Program:
    return Program(shutil.copytree(_lived_in_data, tmp_path / "data"))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    from tools.run_tests import postgresql

    with postgresql() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def kind(request: pytest.FixtureRequest) -> str:
    if request.param == "postgresql" and not request.getfixturevalue("server"):
        pytest.skip("PostgreSQL がないため、とばします")
    return str(request.param)


@pytest.fixture
def place(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Program]:
    """A place for an installation, by name: a data directory and, where wanted, a database."""
    if kind == "sqlite":
        return lambda name: Program(tmp_path / name)
    url = request.getfixturevalue("server")
    return lambda name: on_postgresql(url, tmp_path / name)


_numbers = itertools.count()


def on_postgresql(url: str, data: Path, template: str = "template1") -> Program:
    import psycopg

    name = f"{data.name}_{next(_numbers)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    own = url.replace("/postgres?", f"/{name}?")
    return Program(data, {"YUI_PROFILE": "test", "YUI_DATABASE_URL": own})


@pytest.fixture(scope="session")
def lived_in_on_postgresql(server: str, tmp_path_factory: pytest.TempPathFactory) -> Program:
    program = on_postgresql(server, tmp_path_factory.mktemp("postgresql") / "lived_in")
    for words in (["migrate", "--verbosity", "0"], ["load-vocabulary"], ["work", "--until-empty"]):
        done = program(*words)
        assert done.code == 0, done.err
    return program
