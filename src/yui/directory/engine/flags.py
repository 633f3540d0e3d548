"""Words in a public text that may name or reach a person: pointed out, never judged.

A telephone number, or a name with 「さん」「様」「氏」 or after 「代表」「会長」. Relatives and
people in general（お母さん、みなさん）are no names. A flag asks somebody to look; names without
such a word beside them are not seen.
"""

from __future__ import annotations

import re
from enum import StrEnum

from yui.lib.japanese import parse_phones


class Flag(StrEnum):
    """What a text seems to hold."""

    PHONE = "phone"
    NAME = "name"


_CALLED = re.compile(r"([一-龥々ヶぁ-んァ-ヴー]{1,8})(?:さん|サン|様|氏)(?![一-龥々])")
_TITLED = re.compile(
    r"(?:代表|会長|副会長|世話人|責任者|民生委員|担当|リーダー)(?:者|の|は|[:：\s　])*"
    r"[一-龥々ヶ]{1,4}[\s　][一-龥々ヶぁ-んァ-ヴー]{1,4}"
)
# What stands before さん・様 without being a name; the longest ending decides.
_PEOPLE = re.compile(
    r"(?:皆|みな|みんな|お客|患者|利用者|参加者|会員|住民|お子|子ども|こども|奥|お母|母|お父|父|お祖母|お祖父|"
    r"おばあ|おじい|ばあ|じい|お婆|お爺|おば|おじ|お兄|お姉|兄|姉|娘|息子|孫|お孫|嫁|お嫁|旦那|だんな|赤ちゃ|"
    r"ボランティア|職人|大工|お医者|医者|看護師|薬局|店|お店|パン屋|八百屋|魚屋|屋|たく|仲間|隣|お隣|となり|"
    r"ご近所|近所|町内|高齢者|ご家族|家族|ご本人|本人|誰|だれ|王|仏|神|お月|お日|同|有|多|仕|模|異|一|同様|"
    r"学生|生徒|先輩|業者|依頼者|協力者|ドライバー|スタッフ|ヘルパー|ケアマネ|ケアマネジャー|包括|社協|役場|市役所)$"
)
_KANJI = re.compile(r"[一-龥々]+$")


def flags_in(text: str) -> tuple[Flag, ...]:
    """This function will return what a text seems to hold, each once."""
    found: list[Flag] = []
    if parse_phones(text):
        found.append(Flag.PHONE)
    if _TITLED.search(text) or any(_is_name(each[1]) for each in _CALLED.finditer(text)):
        found.append(Flag.NAME)
    return tuple(found)


def _is_name(words: str) -> bool:
    """「となりの山田」 is called by its last word: kanji, or kana without a word of people."""
    if _PEOPLE.search(words):
        return False
    kanji = _KANJI.search(words)
    return bool(kanji and len(kanji[0]) <= 4) or bool(re.search(r"[ァ-ヴー]{2,}$", words))
