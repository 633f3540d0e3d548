"""Which places of a list are somebody's house: residents are told the 圏域 alone."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# 会長宅, 代表者の自宅, 山田様方; not 住宅, 社宅, 宅老所, nor 三宅 or 大宅, which are places.
_OF_A_PERSON: Final = re.compile(
    r"自宅|個人宅|民家(?!園)|(?:[者長員役主]|代表|リーダー|さん|様|氏)の?お?宅(?!配|老|地)"
    r"|(?:様|さん|氏)方"
)
# What stands as a place's whole name is somebody's when it ends so: 「山田宅」.
_NAMED_AFTER: Final = re.compile(r"[ぁ-んァ-ヶー一-龠々]{1,8}(?<![住社在帰居邸三安大])宅$")
# The house of whoever asks for help is where help comes to, not where somebody receives others.
_OF_WHO_ASKS: Final = re.compile(r"(?:利用者|申込者|申請者|対象者|ご|御|お|各)の?(?:自)?宅")
_BRACKETS: Final = re.compile(r"[(\[【〔〈<][^)\]】〕〉>]*[)\]】〕〉>]")


def names_house(venue: str, *addresses: str) -> bool:
    """This function will tell whether the name of a place or its address says it is a house.

    `venue` is the name, `addresses` are address and building.
    """
    name, *rest = (unicodedata.normalize("NFKC", text) for text in (venue, *addresses))
    if any(_OF_A_PERSON.search(_OF_WHO_ASKS.sub("", text)) for text in (name, *rest)):
        return True
    return bool(_NAMED_AFTER.fullmatch(_BRACKETS.sub("", _OF_WHO_ASKS.sub("", name)).strip()))
