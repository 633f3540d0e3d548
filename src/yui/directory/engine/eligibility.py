"""Who may use a service, as structured facts and as a plain sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CareClass(StrEnum):
    """Standing under 介護保険法 that a service asks for; ANYONE: no standing needed."""

    ANYONE = "anyone"
    SUPPORT = "support"
    CHECKLIST = "checklist"
    CONTINUING = "continuing"
    CARE = "care"


_CARE_WORDS = {
    CareClass.SUPPORT: "要支援の認定を受けた方",
    CareClass.CHECKLIST: "役所の質問票（基本チェックリスト）に当てはまった方",
    CareClass.CONTINUING: "要介護になる前から使っている方（継続利用要介護者）",
    CareClass.CARE: "要介護の認定を受けた方",
}
ASK_ELIGIBILITY = "どなたが使えるかは、電話で確かめてください"


class EligibilityError(ValueError):
    """An eligibility that cannot be: an age below 0, or anyone together with a standing."""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Facts about who may use a service; what is not stated stays empty.

    `minimum_age` in years; `care` empty = not stated; `residents_of` names of areas as shown;
    `other` free text without 「。」 at its end.
    """

    minimum_age: int | None = None
    care: frozenset[CareClass] = frozenset()
    residents_of: tuple[str, ...] = ()
    other: str = ""

    def __post_init__(self) -> None:
        if self.minimum_age is not None and not 0 <= self.minimum_age <= 120:
            raise EligibilityError("a minimum age is 0 to 120 years")
        if CareClass.ANYONE in self.care and len(self.care) > 1:
            raise EligibilityError("anyone leaves no room for a standing")


def eligibility_sentence(eligibility: Eligibility) -> str:
    """This function will write e.g. 「65歳以上の方。介護の認定はなくてもかまいません」."""
    parts = [_people(eligibility), _care(eligibility), eligibility.other.strip().rstrip("。")]
    return "。".join(part for part in parts if part) or ASK_ELIGIBILITY


def _people(eligibility: Eligibility) -> str:
    homes = "・".join(eligibility.residents_of)
    home = f"{homes}にお住まいの" if homes else ""
    if eligibility.minimum_age:
        return f"{home}{eligibility.minimum_age}歳以上の方"
    return f"{home}方" if home else ""


def _care(eligibility: Eligibility) -> str:
    limited = bool(eligibility.minimum_age or eligibility.residents_of)
    if CareClass.ANYONE in eligibility.care:
        return "介護の認定はなくてもかまいません" if limited else "どなたでも使えます"
    words = [_CARE_WORDS[care] for care in _CARE_WORDS if care in eligibility.care]
    if not words:
        return ""
    return f"{'、または'.join(words)}が使えます"
