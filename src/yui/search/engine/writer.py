"""The one process that changes the index: batches, commits, and the rebuild from scratch."""

from __future__ import annotations

import json
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import tantivy

from yui.search.engine.damage import IndexOutdated, meta_facts
from yui.search.engine.documents import Document
from yui.search.engine.encoding import RowEncoder, encode_batch, our_encoder, word_row
from yui.search.engine.generations import (
    current_generation,
    new_generation,
    publish,
    rebuild_lock,
    sweep,
)
from yui.search.engine.schema import STATE_KEY, WORD_KEY, analysis_version, index_schema
from yui.search.engine.state import IndexState, read_state

_FOLLOW_HEAP = 64_000_000
_REBUILD_HEAP = 400_000_000
_BATCH = 1_000
_ALONE_MAX = 3_000
_WAITING_PER_PROCESS = 3

Kept = Callable[[list[Document]], None]


class Rows(NamedTuple):
    """This value will hold an encoded batch: rows, words met for the first time, cut texts."""

    rows: list[str]
    words: dict[str, str]
    cuts: list[str]


class IndexWriter:
    """This class will apply changes to the index of a directory; one at a time may exist.

    It makes an empty index where there is none, and moves on by itself to a generation that a
    rebuild has published meanwhile. Raises: IndexOutdated where another version made the index.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._encoder = our_encoder()
        self._generation: Path | None = None
        self._open()

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def state(self) -> IndexState:
        """This property will be the state of the last commit: cursor and analysis version."""
        self._follow_pointer()
        return self._state()

    def apply(
        self, *, upserts: Iterable[Document] = (), deletes: Iterable[str] = (), position: int
    ) -> int:
        """This function will replace and remove documents, commit, and return the position.

        All of it becomes visible in one step together with `position`, or nothing does.
        Of two documents with one key the last wins. Raises: ValueError when tantivy's lock is
        held by another writer or the disk refuses.
        """
        self._follow_pointer()
        state = self._state()
        rows = state.rows
        wanted = {document.key: document for document in upserts}
        for key in {*deletes, *wanted}:
            rows -= self._rows_of(key)
            self._writer.delete_documents_by_term("key", key)
        for row in encode_batch(wanted.values(), self._encoder):
            self._writer.add_json(row)
        rows += len(wanted) + self._add_words(self._encoder.take_new_words())
        _write_state(self._writer, position, rows, state.schema)
        self._writer.commit()
        self._index.reload()
        return position

    def close(self) -> None:
        """This function will wait for running merges and let go of the lock."""
        if self._generation is not None:
            self._writer.wait_merging_threads()
            self._generation = None

    def _state(self) -> IndexState:
        if self._generation is None:
            raise ValueError("this writer is closed")
        return read_state(self._index, self._generation)

    def _open(self) -> None:
        generation = current_generation(self._directory)
        if generation is None:
            rebuild_index(self._directory, (), position=0)
            generation = current_generation(self._directory)
        if generation is None:
            raise OSError(f"no index can be made in {self._directory}")
        self._index = tantivy.Index.open(str(generation))
        if not read_state(self._index, generation).is_current_analysis:
            raise IndexOutdated("made with another dictionary, thesaurus or format: rebuild")
        self._writer = self._index.writer(_FOLLOW_HEAP, num_threads=1)
        self._generation = generation

    def _follow_pointer(self) -> None:
        if current_generation(self._directory) != self._generation:
            self.close()
            self._open()

    def _rows_of(self, key: str) -> int:
        query = tantivy.Query.term_query(self._index.schema, "key", key)
        # tantivy's stub forgets that a result knows its count.
        return int(self._index.searcher().search(query, 1).count)  # type: ignore[attr-defined]

    def _add_words(self, words: dict[str, str]) -> int:
        searcher = self._index.searcher()
        new = [word for word in words if not searcher.doc_freq("key", WORD_KEY + word)]
        for word in new:
            self._writer.add_json(json.dumps(word_row(word, words[word]), ensure_ascii=False))
        return len(new)


def rebuild_index(
    directory: Path,
    documents: Iterable[Document],
    *,
    position: int,
    processes: int = 2,
    progress: Callable[[int], None] | None = None,
    keep: Kept | None = None,
) -> int:
    """This function will make a new generation from all documents and publish it in one step.

    The old generation answers until then. Keys must be unique. Text is cut in `processes`
    processes; `documents` is read in the caller's thread. `progress` hears the number of
    documents written so far; `keep` is given every batch with its texts cut, in order. Returns
    that number. Raises: RebuildRunning.
    """
    with rebuild_lock(directory):
        sweep(directory)
        generation = new_generation(directory)
        index = tantivy.Index(index_schema(), path=str(generation))
        writer = index.writer(_REBUILD_HEAP, num_threads=1)
        count, words = _write_all(writer, documents, processes, progress, keep)
        _write_state(writer, position, count + words + 1, meta_facts(generation).schema)
        writer.commit()
        writer.wait_merging_threads()
        publish(directory, generation)
        sweep(directory)
    return count


def _write_all(
    writer: tantivy.IndexWriter,
    documents: Iterable[Document],
    processes: int,
    progress: Callable[[int], None] | None,
    keep: Kept | None,
) -> tuple[int, int]:
    count = 0
    words: dict[str, str] = {}
    for batch, encoded in _encoded(iter(documents), processes):
        for row in encoded.rows:
            writer.add_json(row)
        count += len(encoded.rows)
        words.update(encoded.words)
        if keep is not None:
            pairs = zip(batch, encoded.cuts, strict=True)
            keep([replace(document, cut=cut) for document, cut in pairs])
        if progress is not None:
            progress(count)
    for word, reading in words.items():
        writer.add_json(json.dumps(word_row(word, reading), ensure_ascii=False))
    return count, len(words)


def _encoded(
    documents: Iterator[Document], processes: int
) -> Iterator[tuple[list[Document], Rows]]:
    first = list(islice(documents, _ALONE_MAX))
    if len(first) < _ALONE_MAX or processes < 2:
        encoder = our_encoder()
        yield from ((batch, _rows(batch, encoder)) for batch in _batches(first, documents))
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        waiting: deque[tuple[list[Document], Future[Rows]]] = deque()
        for batch in _batches(first, documents):
            waiting.append((batch, pool.submit(_rows_in_child, batch)))
            if len(waiting) >= processes * _WAITING_PER_PROCESS:
                done, encoded = waiting.popleft()
                yield done, encoded.result()
        while waiting:
            done, encoded = waiting.popleft()
            yield done, encoded.result()


def _batches(first: Sequence[Document], rest: Iterator[Document]) -> Iterator[list[Document]]:
    for start in range(0, len(first), _BATCH):
        yield list(first[start : start + _BATCH])
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _rows(batch: list[Document], encoder: RowEncoder) -> Rows:
    cut = [one if one.cut else replace(one, cut=encoder.cut(one)) for one in batch]
    rows = list(encode_batch(cut, encoder))
    return Rows(rows, encoder.take_new_words(), [one.cut for one in cut])


_child_encoder: list[RowEncoder] = []


def _rows_in_child(batch: list[Document]) -> Rows:
    if not _child_encoder:
        _child_encoder.append(our_encoder())
    return _rows(batch, _child_encoder[0])


def _write_state(writer: tantivy.IndexWriter, position: int, rows: int, schema: str) -> None:
    """The state is a document, because tantivy-py offers no commit payload; it commits alike."""
    state = {
        "position": position,
        "analysis": analysis_version(),
        "rows": rows,
        "schema": schema,
    }
    writer.delete_documents_by_term("key", STATE_KEY)
    writer.add_json(json.dumps({"key": STATE_KEY, "stored": json.dumps(state)}))
