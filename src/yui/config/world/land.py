"""The land of the sample world: areas, layers, 町字, postcodes, words, groups, population."""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from yui.areas.actions import (
    NewTown,
    assign_layer,
    create_area,
    create_area_group,
    create_postal_code,
    create_towns,
    import_population,
    set_local_word,
    set_window,
)
from yui.areas.states import Confidence, GroupKind, Opening, Term, Tier
from yui.config.world.content import Content, Record
from yui.policy.viewer import Viewer

SOURCE = "見本の世界（つくりものの数字）"
_TIERS = {"prefecture": Tier.PREFECTURE, "ward": Tier.WARD}
_NOT_YET_OPEN = frozenset({"例村"})


@dataclass(frozen=True, slots=True)
class Land:
    """This value will lead from the references of the content to what is in the database.

    `paths` and `names` are by reference ("sphere:ekimae"); `homes` are the paths of the
    municipality or ward whose list a thing at this reference stands in; `towns` are the ids
    of 町字 by key. A town's path is that of its 圏域.
    """

    paths: Mapping[str, str]
    homes: Mapping[str, str]
    names: Mapping[str, str]
    towns: Mapping[str, int]

    def municipality(self, reference: str) -> str:
        """This function will return the path of the municipality a reference lies in."""
        return "/".join(self.homes[reference].split("/")[:2]) + "/"


class Surveyor:
    """This object will lay out the land of a content by the actions of the areas room."""

    def __init__(self, *, by: Viewer, at: datetime, content: Content) -> None:
        self.by, self.at, self.content = by, at, content
        self.phones = {
            body["area"]: body["phone"]["number"]
            for body in reversed(content.bodies)
            if body["kind"] in ("municipality", "prefecture")
        }
        self.paths: dict[str, str] = {}
        self.homes: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.towns: dict[str, int] = {}
        self.layers: Counter[str] = Counter()

    def lay(self) -> Land:
        """This function will make everything and return where it is."""
        for area in self.content.areas:
            self._area(area)
        for sphere in self.content.spheres:
            self._layer(sphere, Tier.SPHERE, "")
        self._towns()
        self._centres()
        self._groups()
        self._population()
        return Land(self.paths, self.homes, self.names, self.towns)

    def _area(self, area: Record) -> None:
        tier = _TIERS.get(area["kind"], Tier.MUNICIPALITY)
        parent = self._path_of_code(area["parent"]) if area["parent"] else ""
        path, reference = f"{parent}{area['code']}/", f"{tier.value}:{area['code']}"
        centre = area.get("centre", {})
        create_area(
            by=self.by,
            at=self.at,
            parent_path=parent,
            segment=area["code"],
            tier=tier,
            name=area["name"],
            kana=area["kana"],
            latitude=centre.get("latitude"),
            longitude=centre.get("longitude"),
            is_designated_city=area["kind"] == "designated_city",
            is_sample=True,
            opening=self._opening(area, tier),
            phone=self.phones.get(reference, ""),
            website=f"https://area-{area['code']}.example/",
        )
        self._note(reference, path, path, area["name"])
        for term, word in area.get("local_words", {}).items():
            set_local_word(by=self.by, at=self.at, area_path=path, term=Term(term), word=word)

    def _opening(self, area: Record, tier: Tier) -> Opening:
        if tier is Tier.PREFECTURE:
            return Opening.NOT_YET
        is_preparing = area["name"] in _NOT_YET_OPEN or area.get("is_preparing", False)
        return Opening.PREPARING if is_preparing else Opening.OPEN

    def _layer(self, sphere: Record, tier: Tier, sign: str, **more: Any) -> str:
        home = self._path_of_code(sphere["parent"])
        self.layers[home + sign] += 1
        segment = f"{sphere['parent']}-{sign}{self.layers[home + sign]:02}"
        create_area(
            by=self.by,
            at=self.at,
            parent_path=home,
            segment=segment,
            tier=tier,
            name=sphere["name"],
            kana=sphere["kana"],
            latitude=sphere["centre"]["latitude"],
            longitude=sphere["centre"]["longitude"],
            **more,
        )
        path = f"{home}{segment}/"
        self._note(f"{tier.value}:{sphere['key']}", path, home, sphere["name"])
        return path

    def _towns(self) -> None:
        by_key = {town["key"]: town for town in self.content.towns}
        for sphere in self.content.spheres:
            reference = f"sphere:{sphere['key']}"
            written = [by_key[key] for key in sphere["towns"]]
            made = create_towns(
                by=self.by,
                at=self.at,
                area_path=self.homes[reference],
                towns=[_new_town(town) for town in written],
            )
            ids = [info.id for info in made if info.id is not None]
            self._assign(self.paths[reference], ids)
            for town, town_id in zip(written, ids, strict=True):
                self.towns[town["key"]] = town_id
                where = self.paths[reference], self.homes[reference]
                self._note(f"town:{town['key']}", *where, town["name"])
                self._postcode(town, self.homes[reference])

    def _postcode(self, town: Record, home: str) -> None:
        code = town["postcode"].replace("-", "")
        create_postal_code(
            by=self.by, at=self.at, code=code, area_path=home, town_name=town["name"]
        )

    def _centres(self) -> None:
        """Each 包括 gets its 担当区域; one for a whole town only where no other shares the town."""
        spheres = {f"sphere:{each['key']}": each for each in self.content.spheres}
        taken: set[str] = set()
        centres = [body for body in self.content.bodies if body["kind"] == "support_centre"]
        for body in sorted(centres, key=lambda each: -len(self.paths[each["covers"][0]])):
            covered = [each for ref, each in spheres.items() if self._covers(body, ref)]
            keys = [key for each in covered for key in each["towns"] if key not in taken]
            if keys:
                taken.update(keys)
                self._centre(body, covered[0], keys)

    def _covers(self, body: Record, sphere_reference: str) -> bool:
        path = self.paths[sphere_reference]
        return any(path.startswith(self.paths[reference]) for reference in body["covers"])

    def _centre(self, body: Record, sphere: Record, town_keys: list[str]) -> None:
        named = {
            **sphere,
            **{name: body[name] for name in ("key", "name", "kana")},
        }
        path = self._layer(named, Tier.CENTRE_AREA, "c")
        phone = body["phone"]
        set_window(
            by=self.by,
            at=self.at,
            area_path=path,
            phone=phone["number"],
            website="",
            hours=phone["hours"],
        )
        self._assign(path, [self.towns[key] for key in town_keys])

    def _assign(self, layer_path: str, town_ids: list[int]) -> None:
        assign_layer(by=self.by, at=self.at, layer_path=layer_path, town_ids=town_ids)

    def _groups(self) -> None:
        for group in self.content.groups:
            members = [self._path_of_code(code) for code in group["members"]]
            create_area_group(
                by=self.by,
                at=self.at,
                key=group["key"],
                name=group["name"],
                kind=GroupKind.WIDE_UNION,
                member_paths=members,
                source=SOURCE,
                confidence=Confidence.OFFICIAL,
                is_sample=True,
            )
            around = members[0].split("/")[0] + "/"
            self._note(f"group:{group['key']}", around, around, group["name"])

    def _population(self) -> None:
        for area in self.content.areas:
            towns = [town for town in self.content.towns if town["municipality"] == area["code"]]
            if towns:
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder) / "population.csv"
                    _write_population(path, towns)
                    import_population(
                        by=self.by,
                        at=self.at,
                        path=path,
                        source=SOURCE,
                        area_path=self._path_of_code(area["code"]),
                    )

    def _path_of_code(self, code: str) -> str:
        tiers = ("prefecture", "municipality", "ward")
        return next(path for tier in tiers if (path := self.paths.get(f"{tier}:{code}")))

    def _note(self, reference: str, path: str, home: str, name: str) -> None:
        self.paths[reference] = path
        self.homes[reference] = home
        self.names[reference] = name


def _new_town(town: Record) -> NewTown:
    centre = town["centre"]
    return NewTown(
        town["name"], town["kana"], latitude=centre["latitude"], longitude=centre["longitude"]
    )


def _write_population(path: Path, towns: list[Record]) -> None:
    """The standard dataset counts men and women; the content only both: they are halved."""
    bands = list(towns[0]["population"]["by_age"])
    heads = [f"{_words_of(band)}の{sex}" for band in bands for sex in ("男性", "女性")]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["地域名", "調査年月日", "総人口", *heads])
        for town in towns:
            counts = town["population"]["by_age"]
            total = None if None in counts.values() else sum(counts.values())
            halves = [half for band in bands for half in _halves(counts[band])]
            writer.writerow(
                [
                    town["name"],
                    town["population"]["as_of"],
                    "*" if total is None else total,
                    *halves,
                ]
            )


def _words_of(band: str) -> str:
    return f"{band[:-1]}歳以上" if band.endswith("+") else f"{band}歳"


def _halves(count: int | None) -> Iterator[int | str]:
    """Suppressed stays suppressed: unknown, never 0."""
    yield "*" if count is None else count // 2
    yield "*" if count is None else count - count // 2
