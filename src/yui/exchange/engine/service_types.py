"""What a care service type or the words of a gathering say about field and kind of provision.

Terms are written "taxonomy:code". Source of the types: 介護保険法第8条, 第8条の2 and
第115条の45; the classes of activities are those of 厚生労働省「通いの場」.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from yui.directory.formats.care_types import CARE_TYPE, care_type_of

CARE: Final = ("field:care", "resource:care")
COME: Final = "provision:come"
GO: Final = "provision:go"
_BOTH: Final = (COME, GO)
_TYPES: Final = (
    (re.compile(r"小規模多機能|複合型"), _BOTH),
    (re.compile(r"訪問|定期巡回|夜間対応|居宅療養管理指導"), (COME,)),
    (re.compile(r"居宅介護支援|介護予防支援|ケアマネ"), ("provision:consult",)),
    (re.compile(r"通所|デイ"), (GO,)),
    (re.compile(r"福祉用具"), ("provision:deliver",)),
    (re.compile(r"短期入所|ショートステイ"), (GO,)),
    (
        re.compile(
            r"老人福祉施設|特別養護|老人保健施設|医療院|療養型|特定施設|共同生活介護|"
            r"グループホーム|養護老人|軽費老人|ケアハウス"
        ),
        ("provision:live_in",),
    ),
)
_ACTIVITIES: Final = (
    (
        re.compile(r"体操|運動|ストレッチ|ヨガ|健康|ウォーキング|筋トレ"),
        ("field:health", "need:exercise", "activity_class:exercise"),
    ),
    (re.compile(r"予防|認知症|脳トレ"), ("field:health", "activity_class:prevention")),
    (
        re.compile(r"茶|サロン|おしゃべり|交流|談話|カフェ|集い|つどい"),
        ("need:talking", "activity_class:tea"),
    ),
    (re.compile(r"多世代|世代間|こども|子ども|子供"), ("field:exchange",)),
    (
        re.compile(r"食事|会食|昼食|栄養|料理|お弁当"),
        ("field:meals", "activity_class:meals"),
    ),
    (
        re.compile(r"趣味|手芸|囲碁|将棋|麻雀|カラオケ|歌|書道|絵|俳句|工作|園芸"),
        ("field:culture", "need:hobby", "activity_class:hobby"),
    ),
    (re.compile(r"学習|講座|講話|勉強|スマホ|パソコン"), ("field:learning", "need:hobby")),
    (re.compile(r"スポーツ|卓球|ゴルフ|ペタンク|ボッチャ|レク"), ("field:sports",)),
)
_GATHERING: Final = (
    "field:place_to_be",
    "need:place_to_be",
    GO,
    "resource:gathering",
    "purpose:prevention",
    "purpose:participation",
)
# Duties: 介護保険法第115条の45第2項, 第115条の46.
CENTRE: Final = (
    "resource:support_centre",
    "resource:window",
    "provision:consult",
    GO,
    "field:care",
    "field:health",
    "need:paperwork",
    "need:watching",
)
_WINDOW: Final = re.compile(r"社会福祉協議会|相談(?:窓口|センター|支援)")


def plain_type(text: str) -> str:
    """This function will return a service type with half-width letters and no spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=2048)
def terms_of_type(service_type: str) -> tuple[str, ...]:
    """This function will return the terms of a care service type; 介護 alone when it is unknown.

    A type named in full is carried as such: what residents read about it is said by the vocabulary.
    """
    plain = plain_type(service_type)
    code = care_type_of(plain)
    named = (f"{CARE_TYPE}:{code}",) if code else ()
    for pattern, kinds in _TYPES:
        if pattern.search(plain):
            return (*CARE, *kinds, *named)
    return (*CARE, *named)


@lru_cache(maxsize=4096)
def terms_of_gathering(words: str) -> tuple[str, ...]:
    """This function will return the terms of a 通いの場 by the words of its activity.

    Every gathering is 通う and 居場所; further fields only where the words name them.
    """
    found = list(_GATHERING)
    for pattern, terms in _ACTIVITIES:
        if pattern.search(words):
            found += terms
    return tuple(dict.fromkeys(found))


def terms_of_public(name: str) -> tuple[str, ...]:
    """This function will return the terms of a public place: a window where people are advised."""
    if _WINDOW.search(name):
        return ("resource:window", "provision:consult")
    return ("resource:public_facility", GO)


def is_care_type(service_type: str) -> bool:
    """This function will tell whether words name a service of the care insurance."""
    plain = plain_type(service_type)
    return bool(
        re.search(r"介護|訪問看護|訪問入浴|通所リハ|グループホーム|福祉用具|小規模多機能", plain)
    )
