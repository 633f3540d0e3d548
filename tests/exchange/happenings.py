"""Event lists of the tests: the recommended data set and 高松市's own columns."""

from __future__ import annotations

from datetime import date

from tests.exchange.builders import as_csv

EVENT_HEADERS = (
    "都道府県コード又は市区町村コード",
    "NO",
    "都道府県名",
    "市区町村名",
    "イベント名",
    "イベント名_カナ",
    "開始日",
    "終了日",
    "開始時間",
    "終了時間",
    "開始日時特記事項",
    "説明",
    "料金(基本)",
    "料金(詳細)",
    "連絡先名称",
    "連絡先電話番号",
    "主催者",
    "場所名称",
    "住所",
    "緯度",
    "経度",
    "定員",
    "参加申込終了日",
    "参加申込方法",
    "URL",
    "備考",
)
CITY_HEADERS = (
    "№",
    "対象",
    "開催日",
    "開始時間",
    "終了時間",
    "行事名",
    "場所名称",
    "緯度",
    "経度",
    "説明",
    "料金",
    "定員",
    "申込期間",
    "URL",
    "問い合わせ先（市の担当課）",
    "TEL",
)
AUGUST = date(2026, 8, 5)


def event_row(number: int, **changes: str) -> dict[str, str]:
    """One sound row of the recommended data set, in December 2026."""
    row = {
        "都道府県コード又は市区町村コード": "372013",
        "NO": str(number),
        "都道府県名": "香川県",
        "市区町村名": "高松市",
        "イベント名": f"見本の集い{number}",
        "イベント名_カナ": f"ミホンノツドイ{number}",
        "開始日": f"2026-12-{number:02d}",
        "終了日": f"2026-12-{number:02d}",
        "開始時間": "10:00",
        "終了時間": "12:00",
        "説明": "みんなで体操をします。",
        "料金(基本)": "500",
        "連絡先電話番号": "087-000-1234",
        "主催者": "見本の会",
        "場所名称": "番町コミュニティセンター",
        "住所": "香川県高松市番町1丁目1番",
        "緯度": "34.3428",
        "経度": "134.0466",
        "定員": "30",
        "参加申込終了日": "2026-11-30",
        "参加申込方法": "電話",
        "URL": "https://example.jp/event",
    }
    return row | changes


def city_row(number: int, **changes: str) -> dict[str, str]:
    """One sound row as 高松市 writes it: no year, the weekday beside the day."""
    row = {
        "№": str(number),
        "対象": "両方",
        "開催日": "8月12日（水）",
        "開始時間": "13：30",
        "終了時間": "14:20",
        "行事名": f"見本の映画会{number}",
        "場所名称": "見本センター\n１階",
        "緯度": "34.3428",
        "経度": "134.0466",
        "説明": "無料の映画会です。",
        "料金": "無料",
        "定員": "当日先着\n220人",
        "申込期間": "不要",
        "URL": "https://example.jp/eiga",
        "問い合わせ先（市の担当課）": "見本課",
        "TEL": "087-000-1111（087-000-2222）",
    }
    return row | changes


def events_csv(*rows: dict[str, str]) -> bytes:
    """A list of the recommended data set."""
    return as_csv(rows, EVENT_HEADERS)


def city_csv(*rows: dict[str, str]) -> bytes:
    """A list with the city's own columns."""
    return as_csv(rows, CITY_HEADERS)
