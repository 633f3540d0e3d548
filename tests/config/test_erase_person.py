"""`yui erase-person` (H14): 0 bytes of a person are left, on both databases, and nobody returns."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.config.conftest import REPOSITORY, Program, on_postgresql
from tests.config.erasable import CONTACT_CANARIES, STAYS, USER_CANARIES

pytestmark = pytest.mark.xdist_group("program")
LOGIN = USER_CANARIES[0]
EVERYBODY = (*USER_CANARIES, *CONTACT_CANARIES)


@pytest.fixture
def town(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> tuple[Program, dict[str, str]]:
    """An installation where both people stand everywhere, followed by its worker."""
    if kind == "sqlite":
        program = Program(tmp_path / "town")
        shutil.copytree(request.getfixturevalue("_migrated_data"), program.data)
    else:
        first = request.getfixturevalue("lived_in_on_postgresql")
        url = request.getfixturevalue("server")
        program = on_postgresql(url, tmp_path / "town", template=first.database)
        shutil.copytree(first.data, program.data)
    return program, json.loads(_built(program).splitlines()[-1])


def test_erased_people_leave_no_byte(town: tuple[Program, dict[str, str]]) -> None:
    program, told = town
    assert set(_left(program, EVERYBODY)) == set(EVERYBODY)
    _erase_all(program, told)

    assert _left(program, EVERYBODY) == {}
    assert set(_left(program, STAYS)) == set(STAYS)
    checks = program("verify", "--json").json()
    assert checks["ok"] is True, checks


@pytest.mark.night
def test_backup_from_before_brings_nobody_back(
    town: tuple[Program, dict[str, str]], place: Callable[[str], Program], tmp_path: Path
) -> None:
    program, told = town
    copy = tmp_path / "before.zip"
    _must(program("backup", str(copy)))
    _erase_all(program, told)
    listed = program.data / "erased.jsonl"
    back = place("back")
    answer = back("restore", str(copy), "--erased", str(listed))

    assert answer.code == 0, answer.err
    assert "3人を、もう一度消しました" in answer.out
    assert "注意" not in answer.out
    assert _left(back, EVERYBODY) == {}
    assert set(_left(back, STAYS)) == set(STAYS)
    assert (back.data / "erased.jsonl").read_text() == listed.read_text()


def _erase_all(program: Program, told: dict[str, str]) -> None:
    for words in (
        ["--contact", told["contact"]],
        ["--contact", told["imported"]],
        ["--user", LOGIN],
    ):
        said = _must(program("erase-person", *words, "--yes"))
        assert "消しました" in said
        assert "WAL" not in said


def _left(program: Program, canaries: Iterable[str]) -> dict[str, list[str]]:
    """Canary → the files of the installation that hold it, in any encoding Yui writes."""
    wanted = {canary: _encodings(canary) for canary in canaries}
    found: dict[str, list[str]] = {}
    for path, content in _files(program):
        for canary, spellings in wanted.items():
            if any(each in content for each in spellings):
                found.setdefault(canary, []).append(path)
    return found


def _encodings(canary: str) -> set[bytes]:
    escaped = json.dumps(canary)[1:-1].encode()
    return {canary.encode(), escaped, escaped.replace(b"\\", b"\\\\"), canary.encode("cp932")}


def _files(program: Program) -> Iterator[tuple[str, bytes]]:
    for path in sorted(program.data.rglob("*")):
        if path.is_file() and path.suffix != ".zip":
            yield str(path), path.read_bytes()
            if path.suffix == ".eml":
                yield str(path), _decoded(path)
    url = program.variables.get("YUI_DATABASE_URL")
    if url:
        yield from _server_files(url)


def _decoded(path: Path) -> bytes:
    from email import message_from_bytes, policy

    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    return f"{message['To']}{message.get_content()}".encode()


def _server_files(url: str) -> Iterator[tuple[str, bytes]]:
    """The tables of the database on disk; the server's own log (`pg_wal`) is not ours to empty."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        (folder,) = connection.execute("SHOW data_directory").fetchone() or ("",)
        (oid,) = connection.execute(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).fetchone() or (0,)
    for path in sorted((Path(folder) / "base" / str(oid)).iterdir()):
        if path.is_file():
            yield str(path), path.read_bytes()


def _must(answer: Any) -> str:
    assert answer.code == 0, answer.err
    return str(answer.out)


def _built(program: Program) -> str:
    environment = program._environment({}) | {
        "DJANGO_SETTINGS_MODULE": "yui.config.settings",
        "YUI_DATA": str(program.data),
        "PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'src'}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.config.erasable"], env=environment, cwd=REPOSITORY,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
