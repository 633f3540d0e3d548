"""Lists the ministry publishes for the whole country."""

from __future__ import annotations

from functools import partial
from typing import Final

from yui.directory.formats.columns import Column, Format

_MINISTRY: Final = "厚生労働省"

KAYOINOBA: Final = Format(
    kind="mhlw_kayoinoba",
    name="通いの場のオープンデータ（厚生労働省）",
    sector="daily",
    needs=frozenset({"name", "address", "activity", "weekday_start"}),
    publisher=_MINISTRY,
    licence="厚生労働省ホームページ利用規約",
    credit="「通いの場のオープンデータ」（厚生労働省）",
    url="https://www.mhlw.go.jp/stf/kayoinoba_opendata_00002.html",
    edition_months=6,
    is_writable=True,
    columns=(
        Column("key", "No", ("№", "番号")),
        Column("prefecture_code", "都道府県コード"),
        Column("prefecture", "都道府県名"),
        Column("area_code", "市区町村コード", ("市町村コード",)),
        Column("municipality", "市区町村名", ("市町村名",)),
        Column("note", "備考"),
        Column("kana", "名称（ふりがな）", ("名称_カナ", "名称（フリガナ）")),
        Column("name", "名称"),
        Column("postal_code", "郵便番号"),
        Column("address", "所在地（都道府県から番地まで）", ("所在地",)),
        Column("building", "所在地（建物名・部屋番号等）"),
        Column("phone", "電話番号"),
        Column("audience", "対象者"),
        Column("activity", "活動内容"),
        Column("weekday_start", "運営日（平日）－開始"),
        Column("weekday_end", "運営日（平日）－終了"),
        Column("saturday_start", "運営日（土曜）－開始"),
        Column("saturday_end", "運営日（土曜）－終了"),
        Column("sunday_start", "運営日（日曜）－開始"),
        Column("sunday_end", "運営日（日曜）－終了"),
        Column("holiday_start", "運営日（祝日）－開始"),
        Column("holiday_end", "運営日（祝日）－終了"),
        Column("closed_days", "定休日"),
        Column("capacity", "定員"),
        Column("fee", "料金体系"),
        Column("meals", "飲食の提供の有無"),
        Column("bring_food", "飲食持ち込みの可否"),
        Column("transport", "送迎の有無"),
        Column("service_area", "対象エリア"),
        Column("is_programme", "総合事業実施の有無"),
        Column("other", "その他"),
        Column("has_corporate_number", "法人番号の有無"),
        Column("corporate_number", "法人番号"),
        Column("corporate_kana", "法人名称（ふりがな）"),
        Column("corporate_name", "法人名称"),
        Column("status", "ステータス"),
        Column("latitude", "緯度"),
        Column("longitude", "経度"),
    ),
)

_care = partial(
    Format,
    kind="mhlw_care",
    name="介護サービス事業所（厚生労働省）",
    sector="insurance",
    key_fields=("provider_number", "service_type"),
    scope_field="service_type",
    publisher=_MINISTRY,
    licence="CC BY 4.0",
    credit="「介護サービス情報公表システム」オープンデータ（厚生労働省）、CC BY 4.0",
    url="https://www.mhlw.go.jp/stf/kaigo-kouhyou_opendata.html",
    edition_months=6,
)

CARE: Final = _care(
    needs=frozenset({"name", "service_type", "address", "provider_number"}),
    columns=(
        Column("area_code", "都道府県コード又は市町村コード"),
        Column("key", "No"),
        Column("prefecture", "都道府県名"),
        Column("municipality", "市区町村名"),
        Column("name", "事業所名"),
        Column("kana", "事業所名カナ"),
        Column("service_type", "サービスの種類"),
        Column("address", "住所"),
        Column("building", "方書（ビル名等）"),
        Column("latitude", "緯度"),
        Column("longitude", "経度"),
        Column("phone", "電話番号"),
        Column("fax", "FAX番号"),
        Column("corporate_number", "法人番号"),
        Column("corporate_name", "法人の名称"),
        Column("provider_number", "事業所番号"),
        Column("weekdays", "利用可能曜日"),
        Column("hours_note", "利用可能曜日特記事項"),
        Column("capacity", "定員"),
        Column("url", "URL"),
        Column("is_shared_type", "高齢者の方と障害者の方が同時一体的に利用できるサービス"),
        Column("meets_care_standard", "介護保険の通常の指定基準を満たしている"),
        Column("meets_disability_standard", "障害福祉の通常の指定基準を満たしている"),
        Column("note", "備考"),
    ),
)

CARE_JOINED: Final = _care(
    needs=frozenset({"provider_number", "category", "service_type", "area_code", "name"}),
    columns=(
        Column("provider_number", "id"),
        Column("category", "category"),
        Column("service_type", "serviceType"),
        Column("prefecture", "pref"),
        Column("municipality", "city"),
        Column("area_code", "code5"),
        Column("name", "name"),
        Column("kana", "kana"),
        Column("address", "address"),
        Column("latitude", "lat"),
        Column("longitude", "lng", ("lon",)),
        Column("phone", "tel"),
        Column("capacity", "capacity"),
        Column("weekdays", "openDays"),
        Column("hours_note", "openDaysNote"),
        Column("url", "url"),
    ),
)

HOSPITAL: Final = Format(
    kind="mhlw_hospital",
    name="病院（医療情報ネット・厚生労働省）",
    sector="medical",
    needs=frozenset({"key", "name", "address", "latitude"}),
    publisher=_MINISTRY,
    licence="公共データ利用規約（PDL1.0）",
    credit="「医療情報ネット」オープンデータ（厚生労働省）",
    edition_months=6,
    columns=(
        Column("key", "ID"),
        Column("name", "正式名称"),
        Column("kana", "正式名称（フリガナ）"),
        Column("address", "所在地"),
        Column("latitude", "所在地座標（緯度）"),
        Column("longitude", "所在地座標（経度）"),
        Column("url", "案内用ホームページアドレス"),
    ),
)

NATIONAL: Final = (KAYOINOBA, CARE, CARE_JOINED, HOSPITAL)
