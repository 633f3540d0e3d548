"""The services of the care insurance by their official names.

Source of the names: 介護保険法第8条, 第8条の2 and 第115条の45. What residents read about each is
data: the vocabulary `care_type`, whose terms these codes are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

CARE_TYPE: Final = "care_type"
CODES: Final[Mapping[str, str]] = {
    "訪問介護": "visit",
    "訪問入浴介護": "visit_bathing",
    "訪問看護": "visit_nursing",
    "訪問リハビリテーション": "visit_rehabilitation",
    "居宅療養管理指導": "home_advice",
    "夜間対応型訪問介護": "visit_night",
    "定期巡回・随時対応型訪問介護看護": "visit_around_clock",
    "通所介護": "day",
    "地域密着型通所介護": "day_small",
    "認知症対応型通所介護": "day_dementia",
    "通所リハビリテーション": "day_rehabilitation",
    "小規模多機能型居宅介護": "multi",
    "看護小規模多機能型居宅介護": "multi_nursing",
    "複合型サービス": "multi_nursing_former",
    "短期入所生活介護": "short_stay",
    "短期入所療養介護": "short_stay_medical",
    "認知症対応型共同生活介護": "group_home",
    "介護老人福祉施設": "special_home",
    "地域密着型介護老人福祉施設入所者生活介護": "special_home_small",
    "介護老人保健施設": "health_facility",
    "介護医療院": "medical_home",
    "介護療養型医療施設": "care_ward",
    "特定施設入居者生活介護": "residence",
    "地域密着型特定施設入居者生活介護": "residence_small",
    "福祉用具貸与": "equipment",
    "特定福祉用具販売": "equipment_sale",
    "居宅介護支援": "care_plan",
    "介護予防支援": "prevention_plan",
}
_FOR_PREVENTION: Final = "介護予防"


@lru_cache(maxsize=2048)
def care_type_of(words: str) -> str:
    """This function will return the code of a service named in full, "" for any other words.

    「介護予防訪問看護」 is 「訪問看護」 for people with 要支援; spaces, the width of letters and
    dots between words do not matter.
    """
    plain = _plain(words)
    return _BY_SPELLING.get(plain) or _BY_SPELLING.get(plain.removeprefix(_FOR_PREVENTION), "")


def _plain(words: str) -> str:
    return re.sub(r"[\s・]+", "", unicodedata.normalize("NFKC", words))


_BY_SPELLING: Final = {_plain(name): code for name, code in CODES.items()}
