"""Public ids: random, never sequences. Short codes are what paper carries."""

from __future__ import annotations

from collections.abc import Callable

from yui.lib.ids import random_bits as _random_bits

# Crockford's base32: no I, L, O, U, so that a code read aloud or by old eyes stays itself.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHORT_CODE_LENGTH = 8
TOKEN_LENGTH = 16


def new_short_code(random_bits: Callable[[int], int] = _random_bits) -> str:
    """This function will return 8 random base32 characters (40 bits).

    `random_bits` returns that many random bits; only generators of test data pass their own.
    """
    return _drawn(SHORT_CODE_LENGTH, random_bits)


def new_token() -> str:
    """This function will return 16 random base32 characters (80 bits): nobody guesses them."""
    return _drawn(TOKEN_LENGTH, _random_bits)


def _drawn(length: int, random_bits: Callable[[int], int]) -> str:
    bits = random_bits(5 * length)
    return "".join(ALPHABET[(bits >> 5 * place) & 31] for place in range(length))
