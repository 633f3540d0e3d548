"""JSQuAD valid: does the right passage come first? Our analysis beside the bigram baseline.

    python benchmarks/jsquad.py [--limit N]

Rows: character bigrams with BM25 (the baseline), our words with BM25, words plus bigrams at the
weight the engine uses, and the engine itself as the search page would ask it (strict first, then
fewer parts). The data (CC BY-SA 4.0) stays in ../shared/data and is never shipped.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from yui.search.engine.compiling import Weights
from yui.search.engine.documents import Document
from yui.search.engine.folding import bigrams, normalise, to_hiragana
from yui.search.engine.meanings import our_meanings
from yui.search.engine.reader import IndexReader
from yui.search.engine.requests import Query
from yui.search.engine.words import splitter
from yui.search.engine.writer import rebuild_index

SHARED = Path(os.environ.get("YUI_SHARED", Path(__file__).resolve().parents[2] / "shared"))
FILE = SHARED / "data" / "ir_eval" / "jsquad-v1.3-valid.json"
DEPTH = 10
K1, B = 1.2, 0.75


def read() -> tuple[list[str], list[tuple[str, int]]]:
    """This function will return the distinct passages, and questions with their passage."""
    passages: dict[str, int] = {}
    questions = []
    for article in json.loads(FILE.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            place = passages.setdefault(paragraph["context"].replace("[SEP]", "\n"), len(passages))
            questions += [(qa["question"], place) for qa in paragraph["qas"]]
    return list(passages), questions


def pairs_of(text: str) -> list[str]:
    """This function will list the character pairs the engine indexes."""
    return bigrams(to_hiragana(normalise(text)))


def words_of(text: str) -> list[str]:
    """This function will list the words and meanings the engine indexes."""
    plain = normalise(text)
    words = splitter().split(plain)
    meanings = our_meanings().in_text(plain, words)
    return [term for word in words for term in word.terms] + [f"§{n}" for n in meanings]


class Bm25:
    """This class will score all passages at once with BM25 (k1 1.2, b 0.75)."""

    def __init__(self, documents: Iterable[list[str]]) -> None:
        listed = list(documents)
        lengths = np.array([len(terms) for terms in listed], dtype=float)
        self.count = len(listed)
        self._damping = K1 * (1 - B + B * lengths / lengths.mean())
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, terms in enumerate(listed):
            for term, times in Counter(terms).items():
                postings[term].append((place, times))
        self._postings = {term: np.array(rows).T for term, rows in postings.items()}

    def scores(self, terms: Iterable[str]) -> np.ndarray:
        """This function will return one score per passage."""
        total = np.zeros(self.count)
        for term in set(terms):
            if term in self._postings:
                places, times = self._postings[term]
                idf = np.log(1 + (self.count - len(places) + 0.5) / (len(places) + 0.5))
                total[places] += idf * times * (K1 + 1) / (times + self._damping[places])
        return total


def rank_of(scores: np.ndarray, wanted: int) -> int:
    """This function will return the place of the wanted passage, ties against us."""
    return int((scores >= scores[wanted]).sum()) if scores[wanted] > 0 else len(scores)


def summary(name: str, ranks: list[int]) -> str:
    """This function will write one row: hit@10 and MRR@10."""
    hits = [rank <= DEPTH for rank in ranks]
    mrr = [1 / rank if rank <= DEPTH else 0.0 for rank in ranks]
    return f"| {name} | {sum(hits) / len(ranks):.4f} | {sum(mrr) / len(ranks):.4f} |"


def engine_ranks(passages: list[str], questions: list[tuple[str, int]]) -> list[int]:
    """This function will ask the engine itself; a passage not on the first page ranks last."""
    documents = [
        Document(key=f"{place:032d}", name=text.split("\n")[0], text=text, visible_to=("public",))
        for place, text in enumerate(passages)
    ]
    with tempfile.TemporaryDirectory() as directory:
        rebuild_index(Path(directory), documents, position=0, processes=1)
        reader = IndexReader(Path(directory))
        ranks = []
        for question, wanted in questions:
            query = Query(words=question, facets=(), limit=DEPTH, sectors=(), nearby=DEPTH)
            found = reader.search(query)
            keys = [int(hit.key) for hit in (*found.hits, *found.nearby)][:DEPTH]
            ranks.append(keys.index(wanted) + 1 if wanted in keys else len(passages))
    return ranks


def main() -> None:
    """This function will print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=None, help="only the first N questions")
    options = parser.parse_args()
    if not FILE.exists():
        raise SystemExit(f"{FILE} is absent: nothing measured")
    passages, questions = read()
    questions = questions[: options.limit]
    pairs, words = Bm25(map(pairs_of, passages)), Bm25(map(words_of, passages))
    weight = Weights().pairs
    ranks: dict[str, list[int]] = defaultdict(list)
    for question, wanted in questions:
        by_pairs = pairs.scores(pairs_of(question))
        by_words = words.scores(words_of(question))
        ranks["character bigrams, BM25 (baseline)"].append(rank_of(by_pairs, wanted))
        ranks["our words and meanings, BM25"].append(rank_of(by_words, wanted))
        joined = by_words + weight * by_pairs
        ranks[f"words + {weight} bigrams"].append(rank_of(joined, wanted))
    ranks["the engine as the page asks it"] = engine_ranks(passages, questions)
    print(f"{len(passages)} passages, {len(questions)} questions\n")
    print("| | hit@10 | MRR@10 |\n|---|---|---|")
    for name, found in ranks.items():
        print(summary(name, found))


if __name__ == "__main__":
    main()
