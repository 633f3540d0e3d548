"""How entries and reads are hashed, and what breaks their chains. No queries.

The chains are what makes the journal tamper-evident.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

from yui.journal.models import Access, AccessLink, Entry

GENESIS = "0" * 64


def entry_hash(
    *,
    previous_hash: str,
    position: int,
    at: datetime,
    actor: str,
    membership_id: int | None,
    body_id: int | None,
    verb: str,
    object_type: str,
    object_id: str,
    area_path: str,
    fields: Sequence[str],
    batch_id: str,
) -> str:
    """This function will return the SHA-256 (hex) over one entry and the hash before it."""
    return _digest(
        [
            previous_hash,
            position,
            _moment(at),
            actor,
            membership_id,
            body_id,
            verb,
            object_type,
            object_id,
            area_path,
            list(fields),
            batch_id,
        ]
    )


def hash_of(row: Entry) -> str:
    """This function will compute the hash an entry must carry."""
    return entry_hash(
        previous_hash=row.previous_hash,
        position=row.position,
        at=row.at,
        actor=row.actor,
        membership_id=row.membership_id,
        body_id=row.body_id,
        verb=row.verb,
        object_type=row.object_type,
        object_id=row.object_id,
        area_path=row.area_path,
        fields=row.fields,
        batch_id=row.batch_id,
    )


def link_hash(
    *, previous_hash: str, position: int, at: datetime, count: int, rows: Sequence[Access]
) -> str:
    """This function will return the SHA-256 (hex) over a batch of reads and the hash before it."""
    lines = [
        [
            row.pk,
            _moment(row.at),
            row.actor,
            row.membership_id,
            row.body_id,
            row.purpose,
            row.object_type,
            row.object_id,
            row.area_path,
            row.fields,
        ]
        for row in rows
    ]
    return _digest([previous_hash, position, _moment(at), count, lines])


def entry_fault(
    rows: Iterable[Entry], *, head: tuple[int, str], anchors: Mapping[int, str]
) -> str | None:
    """This function will return the first fault of the chain of entries in Japanese, or None.

    It finds any edited, missing, added or reordered entry, a head that disagrees, and an end
    that was cut off together with its head: `anchors` are hashes by position noted elsewhere.
    """
    position, last_hash = 0, GENESIS
    for row in rows:
        position += 1
        if row.position != position:
            return f"記録 {position} がありません（次の記録は {row.position}）。"
        if row.previous_hash != last_hash or row.hash != hash_of(row):
            return f"記録 {position} が書き換えられています。"
        last_hash = row.hash
        if anchors.get(position, last_hash) != last_hash:
            return f"記録 {position} までが、前に控えた値とちがいます。"
    if head != (position, last_hash):
        return f"最後の記録が {head[0]} のはずですが、{position} までしかありません。"
    if (noted := max(anchors, default=0)) > position:
        return f"記録 {noted} までが前に控えられていますが、{position} までしかありません。"
    return None


def access_fault(
    rows: Iterable[Access],
    links: Iterable[AccessLink],
    *,
    head: int,
    anchors: Mapping[int, str],
) -> str | None:
    """This function will return the first fault of the chain of reads in Japanese, or None.

    `rows` are the chained reads, by link and id. `head` is the position of the last link.
    """
    position, last_hash = 0, GENESIS
    batches = groupby(rows, key=lambda row: row.link)
    for link in links:
        position += 1
        if link.position != position:
            return f"閲覧の記録 {position} がありません（次は {link.position}）。"
        named, batch = next(batches, (None, iter(())))
        if named != position or not _is_whole(link, list(batch), last_hash):
            return f"閲覧の記録 {position} が書き換えられています。"
        last_hash = link.hash
        if anchors.get(position, last_hash) != last_hash:
            return f"閲覧の記録 {position} までが、前に控えた値とちがいます。"
    if (more := next(batches, None)) is not None:
        return f"閲覧の記録 {more[0]} は、つながりの外にあります。"
    if (noted := max(head, max(anchors, default=0))) != position:
        return f"閲覧の記録が {noted} までのはずですが、{position} までしかありません。"
    return None


def _is_whole(link: AccessLink, batch: Sequence[Access], previous_hash: str) -> bool:
    return link.previous_hash == previous_hash and link.hash == link_hash(
        previous_hash=previous_hash,
        position=link.position,
        at=link.at,
        count=link.count,
        rows=batch,
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(material: object) -> str:
    text = json.dumps(material, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
