"""Documents and indexes for the engine's tests."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from yui.search.engine.documents import Document
from yui.search.engine.reader import IndexReader
from yui.search.engine.requests import Query, Result
from yui.search.engine.writer import rebuild_index


def key(name: str) -> str:
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


def document(name: str, **facts: Any) -> Document:
    facts.setdefault("key", key(name))
    facts.setdefault("visible_to", ("public",))
    facts.setdefault("areas", ("90/90100",))
    return Document(name=name, **facts)


class World:
    """An index over some documents, asked by words and answering with names."""

    def __init__(self, directory: Path, documents: list[Document], position: int = 1) -> None:
        self.directory = directory
        self.names = {one.key: one.name for one in documents}
        rebuild_index(directory, documents, position=position)
        self.reader = IndexReader(directory)

    def ask(self, words: str = "", **facts: Any) -> Result:
        return self.reader.search(Query(words=words, **facts))

    def found(self, words: str = "", **facts: Any) -> list[str]:
        return [self.names[hit.key] for hit in self.ask(words, **facts).hits]
