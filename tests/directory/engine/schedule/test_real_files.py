"""How much of the real files is read: floors for full readings and a ceiling for refusals.

The floors were measured on the files of ../shared/data; they fall when the grammar loses a form.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections import Counter
from pathlib import Path

import pytest

from yui.directory.engine import schedule as s

REPOSITORY = Path(__file__).resolve().parents[4]
DATA = Path(os.environ.get("YUI_SHARED", REPOSITORY.parent / "shared")) / "data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent"),
]
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp932")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def cell(row: Row, *names: str) -> str:
    return next((row[name] or "" for name in names if name in row), "")


def read_row(row: Row) -> s.ParsedHours | None:
    note = cell(row, "availableDateNote", "利用可能日時特記事項", "利用可能時間特記事項")
    if "休業日" in row:
        return s.parse_hours(note, cell(row, "休業日"))
    if "月曜開放開始時刻" in row:
        week = {
            number: (cell(row, f"{name}曜開放開始時刻"), cell(row, f"{name}曜開放終了時刻"))
            for number, name in enumerate("月火水木金土日")
        }
        remark = "指定暑熱避難施設を開放することができる日及び時間帯特記事項"
        return s.parse_week(week, note=cell(row, remark))
    if {"availableDateNote", "利用可能日時特記事項", "利用可能時間特記事項"} & row.keys():
        start = cell(row, "startTime", "開始時間", "利用開始時間")
        end = cell(row, "endTime", "終了時間", "利用終了時間")
        weekdays = cell(row, "availableDate", "利用可能曜日")
        return s.parse_columns(weekdays, (start, end), note)
    return None


def measured(city: str) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for path in sorted((DATA / city).glob("*.csv")):
        if path.name in ("events.csv", "polling_place_list.csv"):
            continue  # dates of events and of elections are no schedule of a service
        for row in rows(path):
            parsed = read_row(row)
            if parsed is not None:
                outcomes[parsed.outcome] += 1
    return outcomes


@pytest.mark.parametrize(("city", "full", "refused"), [("takamatsu", 290, 75), ("yaizu", 268, 25)])
def test_city_files_are_read_when_their_cells_are_understood(
    city: str, full: int, refused: int
) -> None:
    outcomes = measured(city)
    assert outcomes["full"] >= full, outcomes
    assert outcomes["not"] <= refused, outcomes


def test_national_care_file_is_read_when_its_boxes_are_ticked() -> None:
    path = DATA / "national" / "mhlw_care_8services_2025-06_national.csv.gz"
    cells = Counter((row["openDays"], row["openDaysNote"]) for row in rows(path))
    outcomes: Counter[str] = Counter()
    for (listed, note), count in cells.most_common(3_000):
        outcomes[s.parse_open_days(listed, note).outcome] += count
    assert sum(outcomes.values()) > 60_000
    assert outcomes["full"] > 45_000, outcomes
    assert outcomes["not"] < 100, outcomes
