"""How an entry is hashed. The chain is what makes the journal tamper-evident."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime

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
