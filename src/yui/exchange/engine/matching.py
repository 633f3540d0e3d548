"""What a person can match the columns of their own table to: services, or events.

A table of events stands in `ColumnMap.sector` and in the layout of its batch as `EVENTS`, where
others name the sector of their services.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from yui.directory.formats import (
    FIELD_LABELS,
    FORMATS,
    Format,
    fold_header,
    suggested_fields,
)
from yui.directory.formats.columns import Target
from yui.directory.formats.definitions import SPREADSHEET, spreadsheet_format, target_of_kind

EVENTS: Final = "event"
SERVICE_FIELDS: Final[Mapping[str, str]] = {
    **FIELD_LABELS,
    "confirmed": "確かめた日・最終確認の日",
    "service_type": "種類（サービスや活動の種類）",
}
EVENT_FIELDS: Final[Mapping[str, str]] = {
    "key": "番号（ID・No）",
    "area_code": "団体コード",
    "name": "行事の名前",
    "kana": "名前の読み",
    "dates_text": "開催日・期間",
    "start_date": "始まりの日（終わりの日が別の列にあるとき）",
    "end_date": "終わりの日",
    "start_time": "時間・始まりの時刻",
    "end_time": "終わりの時刻",
    "hours_note": "日時の説明",
    "place_name": "会場の名前",
    "address": "会場の住所",
    "building": "建物名・方書",
    "latitude": "緯度",
    "longitude": "経度",
    "access": "行き方",
    "parking": "駐車場",
    "corporate_name": "主催者",
    "audience": "対象者",
    "capacity": "定員",
    "fee": "料金",
    "how_to_apply": "申し込み方法",
    "apply_until_date": "申し込みの締め切り",
    "contact_name": "問い合わせ先の名前",
    "phone": "電話番号",
    "email": "メールアドレス",
    "url": "ホームページ",
    "activity": "内容・説明",
    "note": "備考",
}
DATE_FIELDS: Final = frozenset({"dates_text", "start_date"})
# Patterns are matched against folded headers: no dashes, marks or long vowels.
_RULES: Final = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"^(?:no|番号|通番|連番|id|整理番号|管理番号)$", "key"),
        (r"締切|締め切り|期限|申込終了", "apply_until_date"),
        (r"申込|申し込み|予約|参加方法", "how_to_apply"),
        (r"ふりがな|フリガナ|よみ|読み|カナ$|かな$", "kana"),
        (r"電話|でんわ|tel", "phone"),
        (r"メル|mail", "email"),
        (r"ホムペジ|url|サイト|^hp$", "url"),
        (r"緯度", "latitude"),
        (r"経度", "longitude"),
        (r"住所|所在", "address"),
        (r"場所|会場|ところ|場$", "place_name"),
        (r"終了日|最終日|終わりの日", "end_date"),
        (r"開始日|初日", "start_date"),
        (
            r"開催期間|期間|期日|日程|日付|日にち|(?:開催|実施)日|月日|^日$|とき|いつ|日時",
            "dates_text",
        ),
        (r"終了", "end_time"),
        (r"時間|時刻|開始", "start_time"),
        (r"主催|主体|団体", "corporate_name"),
        (r"対象|参加できる", "audience"),
        (r"定員|人数", "capacity"),
        (r"料金|参加費|会費|費用|お金|実費", "fee"),
        (r"問合せ|問い合わせ|連絡先|担当", "contact_name"),
        (r"駐車", "parking"),
        (r"行き方|アクセス|交通", "access"),
        (r"内容|説明|概要|紹介", "activity"),
        (r"行事|催し|もよおし|イベント|講座|教室|名称|名前|事業名|タイトル|件名|演題", "name"),
        (r"備考|特記|その他|メモ", "note"),
        (r"名$|名まえ|なまえ", "name"),
    )
)
_CONFIRMED: Final = re.compile(r"最終確認|確認(?:した)?(?:年月)?日|確かめた日")
_KIND: Final = re.compile(
    r"(?:活動|支援|サビス|事業|取組|取り組み|資源)?(?:内容)?の?(?:種類|種別|区分|分類|分野|カテゴリ)"
)
_LIKE_EVENTS: Final = re.compile(r"行事名?|イベント|催し|もよおし|開催(?:日|期間)|日程")
_LIKE_SERVICES: Final = re.compile(
    r"曜日|頻度|定休|サロン|通いの場|居場所|活動(?:名|日)|^(?:団体|グルプ)|代表者|世話人"
)


def fields_of(sector: str) -> Mapping[str, str]:
    """This function will return the fields columns can be matched to, with their labels."""
    return EVENT_FIELDS if sector == EVENTS else SERVICE_FIELDS


def matched_format(sector: str) -> Format:
    """This function will return the format of a table whose columns were matched by hand."""
    layout = spreadsheet_format(sector)
    return replace(layout, target="event") if sector == EVENTS else layout


def target_of_layout(kind: str, layout: Mapping[str, Any]) -> Target:
    """This function will say what the rows of a batch become, by its kind and its layout."""
    if kind == SPREADSHEET and layout.get("sector") == EVENTS:
        return "event"
    return target_of_kind(kind)


def looks_like_events(headers: Sequence[str]) -> bool:
    """This function will guess whether a table lists events: its headers speak of one day."""
    folded = [fold_header(header) for header in headers]
    return any(map(_LIKE_EVENTS.search, folded)) and not any(map(_LIKE_SERVICES.search, folded))


def suggested_matches(headers: Sequence[str], sector: str) -> dict[int, str]:
    """This function will return column index → field as the headers suggest, each field once."""
    if sector == EVENTS:
        return _once({index: _event_field(header) for index, header in enumerate(headers)})
    found = suggested_fields(headers)
    confirmed = [at for at, header in enumerate(headers) if _CONFIRMED.search(fold_header(header))]
    kinds = [at for at, header in enumerate(headers) if _KIND.fullmatch(fold_header(header))]
    if "service_type" not in found.values():
        free = [at for at in kinds if found.get(at, "activity") == "activity"]
        found |= dict.fromkeys(free[:1], "service_type")
    return found | dict.fromkeys(confirmed[:1], "confirmed")


def _event_field(header: str) -> str:
    folded = fold_header(header)
    if not folded:
        return ""
    for entry in FORMATS:
        found = entry.by_header.get(folded, "") if entry.target == "event" else ""
        if found in EVENT_FIELDS:
            return found
    return next((name for pattern, name in _RULES if pattern.search(folded)), "")


def _once(named: Mapping[int, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for index, name in named.items():
        if name and name not in found.values():
            found[index] = name
    return found
