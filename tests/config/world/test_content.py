"""The content of the sample world refers only to what exists and looks like nothing real."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest
import yaml

CONTENT = Path(__file__).parents[3] / "src/yui/config/world/content"


def words(text: str) -> frozenset[str]:
    """The words of a vocabulary, written one after the other."""
    return frozenset(text.split())


KINDS = words("go come deliver mobile_shop remote ride")
FIELDS = words(
    """
    掃除 洗濯 調理 買い物 見守り 移動（交通） 住まい 居場所 食事 健康 医療 介護 学び
    文化・芸術 （多世代）交流 スポーツ・レクリエーション まちづくり ボランティア・地域活動
    就労 後継者 防災・防犯 農地 環境保全
    """
)
NEEDS = words(
    """
    掃除・片付け ごみ出し 洗濯 調理 買い物代行 買い物同行 配達・移動販売 通院の付き添い
    外出同行 送迎・移動 除雪 庭木・草取り 電球・小修繕 家具の移動 書類・手続き
    スマホ・パソコン 見守り・安否確認 話し相手 居場所・サロン 運動の場 趣味・学び
    会食・配食 服薬の声かけ ペットの世話 家族の休息 役割・働く場 防災・避難 その他
    """
)
RESOURCE_KINDS = words(
    """
    通いの場 生活支援サービス 総合事業サービス 介護サービス事業所 医療機関 公共施設
    店舗・商業 移動販売 移動・交通 見守り 配食 相談窓口 認知症カフェ ボランティア団体
    就労・社会参加 学び・趣味 防災 その他
    """
)
PURPOSES = words("生活支援 介護予防 社会参加 就労的活動")
PROGRAMME_CLASSES = {
    "visit": words("従前相当 サービス・活動A サービス・活動B サービス・活動C サービス・活動D"),
    "day": words("従前相当 サービス・活動A サービス・活動B サービス・活動C"),
    "other": words("配食 見守り その他の生活支援"),
    "general_prevention": words(
        """
    介護予防把握事業 介護予防普及啓発事業 地域介護予防活動支援事業 一般介護予防事業評価事業
    地域リハビリテーション活動支援事業
    """
    ),
}
DELIVERY_MODES = words("指定 委託 補助 直営 協定のみ 民間独自")
ORGANIZATION_KINDS = words(
    """
    株式会社等 NPO法人 一般社団・財団 公益法人 社会福祉法人 社会福祉協議会 医療法人 生協
    農協・漁協 郵便局 金融機関 交通事業者 小売・流通 商工会・商店会 シルバー人材センター
    老人クラブ 自治会・町内会 民生委員児童委員協議会 地域運営組織 大学・学校 介護事業者
    府省庁 都道府県 市区町村 任意団体 その他
    """
)
OFFERS = words(
    """
    人手 専門知識 場所 車両・移動 物品 資金 情報発信 配達網 技術・ICT 商品・サービス
    研修・講師
    """
)
EVENT_KINDS = words(
    """
    シンポジウム マッチング会 交流会 タウンミーティング ワークショップ セミナー・講座
    見学会 研修 説明会 展示・体験 配信・アーカイブ
    """
)
SCOPES = words("office professionals paper web opendata")
RECTANGLES = {"見本県": (31.0, 31.4, 136.0, 136.5), "見本府": (31.6, 31.8, 136.8, 137.0)}
TELEPHONE = re.compile(r"000-555-\d{4}")
WEEKDAYS = words("mon tue wed thu fri sat sun")
Record = dict[str, Any]


def load(name: str) -> Any:
    """One file, read by the C loader where there is one: ten times faster."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((CONTENT / name).read_text(encoding="utf-8"), Loader=loader)


AREAS = load("areas.yaml")
BODIES: list[Record] = load("bodies.yaml")
ORGANIZATIONS: list[Record] = load("organizations.yaml")
PLACES: list[Record] = load("places.yaml")
EVENTS: list[Record] = load("events.yaml")
FILES = {path.name: load(path.name) for path in sorted(CONTENT.glob("services_*.yaml"))}
SERVICES: list[Record] = [service for services in FILES.values() for service in services]
AREA_REFERENCES = (
    {f"prefecture:{area['code']}" for area in AREAS["areas"] if area["kind"] == "prefecture"}
    | {f"ward:{area['code']}" for area in AREAS["areas"] if area["kind"] == "ward"}
    | {
        f"municipality:{area['code']}"
        for area in AREAS["areas"]
        if area["kind"] not in {"prefecture", "ward"}
    }
    | {f"group:{group['key']}" for group in AREAS["groups"]}
    | {f"sphere:{sphere['key']}" for sphere in AREAS["spheres"]}
    | {f"town:{town['key']}" for town in AREAS["towns"]}
)
EVERYTHING = {
    "body": BODIES,
    "organization": ORGANIZATIONS,
    "place": PLACES,
    "event": EVENTS,
    "service": SERVICES,
    "sphere": AREAS["spheres"],
    "town": AREAS["towns"],
}


def keys(records: list[Record]) -> set[str]:
    return {record["key"] for record in records}


def strings(value: object) -> Iterator[str]:
    """Every text anywhere inside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def schedules() -> Iterator[tuple[str, Record]]:
    for service in SERVICES:
        if service["schedule"]:
            yield service["key"], service["schedule"]
        for place in service["places"]:
            if place["schedule"]:
                yield service["key"], place["schedule"]


@pytest.mark.parametrize("kind", EVERYTHING)
def test_keys_are_never_used_twice(kind: str) -> None:
    repeated = [k for k, n in Counter(r["key"] for r in EVERYTHING[kind]).items() if n > 1]

    assert repeated == []


def test_the_world_is_large_enough_for_judging() -> None:
    insurance = [s for s in SERVICES if s["resource_kind"] == "介護サービス事業所"]
    gatherings = [
        s
        for s in SERVICES
        if s["kinds"] == ["go"] and {"介護予防", "社会参加"} & set(s["purposes"])
    ]

    assert len(SERVICES) >= 420
    assert len(insurance) >= 60
    assert len(gatherings) >= 150
    assert len(ORGANIZATIONS) >= 90
    assert len(EVENTS) >= 40


def test_every_area_reference_resolves() -> None:
    used = [s["area"] for s in SERVICES] + [a for s in SERVICES for a in s["service_areas"]]
    used += [a for s in SERVICES for a in s["eligibility"]["residents_of"]]
    used += [o["area"] for o in ORGANIZATIONS] + [e["area"] for e in EVENTS]
    used += [b["area"] for b in BODIES] + [a for b in BODIES for a in b["covers"]]

    assert set(used) - AREA_REFERENCES == set()


def test_every_area_has_its_parent_and_every_sphere_its_towns() -> None:
    codes = {area["code"] for area in AREAS["areas"]}
    towns = {town["key"]: town for town in AREAS["towns"]}

    assert {area["parent"] for area in AREAS["areas"]} - codes == {None}
    for sphere in AREAS["spheres"]:
        assert sphere["municipality"] in codes
        assert sphere["parent"] in codes
        assert [towns[key]["sphere"] for key in sphere["towns"]] == [sphere["key"]] * len(
            sphere["towns"]
        )
    assert {key for sphere in AREAS["spheres"] for key in sphere["towns"]} == set(towns)


def test_every_other_reference_resolves() -> None:
    organizations, places, services = keys(ORGANIZATIONS), keys(PLACES), keys(SERVICES)

    assert {s["organization"] for s in SERVICES} <= organizations
    assert {p["place"] for s in SERVICES for p in s["places"]} <= places
    assert {e["organization"] for e in EVENTS} <= organizations
    assert {e["place"] for e in EVENTS} <= places | {None}
    assert {b["organization"] for b in BODIES} <= organizations | {None}
    assert {b["run_by"] for b in BODIES} <= organizations | {None}
    assert {b["service"] for b in BODIES} <= services | {None}
    assert {p["town"] for p in PLACES} <= keys(AREAS["towns"])


def test_services_stand_in_the_file_of_their_area() -> None:
    for name, services in FILES.items():
        code = name.removeprefix("services_")[:5]
        assert {s["municipality"] for s in services} == {"90100" if code[:4] == "9010" else code}


def test_every_service_has_a_place_or_an_area_it_serves() -> None:
    assert [s["key"] for s in SERVICES if not s["places"] and not s["service_areas"]] == []
    assert [s["key"] for s in SERVICES if s["places"] and s["schedule"]] == []


@pytest.mark.parametrize("field", ["summary", "how_to_start"])
def test_lines_fit_their_length(field: str) -> None:
    assert [s["key"] for s in SERVICES if not 0 < len(s[field]) <= 60] == []


@pytest.mark.parametrize("field", ["summary", "description"])
def test_texts_are_never_repeated(field: str) -> None:
    repeated = [text for text, n in Counter(s[field] for s in SERVICES).items() if n > 1]

    assert repeated == []


def test_descriptions_have_two_to_four_sentences() -> None:
    assert [s["key"] for s in SERVICES if not 2 <= s["description"].count("。") <= 4] == []


def test_kana_is_kana() -> None:
    named = [*SERVICES, *ORGANIZATIONS, *PLACES, *BODIES, *AREAS["spheres"], *AREAS["towns"]]

    assert [r["key"] for r in named if not re.fullmatch(r"[ぁ-んー ]+", r["kana"])] == []


def test_words_are_those_of_the_vocabularies() -> None:
    for service in SERVICES:
        assert service["kinds"]
        assert set(service["kinds"]) <= KINDS
        assert service["fields"]
        assert set(service["fields"]) <= FIELDS, service["key"]
        assert service["needs"]
        assert set(service["needs"]) <= NEEDS, service["key"]
        assert service["purposes"]
        assert set(service["purposes"]) <= PURPOSES
        assert service["resource_kind"] in RESOURCE_KINDS
        assert service["sector"] in {"daily", "insurance", "medical", "public"}
        assert service["vacancy"] in {"open", "full_can_wait", "full", "ask"}
        assert service["visibility"] in {"public", "municipality", "own_body"}


def test_every_field_need_and_kind_of_provision_occurs() -> None:
    assert {f for s in SERVICES for f in s["fields"]} == FIELDS
    assert {n for s in SERVICES for n in s["needs"]} == NEEDS
    assert {k for s in SERVICES for k in s["kinds"]} == KINDS


def test_programmes_are_classes_of_their_group() -> None:
    programmes = [s["programme"] for s in SERVICES if s["programme"]]

    assert len(programmes) >= 20
    for programme in programmes:
        assert programme["service_class"] in PROGRAMME_CLASSES[programme["group"]]
        assert programme["delivery_mode"] in DELIVERY_MODES


def test_organizations_and_events_use_known_words() -> None:
    assert {o["kind"] for o in ORGANIZATIONS} <= ORGANIZATION_KINDS
    assert {w for o in ORGANIZATIONS for w in (*o["offers"], *o["wants"])} <= OFFERS
    assert {e["kind"] for e in EVENTS} <= EVENT_KINDS


def test_fees_are_consistent() -> None:
    for record in [*SERVICES, *EVENTS]:
        fee = record["fee"]
        assert fee["class"] in {"free", "paid", "unknown"}
        if fee["amount_yen"] is None:
            assert fee["unit"] is None
        else:
            assert fee["class"] == "paid"
            assert fee["amount_yen"] > 0


def test_eligibility_uses_known_standings() -> None:
    for service in SERVICES:
        care = set(service["eligibility"]["care"])
        assert care <= {"anyone", "support", "checklist", "continuing", "care"}
        assert "anyone" not in care or care == {"anyone"}


def test_scopes_of_parts_are_known_and_homes_stay_private() -> None:
    homes = {place["key"] for place in PLACES if place["is_home"]}
    assert homes
    for service in SERVICES:
        scopes = service["consent"]["scopes"]
        assert {a for part in scopes.values() for a in part} <= SCOPES
        assert scopes["record"]
        if homes & {place["place"] for place in service["places"]}:
            assert not {"paper", "web", "opendata"} & set(scopes["address"])
        if service["visibility"] != "public":
            assert not {"paper", "web", "opendata"} & set(scopes["record"])


def test_points_lie_inside_the_rectangles_at_sea() -> None:
    points = [(a["name"], a["centre"]) for a in AREAS["areas"] if "centre" in a]
    points += [(r["name"], r["centre"]) for r in (*AREAS["spheres"], *AREAS["towns"])]
    points += [(place["name"], place) for place in PLACES]

    def inside(point: Record) -> bool:
        return any(
            south <= point["latitude"] <= north and west <= point["longitude"] <= east
            for south, north, west, east in RECTANGLES.values()
        )

    assert [name for name, point in points if not inside(point)] == []


def test_numbers_of_telephones_postcodes_and_links_are_invented() -> None:
    for text in strings([SERVICES, ORGANIZATIONS, BODIES, EVENTS, PLACES, AREAS]):
        for number in re.findall(r"\d{2,5}-\d{2,4}-\d{4}|0\d{9,10}", text):
            assert TELEPHONE.fullmatch(number), text
        if "://" in text:
            assert re.fullmatch(r"https://[a-z0-9-]+\.example/", text)
    postcodes = [town["postcode"] for town in AREAS["towns"]]
    assert len(set(postcodes)) == len(postcodes)
    assert all(re.fullmatch(r"000-\d{4}", postcode) for postcode in postcodes)


def test_leaders_carry_names_that_are_plainly_made_up() -> None:
    names = [s["contact"]["leader"]["name"] for s in SERVICES if s["contact"]["leader"]]

    assert names
    assert [n for n in names if n.split()[0] not in {"見本", "例", "試", "仮名", "架空"}] == []


def test_schedules_can_be_read() -> None:
    for key, schedule in schedules():
        assert schedule.get("weekly") or schedule.get("monthly"), key
        periods = [p for day in schedule.get("weekly", {}).values() for p in day]
        periods += [p for rule in schedule.get("monthly", []) for p in rule["periods"]]
        for start, end in (period.split("-") for period in periods):
            assert time.fromisoformat(start) < time.fromisoformat(end.replace("24:00", "23:59")), (
                key
            )
        assert set(schedule.get("weekly", {})) <= WEEKDAYS
        for rule in schedule.get("monthly", []):
            assert rule["weekday"] in WEEKDAYS
            assert set(rule["nth"]) <= {1, 2, 3, 4, 5, -1}
        assert {schedule[part] for part in ("holidays", "obon", "new_year")} <= {"open", "closed"}


def test_every_state_of_freshness_and_of_a_stop_occurs() -> None:
    days = [
        s["confirmed"]["days_ago"] for s in SERVICES if s["confirmed"]["how"] != "official_list"
    ]
    stops = [s["temporary_stop"] for s in SERVICES if s["temporary_stop"]]

    assert min(days) < 31
    assert any(180 < day <= 365 for day in days)
    assert any(day > 365 for day in days)
    assert any(stop["from_in_days"] <= 0 <= stop["to_in_days"] for stop in stops)
    assert any(stop["from_in_days"] > 0 for stop in stops)
    assert any(stop["to_in_days"] < 0 for stop in stops)
    assert any(s["ended"] for s in SERVICES)
    assert {s["visibility"] for s in SERVICES} == {"public", "municipality", "own_body"}


def test_population_counts_each_band_or_says_unknown() -> None:
    bands = [*(f"{age}-{age + 4}" for age in range(0, 85, 5)), "85+"]
    counts = [count for t in AREAS["towns"] for count in t["population"]["by_age"].values()]

    assert all(list(t["population"]["by_age"]) == bands for t in AREAS["towns"])
    assert None in counts
    assert all(count is None or count >= 0 for count in counts)
