"""The national lists that come with Yui: areas, offices, counties, census, corrections.

Sources and credits stand in `areas/data/README.md`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files

from yui.areas.states import Tier
from yui.lib.codes import check_digit

CENSUS_SOURCE = "令和2年国勢調査（教育用標準データセット SSDSE-A-2026、統計センター）"
CENSUS_DATE = date(2020, 10, 1)


@dataclass(frozen=True, slots=True)
class NationalArea:
    """This value will hold one area of the national list. `surface_ha` is in hectares."""

    jis: str
    path: str
    code: str
    tier: Tier
    name: str
    kana: str
    county: str = ""
    latitude: float | None = None
    longitude: float | None = None
    surface_ha: int | None = None
    is_designated_city: bool = False
    website: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor_jis: str = ""


@dataclass(frozen=True, slots=True)
class CensusFigures:
    """This value will hold the 2020 census of one municipality (basis 実人数; households 世帯)."""

    jis: str
    people: int
    aged_65_and_over: int
    aged_75_and_over: int
    households: int
    single_aged_65_and_over: int


def national_areas() -> tuple[NationalArea, ...]:
    """This function will return the nation, 47 prefectures, municipalities and wards, by path."""
    nation = NationalArea("", "", "", Tier.NATION, "全国", "ぜんこく")
    areas = [nation, *_prefectures(), *_towns()]
    return tuple(sorted(areas, key=lambda area: area.path))


def census() -> tuple[CensusFigures, ...]:
    """This function will return the 2020 census figures of the 1,741 municipalities."""
    return tuple(
        CensusFigures(
            row["jis"],
            *(
                int(row[name])
                for name in (
                    "people",
                    "aged_65_and_over",
                    "aged_75_and_over",
                    "households",
                    "single_aged_65_and_over",
                )
            ),
        )
        for row in _rows("census_2020.csv")
    )


def _prefectures() -> Iterator[NationalArea]:
    points = {row["jis"]: row for row in _rows("prefectures.csv")}
    for entry in _package_json("prefectures.json"):
        jis = entry["pid"].zfill(2)
        base = f"{jis}000"
        yield NationalArea(
            jis=jis,
            path=f"{jis}/",
            code=base + check_digit(base),
            tier=Tier.PREFECTURE,
            name=entry["pref"],
            kana=entry["prefkana"],
            latitude=float(points[jis]["latitude"]),
            longitude=float(points[jis]["longitude"]),
            website=entry["url"],
        )


def _towns() -> Iterator[NationalArea]:
    found = {area.jis: area for area in _listed_towns()}
    for row in _rows("corrections_dated.csv"):
        day = date.fromisoformat(row["date"])
        if row["change"] == "ended":
            ended = replace(found[row["jis"]], valid_to=day, successor_jis=row["successor_jis"])
            found[row["jis"]] = ended
        else:
            found[row["jis"]] = _created(row, day)
    yield from found.values()


def _listed_towns() -> Iterator[NationalArea]:
    counties = {row["jis"]: row["county"] for row in _rows("counties.csv")}
    websites = {row["jis"]: row["website"] for row in _rows("websites.csv")}
    surfaces = {row["jis"]: int(row["surface_ha"]) for row in _rows("census_2020.csv")}
    entries = {entry["cid"].zfill(5): entry for entry in _package_json("municipalities.json")}
    cities = {_city_of(jis) for jis, entry in entries.items() if " " in entry["city"]}
    for jis, entry in entries.items():
        is_ward = " " in entry["city"]
        yield NationalArea(
            jis=jis,
            path=_path(jis, is_ward),
            code=jis + check_digit(jis),
            tier=Tier.WARD if is_ward else Tier.MUNICIPALITY,
            name=entry["city"].split(" ")[-1],
            kana=entry["citykana"].split(" ")[-1],
            county=counties.get(jis, ""),
            latitude=float(entry["lat"]),
            longitude=float(entry["lng"]),
            surface_ha=surfaces.get(jis),
            is_designated_city=jis in cities,
            website=websites.get(jis, ""),
        )


def _created(row: dict[str, str], day: date) -> NationalArea:
    """New wards only: a new municipality has wards or not, which its row would have to say."""
    return NationalArea(
        jis=row["jis"],
        path=_path(row["jis"], is_ward=True),
        code=row["jis"] + check_digit(row["jis"]),
        tier=Tier.WARD,
        name=row["name"],
        kana=row["kana"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        valid_from=day,
    )


def _path(jis: str, is_ward: bool) -> str:
    return f"{jis[:2]}/{_city_of(jis)}/{jis}/" if is_ward else f"{jis[:2]}/{jis}/"


# The 20 designated cities. Wards are numbered after their city (14101 after 14100 横浜市, 14131
# after 14130 川崎市), so a ward's city is the last one at or below its number.
_CITIES = (
    *("01100", "04100", "11100", "12100", "14100", "14130", "14150", "15100", "22100", "22130"),
    *("23100", "26100", "27100", "27140", "28100", "33100", "34100", "40100", "40130", "43100"),
)


def _city_of(jis: str) -> str:
    return max(city for city in _CITIES if city <= jis)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("yui.areas").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _package_json(name: str) -> list[dict[str, str]]:
    text = files("japancode").joinpath("data", name).read_text(encoding="utf-8")
    entries: list[dict[str, str]] = json.loads(text)
    return entries
