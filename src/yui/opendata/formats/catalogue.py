"""What there is to download: DCAT as JSON-LD, and オープンデータ一覧（A-06）as CSV.

Sources: W3C DCAT 3; デジタル庁「自治体標準オープンデータセット」A-06 オープンデータ一覧.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from yui.lib.csvfile import csv_lines
from yui.opendata.formats.parts import Json, filled, moment, to_json
from yui.opendata.queries import AreaOffer

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/deed.ja"
LICENCE_NAME: Final = "CC BY 4.0"
_THEME: Final = "http://publications.europa.eu/resource/authority/data-theme/HEAL"
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
COLUMNS: Final = (
    "全国地方公共団体コード",
    "ID",
    "地方公共団体名",
    "データ名称",
    "データ概要",
    "データ形式",
    "分類",
    "更新頻度",
    "URL",
    "API対応有無",
    "ライセンス",
    "登録日",
    "最終更新日",
)


@dataclass(frozen=True, slots=True)
class Download:
    """This value will hold one form of a municipality's list."""

    name: str
    file: str
    media_type: str
    words: str


DOWNLOADS: Final = (
    Download("CSV", "services.csv", "text/csv", "表計算ソフトで開けます。文字は UTF-8 です。"),
    Download(
        "Excel",
        "services.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel で開けます。出典は2枚目です。",
    ),
    Download("GeoJSON", "services.geojson", "application/geo+json", "地図に重ねられます。"),
    Download("JSON-LD", "services.jsonld", "application/ld+json", "意味のついたデータです。"),
)


def dcat_file(offers: Iterable[AreaOffer], site: str) -> Iterator[bytes]:
    """This function will yield the catalogue as JSON-LD, a dataset for each municipality."""
    head = {
        "@context": _CONTEXT,
        "@id": f"{site}/opendata/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _ja("結 Yui オープンデータの目録"),
        "dct:description": _ja(
            "高齢の方の暮らしを支える手助けの一覧です。市区町村ごとにあります。"
        ),
        "dct:publisher": _agent("結 Yui", site),
        "dct:license": {"@id": LICENCE},
        "dct:language": "ja",
        "foaf:homepage": {"@id": f"{site}/opendata/"},
        "dcat:service": {
            "@id": f"{site}/opendata/hsds/",
            "@type": "dcat:DataService",
            "dct:title": _ja("HSDS 3.1 の読み取り API"),
            "dcat:endpointURL": {"@id": f"{site}/opendata/hsds/"},
            "dcat:endpointDescription": {"@id": f"{site}/opendata/openapi.json"},
        },
    }
    yield to_json(head)[:-1] + b',"dcat:dataset":[\n'
    for number, offer in enumerate(offers):
        yield (b",\n" if number else b"") + to_json(_dataset(offer, site))
    yield b"\n]}\n"


def list_file(offers: Iterable[AreaOffer], site: str) -> Iterator[bytes]:
    """This function will yield オープンデータ一覧 as CSV, a row for each municipality."""
    yield from csv_lines(_list_rows(offers, site))


def title_of(offer: AreaOffer) -> str:
    """This function will name the list of a municipality."""
    return f"{offer.area.full_name} 暮らしを支える手助けの一覧"


def _list_rows(offers: Iterable[AreaOffer], site: str) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for offer in offers:
        yield (
            offer.area.code,
            "yui-services",
            offer.area.full_name,
            title_of(offer),
            f"手助けや集まる場所の名前、場所、日時、はじめ方。{offer.services:,}件。",
            "；".join(each.name for each in DOWNLOADS),
            "社会保障・衛生",
            "随時",
            f"{site}/opendata/{offer.area.jis}/",
            "有",
            LICENCE_NAME,
            "",
            f"{offer.modified_at:%Y-%m-%d}" if offer.modified_at else "",
        )


def _dataset(offer: AreaOffer, site: str) -> Json:
    home = f"{site}/opendata/{offer.area.jis}/"
    return filled(
        **{
            "@id": home,
            "@type": "dcat:Dataset",
            "dct:title": _ja(title_of(offer)),
            "dct:description": _ja("名前、場所、日時、料金、はじめ方、電話の一覧です。"),
            "dct:identifier": f"yui-services-{offer.area.code}",
            "dct:publisher": _agent("結 Yui", site),
            "dct:license": {"@id": LICENCE},
            "dct:spatial": _ja(offer.area.full_name),
            "dct:modified": _moment(offer),
            "dct:accrualPeriodicity": {
                "@id": "http://publications.europa.eu/resource/authority/frequency/CONT"
            },
            "dcat:theme": {"@id": _THEME},
            "dcat:keyword": [_ja(word) for word in ("生活支援", "介護予防", "通いの場")],
            "dcat:landingPage": {"@id": home},
            "dcat:distribution": [_distribution(each, home) for each in DOWNLOADS],
        }
    )


def _distribution(download: Download, home: str) -> Json:
    return {
        "@id": home + download.file,
        "@type": "dcat:Distribution",
        "dct:title": _ja(download.name),
        "dct:license": {"@id": LICENCE},
        "dct:format": download.name,
        "dcat:mediaType": {"@id": _MEDIA_TYPES + download.media_type},
        "dcat:accessURL": {"@id": home + download.file},
        "dcat:downloadURL": {"@id": home + download.file},
    }


def _moment(offer: AreaOffer) -> Json | None:
    if offer.modified_at is None:
        return None
    return {"@value": moment(offer.modified_at), "@type": "xsd:dateTime"}


def _agent(name: str, site: str) -> Json:
    return {"@id": f"{site}/", "@type": "foaf:Agent", "foaf:name": _ja(name)}


def _ja(text: str) -> Json:
    return {"@value": text, "@language": "ja"}
