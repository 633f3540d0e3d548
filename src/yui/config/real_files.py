"""Which files of the folder of real data are imported at the first start, and for whom."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_TAKAMATSU, _YAIZU = "37201", "22212"


@dataclass(frozen=True, slots=True)
class RealFile:
    """This value will name a file below the folder, the area it speaks of, and of which day.

    An empty `period` is the day the file name says, if it says one. With a `population_source`
    the file counts people.
    """

    path: str
    area_code: str
    period: str = ""
    population_source: str = ""


REAL_FILES = (
    *(
        RealFile(f"takamatsu/{name}.csv", _TAKAMATSU)
        for name in (
            "regional_comprehensive_support_center",
            "community_center",
            "elderly_wedding_house",
            "elderly_welfare_center",
            "elderly_welfare_facility",
            "welfare_hall",
            "group_home",
            "nursing_home",
            "contact_center",
            "exchange_center",
            "regional_exchange_center",
            "general_center",
            "health_center",
            "library",
        )
    ),
    RealFile(
        "takamatsu/population_by_town_age_202602.csv",
        _TAKAMATSU,
        population_source="高松市 地域・年齢別人口",
    ),
    *(
        RealFile(f"yaizu/{name}.csv", _YAIZU)
        for name in (
            "community_exchange_center",
            "welfare_hall",
            "culture",
            "library",
        )
    ),
    RealFile("national/mhlw_care_8services_2025-06_national.csv.gz", "nation", "2025-06-30"),
)


def real_data_folder() -> Path:
    """This function will return where real files may lie: YUI_SHARED, or `../shared`."""
    repository = Path(__file__).resolve().parents[3]
    return Path(os.environ.get("YUI_SHARED", repository.parent / "shared")) / "data"


def present_files() -> Iterator[tuple[RealFile, Path]]:
    """This function will yield the files that are there, in the order they are imported."""
    folder = real_data_folder()
    for each in REAL_FILES:
        path = folder / each.path
        if path.is_file():
            yield each, path
