"""イベント一覧 of the standard data set, and census meshes.

Sources: デジタル庁 GIF「453 地域サービス」のイベント一覧（自治体標準オープンデータセットの項目名）;
総務省統計局 e-Stat「令和2年国勢調査 メッシュ統計 T001101」.
"""

from __future__ import annotations

from typing import Final

from yui.directory.formats.columns import Column, Format

STANDARD_EVENT: Final = Format(
    kind="ods_event",
    name="イベント一覧（自治体標準オープンデータセット）",
    target="event",
    needs=frozenset({"name", "start_date", "event_kind"}),
    is_key_stable=False,
    columns=(
        Column("area_code", "全国地方公共団体コード", ("自治体コード", "市区町村コード")),
        Column("key", "ID"),
        Column("publisher", "地方公共団体名"),
        Column("name", "イベント名"),
        Column("kana", "イベント名(カナ)", ("イベント名_カナ",)),
        Column("name_english", "イベント名(英字)", ("イベント名_英字", "イベント名_英語")),
        Column("alternate_name", "通称", ("イベント名_通称",)),
        Column("subtitle", "サブタイトル"),
        Column("activity", "説明"),
        Column("sub_event", "サブイベント"),
        Column("event_kind", "イベント種類", ("イベントの種類",)),
        Column("url", "イベントURL", ("URL",)),
        Column("start_date", "開始日"),
        Column("end_date", "終了日"),
        Column("start_time", "開始時刻", ("開始時間",)),
        Column("end_time", "終了時刻", ("終了時間",)),
        Column("hours_note", "日時説明", ("開始日時特記事項",)),
        Column("place_name", "開催場所", ("場所名称", "開催施設")),
        Column("address", "開催場所住所", ("所在地_連結表記", "所在地_連結標記", "住所")),
        Column("building", "建物名等(方書)", ("方書",)),
        Column("latitude", "緯度"),
        Column("longitude", "経度"),
        Column("access", "アクセス方法"),
        Column("corporate_name", "主催団体", ("主催者",)),
        Column("audience", "対象者"),
        Column("capacity", "定員"),
        Column("fee_basic", "料金", ("料金(基本)",)),
        Column("fee", "料金説明", ("料金(詳細)",)),
        Column("contact_name", "連絡先情報", ("連絡先名称",)),
        Column("phone", "連絡先電話番号", ("電話番号",)),
        Column("apply_until_date", "申込期限日", ("参加申込終了日",)),
        Column("apply_until_time", "申込期限時刻", ("参加申込終了時間",)),
        Column("how_to_apply", "申込方法", ("参加申込方法",)),
        Column("parking", "駐車場情報"),
        Column("note", "備考"),
    ),
)

CENSUS_MESH: Final = Format(
    kind="census_mesh",
    name="国勢調査のメッシュの人口",
    target="population",
    needs=frozenset({"mesh", "people"}),
    publisher="総務省統計局",
    licence="政府標準利用規約（第2.0版）",
    credit="総務省統計局「令和2年国勢調査 地域メッシュ統計」（e-Stat）",
    url="https://www.e-stat.go.jp/gis/statmap-search?type=1",
    columns=(
        Column("mesh", "KEY_CODE", ("mesh500",)),
        Column("people", "T001101001", ("pop",)),
    ),
)

HAPPENINGS: Final = (STANDARD_EVENT, CENSUS_MESH)
