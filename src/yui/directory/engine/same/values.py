"""What is compared and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Reason(StrEnum):
    """This enumeration will name what speaks for two records being one thing, or against it."""

    SAME_NAME = "same_name"
    SAME_CORE = "same_core"
    SAME_KANA = "same_kana"
    LIKE_NAME = "like_name"
    NAME_WITHIN = "name_within"
    NAME_LONGER = "name_longer"
    OTHER_NAME = "other_name"
    SAME_PHONE = "same_phone"
    SHARED_PHONE = "shared_phone"
    OTHER_PHONE = "other_phone"
    SAME_ADDRESS = "same_address"
    SHARED_ADDRESS = "shared_address"
    LIKE_ADDRESS = "like_address"
    NEAR = "near"
    OTHER_ADDRESS = "other_address"
    FAR = "far"
    SAME_CORPORATION = "same_corporation"
    OTHER_CORPORATION = "other_corporation"
    SAME_KIND = "same_kind"


_SENTENCES: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.SAME_NAME: "名前が同じです（会社の形や、古い字・新しい字のちがいを除く）",
        Reason.SAME_CORE: "名前の中心が同じです（種類や運営者の書き方がちがいます）",
        Reason.SAME_KANA: "読みが同じです",
        Reason.LIKE_NAME: "名前が、書きまちがいほどの差しかありません",
        Reason.NAME_WITHIN: "一方の名前の前に、ことばが付いています",
        Reason.NAME_LONGER: "一方の名前のあとに、ことばが付いています",
        Reason.OTHER_NAME: "名前はちがいます",
        Reason.SAME_PHONE: "電話番号が同じです",
        Reason.SHARED_PHONE: "電話番号が同じです（ほかの記録とも同じ番号）",
        Reason.OTHER_PHONE: "電話番号はちがいます",
        Reason.SAME_ADDRESS: "住所が同じです",
        Reason.SHARED_ADDRESS: "住所が同じです（ほかの記録とも同じ住所）",
        Reason.LIKE_ADDRESS: "住所がほぼ同じです（枝番や小字の書き方がちがいます）",
        Reason.NEAR: "地図の上で、すぐ近くです",
        Reason.OTHER_ADDRESS: "住所はちがいます",
        Reason.FAR: "場所がはなれています",
        Reason.SAME_CORPORATION: "法人番号が同じです",
        Reason.OTHER_CORPORATION: "法人番号はちがいます",
        Reason.SAME_KIND: "サービスの種類が同じです",
    }
)


@dataclass(frozen=True, slots=True)
class Thing:
    """This value will hold what one record says of itself; everything but key and name may be "".

    `area` is the path or code of its municipality or ward. `phones` are bare digits. `kinds` are
    codes of kinds of service (engine/same/vocabulary); without them the name is asked.
    `owner` is the name of the organization a service belongs to. Coordinates are WGS84 degrees.
    """

    key: str
    name: str
    area: str = ""
    kana: str = ""
    owner: str = ""
    corporate_number: str = ""
    phones: tuple[str, ...] = ()
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pair:
    """This value will hold two keys in order, a score in points, and why; best reason first."""

    first: str
    second: str
    score: int
    reasons: tuple[Reason, ...]


def sentence(reason: Reason) -> str:
    """This function will say a reason to the person who decides."""
    return _SENTENCES[reason]
