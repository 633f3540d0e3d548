"""A generated 通いの場 file with the defects of domain.md §16-7, and how many of each it has."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from yui.directory.formats import format_of_kind

_DEFECTS = (
    "point_zero",
    "line_break",
    "html",
    "five_digits",
    "lost_phone_zero",
    "full_width_phone",
    "swapped",
    "duplicate",
    "no_name",
    "broken_number",
    "dash",
)
_ACTIVITIES = ("体操と脳トレ", "お茶とおしゃべり", "会食会", "将棋と囲碁", "多世代の集い")


@dataclass
class Generated:
    """The bytes of the file, and how often each defect stands in it."""

    content: bytes
    defects: Counter[str] = field(default_factory=Counter)


def kayoinoba_file(count: int, *, seed: int = 1, edition: int = 1) -> Generated:
    """Make a file of so many rows; the same seed and edition give the same bytes.

    Edition 2 is the file half a year later: every 50th row is gone, every 40th has another phone,
    and some are new.
    """
    chance = random.Random(seed)
    made = Generated(b"")
    layout = format_of_kind("mhlw_kayoinoba")
    assert layout is not None
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(layout.headers)
    for row in _rows(count, chance, made.defects, edition):
        writer.writerow([row.get(column.field, "") for column in layout.columns])
    made.content = stream.getvalue().encode("utf-8-sig")
    return made


def _rows(
    count: int, chance: random.Random, defects: Counter[str], edition: int
) -> Iterator[dict[str, str]]:
    for number in range(1, count + 1):
        row = _sound(number, chance)
        defect = _DEFECTS[number % len(_DEFECTS)] if number % 7 == 0 else ""
        if edition == 2:
            if number % 50 == 0:
                continue
            if number % 40 == 0:
                row["phone"] = f"087-999-{number % 10000:04d}"
        if defect:
            defects[defect] += 1
            _spoil(row, defect)
        yield row
        if defect == "duplicate":
            yield dict(row)
    if edition == 2:
        for number in range(count + 1, count + 11):
            yield _sound(number, chance)


def _sound(number: int, chance: random.Random) -> dict[str, str]:
    return {
        "key": str(number),
        "prefecture_code": "37",
        "prefecture": "香川県",
        "area_code": "372013",
        "municipality": "高松市",
        "kana": f"みほんのつどい{number}",
        "name": f"見本のつどい{number}",
        "postal_code": "760-8571",
        "address": f"香川県高松市番町{number % 9 + 1}丁目{number}番",
        "phone": f"087-{number // 10000:03d}-{number % 10000:04d}",
        "audience": "65歳以上の方",
        "activity": _ACTIVITIES[number % len(_ACTIVITIES)],
        "weekday_start": "10:00",
        "weekday_end": "12:00",
        "fee": ("無料", "無料（材料費あり）", "1回200円")[number % 3],
        "meals": str(number % 2),
        "transport": "" if number % 5 else "1",
        "has_corporate_number": "0",
        "latitude": f"{34.30 + chance.random() / 20:.6f}",
        "longitude": f"{134.02 + chance.random() / 20:.6f}",
    }


def _spoil(row: dict[str, str], defect: str) -> None:
    if defect == "point_zero":
        row["latitude"] = row["longitude"] = "0"
    elif defect == "line_break":
        row["activity"] += "（改行）第2火曜はお休み"
    elif defect == "html":
        row["activity"] += "<br><b>どなたでも</b><script>alert(1)</script>"
    elif defect == "five_digits":
        row["area_code"] = "37201"
    elif defect == "lost_phone_zero":
        row["phone"] = row["phone"].replace("-", "").lstrip("0")
    elif defect == "full_width_phone":
        row["phone"] = row["phone"].translate(
            str.maketrans("0123456789-", "０１２３４５６７８９－")
        )
    elif defect == "swapped":
        row["latitude"], row["longitude"] = row["longitude"], row["latitude"]
    elif defect == "no_name":
        row["name"] = ""
    elif defect == "broken_number":
        row["corporate_number"] = "4.00E+12"
    elif defect == "dash":
        row["building"] = "-"
