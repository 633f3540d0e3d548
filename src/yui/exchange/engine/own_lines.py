"""Which numbers of a cell are somebody's own: they come in, and nobody is shown them unasked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from yui.lib.japanese import parse_phones

# A house, not 在宅, 住宅, 社宅, 宅配 or 宅老所; a mobile of a person, by office or as 個人;
# and words that forbid to show a number, whoever it belongs to.
_OWN: Final = re.compile(
    r"(?<![在住社帰])宅(?!配|老|急|地|食|建|幼)"
    r"|(?<!法)個人|私用|私物|プライベート|(?:様|さん|氏)方"
    r"|(?:代表|[者長員役]|本人)の?(?:携帯|ケータイ|けいたい|スマホ)"
    r"|非公[開表]|(?:公[開表]|掲載)(?:は?不可|しない|せず|できません)"
)
_GAP: Final = r"[^0-9]{0,3}"
# Brackets right behind a number speak of it, whatever stands further on of the next one.
_BRACKET: Final = re.compile(r"\s*[(\[【〔〈<][^)\]】〕〉>]*[)\]】〕〉>]")
_WORDS: Final = re.compile(r"[ぁ-んァ-ヶ一-龠A-Za-z]")


def names_own_line(words: str) -> bool:
    """This function will tell whether words say that a number is somebody's own."""
    return bool(_OWN.search(unicodedata.normalize("NFKC", words)))


def tells_own_line(words: str) -> bool:
    """This function will tell whether a sentence holds a number that is somebody's own."""
    return names_own_line(words) and bool(parse_phones(words))


def own_lines(cell: str, digits: Sequence[str]) -> frozenset[str]:
    """This function will name the numbers of a cell that are somebody's own, by their digits.

    Words stand before each number, or behind it, as they do at the first one; where it cannot be
    told which number they mean, they mean all of them.
    """
    plain = unicodedata.normalize("NFKC", cell)
    if not _OWN.search(plain):
        return frozenset()
    spans = [_span(plain, each) for each in digits]
    if len(digits) < 2 or any(span is None for span in spans):
        return frozenset(digits)
    words = _words_of(plain, [span for span in spans if span is not None])
    own = {each for each, said in zip(digits, words, strict=True) if _OWN.search(said)}
    return frozenset(own or digits)


def _words_of(plain: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """What is said of each number, in their order."""
    ends = [*(start for start, _ in spans[1:]), len(plain)]
    before = plain[: spans[0][0]]
    leads = bool(_WORDS.search(before))
    said = [before, *[""] * (len(spans) - 1)]
    for at, ((_, stop), end) in enumerate(zip(spans, ends, strict=True)):
        between = plain[stop:end]
        bracket = _BRACKET.match(between)
        behind = bracket.group() if bracket else ""
        said[at] += behind
        is_last = at == len(spans) - 1
        said[at if is_last or not leads else at + 1] += between[len(behind) :]
    return said


def _span(plain: str, digits: str) -> tuple[int, int] | None:
    found = re.search(_GAP.join(digits), plain) or re.search(_GAP.join(digits[1:]), plain)
    return found.span() if found else None
