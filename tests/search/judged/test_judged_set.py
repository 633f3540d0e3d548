"""The judged questions are complete, name only services that exist, and are split by the rule."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
CONTENT = Path(__file__).parents[3] / "src/yui/config/world/content"
Record = dict[str, Any]


def load(path: Path) -> Any:
    """One file, read by the C loader where there is one: ten times faster."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


TUNING: list[Record] = load(HERE / "tuning.yaml")
HELD_OUT: list[Record] = load(HERE / "held_out.yaml")
QUESTIONS = TUNING + HELD_OUT
SERVICES: dict[str, Record] = {
    service["key"]: service
    for path in sorted(CONTENT.glob("services_*.yaml"))
    for service in load(path)
}
AREAS: Record = load(CONTENT / "areas.yaml")
PLACES: dict[str, Record] = {place["key"]: place for place in load(CONTENT / "places.yaml")}
SPHERES: dict[str, Record] = {sphere["key"]: sphere for sphere in AREAS["spheres"]}
TOWNS: dict[str, Record] = {town["key"]: town for town in AREAS["towns"]}
PARENTS: dict[str, str] = {area["code"]: area["parent"] for area in AREAS["areas"]}


def area_path(reference: str) -> tuple[str, ...]:
    """The codes and keys from the municipality down to the area."""
    kind, key = reference.split(":")
    if kind == "municipality":
        return (key,)
    if kind == "ward":
        return (PARENTS[key], key)
    if kind == "sphere":
        sphere = SPHERES[key]
        wards = (sphere["parent"],) if sphere["parent"] != sphere["municipality"] else ()
        return (sphere["municipality"], *wards, f"sphere:{key}")
    return (*area_path(f"sphere:{TOWNS[key]['sphere']}"), f"town:{key}")


def overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def is_in_area(service: Record, reference: str) -> bool:
    references = [service["area"], *service["service_areas"]]
    references += [f"town:{PLACES[place['place']]['town']}" for place in service["places"]]
    return any(overlap(area_path(own), area_path(reference)) for own in references)


def open_weekdays(service: Record) -> set[str]:
    schedules = [place["schedule"] for place in service["places"]] + [service["schedule"]]
    days = {day for schedule in schedules if schedule for day in schedule.get("weekly", {})}
    return days | {
        rule["weekday"]
        for schedule in schedules
        if schedule
        for rule in schedule.get("monthly", [])
    }


def is_held_back(service: Record) -> bool:
    """Stopped on the day of loading, or full without a waiting list."""
    stop = service["temporary_stop"]
    stopped = bool(stop) and stop["from_in_days"] <= 0 <= stop["to_in_days"]
    return stopped or bool(service["vacancy"] == "full")


def test_two_hundred_questions_stand_in_two_halves() -> None:
    ids = [question["id"] for question in QUESTIONS]

    assert (len(TUNING), len(HELD_OUT)) == (100, 100)
    assert sorted(ids) == [f"q{number:03d}" for number in range(1, 201)]
    assert Counter(q["asker"] for q in QUESTIONS) == {"resident": 120, "professional": 80}


def test_the_split_follows_the_written_rule() -> None:
    def rank(question: Record) -> str:
        return hashlib.sha256(f"yui judged 2026-11 {question['id']}".encode()).hexdigest()

    first = sorted(QUESTIONS, key=rank)[:100]

    assert {question["id"] for question in first} == {question["id"] for question in TUNING}


def test_no_question_is_asked_twice_in_an_area() -> None:
    asked = Counter((q["query"], q["area"], q["weekday"]) for q in QUESTIONS)

    assert [question for question, times in asked.items() if times > 1] == []


def test_questions_come_in_every_form() -> None:
    forms = Counter(question["form"] for question in QUESTIONS)

    assert set(forms) == {
        "short",
        "sentence",
        "kana",
        "typo",
        "symptom",
        "jargon",
        "town_word",
        "name",
    }
    assert forms["typo"] == 20


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question["id"]))
def test_grades_name_services_that_can_be_found(question: Record) -> None:
    grades: dict[str, int] = question["grades"]

    assert set(grades) <= set(SERVICES)
    assert set(grades.values()) <= {1, 2, 3}
    assert max(grades.values()) >= 2
    for key, grade in grades.items():
        service = SERVICES[key]
        assert service["visibility"] == "public", key
        assert not service["ended"], key
        assert is_in_area(service, question["area"]), key
        assert grade < 3 or not is_held_back(service), key
        assert question["weekday"] is None or question["weekday"] in open_weekdays(service), key
