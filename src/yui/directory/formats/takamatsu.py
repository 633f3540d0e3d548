"""高松市's sheets: English headers, `#property` as running number, the kind in the file name."""

from __future__ import annotations

from functools import partial
from typing import Final

from yui.directory.formats.columns import Column, Format

_of_city = partial(
    Format,
    publisher="高松市",
    licence="CC BY 4.0",
    credit="高松市オープンデータ、CC BY 4.0",
    url="https://opendata.takamatsu-fact.com/",
    is_key_stable=False,
    edition_months=12,
)
_KEY = Column("key", "#property", ("property",))
_POINT = (Column("latitude", "latitude"), Column("longitude", "longitude"))

FACILITY: Final = _of_city(
    kind="takamatsu_facility",
    name="高松市の施設一覧",
    sector="public",
    needs=frozenset({"key", "latitude", "name", "address", "phone"}),
    columns=(
        _KEY,
        *_POINT,
        Column("name", "name"),
        Column("kana", "fullNameInKana"),
        Column("address", "address"),
        Column("phone", "telephoneNumber"),
        Column("url", "referenceObject"),
        Column("note", "note"),
        Column("service_type", "service"),
        Column("weekdays", "availableDate"),
        Column("start_time", "startTime"),
        Column("end_time", "endTime"),
        Column("hours_note", "availableDateNote"),
        Column("capacity", "capacity"),
    ),
)

MEDICAL: Final = _of_city(
    kind="takamatsu_medical",
    name="高松市の医療機関一覧",
    sector="medical",
    needs=frozenset({"key", "name", "address", "subjects"}),
    columns=(
        _KEY,
        *_POINT,
        Column("address", "address"),
        Column("place_kind", "alternativeName"),
        Column("municipality", "city"),
        Column("name", "name"),
        Column("representative", "corporateRepresentative"),
        Column("corporate_name", "establisher"),
        Column("opening_date", "openingDate"),
        Column("phone", "telephone number"),
        Column("subjects", "medicalSubjects"),
        Column("note", "note"),
        Column("beds", "numberOfBeds"),
        Column("prefecture", "pref"),
        Column("area_code", "prefCode"),
    ),
)

CLINIC: Final = _of_city(
    kind="takamatsu_clinic",
    name="高松市の施術所一覧",
    sector="medical",
    needs=frozenset({"key", "name", "address", "opening_date"}),
    columns=(
        Column("key", "№", ("NO",)),
        Column("name", "名称"),
        Column("representative", "開設者"),
        *_POINT,
        Column("address", "所在地"),
        Column("opening_date", "開設日"),
    ),
)

EVENTS: Final = _of_city(
    kind="takamatsu_event",
    name="高松市の行事一覧",
    target="event",
    needs=frozenset({"key", "name", "dates_text", "place_name"}),
    columns=(
        Column("key", "№"),
        Column("audience", "対象"),
        Column("dates_text", "開催日"),
        Column("start_time", "開始時間"),
        Column("end_time", "終了時間"),
        Column("name", "行事名"),
        Column("place_name", "場所名称"),
        Column("latitude", "緯度"),
        Column("longitude", "経度"),
        Column("activity", "説明"),
        Column("fee", "料金"),
        Column("capacity", "定員"),
        Column("how_to_apply", "申込期間"),
        Column("url", "URL"),
        Column("contact_name", "問い合わせ先（市の担当課）"),
        Column("phone", "TEL"),
    ),
)

POPULATION: Final = _of_city(
    kind="takamatsu_population",
    name="高松市の町別・年齢別人口",
    target="population",
    needs=frozenset({"survey_date", "area_name", "people"}),
    columns=(
        _KEY,
        Column("area_code", "prefCode"),
        Column("survey_date", "surveyDate"),
        Column("area_name", "regionName"),
        Column("people", "totalPopulation"),
        Column("men", "male"),
        Column("women", "woman"),
    ),
)

TAKAMATSU: Final = (FACILITY, MEDICAL, CLINIC, EVENTS, POPULATION)
