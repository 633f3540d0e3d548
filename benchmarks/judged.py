"""nDCG@10 over the judged questions, both halves, and the confusions of the tuning half.

    python benchmarks/judged.py [--confusions] [--label TEXT]

The held-out half is only scored: nothing of it is printed, neither questions nor services.
Gain 2^grade - 1, discount log2(rank + 1), ideal order over all graded services.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from yui.search.engine.documents import Document
from yui.search.engine.reader import IndexReader
from yui.search.engine.requests import Query
from yui.search.engine.writer import rebuild_index

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "src" / "yui" / "config" / "world" / "content"
JUDGED = ROOT / "tests" / "search" / "judged"
TAXONOMY = ROOT / "src" / "yui" / "taxonomy" / "data"
SCHEMES = {"visit": "訪問型", "day": "通所型"}
DEPTH = 10
BANDS = (("am", 0, 12), ("pm", 12, 17), ("eve", 17, 24))
Record = dict[str, Any]


def load(path: Path) -> Any:
    """This function will read one YAML file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)


def codes(vocabulary: str) -> dict[str, str]:
    """This function will map the names of a vocabulary to its codes."""
    return {term["name"]: term["code"] for term in load(TAXONOMY / f"{vocabulary}.yaml")["terms"]}


class World:
    """This class will turn the content of the sample world into documents."""

    def __init__(self) -> None:
        areas = load(CONTENT / "areas.yaml")
        self.parents = {area["code"]: area["parent"] for area in areas["areas"]}
        self.spheres = {sphere["key"]: sphere for sphere in areas["spheres"]}
        self.towns = {town["key"]: town for town in areas["towns"]}
        self.groups = {group["key"]: group for group in areas["groups"]}
        self.places = {place["key"]: place for place in load(CONTENT / "places.yaml")}
        self.owners = {one["key"]: one for one in load(CONTENT / "organizations.yaml")}
        self.fields, self.needs, self.purposes = codes("field"), codes("need"), codes("purpose")

    def services(self) -> Iterator[Record]:
        """This function will yield the public, running services."""
        for file in sorted(CONTENT.glob("services_*.yaml")):
            for service in load(file):
                if service["visibility"] == "public" and not service["ended"]:
                    yield service

    def path(self, reference: str) -> str:
        """This function will turn `ward:90101` and the like into an area path."""
        kind, key = reference.split(":")
        if kind == "town":
            return f"{self.path('sphere:' + self.towns[key]['sphere'])}/{key}"
        if kind == "sphere":
            parent = self.spheres[key]["parent"]
            return f"{self.path('area:' + parent)}/s-{key}"
        parent = self.parents[key]
        return f"{self.path('area:' + parent)}/{key}" if parent else key

    def paths(self, service: Record) -> tuple[str, ...]:
        """This function will list the paths of where a service is and whom it serves."""
        references = [service["area"], *service["service_areas"]]
        references += [f"town:{self.places[p['place']]['town']}" for p in service["places"]]
        found: dict[str, None] = {}
        for reference in references:
            if reference.startswith("group:"):
                members = self.groups[reference.split(":")[1]]["members"]
                found |= {self.path(f"area:{code}"): None for code in members}
            else:
                found[self.path(reference)] = None
        return tuple(found)

    def document(self, service: Record) -> Document:
        """This function will write the document of one service, as the search room would."""
        places = [self.places[place["place"]] for place in service["places"]]
        owner = self.owners.get(service["organization"] or "", {})
        kinds = (service["resource_kind"], service.get("insurance_kind") or "")
        programme = service["programme"]
        scheme = (
            SCHEMES.get(programme["group"], "") + programme["service_class"] if programme else ""
        )
        texts = (service["description"], *kinds, *service["fields"], scheme)
        digest = hashlib.sha256(service["key"].encode()).digest()
        return Document(
            key=service["key"],
            name=service["name"],
            kana=service["kana"] or "",
            summary=service["summary"],
            how_to_start=service["how_to_start"] or "",
            text="\n".join(text for text in texts if text),
            organization=owner.get("name", ""),
            place=" ".join(f"{place['name']} {place['address']}" for place in places),
            phones=tuple(phone["number"] for phone in service["phones"]),
            areas=self.paths(service),
            fields=tuple(self.fields[name] for name in service["fields"]),
            needs=tuple(self.needs[name] for name in service["needs"]),
            kinds=tuple(service["kinds"]),
            purposes=tuple(self.purposes[name] for name in service["purposes"]),
            slots=tuple(slots(service)),
            fee=service["fee"]["class"],
            sector=service["sector"],
            points=tuple((place["latitude"], place["longitude"]) for place in places),
            neutral_key=int.from_bytes(digest[:4], "big"),
            visible_to=("public",),
        )


def slots(service: Record) -> list[str]:
    """This function will list weekday and band of every opening period of a service."""
    schedules = [place["schedule"] for place in service["places"]] + [service["schedule"]]
    found: dict[str, None] = {}
    for schedule in filter(None, schedules):
        for day, periods in (schedule.get("weekly") or {}).items():
            found |= {f"{day}-{band}": None for band in bands(periods)}
        for rule in schedule.get("monthly") or []:
            found |= {f"{rule['weekday']}-{band}": None for band in bands(rule["periods"])}
    return list(found)


def bands(periods: list[str]) -> Iterator[str]:
    """This function will name the times of day that opening periods touch."""
    for period in periods:
        start, end = (int(clock[:2]) + int(clock[3:]) / 60 for clock in period.split("-"))
        for band, first, last in BANDS:
            if start < last and end > first:
                yield band


@dataclass(frozen=True, slots=True)
class Score:
    """This class will hold what one question found."""

    question: Record
    found: list[str]
    ndcg: float


def ndcg(found: list[str], grades: dict[str, int]) -> float:
    """This function will return nDCG@10 with gains 2^grade - 1."""
    gains = [2 ** grades.get(key, 0) - 1 for key in found[:DEPTH]]
    ideal = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:DEPTH]
    best = sum(gain / math.log2(rank + 2) for rank, gain in enumerate(ideal))
    got = sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))
    return got / best if best else 1.0


def score(reader: IndexReader, world: World, questions: list[Record]) -> list[Score]:
    """This function will ask all questions as the page would."""
    scores = []
    for question in questions:
        answer = reader.search(
            Query(
                words=question["query"],
                area=world.path(question["area"]),
                weekdays=(question["weekday"],) if question["weekday"] else (),
                facets=(),
                limit=DEPTH,
                nearby=DEPTH,
            )
        )
        found = [hit.key for hit in (*answer.hits, *answer.nearby)]
        scores.append(Score(question, found, ndcg(found, question["grades"])))
    return scores


def mean(scores: list[Score], **wanted: str) -> float:
    """This function will average nDCG over the questions with some facts."""
    some = [s.ndcg for s in scores if all(s.question[k] == v for k, v in wanted.items())]
    return sum(some) / len(some) if some else float("nan")


def confusions(scores: list[Score], below: float) -> Iterator[str]:
    """This function will list what was missing and what stood wrongly above (tuning half only)."""
    for one in sorted(scores, key=lambda s: s.ndcg):
        if one.ndcg >= below:
            return
        grades = one.question["grades"]
        missing = [key for key, grade in grades.items() if grade > 1 and key not in one.found]
        wrong = [key for key in one.found if key not in grades]
        yield (
            f"{one.ndcg:.3f} {one.question['id']} [{one.question['form']}] "
            f"{one.question['query']} ({one.question['area']})\n"
            f"      missing: {' '.join(missing)}\n      wrong: {' '.join(wrong)}"
        )


def report(tuning: list[Score], held_out: list[Score], label: str) -> str:
    """This function will write one line of the results table."""
    cells = [label, *(f"{mean(half):.3f}" for half in (tuning, held_out))]
    for asker in ("resident", "professional"):
        cells += [f"{mean(half, asker=asker):.3f}" for half in (tuning, held_out)]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """This function will build the index, ask, and print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--confusions", type=float, metavar="BELOW", default=None)
    parser.add_argument("--label", default="now")
    options = parser.parse_args()
    world = World()
    with tempfile.TemporaryDirectory() as directory:
        documents = [world.document(service) for service in world.services()]
        rebuild_index(Path(directory), documents, position=0)
        reader = IndexReader(Path(directory))
        tuning = score(reader, world, load(JUDGED / "tuning.yaml"))
        held_out = score(reader, world, load(JUDGED / "held_out.yaml"))
    print("| | tuning | held out | residents t | h | professionals t | h |")
    print(report(tuning, held_out, options.label))
    for form in sorted({one.question["form"] for one in tuning}):
        print(f"  {form:10s} {mean(tuning, form=form):.3f}")
    if options.confusions is not None:
        print("\n".join(confusions(tuning, options.confusions)))


if __name__ == "__main__":
    main()
