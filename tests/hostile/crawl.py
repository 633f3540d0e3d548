"""Runs in a process of its own: every GET address × every hostile input, in one application.

`python -m tests.hostile.crawl OUT` writes one JSON line an answer. YUI_DATA names the data.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.hostile.inputs import FILES, READ, UNREAD, VALUES

HEADERS = {
    "Content-Security-Policy": re.compile(r"default-src 'none'"),
    "X-Content-Type-Options": re.compile("nosniff"),
    "Referrer-Policy": re.compile("same-origin"),
    "Cross-Origin-Opener-Policy": re.compile("same-origin"),
}
JAPANESE = re.compile(r"[ぁ-ん]{2}")
LEAKS = re.compile(
    r"Traceback|<script>alert|\bonload=\"alert|777777|<class |&lt;class |site-packages|root:x:0"
)
# What a GET may change: sessions, and the log of who read what.
UNCOUNTED = ("django_session", "journal_access", "sqlite_sequence")


def main(out: Path) -> None:
    """Ask everything; write the answers, and what the database looked like before and after."""
    import django

    django.setup()
    from django.conf import settings

    world = json.loads((settings.YUI.data / "world.json").read_text(encoding="utf-8"))
    urls = [row for row in _inventory() if "GET" in row["methods"]]
    clients = {"visitor": _visitor(), "officer": _officer()}
    before = _fingerprints()  # signing in is not a GET
    with out.open("w", encoding="utf-8") as lines:
        for who, client in clients.items():
            for row in urls:
                if who == "officer" and row["policy"] == "public":
                    continue  # nothing there depends on who asks
                for method, kind, path in _addresses(row, world):
                    answer = _ask(client, path, method)
                    answer |= {"who": who, "input": kind, "name": row["name"],
                               "policy": row["policy"], "room": row["room"]}  # fmt: skip
                    lines.write(json.dumps(answer, ensure_ascii=False) + "\n")
    after = _fingerprints()
    changed = sorted(table for table in after if after[table] != before.get(table))
    out.with_suffix(".changed").write_text(json.dumps(changed), encoding="utf-8")


def _visitor() -> Any:
    from django.test import Client

    return Client(raise_request_exception=False)


def _officer() -> Any:
    from yui.accounts.models import User

    client = _visitor()
    client.force_login(User.objects.get(login="officer-90100"))
    return client


def _inventory() -> list[dict[str, Any]]:
    from django.core.management import call_command

    out = io.StringIO()
    call_command("inventory", "--json", stdout=out)
    return list(json.loads(out.getvalue()))


def _addresses(row: dict[str, Any], world: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for kind, path in _gets(row, world):
        yield "GET", kind, path
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
        if method not in row["methods"]:
            yield method, method, _path(row, world, {})


def _gets(row: dict[str, Any], world: dict[str, Any]) -> Iterator[tuple[str, str]]:
    good = _path(row, world, {})
    yield "sound", good
    for name in row["params"]:
        for kind, value in _values(row):
            yield f"{name} in the path: {kind}", _path(row, world, {name: value})
    for name in READ.get(row["name"], UNREAD):
        for kind, value in _values(row):
            yield f"?{name}: {kind}", f"{good}?{name}={value}"
        yield f"?{name}: twice", f"{good}?{name}=1&{name}=%00&{name}=x"
    yield "many parameters", good + "?" + "&".join(f"a{n}=1" for n in range(1500))
    yield "many of one", good + "?" + "&".join("page=1" for _ in range(1500))
    yield "no name", f"{good}?=1&&&==;"


def _values(row: dict[str, Any]) -> Iterable[tuple[str, str]]:
    every = list(VALUES.items())
    return every[::5] if row["name"].startswith(FILES) else every


def _path(row: dict[str, Any], world: dict[str, Any], given: dict[str, str]) -> str:
    """Fill a pattern with what the world holds, or with what is given."""
    pattern = re.sub(r"^/?\^|\$$", "", "/" + str(row["pattern"]).lstrip("/"))
    pattern = pattern.replace("/^", "/")
    for name in row["params"]:
        value = given.get(name, _sound(name, row, world))
        place = rf"\(\?P<{name}>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?{name}>"
        pattern = value.join(re.split(place, pattern))
    return "/" + pattern.lstrip("/^")


def _sound(name: str, row: dict[str, Any], world: dict[str, Any]) -> str:
    if name in ("jis", "code") and row["room"] in ("portal", "areas", "opendata"):
        return "90100" if row["name"] != "portal:short" else _short_code(world, row)
    known = {"code": "shopping", "name": "guide", "number": "1", "kind": "mhlw_kayoinoba",
             "mail_id": "20261123-000000-0", "row_id": "1"}  # fmt: skip
    if name in known:
        return known[name]
    if name.endswith("_id") or row["params"].get(name) == "uuid":
        return _id(world, row)
    return _short_code(world, row)


def _short_code(world: dict[str, Any], row: dict[str, Any]) -> str:
    wanted = row["object_type"] or "directory.service"
    found = next((each for each in world["objects"] if each["type"] == wanted), None)
    address = (found or world["objects"][0])["urls"].get("public", "/x/ABCDEFGH/")
    return str(address.strip("/").split("/")[-1])


def _id(world: dict[str, Any], row: dict[str, Any]) -> str:
    wanted = row["object_type"] or "directory.service"
    found = (each["id"] for each in world["objects"] if each["type"] == wanted)
    return str(next(found, "00000000-0000-0000-0000-000000000001"))


def _ask(client: Any, path: str, method: str) -> dict[str, Any]:
    """The address goes in as it stands: the client must not tidy it up before the application."""
    route, _, query = path.partition("?")
    started = time.process_time()
    response = client.generic(
        method, route, QUERY_STRING=query.encode().decode("latin-1"),
        HTTP_ACCEPT="text/html",
    )  # fmt: skip
    body = b"".join(response) if response.streaming else response.content
    spent_ms = (time.process_time() - started) * 1000
    kind = response.headers.get("Content-Type", "")
    text = body.decode("utf-8", errors="replace") if "text" in kind or "json" in kind else ""
    return {
        "url": path[:300],
        "status": response.status_code,
        "spent_ms": round(spent_ms),
        "type": kind,
        "speaks": bool(JAPANESE.search(text)),
        "leaks": sorted({found.group()[:40] for found in LEAKS.finditer(text)}),
        "lacks": [
            name for name, wanted in HEADERS.items()
            if not wanted.search(response.headers.get(name, ""))
        ],
        "cookies": sorted(response.cookies),
        "location": response.headers.get("Location", "")[:200],
    }  # fmt: skip


def _fingerprints() -> dict[str, str]:
    """A hash of the rows of every table that a GET may not change."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.startswith(UNCOUNTED):
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = hashlib.blake2b("\n".join(rows).encode()).hexdigest()
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yui.config.settings")
    main(Path(sys.argv[1]))
