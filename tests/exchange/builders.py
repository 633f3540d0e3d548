"""A small country with official codes, and files to bring into it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.management import call_command

from yui.areas.actions import create_area
from yui.areas.models import Area
from yui.areas.states import Tier
from yui.exchange.actions import apply_batch, plan_batch, receive_file
from yui.exchange.queries import BatchInfo, get_batch
from yui.policy.roles import Role
from yui.policy.viewer import Viewer, operator

BY = operator("test")
CITY = "37/37201/"
OFFICER = Viewer(
    Role.MUNICIPAL_OFFICER, user_id=1, membership_id=1, body_id=1, area_path=CITY, name="試験 太郎"
)
NEIGHBOUR = Viewer(
    Role.MUNICIPAL_OFFICER, user_id=2, membership_id=2, body_id=2, area_path="37/37206/"
)
# Town halls as in the national list of municipalities (CC0), rounded.
_TOWNS = (
    ("37/", "37201", "高松市", 34.3428, 134.0466),
    ("37/", "37206", "さぬき市", 34.3247, 134.1725),
    ("22/", "22212", "焼津市", 34.8669, 138.3230),
    ("13/", "13101", "千代田区", 35.6940, 139.7536),
    ("01/", "01204", "旭川市", 43.7707, 142.3650),
)
_PREFECTURES = (("37", "香川県"), ("22", "静岡県"), ("13", "東京都"), ("01", "北海道"))

CARE_HEADERS = (
    "都道府県コード又は市町村コード",
    "No",
    "都道府県名",
    "市区町村名",
    "事業所名",
    "事業所名カナ",
    "サービスの種類",
    "住所",
    "方書（ビル名等）",
    "緯度",
    "経度",
    "電話番号",
    "FAX番号",
    "法人番号",
    "法人の名称",
    "事業所番号",
    "利用可能曜日",
    "利用可能曜日特記事項",
    "定員",
    "URL",
    "備考",
)


def build_country(at: datetime) -> None:
    """Lay the nation, four prefectures, five towns and all vocabularies."""
    Area.objects.get_or_create(path="", defaults={"name": "全国", "tier": Tier.NATION})
    for segment, name in _PREFECTURES:
        create_area(by=BY, at=at, parent_path="", segment=segment, tier=Tier.PREFECTURE, name=name)
    for parent, segment, name, latitude, longitude in _TOWNS:
        create_area(
            by=BY,
            at=at,
            parent_path=parent,
            segment=segment,
            tier=Tier.MUNICIPALITY,
            name=name,
            latitude=latitude,
            longitude=longitude,
        )
    call_command("load_vocabulary", verbosity=0)


def care_row(number: int, **changes: str) -> dict[str, str]:
    """One sound row of 介護サービス事業所."""
    row = {
        "都道府県コード又は市町村コード": "372013",
        "No": str(number),
        "都道府県名": "香川県",
        "市区町村名": "高松市",
        "事業所名": f"見本ヘルパー{number}",
        "事業所名カナ": f"ミホンヘルパー{number}",
        "サービスの種類": "訪問介護",
        "住所": f"香川県高松市番町1丁目{number}番1号",
        "緯度": "34.3428",
        "経度": "134.0466",
        "電話番号": f"087-000-{number:04d}",
        "FAX番号": "",
        "法人番号": "7000012050002",
        "法人の名称": "社会福祉法人見本会",
        "事業所番号": f"3770100{number:03d}",
        "利用可能曜日": "平日|土曜日",
        "利用可能曜日特記事項": "",
        "URL": "",
    }
    return row | changes


def as_csv(
    rows: Iterable[dict[str, str]], headers: Sequence[str] = CARE_HEADERS, encoding: str = "utf-8"
) -> bytes:
    """Rows as the bytes of a CSV file."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(headers)
    for row in rows:
        writer.writerow([row.get(header, "") for header in headers])
    return stream.getvalue().encode(encoding)


def receive(
    content: bytes, at: datetime, name: str = "jigyosho_110_202506.csv", **more: Any
) -> UUID:
    """A file arrives for the city."""
    arguments = {"by": BY, "area_path": CITY} | more
    return receive_file(at=at, file_name=name, pieces=[content], **arguments)


def planned(content: bytes, at: datetime, **more: Any) -> BatchInfo:
    """A file arrives and is planned."""
    batch_id = receive(content, at, **more)
    plan_batch(by=BY, at=at, batch_id=batch_id)
    return get_batch(BY, batch_id)


def imported(content: bytes, at: datetime, **more: Any) -> BatchInfo:
    """A file arrives, is planned and applied."""
    plan = planned(content, at, **more)
    apply_batch(by=BY, at=at, batch_id=plan.id)
    return get_batch(BY, plan.id)


JUNE = date(2025, 6, 30)
DECEMBER = date(2025, 12, 31)
