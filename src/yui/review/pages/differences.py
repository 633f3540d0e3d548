"""Differences in words: what was taken out and put in is marked by signs, not by colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from yui.review.rules import FieldChange

Mark = Literal["", "del", "ins"]
# Runs of one kind of letter are read as words: kanji, kana, numbers, letters, single signs.
_WORDS = re.compile(
    r"[一-龥々〆ヶ]+|[ぁ-ん]+|[ァ-ヴー]+|[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+|\s+|.", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Piece:
    """This value will hold words of a text: unchanged, taken out ("del") or put in ("ins")."""

    text: str
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """This value will hold one changed field, both texts in pieces."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    finding: str


def differences(changes: Iterable[FieldChange]) -> tuple[Difference, ...]:
    """This function will compare each changed field word by word."""
    return tuple(
        Difference(each.label, *compared(each.before, each.after), each.finding) for each in changes
    )


def compared(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """This function will cut two texts into pieces: what left the first, what came to the second.

    Joined together the pieces give back each text.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            left.append(Piece("".join(old[a:b])))
            right.append(Piece("".join(new[c:d])))
            continue
        if b > a:
            left.append(Piece("".join(old[a:b]), "del"))
        if d > c:
            right.append(Piece("".join(new[c:d]), "ins"))
    return tuple(left), tuple(right)
