"""`yui verify` (H7): whole data is called whole, and every kind of damage is found."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config.conftest import Program

pytestmark = pytest.mark.xdist_group("program")


def test_verify_when_everything_is_whole_ends_with_0(lived_in: Program) -> None:
    answer = lived_in("verify", "--json")

    assert answer.code == 0
    said = answer.json()
    assert said["ok"] is True
    assert [each["name"] for each in said["checks"]] == [
        "migrations", "database", "foreign_keys", "durability", "journal", "reads", "index",
        "tasks",
    ]  # fmt: skip
    assert all(set(each) == {"name", "ok", "seconds", "detail"} for each in said["checks"])
    assert all(each["ok"] is True and each["detail"] == "" for each in said["checks"])
    assert all(each["seconds"] >= 0 for each in said["checks"])


def _edit_an_entry(data: Path) -> None:
    _sql(data, "UPDATE journal_entry SET verb = 'forged' WHERE position = 2")


def _remove_an_entry(data: Path) -> None:
    _sql(data, "DELETE FROM journal_entry WHERE position = 2")


def _remove_the_last_entry(data: Path) -> None:
    last = "(SELECT max(position) FROM journal_entry)"
    _sql(data, f"DELETE FROM journal_entry WHERE position = {last}")


def _move_an_entry_in_time(data: Path) -> None:
    _sql(data, "UPDATE journal_entry SET at = datetime(at, '-1 day') WHERE position = 1")


def _lose_the_link_of_a_read(data: Path) -> None:
    """A read says that it is chained, and its link is gone."""
    row = "at, actor, purpose, object_type, object_id, area_path, fields, link"
    read = "'2026-11-24', '7', 'page', 'directory.service', 'a', '', 'directory.phone.number', 1"
    _sql(data, f"INSERT INTO journal_access ({row}) VALUES ({read})")


def _remove_the_index(data: Path) -> None:
    shutil.rmtree(data / "index")


def _cut_the_index(data: Path) -> None:
    for path in (data / "index").rglob("*"):
        if path.is_file() and path.stat().st_size:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip_bits_of_the_index(data: Path) -> None:
    for path in (data / "index").rglob("*"):
        if path.is_file() and path.stat().st_size:
            path.write_bytes(bytes(byte ^ 0x40 for byte in path.read_bytes()))


def _orphan_a_row(data: Path) -> None:
    one = "(SELECT min(id) FROM taxonomy_taxonomyterm)"
    _sql(data, f"UPDATE taxonomy_taxonomyterm SET taxonomy_id = 'nobody' WHERE id = {one}")


def _forget_a_migration(data: Path) -> None:
    _sql(data, "DELETE FROM django_migrations WHERE app = 'journal'")


def _tear_the_database(data: Path) -> None:
    """One page in the middle is overwritten, as by a failing disk."""
    path = data / "yui.sqlite3"
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xa5" * 4096
    path.write_bytes(content)


DAMAGES: dict[str, list[Callable[[Path], None]]] = {
    "journal": [
        _edit_an_entry, _remove_an_entry, _remove_the_last_entry, _move_an_entry_in_time,
    ],
    "reads": [_lose_the_link_of_a_read],
    "index": [_remove_the_index, _cut_the_index, _flip_bits_of_the_index],
    "foreign_keys": [_orphan_a_row],
    "migrations": [_forget_a_migration],
    "database": [_tear_the_database],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "damage"),
    [(name, damage) for name, damages in DAMAGES.items() for damage in damages],
    ids=lambda each: getattr(each, "__name__", each),
)
def test_verify_when_something_is_damaged_names_it_and_ends_with_1(
    lived_in: Program, name: str, damage: Callable[[Path], None]
) -> None:
    damage(lived_in.data)

    answer = lived_in("verify", "--json")

    assert answer.code == 1
    assert answer.json()["ok"] is False
    faults = {each["name"]: each["detail"] for each in answer.json()["checks"] if not each["ok"]}
    assert name in faults
    assert faults[name].endswith("。")


def test_verify_when_read_by_people_says_which_check_failed(lived_in: Program) -> None:
    _remove_the_index(lived_in.data)

    answer = lived_in("verify")

    assert answer.code == 1
    assert answer.out.count("よし") == 7
    assert "yui rebuild-index" in answer.out


def _sql(data: Path, statement: str) -> None:
    """Somebody with the file in hand: triggers and foreign keys do not stop them."""
    database = sqlite3.connect(data / "yui.sqlite3", isolation_level=None)
    try:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        assert database.execute(statement).rowcount > 0
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.close()


@pytest.mark.parametrize(("days_ago", "says"), [(6, True), (8, False)])
def test_verify_when_work_was_given_up_says_so_for_a_week(
    days_ago: int, says: bool, lived_in: Program
) -> None:
    with sqlite3.connect(lived_in.data / "yui.sqlite3") as base:
        base.execute(
            "INSERT INTO django_tasks_database_dbtaskresult (id, status, enqueued_at, finished_at,"
            " args_kwargs, priority, task_path, worker_ids, queue_name, backend_name, run_after,"
            " exception_class_path, traceback) VALUES (?, 'FAILED', ?, datetime('now', ?), '{}', 0,"
            " 'yui.exchange.tasks.apply_later', '[]', 'default', 'default', '2026-01-01', '', '')",
            ("0" * 32, "2026-01-01", f"-{days_ago} days"),
        )
    base.close()
    answer = lived_in("verify")

    assert answer.code == 0
    assert ("注意  tasks" in answer.out) is says
    assert ("裏の仕事が 1 件" in answer.out) is says
