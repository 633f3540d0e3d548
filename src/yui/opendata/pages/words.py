"""Fixed words of the page of open data: files of the country, examples, what changed."""

from __future__ import annotations

from typing import Final

from yui.ui.pages.parts import Link

FILES: Final = (
    Link("データの目録（DCAT）", "/opendata/catalog.jsonld", "JSON-LD"),
    Link("オープンデータ一覧（自治体標準 A-06）", "/opendata/catalog.csv", "CSV"),
    Link("API の説明書（OpenAPI 3.1）", "/opendata/openapi.json", "JSON"),
    Link("ページの一覧（サイトマップ）", "/opendata/sitemap.xml", "XML"),
)
CODE_EXAMPLES: Final = (
    ("横浜市のサービスを50件ずつ読みます", "/opendata/hsds/services?area_code=14100"),
    ("「体操」をふくむものを読みます", "/opendata/hsds/services?search=%E4%BD%93%E6%93%8D"),
    (
        "11月1日からあとに変わったものを、すべての情報で読みます",
        "/opendata/hsds/services?modified_after=2026-11-01&full=true",
    ),
    (
        "郵便番号から2キロまでの場所を読みます",
        "/opendata/hsds/service_at_locations?postcode=231-0017&proximity=2000",
    ),
    (
        "1行に1件で、ページに分けずにすべて読みます",
        "/opendata/hsds/services?area_code=14100&format=ndjson",
    ),
)
# (day, what changed), newest first: one line whenever a field or a parameter changes.
CHANGES: Final = (
    ("2026年11月24日", "公開を始めました。HSDS 3.1 の API と、市区町村ごとの一覧です。"),
)
