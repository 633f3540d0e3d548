"""Comparing place names by how they are read: 「ばんちょう2ちょうめ」 is 番町二丁目.

Small and large kana are the same, as are ぢ and じ, づ and ず; the number of a 丁目 may be written
in digits, kanji or kana.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from yui.areas.engine.addresses import beginnings, canonical

_KANA: Final = re.compile(r"[ぁ-ゖ0-9-]+")
_SOUNDS: Final = str.maketrans("ぁぃぅぇぉゃゅょっゎぢづ", "あいうえおやゆよつわじず")
_LETTERS: Final = _SOUNDS | str.maketrans("が", "け")
_BLOCK: Final = "ちようめ"
_ONES: Final = {
    1: ("いつ", "いち"),
    2: ("に",),
    3: ("さん",),
    4: ("よん", "し"),
    5: ("ご",),
    6: ("ろく",),
    7: ("なな", "しち"),
    8: ("はつ", "はち"),
    9: ("きゆう", "く"),
}
_HIGHEST_BLOCK: Final = 39


def _spoken(number: int) -> Iterator[str]:
    """This function will yield the ways a number of a 丁目 is said."""
    tens, ones = divmod(number, 10)
    front = _ONES[tens][0] if tens > 1 else ""
    if not tens:
        yield from _ONES[ones]
    elif ones:
        yield from (f"{front}じゆう{said}" for said in _ONES[ones])
    else:
        yield from (f"{front}{ten}" for ten in ("じゆつ", "じつ", "じゆう"))


_SAID: Final = {said: str(n) for n in range(1, _HIGHEST_BLOCK + 1) for said in _spoken(n)}
# The longest first: じゅういっちょうめ is 11丁目, no 1丁目 of a place called じゅう.
_SAID_BLOCK: Final = re.compile(f"({'|'.join(sorted(_SAID, key=len, reverse=True))}){_BLOCK}")


def sounding(folded: str) -> str:
    """This function will write small kana large, ぢ as じ and づ as ず: やいづ is typed やいず."""
    return folded.translate(_SOUNDS)


def is_kana(text: str) -> bool:
    """This function will say whether a name is written in kana, as far as it is no number."""
    plain = canonical(text).replace("丁目", "")
    return bool(_KANA.fullmatch(plain)) and not re.fullmatch(r"[0-9-]*", plain)


def reading_key(text: str) -> str:
    """This function will return the form in which two readings of one name are equal."""
    plain = canonical(text).replace("丁目", _BLOCK).translate(_LETTERS)
    return _SAID_BLOCK.sub(lambda match: f"{_SAID[match[1]]}{_BLOCK}", plain)


def reading_of(name: str, known: dict[str, str]) -> str:
    """This function will return the reading of a 町字 from those of canonical names, or "".

    番町二丁目 is read by 番町: only a number may follow what is known.
    """
    letters = canonical(name)
    for begun in beginnings(letters):
        rest = letters.removeprefix(begun)
        if begun in known and re.fullmatch(r"([0-9]+丁目)?", rest):
            return known[begun] + rest
    return ""
