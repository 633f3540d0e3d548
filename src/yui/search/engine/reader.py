"""The side that answers: any number of processes read, one writes."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from yui.search.engine.answering import Engine, answer
from yui.search.engine.compiling import Weights
from yui.search.engine.damage import FileMark, IndexDamaged, IndexOutdated, check_generation
from yui.search.engine.dictionary import dictionary_file
from yui.search.engine.generations import current_generation, pointer_path
from yui.search.engine.kept import Kept
from yui.search.engine.lexicon import Lexicon
from yui.search.engine.mapped import give_pages_back
from yui.search.engine.meanings import our_meanings
from yui.search.engine.requests import Query, Result
from yui.search.engine.spelling import our_forms
from yui.search.engine.state import IndexState, read_state

_TRIES = 3
_META = "meta.json"
# Searches; giving back costs about as much as one of them.
_MEMORY_BACK_EVERY = 100
_KEPT_COUNTS = 512
_KEPT_QUESTIONS = 2_048

# When a file was written, how long it is, which file it is.
Mark = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """This class will hold one commit, opened and checked; it never changes."""

    generation: Path
    marks: tuple[Mark | None, Mark | None]
    files: frozenset[FileMark]
    index: tantivy.Index
    state: IndexState
    engine: Engine


class IndexReader:
    """This class will answer queries from the index of a directory.

    Each search first looks (two `stat`) whether a newer commit or generation stands there, so a
    change is visible as soon as it is committed. May be shared by threads. The counts of the last
    `kept_counts` questions are kept for one commit.
    """

    def __init__(
        self, directory: Path, weights: Weights | None = None, *, kept_counts: int = _KEPT_COUNTS
    ) -> None:
        self._kept_counts = kept_counts
        self._searches = 0
        self._directory = directory
        self._pointer = pointer_path(directory)
        self._weights = weights or Weights()
        self._meanings = our_meanings()
        self._forms = our_forms()
        self._opened: OpenIndex | None = None

    @property
    def state(self) -> IndexState:
        """This property will be the state of the newest commit. Raises: IndexDamaged."""
        return self._newest().state

    @property
    def cursor(self) -> int:
        """This property will be the journal position the index has reached."""
        return self.state.position

    @property
    def commit(self) -> Hashable:
        """This property will name the newest commit: another one may answer otherwise, even at
        the same position, because days open and close records too. Raises: IndexDamaged."""
        return self._newest().marks

    def is_damaged(self) -> bool:
        """This function will say whether the index is missing or broken, reading every byte."""
        try:
            self.verify()
        except IndexDamaged:
            return True
        return False

    def verify(self) -> None:
        """This function will read every file again. Raises: IndexDamaged naming the fault."""
        self._opened = None
        self._newest()

    def search(self, query: Query) -> Result:
        """This function will answer a query.

        Raises: IndexDamaged when the index is missing or broken: use the SQL fallback.
        """
        opened = self._newest()
        self._searches += 1
        if self._searches % _MEMORY_BACK_EVERY == 0:
            self.give_memory_back()
        with _damage_named():
            return answer(query, opened.engine)

    def give_memory_back(self) -> None:
        """This function will let go of what reading dictionary and index left in memory."""
        give_pages_back(self._directory, dictionary_file())

    def _engine(self, index: tantivy.Index, state: IndexState) -> Engine:
        searcher = index.searcher()
        return Engine(
            searcher=searcher,
            lexicon=Lexicon(searcher, index.schema),
            meanings=self._meanings,
            forms=self._forms,
            weights=self._weights,
            cursor=state.position,
            counts=Kept(self._kept_counts),
            questions=Kept(_KEPT_QUESTIONS),
        )

    def _newest(self) -> OpenIndex:
        opened = self._opened
        if opened is not None and opened.marks == self._marks(opened.generation):
            return opened
        for last in (False,) * (_TRIES - 1) + (True,):
            # Looked at before the name is read: a pointer that moves in between is seen next time.
            pointer = _mark_of(self._pointer)
            generation = current_generation(self._directory)
            if generation is None:
                raise IndexDamaged(f"no index in {self._directory}")
            try:
                return self._open(generation, pointer)
            except IndexDamaged:
                # A merge or a rebuild may have replaced the files between two looks.
                if last:
                    raise
        raise IndexDamaged("unreachable")

    def _marks(self, generation: Path) -> tuple[Mark | None, Mark | None]:
        return _mark_of(self._pointer), _mark_of(generation / _META)

    def _open(self, generation: Path, pointer: Mark | None) -> OpenIndex:
        meta = _mark_of(generation / _META)
        opened = self._opened
        same = opened is not None and opened.generation == generation
        known = opened.files if opened is not None and same else frozenset()
        files = check_generation(generation, known)
        with _damage_named():
            index = opened.index if opened and same else tantivy.Index.open(str(generation))
            state = read_state(index, generation)
            if not state.is_current_analysis:
                raise IndexOutdated("made with another dictionary, thesaurus or format")
            engine = self._engine(index, state)
        self._opened = OpenIndex(generation, (pointer, meta), files, index, state, engine)
        return self._opened


def _mark_of(path: Path) -> Mark | None:
    """None where there is no such file: opening it says what is missing."""
    try:
        state = os.stat(path)
    except OSError:
        return None
    return (state.st_mtime_ns, state.st_size, state.st_ino)


@contextmanager
def _damage_named() -> Iterator[None]:
    """tantivy reports broken files as ValueError, or as a panic that is no `Exception`."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexDamaged(str(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise IndexDamaged(str(error)) from error
        raise
