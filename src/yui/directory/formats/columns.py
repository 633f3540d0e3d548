"""What a format is: fields, the headers they stand under, and what is known about the list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Target = Literal["service", "event", "population"]

# A field of a record → what people call it when they match columns by hand.
FIELD_LABELS: Final[Mapping[str, str]] = {
    "key": "番号（ID・No）",
    "area_code": "団体コード",
    "prefecture": "都道府県名",
    "municipality": "市区町村名",
    "name": "名称",
    "kana": "名称の読み",
    "alternate_name": "通称",
    "service_type": "サービスの種類",
    "postal_code": "郵便番号",
    "address": "所在地・住所",
    "address_town": "所在地の町字",
    "address_block": "所在地の番地以下",
    "building": "建物名・方書",
    "venue": "会場の名前",
    "latitude": "緯度",
    "longitude": "経度",
    "phone": "電話番号",
    "extension": "内線番号",
    "fax": "FAX番号",
    "email": "メールアドレス",
    "url": "ホームページ",
    "contact_note": "連絡先の備考",
    "corporate_number": "法人番号",
    "corporate_name": "法人・団体の名称",
    "corporate_kana": "法人・団体の読み",
    "leader": "代表者の名前（公開しません）",
    "leader_phone": "代表者の電話（公開しません）",
    "provider_number": "事業所番号",
    "weekdays": "利用できる曜日",
    "start_time": "始まりの時刻",
    "end_time": "終わりの時刻",
    "hours_note": "曜日・時間の特記",
    "closed_days": "定休日",
    "capacity": "定員",
    "audience": "対象者",
    "activity": "活動内容・説明",
    "fee": "料金",
    "meals": "食事の提供",
    "transport": "送迎",
    "service_area": "対象エリア",
    "barrier_free": "バリアフリー",
    "sphere": "日常生活圏域",
    "status": "状態",
    "note": "備考",
}

_DASHES: Final = re.compile(r"[‐‑‒–—―−ーｰ－~〜～\-]")
_MARKS: Final = re.compile(r"[\s_・/()\[\]【】「」:;,、。.*※#]+")
_SAME_WORDS: Final = (("標記", "表記"), ("または", "又は"), ("市町村コド", "市区町村コド"))


def fold_header(text: str) -> str:
    """This function will return the form under which two spellings of a header are equal.

    NFKC, lower case; no dashes, long-vowel marks, spaces, brackets or other marks;
    連結標記 is 連結表記.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _MARKS.sub("", _DASHES.sub("", plain))
    for one, other in _SAME_WORDS:
        plain = plain.replace(one, other)
    return plain


@dataclass(frozen=True, slots=True)
class Column:
    """This value will hold one column: the field it fills, its header, other spellings of it."""

    field: str
    header: str
    aliases: tuple[str, ...] = ()

    @property
    def folded(self) -> frozenset[str]:
        """This property will return every folded header the column is known by."""
        return frozenset(fold_header(text) for text in (self.header, *self.aliases))


@dataclass(frozen=True, slots=True)
class Format:
    """This value will hold one known list.

    `needs`: fields whose headers must all be there. `key_fields` together tell rows apart;
    `is_key_stable` false = a running number that a new edition may give to somebody else, so
    the name or address must agree too. `scope_field`: rows vanish only within its values.
    `edition_months`: how often a new edition comes out, None when nobody promised one.
    `sector` is a value of `directory.states.Sector`.
    """

    kind: str
    name: str
    columns: tuple[Column, ...]
    needs: frozenset[str]
    target: Target = "service"
    sector: str = "daily"
    key_fields: tuple[str, ...] = ("key",)
    is_key_stable: bool = True
    scope_field: str = ""
    publisher: str = ""
    licence: str = ""
    credit: str = ""
    url: str = ""
    edition_months: int | None = None
    is_official: bool = True
    is_writable: bool = False
    by_header: Mapping[str, str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, str] = {}
        for column in self.columns:
            for folded in column.folded:
                found.setdefault(folded, column.field)
        object.__setattr__(self, "by_header", found)

    @property
    def headers(self) -> tuple[str, ...]:
        """This property will return the headers in the published order."""
        return tuple(column.header for column in self.columns)

    @property
    def fields(self) -> frozenset[str]:
        """This property will return the fields the format has."""
        return frozenset(column.field for column in self.columns)
