"""The peers of the search benchmark: the best SQLite FTS5 design, and PostgreSQL tsvector.

Both get the very terms our index holds (words, meanings, areas), so that they find the same
records; both count the same facet columns; neither orders by anything but its own text score.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from yui.search.engine.schema import COLUMNS

COUNTED = [column for column in COLUMNS if column not in ("column_area_2", "column_area_3")]
SHELF = "words_daily"
TOP = 20
PG_BIN = Path("/usr/lib/postgresql/15/bin")
Row = dict[str, Any]


class Peer(Protocol):
    """This protocol will be what the benchmark asks of every peer."""

    name: str

    def add(self, rows: Sequence[Row]) -> None:
        """Take a batch of rows."""

    def finish(self) -> None:
        """Build what has to be built after the last row."""

    def search(self, terms: Sequence[str]) -> tuple[int, list[int], list[dict[str, int]]]:
        """Return total, the top 20 and the counts of every column."""

    def close(self) -> None:
        """Let go of files and servers."""


def terms_of(row: Row) -> list[str]:
    """This function will list the terms of a row, areas among them, nothing for hidden rows."""
    return [*row[SHELF].split(), *(f"area:{code}" for code in row["area"])] if SHELF in row else []


class SqlitePeer:
    """This class will keep terms and area tokens in contentless FTS5, facets in numpy columns."""

    name = "SQLite FTS5"

    def __init__(self) -> None:
        self._directory = tempfile.mkdtemp(prefix="yui-fts-")
        self._database = sqlite3.connect(f"{self._directory}/fts.sqlite3")
        self._database.executescript(
            "PRAGMA journal_mode=off; PRAGMA synchronous=off; PRAGMA cache_size=-200000;"
            "CREATE VIRTUAL TABLE fts USING fts5(terms, content='', detail=full,"
            " tokenize=\"unicode61 remove_diacritics 0 tokenchars '§:#-_ー々'\");"
        )
        self._codes: dict[str, dict[str, int]] = {column: {} for column in COUNTED}
        self._columns: dict[str, list[int]] = {column: [] for column in COUNTED}
        self._count = 0

    def add(self, rows: Sequence[Row]) -> None:
        """This function will insert a batch."""
        texts = []
        for row in rows:
            self._count += 1
            texts.append((self._count, " ".join(terms_of(row))))
            for column in COUNTED:
                codes = self._codes[column]
                self._columns[column].append(codes.setdefault(row[column], len(codes)))
        self._database.executemany("INSERT INTO fts(rowid, terms) VALUES (?, ?)", texts)

    def finish(self) -> None:
        """This function will merge the index and freeze the columns."""
        self._database.execute("INSERT INTO fts(fts) VALUES ('optimize')")
        self._database.commit()
        self._arrays = {
            column: np.array([0, *values], dtype=np.int32)
            for column, values in self._columns.items()
        }
        self._columns = {}

    def search(self, terms: Sequence[str]) -> tuple[int, list[int], list[dict[str, int]]]:
        """This function will find the top 20 by bm25 and count all columns."""
        match = " AND ".join(f'"{term}"' for term in terms)
        found = self._database.execute("SELECT rowid FROM fts WHERE fts MATCH ?", (match,))
        rows = np.fromiter((rowid for (rowid,) in found), dtype=np.int64)
        top = self._database.execute(
            "SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rank LIMIT ?", (match, TOP)
        )
        counts = []
        for column, values in self._arrays.items():
            names = self._codes[column]
            times = np.bincount(values[rows], minlength=len(names))
            counts.append({name: int(times[code]) for name, code in names.items() if times[code]})
        return len(rows), [rowid for (rowid,) in top], counts

    def close(self) -> None:
        """This function will remove the database."""
        self._database.close()
        shutil.rmtree(self._directory)


class PostgresPeer:
    """This class will keep terms in a tsvector with GIN and count columns with grouping sets."""

    name = "PostgreSQL tsvector"

    def __init__(self) -> None:
        import psycopg

        self._directory = tempfile.mkdtemp(prefix="yui-pg-")
        shutil.chown(self._directory, "postgres", "postgres")
        self._run("initdb", "-D", f"{self._directory}/data", "-E", "UTF8", "--locale=C")
        options = (
            f"-k {self._directory} -c listen_addresses='' -c shared_buffers=1GB -c work_mem=256MB "
            "-c fsync=off -c synchronous_commit=off -c max_wal_size=8GB -c maintenance_work_mem=1GB"
        )
        log = f"{self._directory}/log"
        self._run(
            "pg_ctl", "-D", f"{self._directory}/data", "-o", options, "-l", log, "-w", "start"
        )
        self._link = psycopg.connect(
            f"host={self._directory} user=postgres dbname=postgres", autocommit=True
        )
        columns = ", ".join(f"{column} text" for column in COUNTED)
        self._link.execute(f"CREATE TABLE docs (id serial, terms tsvector, {columns})")

    def _run(self, program: str, *arguments: str) -> None:
        command = ["runuser", "-u", "postgres", "--", str(PG_BIN / program), *arguments]
        quiet = subprocess.DEVNULL
        subprocess.run(
            command, check=True, stdout=quiet, cwd="/tmp", env={**os.environ, "LC_ALL": "C"}
        )

    def add(self, rows: Sequence[Row]) -> None:
        """This function will copy a batch."""
        names = ", ".join(["terms", *COUNTED])
        with self._link.cursor().copy(f"COPY docs ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([_tsvector(terms_of(row)), *(row[column] for column in COUNTED)])

    def finish(self) -> None:
        """This function will build the GIN index and the statistics."""
        self._link.execute("CREATE INDEX ON docs USING gin (terms) WITH (fastupdate = off)")
        self._link.execute("VACUUM ANALYZE docs")
        self._link.execute("SET jit = off")

    def search(self, terms: Sequence[str]) -> tuple[int, list[int], list[dict[str, int]]]:
        """This function will find the top 20 by ts_rank and count all columns."""
        query = " & ".join(f"'{term}'" for term in terms)
        top = self._link.execute(
            "SELECT id FROM docs WHERE terms @@ %s::tsquery"
            " ORDER BY ts_rank(terms, %s::tsquery) DESC LIMIT %s",
            (query, query, TOP),
        ).fetchall()
        sets = ", ".join(f"({column})" for column in COUNTED)
        labels = ", ".join(COUNTED)
        counted = self._link.execute(
            f"SELECT grouping({labels}), coalesce({labels}), count(*) FROM docs"
            f" WHERE terms @@ %s::tsquery GROUP BY GROUPING SETS ((), {sets})",
            (query,),
        ).fetchall()
        groups: dict[int, dict[str, int]] = {}
        for grouping, label, times in counted:
            groups.setdefault(grouping, {})[label] = times
        total = groups.pop(2 ** len(COUNTED) - 1, {None: 0}).popitem()[1]
        return total, [row for (row,) in top], list(groups.values())

    def close(self) -> None:
        """This function will stop the server and remove its files."""
        self._link.close()
        self._run("pg_ctl", "-D", f"{self._directory}/data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self._directory)


def _tsvector(terms: Iterable[str]) -> str:
    places: dict[str, list[str]] = {}
    for place, term in enumerate(terms, 1):
        places.setdefault(term, []).append(str(min(place, 16_383)))
    quoted = (f"'{_escaped(term)}':{','.join(some[:250])}" for term, some in places.items())
    return " ".join(quoted)


def _escaped(term: str) -> str:
    return term.replace("\\", "\\\\").replace("'", "''")


def available_peers(wanted: str) -> list[type[Peer]]:
    """This function will list the peers that can run here, and say which cannot."""
    peers: list[type[Peer]] = []
    if "sqlite" in wanted:
        peers.append(SqlitePeer)
    if "postgres" in wanted:
        if (PG_BIN / "initdb").exists() and os.geteuid() == 0:
            peers.append(PostgresPeer)
        else:
            print(f"PostgreSQL left out: {PG_BIN} or root is missing")
    return peers
