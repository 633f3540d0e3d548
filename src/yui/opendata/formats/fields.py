"""Every field of the answers, for the OpenAPI document and for the page people read.

Names and meanings follow HSDS 3.1 (Open Referral, CC BY-SA 4.0); the words are our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Field:
    """This value will hold one field: name, JSON type, meaning in Japanese.

    `type` is a JSON type, "uuid", "uri", "date-time", the name of an entity, or one of these
    with "[]" behind it. `is_ours`: it belongs to our profile, not to HSDS.
    """

    name: str
    type: str
    words: str
    is_required: bool = False
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """This value will hold one noun of the answers with its fields."""

    name: str
    words: str
    fields: tuple[Field, ...]


_ID: Final = Field("id", "uuid", "変わらない番号", is_required=True)
_YUI: Final = Field("yui", "object", "HSDS にない項目（下の「結の追加項目」）", is_ours=True)
_NAME: Final = Field("name", "string", "名前", is_required=True)
_WORDS: Final = Field("description", "string", "説明", is_required=True)

ENTITIES: Final = (
    Entity(
        "Service",
        "サービス（手助け・集まり・事業）",
        (
            _ID,
            Field("organization_id", "uuid", "している団体"),
            Field("program_id", "uuid", "総合事業などの事業"),
            _NAME,
            Field("description", "string", "説明"),
            Field("url", "uri", "ホームページ"),
            Field("email", "string", "メールアドレス"),
            Field("status", "string", "active か temporarily closed", is_required=True),
            Field("application_process", "string", "利用のはじめ方"),
            Field("fees_description", "string", "料金のことば"),
            Field("wait_time", "string", "空きのことば"),
            Field("eligibility_description", "string", "対象のことば"),
            Field("minimum_age", "number", "対象の年齢の下限（歳）"),
            Field("assured_date", "string", "さいごに確かめた日"),
            Field("alert", "string", "休みのお知らせ。確かめてから日がたったときは、その注意"),
            Field("last_modified", "date-time", "さいごに変わった日時"),
            Field("organization", "Organization", "している団体"),
            Field("program", "object", "総合事業などの事業"),
            Field("phones", "Phone[]", "電話"),
            Field("schedules", "Schedule[]", "場所のないサービスの日時"),
            Field("service_areas", "object[]", "対応する地域"),
            Field("service_at_locations", "ServiceAtLocation[]", "している場所"),
            Field("cost_options", "object[]", "料金の内訳（円）"),
            Field("required_documents", "object[]", "持ちもの"),
            Field("contacts", "object[]", "窓口"),
            Field("attributes", "object[]", "分類"),
            _YUI,
        ),
    ),
    Entity(
        "Organization",
        "団体・事業者",
        (
            _ID,
            _NAME,
            _WORDS,
            Field("alternate_name", "string", "通称"),
            Field("email", "string", "メールアドレス"),
            Field("website", "uri", "ホームページ"),
            Field("uri", "uri", "このサイトのページ"),
            Field("legal_status", "string", "主体の種類"),
            Field("phones", "Phone[]", "電話"),
            Field("organization_identifiers", "object[]", "法人番号"),
            Field("attributes", "object[]", "分類"),
            Field("services", "Service[]", "サービス"),
            _YUI,
        ),
    ),
    Entity(
        "Location",
        "場所",
        (
            _ID,
            Field("location_type", "string", "いつも physical", is_required=True),
            Field("name", "string", "場所の名前"),
            Field("transportation", "string", "行き方"),
            Field("latitude", "number", "緯度（世界測地系、度）"),
            Field("longitude", "number", "経度（世界測地系、度）"),
            Field("addresses", "object[]", "住所"),
            Field("accessibility", "object[]", "バリアフリー"),
            Field("schedules", "Schedule[]", "建物の開いている日時"),
            _YUI,
        ),
    ),
    Entity(
        "ServiceAtLocation",
        "どのサービスをどの場所でしているか",
        (
            _ID,
            Field("service_id", "uuid", "サービス"),
            Field("location_id", "uuid", "場所。住所を出さないものにはありません"),
            Field("description", "string", "場所の補足。住所を出さないものは圏域"),
            Field("location", "Location", "場所"),
            Field("service", "Service", "サービス"),
            Field("phones", "Phone[]", "その場所の電話"),
            Field("schedules", "Schedule[]", "その場所での日時"),
        ),
    ),
    Entity(
        "Schedule",
        "日時。くり返し（RFC 5545）1つに1件",
        (
            _ID,
            Field("freq", "string", "WEEKLY（毎週）か MONTHLY（毎月）"),
            Field("interval", "number", "何週ごとか"),
            Field("byday", "string", "曜日。2TU は第2火曜、-1FR は最後の金曜"),
            Field("bymonthday", "string", "毎月の日"),
            Field("dtstart", "string", "数え始める日、または当日"),
            Field("until", "string", "さいごの日"),
            Field("valid_from", "string", "有効になる日"),
            Field("valid_to", "string", "有効なさいごの日"),
            Field("timezone", "number", "いつも 9（日本時間）"),
            Field("opens_at", "string", "始まり"),
            Field("closes_at", "string", "終わり"),
            Field("description", "string", "祝日・お盆・休みもふくむ、日本語の文"),
            Field("notes", "string", "元の一覧の読み取れなかったことば"),
            _YUI,
        ),
    ),
    Entity(
        "Phone",
        "電話",
        (
            _ID,
            Field("number", "string", "番号", is_required=True),
            Field("extension", "number", "内線"),
            Field("type", "string", "voice（電話）か fax"),
            Field("description", "string", "補足と受付時間"),
        ),
    ),
    Entity(
        "Taxonomy",
        "分類表",
        (_ID, _NAME, _WORDS, Field("version", "string", "版"), _YUI),
    ),
    Entity(
        "TaxonomyTerm",
        "分類",
        (
            _ID,
            Field("code", "string", "変わらない記号"),
            _NAME,
            _WORDS,
            Field("parent_id", "uuid", "上の分類"),
            Field("taxonomy", "string", "分類表の記号"),
            Field("taxonomy_id", "uuid", "分類表"),
            Field("taxonomy_detail", "Taxonomy", "分類表の内容"),
            Field("language", "string", "いつも ja"),
            _YUI,
        ),
    ),
)

OWN_FIELDS: Final = (
    Field("page", "uri", "このサイトのページ"),
    Field("short_code", "string", "紙にのる8文字の番号"),
    Field("kana", "string", "名前の読み"),
    Field("summary", "string", "ひとことの説明"),
    Field("cannot", "string[]", "できないこと"),
    Field("sector", "string", "daily 暮らし、insurance 介護保険、medical 医療、public 公共施設"),
    Field("fee_class", "string", "free 無料、paid 有料、unknown 不明"),
    Field("vacancy", "string", "open 受付中、full_can_wait 待てます、full 満員、ask 電話で"),
    Field("transport", "string", "送迎。yes あり、no なし、unknown 不明"),
    Field("meals", "string", "食事。yes あり、no なし、unknown 不明"),
    Field("area_code", "string", "全国地方公共団体コード（6桁）"),
    Field("area_name", "string", "市区町村の名前"),
    Field("sphere_name", "string", "日常生活圏域の名前"),
    Field("is_sample", "boolean", "見本のとき true"),
    Field("source_key", "string", "元の一覧での番号"),
    Field("source", "object", "出典。名前、公表元、ライセンス、クレジット、いつの一覧か"),
)

PAGE_FIELDS: Final = (
    Field("total_items", "integer", "条件に合う件数", is_required=True),
    Field("total_pages", "integer", "ページの数", is_required=True),
    Field("page_number", "integer", "このページの番号", is_required=True),
    Field("size", "integer", "このページの件数", is_required=True),
    Field("first_page", "boolean", "はじめのページか", is_required=True),
    Field("last_page", "boolean", "さいごのページか", is_required=True),
    Field("empty", "boolean", "1件もないか", is_required=True),
)
PROBLEM_FIELDS: Final = (
    Field("type", "uri", "問題の種類", is_required=True),
    Field("title", "string", "問題の名前", is_required=True),
    Field("title_en", "string", "問題の名前（英語）", is_required=True),
    Field("status", "integer", "HTTP の番号", is_required=True),
    Field("detail", "string", "くわしいこと", is_required=True),
    Field("detail_en", "string", "くわしいこと（英語）", is_required=True),
    Field("errors", "object[]", "どのパラメーターか"),
)
