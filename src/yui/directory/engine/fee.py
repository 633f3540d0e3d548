"""What a service costs: class, amount and the words of the source.

`free` is said only when nothing at all is to be paid; 無料（材料費あり） is paid. A text is taken
apart only when it is one amount with a unit; otherwise its own words are kept and shown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class FeeClass(StrEnum):
    """FREE: nothing to pay. PAID: something to pay, also materials only. UNKNOWN: not stated."""

    FREE = "free"
    PAID = "paid"
    UNKNOWN = "unknown"


class FeeError(ValueError):
    """A fee that cannot be, such as a free service with an amount."""


ASK_FEE = "料金は電話で確かめてください"


@dataclass(frozen=True, slots=True)
class Fee:
    """What is to be paid.

    `amount_yen` per `unit` (1回, 1か月, 1年 …; empty = not stated). `text` is a note beside an
    amount; without an amount it is the words of the source.
    """

    fee_class: FeeClass
    amount_yen: int | None = None
    unit: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        if self.amount_yen is not None:
            if self.fee_class is not FeeClass.PAID or self.amount_yen <= 0:
                raise FeeError("an amount belongs to a paid service and is above 0 yen")
        elif self.unit:
            raise FeeError("a unit needs an amount")


def fee_sentence(fee: Fee) -> str:
    """This function will write e.g. 「1回 200円（燃料代）」「無料」「無料（材料費あり）」."""
    if fee.amount_yen is not None:
        unit = f"{fee.unit} " if fee.unit else ""
        note = f"（{fee.text}）" if fee.text else ""
        return f"{unit}{fee.amount_yen:,}円{note}"
    if fee.fee_class is FeeClass.UNKNOWN:
        return f"{fee.text}。{ASK_FEE}" if fee.text else ASK_FEE
    return fee.text or ("無料" if fee.fee_class is FeeClass.FREE else "有料")


_NOTHING = re.compile(r"^(-|ー|－|なし?記載|記載なし|不明|未定|未記入)?$")
_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)\s*円")
_ONE_AMOUNT = re.compile(
    r"^(?P<label>参加費|利用料|利用料金|会費|月会費|年会費|料金|費用|お茶代|材料費|実費|燃料代)?[:は]?\s*"
    r"(?P<unit>(?:毎|各|1|一)?(?:回|月|年|日|人|時間|食|か月|ヶ月|カ月|往復|片道)(?:につき|当たり|あたり)?)?"
    r"[:/]?\s*(?P<amount>\d{1,3}(?:,\d{3})+|\d+)\s*円(?:/(?P<after>1?(?:回|月|年|日|人|時間|食)))?"
    r"\s*(?:\((?P<note>[^()円]*)\))?$"
)
_UNITS = {
    "回": "1回",
    "日": "1日",
    "人": "1人",
    "時間": "1時間",
    "食": "1食",
    "年": "1年",
    "月": "1か月",
}
_FREE = re.compile(
    r"^(?:参加費|利用料金?|会費|料金|費用|入場料)?[:は]?\s*"
    r"(?:無料|無し|なし|不要|かかりません|0円|ありません|いりません|要りません)(?:です)?$"
)
_FREE_START = re.compile(r"^(?:参加費|利用料金?|会費|料金|費用)?[:は]?\s*(?:無料|0円)")
_HARMLESS = re.compile(
    r"^(?:です|どなたでも|申込不要|要申込|予約不要|要予約|(?:材料費|会費|参加費|利用料|実費負担)(?:も)?(?:なし|無し|不要))*$"
)
_PAYING = re.compile(r"円|実費|材料費|有料|会費|参加費|利用料|負担|代|割|料金")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().rstrip("。").strip()


def read_fee(text: str) -> Fee:
    """This function will classify a free text and take out a single amount with its unit.

    What is not understood stays in `text` as written; an amount is never chosen among several.
    """
    plain, shown = _plain(text), text.strip()
    if _NOTHING.match(plain):
        return Fee(FeeClass.UNKNOWN)
    if _is_free(plain):
        return Fee(FeeClass.FREE, text="" if _FREE.match(plain) else shown)
    single = _ONE_AMOUNT.match(plain)
    if single and int(single["amount"].replace(",", "")) > 0:
        return _single(single)
    if _PAYING.search(plain):
        return Fee(FeeClass.PAID, text=shown)
    return Fee(FeeClass.UNKNOWN, text=shown)


def _is_free(plain: str) -> bool:
    if _FREE.match(plain):
        return True
    start = _FREE_START.match(plain)
    if not start:
        return False
    rest = re.sub(r"[()\s、。,・※]", "", plain[start.end() :])
    return bool(_HARMLESS.match(rest))


def _single(found: re.Match[str]) -> Fee:
    written = re.sub(r"(につき|当たり|あたり)$", "", found["unit"] or found["after"] or "")
    label = found["label"] or ""
    unit = _unit(written, label)
    notes = [
        label if label not in {"料金", "費用", "利用料", "利用料金"} else "",
        found["note"] or "",
    ]
    amount = int(found["amount"].replace(",", ""))
    return Fee(FeeClass.PAID, amount, unit, "、".join(note for note in notes if note))


def _unit(written: str, label: str) -> str:
    if not written:
        return {"月会費": "1か月", "年会費": "1年"}.get(label, "")
    plain = re.sub(r"^[毎各1一]", "", written)
    if plain in {"か月", "ヶ月", "カ月"}:
        return "1か月"
    return _UNITS.get(plain, plain)
