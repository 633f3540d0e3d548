"""What a header of somebody's own table likely means. A person sees every guess and may change it.

The order matters: 「会場の住所」 is an address, 「会場」 the name of a place; 「代表者の電話」 is a
person's own line, 「代表電話」 an office's number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from yui.directory.formats.columns import FIELD_LABELS, fold_header
from yui.directory.formats.definitions import FORMATS

_PERSON: Final = "代表者|代表$|会長|りだ|世話人|世話役|責任者|担当者|連絡者"
_NUMBER: Final = "電話|でんわ|tel|連絡先|番号"
_MEETING: Final = "会場|場所|ばしょ|拠点"
# Patterns are matched against folded headers: no dashes, marks or long vowels (「メル」).
# These mean other things in known lists than in somebody's own table.
_OWN: Final = (
    (re.compile(r"^(?:no|番号|通番|連番|id|整理番号|管理番号)$"), "key"),
    (re.compile(r"^シトの名前$"), "sphere"),
    (re.compile(r"地方公共団体名"), ""),
)
_GROUP: Final = "会|店舗|サロン|教室|講座|事業|活動|通いの場|サクル|クラブ|グルプ|施設"
_RULES: Final = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"団体コド|市区?町村コド|自治体コド", "area_code"),
        (rf"(?:{_PERSON}|リダ).*(?:{_NUMBER})|携帯|けいたい", "leader_phone"),
        (rf"(?:{_PERSON}|リダ).*(?:住所|fax|メル|mail)", ""),
        (r"ふりがな|フリガナ|よみ|読み|カナ$|かな$", "kana"),
        (rf"{_PERSON}|リダ", "leader"),
        (r"ファックス|ふぁっくす|fax", "fax"),
        (r"電話|でんわ|tel", "phone"),
        (r"メル|mail", "email"),
        (r"郵便", "postal_code"),
        (r"住所|所在", "address"),
        (r"建物|方書", "building"),
        (rf"(?:{_MEETING})の?(?:名称|名前|名)?$|^(?:開催|実施|活動)(?:場所|会場)", "venue"),
        (rf"{_MEETING}", "address"),
        (r"緯度", "latitude"),
        (r"経度", "longitude"),
        (r"圏域|^地区名?$", "sphere"),
        (r"対象(?:地域|エリア|範囲|地区)", "service_area"),
        (r"対象|参加できる", "audience"),
        (r"曜日|(?:開催|活動|実施|利用)日$", "weekdays"),
        (r"開始", "start_time"),
        (r"終了", "end_time"),
        (r"定休", "closed_days"),
        (r"日時|時間|時刻|頻度|スケジュル|いつ", "hours_note"),
        (r"料金|参加費|会費|費用|利用料|実費|お金", "fee"),
        (r"定員", "capacity"),
        (r"送迎", "transport"),
        (r"食事", "meals"),
        (r"サビスの?種[類別]", "service_type"),
        (rf"(?:{_GROUP})の?(?:名称|名前|名まえ|名)$", "name"),
        (r"主催|主体|運営|団体|法人", "corporate_name"),
        (r"内容|説明|概要|紹介|特徴|活動|pr$", "activity"),
        (r"ホムペジ|url|サイト|^hp$", "url"),
        (r"名称|名前|名まえ|なまえ", "name"),
        (r"問合せ|問い合わせ|連絡先|申込先", "phone"),
        (r"備考|特記|その他|メモ", "note"),
    )
)  # fmt: skip


def suggested_field(header: str) -> str:
    """This function will return the field a header of an unknown table likely is, or "".

    A header of a known list decides; else words that people use in their own tables.
    """
    folded = fold_header(header)
    for pattern, name in _OWN:
        if pattern.search(folded):
            return name
    for entry in FORMATS:
        found = entry.by_header.get(folded, "")
        if found in FIELD_LABELS:
            return found
    return next((name for pattern, name in _RULES if pattern.search(folded)), "")


def suggested_fields(headers: Sequence[str]) -> dict[int, str]:
    """This function will return column index → field for a whole table, each field once.

    Where nothing else names the rows, the group that runs them is their name.
    """
    found: dict[int, str] = {}
    for index, header in enumerate(headers):
        name = suggested_field(header) if header.strip() else ""
        if name and name not in found.values():
            found[index] = name
    if "name" not in found.values():
        found |= {index: "name" for index, name in found.items() if name == "corporate_name"}
    return found
