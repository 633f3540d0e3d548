"""Names as they are compared: without legal form, kind of service and spelling."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from yui.directory.engine.same.vocabulary import (
    FAMILIES,
    HOUSES,
    KIND_OF,
    KIND_WORDS,
    LEGAL_FORMS,
    MAIN_MARKS,
    MARKS,
    ORDINALS,
    OWNERS,
    SHORT_FORMS,
    TELLING,
)
from yui.lib.japanese import fold

_KANJI_NUMBERS: Final = str.maketrans("一二三四五六七八九壱弐参", "123456789123")
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_FORMS: Final = re.compile("(?:" + "|".join(map(re.escape, LEGAL_FORMS)) + ")+")
_RUNNER: Final = re.compile(r"^[^ ]{1,10}?会(?=[^ ])")
_IN_BRACKETS: Final = re.compile(r"[(（「『【]([^)）」』】]*)[)）」』】]")
_VOICING: Final = re.compile("[\u3099\u309a]")
_LARGE: Final = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_KANA: Final = re.compile("[ぁ-ゖ]+$")
_SHORTEST_SLIP: Final = 6
_CIRCLED: Final = re.compile("[\u2776-\u277e\u2780-\u2788\u278a-\u2792]")  # ❶ ➀ ➊ … to 9
_LATIN: Final = re.compile(r"[a-zA-Z .&-]+")


@dataclass(frozen=True, slots=True)
class Name:
    """This value will hold a name taken apart.

    `whole` is the folded name without legal forms; `cores` are that without words of kinds and
    marks, the fullest first; the others leave out who runs it. `marks` are units, numbers and
    branches; `main_marks` say only that there are others besides; `house` is a last word that
    names a house or shop（東館）.
    """

    whole: str
    cores: tuple[str, ...]
    marks: frozenset[str]
    main_marks: frozenset[str]
    house: str
    kinds: frozenset[str]


@lru_cache(maxsize=1 << 14)
def read_name(name: str, owner: str = "") -> Name:
    """This function will take a name apart; `owner` is dropped where it only stands in front."""
    words, runner = _words_of(name)
    kinds = kinds_in(words)
    bare = KIND_WORDS.sub(" ", words)
    main_marks = frozenset(MAIN_MARKS.findall(bare))
    bare = MAIN_MARKS.sub(" ", bare)
    marks = {found.group() for found in MARKS.finditer(bare)}
    bare = MARKS.sub(" ", bare)
    marks |= {_number(found) for found in ORDINALS.finditer(bare)}
    parts = ORDINALS.sub(" ", bare).split()
    house = HOUSES.search(parts[-1]) if parts else None
    return Name(
        whole=words.replace(" ", ""),
        cores=tuple(_cores(parts, {fold(owner), runner}) or (words.replace(" ", ""),)),
        marks=frozenset(marks),
        main_marks=main_marks,
        house=house.group() if house else "",
        kinds=families(kinds),
    )


def kinds_in(words: str) -> frozenset[str]:
    """This function will return the kinds of service that a text names（「特養」）."""
    found = KIND_WORDS.findall(" ".join(map(fold, words.split())))
    return frozenset(KIND_OF[word] for word in found) - {""}


def families(kinds: frozenset[str]) -> frozenset[str]:
    """This function will return kinds with those as one that an office changes between."""
    return frozenset(FAMILIES.get(kind, kind) for kind in kinds)


def is_behind(one: str, other: str) -> bool:
    """This function will say whether the longer text ends with the shorter and only adds words.

    新, 東 or 第 right in front makes another house of it.
    """
    short, long = sorted((one, other), key=len)
    added = long.removesuffix(short)
    return len(short) > 1 and added != long and added[-1:] not in TELLING


def is_slip(one: str, other: str) -> bool:
    """This function will say whether two texts differ as a slip of the hand does.

    Only voicing marks and small letters differ, or one letter of kana in a text of six or more.
    Another kanji, numeral or Latin letter is another name（森 and 空, A and B）.
    """
    if _unvoiced(one) == _unvoiced(other):
        return True
    start = _length_shared(one, other)
    end = _length_shared(one[start:][::-1], other[start:][::-1])
    differing = one[start : len(one) - end], other[start : len(other) - end]
    is_short = min(len(one), len(other)) < _SHORTEST_SLIP
    return not is_short and max(map(len, differing)) == 1 and bool(_KANA.match("".join(differing)))


def _length_shared(one: str, other: str) -> int:
    """How many letters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (first, second) in pairs if first != second), min(len(one), len(other)))


def _unvoiced(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return _VOICING.sub("", apart).translate(_LARGE)


def _words_of(name: str) -> tuple[str, str]:
    """The folded words of a name without legal forms and Latin readings, and who runs it.

    Who runs it may stand without a space before the name:「医療法人社団清澄会ミタニ病院」.
    """
    plain = unicodedata.normalize("NFKC", SHORT_FORMS.sub(" ", name)).replace("+", "プラス")
    plain = _CIRCLED.sub(lambda found: str(unicodedata.digit(found.group())), plain)
    outer = _IN_BRACKETS.sub(
        lambda found: " " if _LATIN.fullmatch(found.group(1)) else f" {found.group(1)} ", plain
    )
    words = [fold(word) for word in outer.split()]
    bare = [_FORMS.sub("", word) for word in words]
    apart = [
        _RUNNER.sub(r"\g<0> ", new) if new != old else new
        for new, old in zip(bare, words, strict=True)
    ]
    runner = bare[0] if bare and bare[0] != words[0] else ""
    return " ".join(" ".join(apart).split()), runner


def _cores(parts: list[str], owners: set[str]) -> list[str]:
    """The whole name, then what is left of it behind each part that says who runs it."""
    cores = ["".join(parts)] if parts else []
    for place, (part, following) in enumerate(pairwise(parts), 1):
        is_owner = part in owners or bool(OWNERS.search(part)) or following.startswith(part)
        if is_owner:
            cores.append("".join(parts[place:]))
    return cores


def _number(found: re.Match[str]) -> str:
    text = next(group for group in found.groups() if group)
    return _ROMAN.get(text) or text.translate(_KANJI_NUMBERS).lstrip("0")
