"""`yui dump --canonical` (H8): equal data, equal bytes; every row of ours is in it."""

import json
import sqlite3

import pytest

from tests.config.conftest import Program

pytestmark = pytest.mark.xdist_group("program")


def test_dump_of_equal_data_is_equal_whatever_the_file_looks_like(lived_in: Program) -> None:
    first = lived_in("dump", "--canonical")
    _write_anew(lived_in)
    second = lived_in("dump", "--canonical")

    assert first.code == 0
    assert first.out == second.out
    assert first.err == ""


def test_dump_lists_every_row_sorted_by_table_and_key(lived_in: Program) -> None:
    rows = [json.loads(line) for line in lived_in("dump", "--canonical").out.splitlines()]

    assert all(list(row) == ["key", "row", "table"] for row in rows)
    assert [row["table"] for row in rows] == sorted(row["table"] for row in rows)
    entries = [int(row["key"]) for row in rows if row["table"] == "journal_entry"]
    assert entries == sorted(entries)
    assert _counts(rows) == _counts_in_the_database(lived_in)
    assert _counts(rows)["taxonomy_taxonomyterm"] > 100


def test_dump_when_one_value_differs_differs_in_one_line(lived_in: Program) -> None:
    before = lived_in("dump", "--canonical").out.splitlines()
    _sql(lived_in, "UPDATE taxonomy_taxonomy SET name = name || '。' WHERE code = 'need'")
    after = lived_in("dump", "--canonical").out.splitlines()

    assert len(before) == len(after)
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert json.loads(changed[0])["row"]["name"].endswith("。")


def test_dump_without_canonical_says_what_is_missing(migrated: Program) -> None:
    answer = migrated("dump")

    assert (answer.code, answer.out) == (1, "")
    assert "--canonical を付けてください。" in answer.err


def _counts(rows) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["table"]] = counts.get(row["table"], 0) + 1
    return counts


def _counts_in_the_database(program: Program) -> dict[str, int]:
    rooms = ("accounts", "areas", "directory", "events", "exchange", "journal", "portal",
             "search", "taxonomy")  # fmt: skip
    database = sqlite3.connect(program.data / "yui.sqlite3")
    try:
        names = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name.split("_")[0] in rooms
        ]
        counts = {n: database.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0] for n in names}
    finally:
        database.close()
    return {name: count for name, count in counts.items() if count}


def _write_anew(program: Program) -> None:
    _sql(program, "VACUUM")


def _sql(program: Program, statement: str) -> None:
    database = sqlite3.connect(program.data / "yui.sqlite3", isolation_level=None)
    try:
        database.execute(statement)
    finally:
        database.close()
