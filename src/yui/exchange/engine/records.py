"""What a row becomes: plain values that compare, travel as JSON and are written by the parent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from yui.lib.japanese import fold

Values = dict[str, Any]
Phones = list[dict[str, Any]]
_BESIDE_NUMBER: Final = ("hours", "description", "is_private")

# Value of a record → fields of the file it is made from. Only these are compared and changed.
MADE_FROM: Final[Mapping[str, frozenset[str]]] = {
    "name": frozenset({"name"}),
    "kana": frozenset({"kana"}),
    "description": frozenset(
        {"activity", "note", "capacity", "other", "alternate_name", "subjects", "contact_note"}
    ),
    "eligibility": frozenset({"audience"}),
    "fee_class": frozenset({"fee"}),
    "fee_text": frozenset({"fee"}),
    "transport": frozenset({"transport"}),
    "meals": frozenset({"meals"}),
    "website": frozenset({"url"}),
    "email": frozenset({"email"}),
    "address": frozenset({"address", "address_town"}),
    "building": frozenset({"building"}),
    "venue": frozenset({"venue"}),
    "postal_code": frozenset({"postal_code"}),
    "is_home": frozenset({"venue", "address", "address_town", "building"}),
    "point": frozenset({"latitude"}),
    "phones": frozenset({"phone"}),
    "fax": frozenset({"fax"}),
    "schedule": frozenset({"weekdays", "start_time", "hours_note", "weekday_start", "closed_days"}),
    "organization": frozenset({"corporate_name", "corporate_number"}),
    "leader": frozenset({"leader", "leader_phone"}),
    "service_area": frozenset({"service_area"}),
    "terms": frozenset({"service_type", "activity"}),
    "access": frozenset({"barrier_free", "access_wheelchair", "access_toilet"}),
    "confirmed": frozenset({"confirmed"}),
    "sphere": frozenset({"sphere", "address", "address_town"}),
}
LABELS: Final[Mapping[str, str]] = {
    "name": "名称",
    "kana": "読み",
    "description": "説明",
    "eligibility": "対象者",
    "fee_class": "料金の区分",
    "fee_text": "料金",
    "transport": "送迎",
    "meals": "食事",
    "website": "ホームページ",
    "email": "メール",
    "address": "住所",
    "building": "建物名",
    "venue": "会場の名前",
    "postal_code": "郵便番号",
    "is_home": "個人の家",
    "point": "地図の位置",
    "phones": "電話",
    "fax": "FAX",
    "schedule": "曜日・時間",
    "organization": "団体",
    "leader": "代表者",
    "service_area": "対象エリア",
    "terms": "分類",
    "access": "バリアフリー",
    "confirmed": "確かめた日",
    "sphere": "圏域",
    "state": "公開",
}
# Value → the name under which `directory.actions.change_service` notes a change by hand.
EDITED_AS: Final[Mapping[str, str]] = {
    "address": "places",
    "building": "places",
    "venue": "places",
    "leader": "contacts",
    "postal_code": "places",
    "is_home": "places",
    "point": "places",
    "access": "places",
    "sphere": "places",
    "schedule": "places",
    "fax": "phones",
    "service_area": "service_areas",
}
# A municipality writes 「高松市」 where another edition writes 「香川県高松市」: not a change.
_SPELT_ALIKE: Final = frozenset({"name", "address", "building", "venue"})


@dataclass(frozen=True, slots=True)
class Provided:
    """This value will say which values a file can speak of."""

    names: frozenset[str]

    @classmethod
    def by(cls, fields: frozenset[str]) -> Provided:
        """This function will derive the values from the fields a sheet has."""
        return cls(frozenset(name for name, made in MADE_FROM.items() if made & fields))


def changed_values(now: Values, new: Values, provided: frozenset[str]) -> list[str]:
    """This function will name the values that differ, in the order of `MADE_FROM`."""
    return [
        name
        for name in MADE_FROM
        if (name in provided and name in new and not _alike(name, now.get(name), new[name]))
        or (name == "terms" and _is_taken_for_another(now, new))
    ]


def is_edited(name: str, edited: list[str]) -> bool:
    """This function will tell whether a person changed a value by hand."""
    return name in edited or EDITED_AS.get(name, name) in edited


def match_key(name: str, address: str) -> str:
    """This function will return the key under which the same place is found without a number."""
    material = f"{fold(name)}|{fold(address)}"
    return hashlib.sha256(material.encode()).hexdigest()[:20]


def row_key(area_path: str, name: str, address: str, point: tuple[float, float] | None) -> str:
    """This function will return the key of a row that has none: area, name, address and point."""
    material = f"{area_path}|{fold(name)}|{fold(address)}|{point or ''}"
    return "=" + hashlib.sha256(material.encode()).hexdigest()[:24]


def with_what_was_said(now: Phones, new: Phones) -> Phones:
    """This function will return new numbers with the hours and words of those they stand for.

    A number stands for itself, else for the one in its place that is gone.
    """
    by_digits = {phone["digits"]: phone for phone in now}
    staying = {phone["digits"] for phone in new}
    found: Phones = []
    for at, phone in enumerate(new):
        gone = now[at] if at < len(now) and now[at]["digits"] not in staying else {}
        beside = by_digits.get(phone["digits"], gone)
        found.append({name: beside[name] for name in _BESIDE_NUMBER if name in beside} | phone)
    return found


def _is_taken_for_another(now: Values, new: Values) -> bool:
    """A row of a town's own list came in as what it is not (`list_kinds`)."""
    wrong, held = set(new.get("not_terms", ())), set(now.get("terms") or ())
    return bool(wrong) and not (held >= set(new["terms"]) and not held & wrong)


def _alike(name: str, now: Any, new: Any) -> bool:
    if now == new or (not now and not new):
        return True
    if name == "point" and now and new:
        return bool(abs(now[0] - new[0]) < 1e-7 and abs(now[1] - new[1]) < 1e-7)
    if name == "phones":
        return _same_numbers(now or [], new)
    if name == "organization":
        return _same_organization(now or {}, new)
    if name == "confirmed":
        return bool(not new or (now and str(now) >= str(new)))
    if name == "sphere":
        return not new
    if name == "terms":
        return set(now or []) >= set(new)
    return name in _SPELT_ALIKE and _same_words(str(now or ""), str(new))


def _same_numbers(now: Phones, new: Phones) -> bool:
    """A list can say that a number is somebody's own; that it is not, no list can."""
    if [phone["digits"] for phone in now] != [phone["digits"] for phone in new]:
        return False
    pairs = zip(now, new, strict=True)
    return all(old.get("is_private") or not phone.get("is_private") for old, phone in pairs)


def _same_organization(now: Values, new: Values) -> bool:
    """The number decides where both have one; a file without number and name says nothing."""
    if now.get("corporate_number") and new.get("corporate_number"):
        return bool(now["corporate_number"] == new["corporate_number"])
    return not new.get("name") or _same_words(str(now.get("name", "")), str(new["name"]))


def _same_words(now: str, new: str) -> bool:
    """Two spellings that fold to the same words are no change; the words on file stay."""
    return fold(now) == fold(new)
