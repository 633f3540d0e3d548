from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.search.engine.builders import document, key
from yui.search.engine.documents import Document
from yui.search.engine.generations import RebuildRunning, current_generation, rebuild_lock
from yui.search.engine.reader import IndexReader
from yui.search.engine.requests import Query
from yui.search.engine.writer import IndexWriter, rebuild_index


def docs(count: int, word: str = "体操") -> list[Document]:
    return [document(f"{word}の会{number}") for number in range(count)]


def total(directory: Path, words: str = "") -> int:
    return IndexReader(directory).search(Query(words=words)).total


def test_apply_when_one_key_comes_twice_keeps_the_last(tmp_path: Path) -> None:
    with IndexWriter(tmp_path) as writer:
        twice = [document("歌の会", key=key("a")), document("将棋の会", key=key("a"))]
        assert writer.apply(upserts=twice, position=3) == 3
        assert writer.state.position == 3
    assert total(tmp_path) == 1
    assert total(tmp_path, "将棋") == 1


def test_apply_when_deleted_and_upserted_together_keeps_the_new_one(tmp_path: Path) -> None:
    with IndexWriter(tmp_path) as writer:
        writer.apply(upserts=docs(2), position=1)
        writer.apply(upserts=docs(1), deletes=[one.key for one in docs(2)], position=2)
    assert total(tmp_path) == 1


def test_apply_when_nothing_changes_moves_the_cursor(tmp_path: Path) -> None:
    with IndexWriter(tmp_path) as writer:
        writer.apply(upserts=docs(1), position=1)
        writer.apply(position=9)
    assert IndexReader(tmp_path).cursor == 9
    assert total(tmp_path) == 1


def test_second_writer_is_refused_while_one_is_open(tmp_path: Path) -> None:
    with IndexWriter(tmp_path), pytest.raises(ValueError, match=r"[Ll]ock"):
        IndexWriter(tmp_path)


def test_rebuild_index_when_an_old_one_answers_replaces_it_in_one_step(tmp_path: Path) -> None:
    rebuild_index(tmp_path, docs(3), position=1)
    reader = IndexReader(tmp_path)
    old = current_generation(tmp_path)
    seen: list[int] = []

    def look(_: int) -> None:
        seen.append(reader.search(Query(words="体操")).total)

    assert rebuild_index(tmp_path, docs(2, "歌"), position=8, progress=look) == 2
    assert seen == [3]
    assert reader.search(Query(words="体操")).total == 0
    assert reader.search(Query(words="歌")).total == 2
    assert reader.cursor == 8
    assert old is not None
    assert not old.exists()


def test_rebuild_index_with_processes_gives_what_one_process_gives(tmp_path: Path) -> None:
    many = docs(3500)
    rebuild_index(tmp_path / "one", many, position=1, processes=1)
    rebuild_index(tmp_path / "two", many, position=1, processes=2)
    for words in ("体操", "たいそう", "会12"):
        one = IndexReader(tmp_path / "one").search(Query(words=words, limit=200))
        two = IndexReader(tmp_path / "two").search(Query(words=words, limit=200))
        assert (one.total, one.facets) == (two.total, two.facets)


def test_rebuild_index_when_another_runs_is_refused(tmp_path: Path) -> None:
    with rebuild_lock(tmp_path), pytest.raises(RebuildRunning):
        rebuild_index(tmp_path, [], position=1)


def test_writer_when_a_rebuild_was_published_meanwhile_moves_on(tmp_path: Path) -> None:
    with IndexWriter(tmp_path) as writer:
        writer.apply(upserts=docs(1), position=1)
        rebuild_index(tmp_path, docs(2), position=2)
        writer.apply(upserts=[document("歌の会")], position=3)
        assert total(tmp_path) == 3
        assert writer.state.position == 3


def test_writer_when_the_rebuild_fails_leaves_the_old_index(tmp_path: Path) -> None:
    rebuild_index(tmp_path, docs(3), position=1)

    def broken() -> object:
        yield from docs(2)
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="disk"):
        rebuild_index(tmp_path, broken(), position=2)  # type: ignore[arg-type]
    assert total(tmp_path) == 3
    rebuild_index(tmp_path, docs(1), position=3)
    assert len(list(tmp_path.glob("generation-*"))) == 1


_REBUILDER = """
import sys
from pathlib import Path
from tests.search.engine.test_writer import docs
from yui.search.engine.writer import rebuild_index
turn = 0
while True:
    turn += 1
    rebuild_index(Path(sys.argv[1]), docs(40, "歌" if turn % 2 else "体操"), position=turn)
"""


def test_rebuild_index_when_killed_at_any_moment_leaves_old_or_new(tmp_path: Path) -> None:
    rebuild_index(tmp_path, docs(40), position=1)
    for wait in (0.0, 0.05, 0.12):
        child = subprocess.Popen(
            [sys.executable, "-c", _REBUILDER, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": "src:."},
            cwd=Path(__file__).resolve().parents[3],
        )
        first = current_generation(tmp_path)
        deadline = time.monotonic() + 30
        while current_generation(tmp_path) == first and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.wait()
        reader = IndexReader(tmp_path)
        assert not reader.is_damaged()
        assert reader.search(Query(words="歌")).total in (0, 40)
        assert reader.search(Query()).total == 40
