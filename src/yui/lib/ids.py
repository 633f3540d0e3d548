"""Random ids, and the one place where a generator of sample data makes them repeatable."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_drawn_from: ContextVar[random.Random | None] = ContextVar("drawn_from", default=None)


def random_bits(count: int) -> int:
    """This function will return an integer of that many random bits, fit for secrets."""
    seeded = _drawn_from.get()
    return secrets.randbits(count) if seeded is None else seeded.getrandbits(count)


def new_id() -> UUID:
    """This function will return a random public id (UUID version 4)."""
    return UUID(int=random_bits(128), version=4)


@contextmanager
def ids_drawn_from(seed: int) -> Iterator[None]:
    """This context will draw ids from a seed: only for sample data, whose ids protect nobody."""
    before = _drawn_from.set(random.Random(seed))  # noqa: S311 -- repeatable on purpose
    try:
        yield
    finally:
        _drawn_from.reset(before)
