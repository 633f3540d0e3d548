"""What the last commit says about itself: how far it followed, and with which analysis."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import tantivy

from yui.search.engine.damage import IndexDamaged, MetaFacts, meta_facts
from yui.search.engine.schema import STATE_KEY, analysis_version


@dataclass(frozen=True, slots=True)
class IndexState:
    """This class will hold the journal position of a commit and the analysis that made it.

    `rows` is the number of rows alive in the index (documents, known words, this state): another
    number means that the list of segments was damaged. `schema` is the hash of the schema.
    """

    position: int
    analysis: str
    rows: int
    schema: str

    @property
    def is_current_analysis(self) -> bool:
        """This property will be False when dictionary, thesaurus or format changed: rebuild."""
        return self.analysis == analysis_version()


def read_state(index: tantivy.Index, generation: Path) -> IndexState:
    """This function will read the state document of the newest commit.

    Raises: IndexDamaged when there is none, or when meta.json contradicts it.
    """
    index.reload()
    searcher = index.searcher()
    query = tantivy.Query.term_query(index.schema, "key", STATE_KEY)
    hits = searcher.search(query, 1).hits
    if not hits:
        raise IndexDamaged("the index does not say how far it followed")
    try:
        stored = json.loads(str(searcher.doc(hits[0][1]).get_first("stored")))
        state = IndexState(
            position=int(stored["position"]),
            analysis=str(stored["analysis"]),
            rows=int(stored["rows"]),
            schema=str(stored["schema"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"state: {error}") from error
    if meta_facts(generation) != MetaFacts(state.rows, state.schema):
        raise IndexDamaged("meta.json contradicts the state")
    return state
