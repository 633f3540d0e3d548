"""Public ids, and the one place where a generator of sample data makes them repeatable.

Ids rise with time (UUID version 7, RFC 9562): what was brought together lies together in the
tables and their indexes, so a list of one town reads a few pages of the disk instead of hundreds.
74 of their bits are random: nobody can guess the next one.
"""

from __future__ import annotations

import itertools
import random
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

_VERSION_AND_VARIANT = 7 << 76 | 2 << 62
_RANDOM_BITS = (1 << 76) - 1 & ~(3 << 62)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What sample data is drawn from: bits of a seed, and a clock that counts."""

    bits: random.Random
    clock: Iterator[int] = field(default_factory=itertools.count)


_drawn_from: ContextVar[_Drawing | None] = ContextVar("drawn_from", default=None)


def random_bits(count: int) -> int:
    """This function will return an integer of that many random bits, fit for secrets."""
    seeded = _drawn_from.get()
    return secrets.randbits(count) if seeded is None else seeded.bits.getrandbits(count)


def new_id() -> UUID:
    """This function will return a public id: later ids are greater, to the millisecond."""
    seeded = _drawn_from.get()
    moment = time.time_ns() // 1_000_000 if seeded is None else next(seeded.clock)
    return id_of(moment, random_bits(76))


def id_of(moment_ms: int, bits: int) -> UUID:
    """This function will return the id of a moment (ms, 48 bits) and 76 random bits."""
    return UUID(int=moment_ms << 80 | bits & _RANDOM_BITS | _VERSION_AND_VARIANT)


@contextmanager
def ids_drawn_from(seed: int) -> Iterator[None]:
    """This context will draw ids from a seed: only for sample data, whose ids protect nobody."""
    before = _drawn_from.set(_Drawing(random.Random(seed)))  # noqa: S311 -- repeatable on purpose
    try:
        yield
    finally:
        _drawn_from.reset(before)
