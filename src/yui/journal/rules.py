"""How an entry is hashed. The chain is what makes the journal tamper-evident."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from yui.journal.models import Entry

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
    material = json.dumps(
        [
            previous_hash,
            position,
            at.astimezone(UTC).isoformat(timespec="microseconds"),
            actor,
            membership_id,
            body_id,
            verb,
            object_type,
            object_id,
            area_path,
            list(fields),
            batch_id,
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(material.encode()).hexdigest()


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
