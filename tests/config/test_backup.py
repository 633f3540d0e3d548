"""`yui backup` and `yui restore` (H8): all or nothing, on both databases, while others write."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.config.conftest import Program, eventually, on_postgresql
from yui.config.backup.archive import MANIFEST, BackupRefused, check, writing
from yui.config.backup.making import NOT_STATE
from yui.config.backup.target import COMPLETE, UNFINISHED, staged

pytestmark = pytest.mark.xdist_group("program")

# Changes that belong together, as fast as they go; every one leaves an entry and moves the head.
WRITER = """
import time
import django; django.setup()
from django.utils import timezone
from yui.accounts.models import User
from yui.journal.actions import act
from yui.policy.viewer import operator
print("writing", flush=True)
for number in range(10**9):
    with act(by=operator("writer"), at=timezone.now()) as done:
        User.objects.create(login=f"w{number}", display_name="w", created_at=timezone.now())
        done.record("x.y", object_type="accounts.user", object_id=f"w{number}", area_path="")
    time.sleep(0.01)
"""
SESSION = """
import django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
session = SessionStore(); session["who"] = "canary-of-a-session"; session.create()
print(session.session_key)
"""
SESSIONS_LEFT = """
import django; django.setup()
from django.contrib.sessions.models import Session
print(Session.objects.count())
"""


@pytest.fixture
def source(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Program:
    """An installation with vocabularies, an index and an uploaded file."""
    if kind == "postgresql":
        first = request.getfixturevalue("lived_in_on_postgresql")
        url = request.getfixturevalue("server")
        program = on_postgresql(url, tmp_path / "source", template=first.database)
        shutil.copytree(first.data, program.data)
    else:
        program = Program(tmp_path / "source")
        shutil.copytree(request.getfixturevalue("_lived_in_data"), program.data)
    (program.data / "files" / "2026").mkdir(parents=True)
    (program.data / "files" / "2026" / "表.csv").write_bytes(b"\x00\xff" * 700_000)
    (program.data / "outbox").mkdir(exist_ok=True)
    (program.data / "outbox" / "1.eml").write_text("a link to sign in by")
    return program


@pytest.fixture
def copy(source: Program, tmp_path: Path) -> Path:
    _must(source("backup", str(tmp_path / "copy.zip")))
    return tmp_path / "copy.zip"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, _lived_in_data: Path) -> Path:
    """A backup for tests that look only at its bytes."""
    folder = tmp_path_factory.mktemp("small")
    path = folder / "small.zip"
    _must(Program(shutil.copytree(_lived_in_data, folder / "data"))("backup", str(path)))
    return path


def test_backup_restored_elsewhere_is_the_same_installation(
    source: Program, copy: Path, place: Callable[[str], Program]
) -> None:
    target = place("target")
    answer = target("restore", str(copy))

    assert answer.code == 0, answer.err
    assert "控えを戻しました" in answer.out
    assert "注意" not in answer.out
    assert source("dump", "--canonical").out == target("dump", "--canonical").out
    assert target("verify", "--json").json()["ok"] is True
    assert (target.data / "files/2026/表.csv").read_bytes() == b"\x00\xff" * 700_000
    assert not (target.data / UNFINISHED).exists()
    kept = {each.name for each in target.data.iterdir()} & NOT_STATE
    assert not kept & {"outbox", "press"}


def test_backup_holds_no_session_key_or_mail_and_a_restore_signs_everybody_out(
    source: Program, place: Callable[[str], Program], tmp_path: Path
) -> None:
    session_key = _python(source, SESSION).strip()
    path = tmp_path / "copy.zip"
    _must(source("backup", str(path)))
    with zipfile.ZipFile(path) as packed:
        everything = b"".join(map(packed.read, packed.namelist()))
        names = packed.namelist()
    target = place("target")
    _must(target("restore", str(path)))

    assert session_key.encode() not in everything
    assert (source.data / "secret_key").read_bytes() not in everything
    assert not any("outbox" in name or "secret_key" in name for name in names)
    assert _python(target, SESSIONS_LEFT).strip() == "0"
    keys = {(each.data / "secret_key").read_text() for each in (source, target)}
    assert len(keys) == 2
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.night
def test_backup_while_others_write_is_of_one_moment(
    source: Program, place: Callable[[str], Program], tmp_path: Path
) -> None:
    first, path = tmp_path / "first.zip", tmp_path / "copy.zip"
    with _writing(source):
        for each in (first, path):
            _must(source("backup", str(each)))
    rows = [check(each).about["rows"] for each in (first, path)]
    target, again = place("target"), place("again")
    _must(target("restore", str(path)))
    _must(target("backup", str(tmp_path / "again.zip")))
    _must(again("restore", str(tmp_path / "again.zip")))

    assert rows[0]["journal_entry"] < rows[1]["journal_entry"]
    assert {each["name"]: each["ok"] for each in target("verify", "--json").json()["checks"]}[
        "journal"
    ]
    dump = target("dump", "--canonical").out
    assert dump == again("dump", "--canonical").out
    found = [json.loads(line) for line in dump.splitlines()]
    written = {row["row"]["login"] for row in found if row["table"] == "accounts_user"}
    told = {
        row["row"]["object_id"]
        for row in found
        if row["table"] == "journal_entry" and row["row"]["verb"] == "x.y"
    }
    assert len(written) > 2
    assert written == told


def test_backup_with_one_changed_bit_is_refused_whole(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, dice = small.read_bytes(), random.Random(20261124)
    bits = [dice.randrange(len(content) * 8) for _ in range(200)]
    for bit in bits:
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        _is_refused(bytes(changed), tmp_path, monkeypatch)


def test_backup_that_is_cut_is_refused_whole(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, dice = small.read_bytes(), random.Random(20261124)
    lengths = [0, 1, len(content) - 1, *(dice.randrange(len(content)) for _ in range(47))]
    for length in lengths:
        _is_refused(content[:length], tmp_path, monkeypatch)


def _is_refused(content: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, target = folder / "damaged.zip", folder / "target"
    path.write_bytes(content)
    monkeypatch.setenv("YUI_DATA", str(target))
    with pytest.raises(BackupRefused, match="壊れています"), staged([str(path)]):
        pytest.fail("a damaged backup was let in")
    assert not target.exists()


def test_restore_of_a_damaged_backup_says_so_and_leaves_nothing(
    place: Callable[[str], Program], copy: Path
) -> None:
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    target = place("target")
    target.data.mkdir()
    answer = target("restore", str(copy))

    assert answer.code == 1
    assert "この控えは壊れています" in answer.err
    assert list(target.data.iterdir()) == []


def test_restore_of_what_is_no_backup_says_so(tmp_path: Path) -> None:
    target = Program(tmp_path / "target")
    (tmp_path / "some.zip").write_bytes(b"PK" + bytes(500))

    assert "壊れています" in target("restore", str(tmp_path / "some.zip")).err
    assert "読めません" in target("restore", str(tmp_path / "none.zip")).err
    assert not target.data.exists()


@pytest.mark.night
@pytest.mark.parametrize(
    "change",
    [
        lambda about: about["migrations"].append(["journal", "9999_of_a_later_version"]),
        lambda about: about.update(rows=about["rows"] | {"journal_entry": 1}),
        lambda about: about.update(database="postgresql"),
    ],
    ids=["newer", "rows", "other-kind"],
)
def test_restore_that_is_refused_late_leaves_nothing(
    change: Callable[[dict[str, object]], None], small: Path, tmp_path: Path
) -> None:
    path = tmp_path / "other.zip"
    _rewrite(small, path, change)
    target = Program(tmp_path / "target")
    answer = target("restore", str(path))

    assert answer.code == 1
    assert "控え" in answer.err
    assert "Traceback" not in answer.err
    assert not target.data.exists()


def test_restore_of_a_later_format_is_refused(small: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    _rewrite(small, path, lambda about: about.update(format=2))

    assert "新しい版" in Program(tmp_path / "target")("restore", str(path)).err


def _rewrite(path: Path, to: Path, change: Callable[[dict[str, object]], None]) -> None:
    """The same members under another manifest, sealed as properly."""
    manifest = check(path)
    change(manifest.about)
    with writing(to) as archive, zipfile.ZipFile(path) as packed:
        for member in manifest.members:
            archive.add(member.name, [packed.read(member.name)])
        archive.describe(manifest.about)


@pytest.mark.night
def test_restore_where_something_is_changes_nothing(
    source: Program, copy: Path, place: Callable[[str], Program]
) -> None:
    target = place("target")
    target.data.mkdir()
    (target.data / "letter.txt").write_text("mine")
    answer = target("restore", str(copy))
    onto_itself = source("restore", str(copy))

    assert (answer.code, onto_itself.code) == (1, 1)
    assert "空ではありません" in answer.err
    assert [each.name for each in target.data.iterdir()] == ["letter.txt"]
    assert source("verify", "--json").json()["ok"] is True


@pytest.mark.night
def test_restore_into_a_database_in_use_changes_nothing(
    source: Program, copy: Path, tmp_path: Path
) -> None:
    if "YUI_DATABASE_URL" not in source.variables:
        pytest.skip("SQLite のデータベースは、フォルダーの中にあります")
    before = source("dump", "--canonical").out
    elsewhere = replace(source, data=tmp_path / "elsewhere")
    answer = elsewhere("restore", str(copy))

    assert answer.code == 1
    assert "データベースは空ではありません" in answer.err
    assert not elsewhere.data.exists()
    assert source("dump", "--canonical").out == before


def test_restore_that_was_killed_says_it_is_unfinished_and_begins_again(
    source: Program, copy: Path, place: Callable[[str], Program]
) -> None:
    target = place("target")
    wanted = source("dump", "--canonical").out
    killed = 0
    for delay_s in (0.0, 0.5, 1.5):
        process = target.start("restore", str(copy))
        eventually(lambda: (target.data / UNFINISHED).exists(), within_s=60)
        time.sleep(delay_s)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if not (target.data / UNFINISHED).exists():
            break  # it was done before it was killed
        killed += 1
        refused = target("verify")
        assert refused.code == 1
        assert "戻す途中で止まっています" in refused.err
    else:
        _must(target("restore", str(copy)))

    assert killed >= 2
    assert target("verify", "--json").json()["ok"] is True
    assert target("dump", "--canonical").out == wanted


@pytest.mark.night
def test_restore_that_was_killed_while_moving_goes_on_moving(
    source: Program, copy: Path, place: Callable[[str], Program]
) -> None:
    target = place("target")
    _must(target("restore", str(copy)))
    wanted = target("dump", "--canonical").out
    unfinished = target.data / UNFINISHED
    unfinished.mkdir()
    for name in ("files", "index", "secret_key"):
        (target.data / name).rename(unfinished / name)
    (unfinished / COMPLETE).touch()
    answer = target("restore", str(copy))

    assert answer.code == 0, answer.err
    assert "続きをして" in answer.out
    assert not unfinished.exists()
    assert target("dump", "--canonical").out == wanted == source("dump", "--canonical").out
    assert target("verify", "--json").json()["ok"] is True
    assert (target.data / "files/2026/表.csv").exists()


@pytest.mark.night
def test_restore_beside_another_one_in_the_same_place_is_refused(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUI_DATA", str(tmp_path / "target"))
    with contextlib.suppress(RuntimeError), staged([str(small)]):
        answer = Program(tmp_path / "target")("restore", str(small))
        raise RuntimeError

    assert answer.code == 1
    assert "同じ場所に戻しています" in answer.err


@pytest.mark.night
def test_backup_of_an_earlier_version_comes_up_to_date(
    source: Program, place: Callable[[str], Program], tmp_path: Path
) -> None:
    _must(source("migrate", "search", "0004", "--verbosity", "0"))
    _must(source("backup", str(tmp_path / "old.zip")))
    target = place("target")
    answer = target("restore", str(tmp_path / "old.zip"))

    assert answer.code == 0, answer.err
    checks = target("verify", "--json").json()["checks"]
    assert {each["name"] for each in checks if not each["ok"]} == set()


@pytest.mark.night
def test_backup_under_a_name_that_is_taken_leaves_it_alone(
    lived_in: Program, tmp_path: Path
) -> None:
    (tmp_path / "copy.zip").write_text("last year's")
    taken = lived_in("backup", str(tmp_path / "copy.zip"))
    nowhere = lived_in("backup", str(tmp_path / "none" / "copy.zip"))

    assert (taken.code, nowhere.code) == (1, 1)
    assert "もうあります" in taken.err
    assert "書けません" in nowhere.err
    assert (tmp_path / "copy.zip").read_text() == "last year's"


@pytest.mark.night
def test_backup_that_is_stopped_leaves_no_file(source: Program, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    process = source.start("backup", str(folder / "copy.zip"))
    eventually(lambda: any(folder.iterdir()), within_s=60)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert not (folder / "copy.zip").exists() or check(folder / "copy.zip")


def test_manifest_names_what_is_in_the_file(small: Path) -> None:
    with zipfile.ZipFile(small) as packed:
        told = json.loads(packed.read(MANIFEST))

    assert told["format"] == 1
    assert told["database"] == "sqlite"
    assert told["rows"]["taxonomy_taxonomyterm"] > 100
    assert ["journal", "0001_initial"] in told["migrations"]
    assert all(set(each) == {"name", "size", "sha256"} for each in told["members"])


@pytest.mark.night
def test_backup_of_the_middle_world_takes_seconds(
    place: Callable[[str], Program], tmp_path: Path
) -> None:
    source, target = place("source"), place("target")
    for words in (
        ["migrate", "--verbosity", "0"],
        ["load-vocabulary"],
        ["load-areas"],
        ["load-world", "--size", "m"],
        ["work", "--until-empty"],
    ):
        _must(source(*words))
    began = time.monotonic()
    _must(source("backup", str(tmp_path / "copy.zip")))
    made = time.monotonic()
    _must(target("restore", str(tmp_path / "copy.zip")))
    restored = time.monotonic()

    size_mb = (tmp_path / "copy.zip").stat().st_size / 1e6
    print(f"made in {made - began:.1f} s, restored in {restored - made:.1f} s, {size_mb:.1f} MB")
    assert made - began < 60
    assert restored - made < 120
    assert source("dump", "--canonical").out == target("dump", "--canonical").out


def _must(answer: object) -> None:
    assert answer.code == 0, answer.err  # type: ignore[attr-defined]


def _python(program: Program, text: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", text], env=_environment(program), check=True,
        capture_output=True, text=True,
    ).stdout  # fmt: skip


@contextlib.contextmanager
def _writing(program: Program) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER], env=_environment(program), stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        yield
    finally:
        process.kill()
        process.communicate()


def _environment(program: Program) -> dict[str, str]:
    return program._environment({}) | {
        "DJANGO_SETTINGS_MODULE": "yui.config.settings",
        "YUI_DATA": str(program.data),
    }
