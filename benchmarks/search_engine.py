"""The search engine against SQLite FTS5 and PostgreSQL, same records, same process, interleaved.

    python benchmarks/search_engine.py --size 100000 [--peers sqlite,postgres] [--queries 25]

Prints: rebuild time, size, resident memory of a reader, time from change to visible, and for
each row of queries the median and p99 of every engine. A query is top 20 with total and the counts
of seven facets (field, need, slot, kind, fee, flag, area). "ours" keeps counts for a commit, as a
web process does; "counted anew" keeps nothing between queries, as the peers do not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from search_documents import HEAD, DocumentStream
from search_peers import Peer, available_peers

from yui.search.engine.documents import Document
from yui.search.engine.encoding import encode_batch, our_encoder
from yui.search.engine.meanings import our_meanings
from yui.search.engine.reader import IndexReader
from yui.search.engine.requests import Query
from yui.search.engine.writer import IndexWriter, rebuild_index

FACETS = ("field", "need", "slot", "kind", "fee", "flag", "area")
SEED = 1
# Words of the tail are rare; the head's meanings are common.
COMMON = [
    "体操",
    "交流",
    "買い物",
    "見守り",
    "送迎",
    "認知症",
    "料理",
    "掃除",
    "散歩",
    "手芸",
    "園芸",
    "防災",
]


def rows_of(batch: list[Document]) -> list[str]:
    """This function will encode a batch in a child process."""
    return list(encode_batch(batch, our_encoder()))


def feed(peers: list[Peer], size: int) -> None:
    """This function will give the peers the rows our index was made of."""
    documents = DocumentStream(SEED).documents(size)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for rows in pool.map(rows_of, batches(documents), chunksize=1):
            parsed = [json.loads(row) for row in rows]
            for peer in peers:
                peer.add(parsed)
    for peer in peers:
        start = time.perf_counter()
        peer.finish()
        print(f"{peer.name}: finished in {time.perf_counter() - start:.0f} s after the last row")


def batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    """This function will cut a stream into batches of 20,000."""
    while batch := list(islice(documents, 20_000)):
        yield batch


def index_term(word: str) -> str:
    """This function will return the term our engine looks for when a word is typed."""
    matches = our_meanings().in_question(word)
    whole = [m for m in matches if (m.start, m.end) == (0, len(word)) and len(m.numbers) == 1]
    return our_meanings().by_number[whole[0].numbers[0]].index_term if whole else word


def query_rows(count: int) -> dict[str, list[Query]]:
    """This function will draw the queries of every row from the seed."""
    draw = random.Random(7)
    stream = DocumentStream(SEED)
    tail = stream.words[len(HEAD) + 400 :]
    base = Query(facets=FACETS)
    places = [draw.choice(stream.places[:200])[0] for _ in range(count)]
    words = [draw.choice(COMMON) for _ in range(count)]
    return {
        "rare word": [replace(base, words=draw.choice(tail)) for _ in range(count)],
        "体操": [replace(base, words="体操") for _ in range(count)],
        "common words": [replace(base, words=word) for word in words],
        "two words": [replace(base, words=f"体操 {word}") for word in words if word != "体操"],
        "prefecture + common": [
            replace(base, words=word, area=path[:2], area_depth=2)
            for word, path in zip(words, places, strict=True)
        ],
        "municipality + common": [
            replace(base, words=word, area=path, area_depth=3)
            for word, path in zip(words, places, strict=True)
        ],
    }


def peer_terms(query: Query) -> list[str]:
    """This function will write a query as the terms both peers search for."""
    terms = [index_term(word) for word in query.words.split()]
    return [*terms, f"area:{query.area.rsplit('/', 1)[-1]}"] if query.area else terms


def timed(call: Callable[[], object]) -> float:
    """This function will return the milliseconds of a call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def compare(directory: Path, peers: list[Peer], count: int) -> None:
    """This function will ask every engine in turn and print medians and p99."""
    ours = [IndexReader(directory), IndexReader(directory, kept_counts=0)]
    reader = ours[1]
    for each in ours:
        each.search(Query(words="買い物"))  # opening dictionary and index is not asked for here
    names = ["ours", "counted anew", *(peer.name for peer in peers)]
    print("\n| query | hits | " + " | ".join(f"{name} p50 / p99 ms" for name in names) + " |")
    print("|---" * (len(names) + 2) + "|")
    for label, queries in query_rows(count).items():
        times: list[list[float]] = [[] for _ in names]
        for query in queries:
            for place, each in enumerate(ours):
                times[place].append(timed(lambda each=each, query=query: each.search(query)))
            terms = peer_terms(query)
            for place, peer in enumerate(peers, len(ours)):
                times[place].append(timed(lambda peer=peer, terms=terms: peer.search(terms)))
        cells = [f"{median(some):.2f} / {p99(some):.2f}" for some in times]
        totals = sorted(reader.search(query).total for query in queries)
        print(f"| {label} | {totals[len(totals) // 2]:,} | " + " | ".join(cells) + " |")
        same = sum(
            reader.search(q).total == p.search(peer_terms(q))[0] for q in queries[:5] for p in peers
        )
        if peers:
            print(f"<!-- {label}: equal totals in {same} of {5 * len(peers)} -->")


def median(values: list[float]) -> float:
    """This function will return the median."""
    return sorted(values)[len(values) // 2]


def p99(values: list[float]) -> float:
    """This function will return the 99th percentile (the maximum below 100 values)."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


def visible(directory: Path, rounds: int) -> None:
    """This function will measure from the change to the search that finds it."""
    reader = IndexReader(directory)
    changed = list(DocumentStream(99).documents(rounds))
    times = []
    with IndexWriter(directory) as writer:
        for number, document in enumerate(changed):
            phone = f"08{number:08}"
            start = time.perf_counter()
            writer.apply(upserts=[replace(document, phones=(phone,))], position=number)
            viewer = ("public", *document.visible_to)
            query = Query(words=phone, facets=(), sectors=(), viewer=viewer)
            found = reader.search(query)
            times.append((time.perf_counter() - start) * 1000)
            if [hit.key for hit in found.hits] != [document.key]:
                raise SystemExit(f"{phone} was not found after its commit")
    print(
        f"change to visible: p50 {median(times):.0f} ms, p99 {p99(times):.0f} ms ({rounds} changes)"
    )


def memory(directory: Path) -> None:
    """This function will print the resident memory of a fresh reader after 1,000 searches."""
    script = (
        "import sys; from pathlib import Path; from search_engine import *\n"
        "reader = IndexReader(Path(sys.argv[1]))\n"
        "for queries in query_rows(170).values():\n"
        "    for query in queries: reader.search(query)\n"
        "print(*[l.strip() for l in open('/proc/self/status') if l[:3] in ('VmR', 'Rss')])"
    )
    command = [sys.executable, "-c", script, str(directory)]
    environment = {**os.environ, "PYTHONPATH": f"src{os.pathsep}benchmarks"}
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    print(f"reader after 1,000 searches: {run.stdout.strip()}")


def rebuild(directory: Path, size: int) -> None:
    """This function will rebuild our index and print wall and processor time."""
    start = time.perf_counter()
    rebuild_index(directory, DocumentStream(SEED).documents(size), position=1)
    wall = time.perf_counter() - start
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    processor = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    bytes_used = sum(file.stat().st_size for file in directory.rglob("*") if file.is_file())
    print(f"rebuild of {size:,}: {wall:.0f} s wall, {processor:.0f} s processor (drawing the "
          f"documents included), {bytes_used / 1e6:.0f} MB")  # fmt: skip


def main() -> None:
    """This function will run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--peers", default="sqlite,postgres")
    parser.add_argument("--queries", type=int, default=25)
    parser.add_argument("--keep", type=Path, default=None, help="an index to reuse or to make")
    options = parser.parse_args()
    print(f"load before: {os.getloadavg()}, processors: {os.cpu_count()}")
    with tempfile.TemporaryDirectory(prefix="yui-search-") as scratch:
        directory = options.keep or Path(scratch)
        if not (directory / "current").exists():
            rebuild(directory, options.size)
        peers = [peer() for peer in available_peers(options.peers)]
        try:
            feed(peers, options.size)
            compare(directory, peers, options.queries)
        finally:
            for peer in peers:
                peer.close()
        memory(directory)
        visible(directory, 100)
    print(f"load after: {os.getloadavg()}")


if __name__ == "__main__":
    main()
