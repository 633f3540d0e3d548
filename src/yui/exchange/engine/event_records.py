"""What a row of an event list becomes: plain values that compare and travel as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from yui.exchange.engine.records import Values
from yui.lib.japanese import fold

# Value of an event → fields of the file it is made from. Only these are compared and changed.
EVENT_MADE_FROM: Final[Mapping[str, frozenset[str]]] = {
    "title": frozenset({"name"}),
    "kana": frozenset({"kana"}),
    "days": frozenset({"start_date", "dates_text"}),
    "place": frozenset({"place_name", "venue"}),
    "address": frozenset({"address"}),
    "point": frozenset({"latitude"}),
    "description": frozenset({"activity", "audience", "contact_name", "note", "other", "access"}),
    "fee_text": frozenset({"fee", "fee_basic"}),
    "sign_up": frozenset({"how_to_apply", "capacity"}),
    "sign_up_until": frozenset({"apply_until_date"}),
    "capacity": frozenset({"capacity"}),
    "phone": frozenset({"phone"}),
    "website": frozenset({"url"}),
    "organization": frozenset({"corporate_name"}),
}
EVENT_LABELS: Final[Mapping[str, str]] = {
    "title": "行事の名前",
    "kana": "読み",
    "days": "日時",
    "place": "場所",
    "address": "住所",
    "point": "地図の位置",
    "description": "説明",
    "fee_text": "料金",
    "sign_up": "申し込み",
    "sign_up_until": "申し込みの締め切り",
    "capacity": "定員",
    "phone": "電話",
    "website": "ホームページ",
    "organization": "主催者",
    "state": "公開",
}
# Together they are the rows of `EventDate`.
DAY_VALUES: Final = ("days", "place", "address", "point")
_SPELT_ALIKE: Final = frozenset({"title", "place", "address"})


def provided_by(fields: frozenset[str]) -> frozenset[str]:
    """This function will say which values of an event a sheet with these fields speaks of."""
    return frozenset(name for name, made in EVENT_MADE_FROM.items() if made & fields)


def changed_event_values(now: Values, new: Values, provided: frozenset[str]) -> list[str]:
    """This function will name the values that differ, in the order of `EVENT_MADE_FROM`."""
    return [
        name
        for name in EVENT_MADE_FROM
        if name in provided and name in new and not _alike(name, now.get(name), new[name])
    ]


def event_match(title: str, first_start: str) -> str:
    """This function will return the key of the same event on the same day, without a number."""
    material = f"{fold(title)}|{first_start[:10]}"
    return hashlib.sha256(material.encode()).hexdigest()[:20]


def event_row_key(area_path: str, title: str, days: list[dict[str, Any]], place: str) -> str:
    """This function will return the key of a row without a number: area, title, days, place."""
    moments = ",".join(day["starts"] for day in days)
    material = f"{area_path}|{fold(title)}|{moments}|{fold(place)}"
    return "=" + hashlib.sha256(material.encode()).hexdigest()[:24]


def _alike(name: str, now: Any, new: Any) -> bool:
    if now == new or (not now and not new):
        return True
    if name == "point" and now and new:
        return bool(abs(now[0] - new[0]) < 1e-7 and abs(now[1] - new[1]) < 1e-7)
    if name == "organization":
        # A list that names no organizer leaves the one on file.
        return not new.get("name") or fold(now.get("name", "")) == fold(new["name"])
    return name in _SPELT_ALIKE and fold(str(now or "")) == fold(str(new or ""))
