"""More municipalities from the same content: other names, codes and points, for sizes m and l."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from yui.config.world.content import Content, Record, Records, written_content

# Services taken over into one generated municipality.
_SERVICES = 40
# Municipalities of each prefecture that size l ends with; m has three.
_PER_PREFECTURE = {"m": 3, "l": 6}
_PREFECTURES = {
    "92": ("手本県", "てほんけん"),
    "93": ("見立県", "みたてけん"),
    "94": ("試作県", "しさくけん"),
    "95": ("例題県", "れいだいけん"),
    "96": ("仮名県", "かめいけん"),
    "97": ("雛形県", "ひながたけん"),
    "98": ("模型県", "もけいけん"),
    "99": ("習作県", "しゅうさくけん"),
}
_HEADS = {
    "仮": "かり",
    "例": "れい",
    "試": "ためし",
    "型": "かた",
    "写": "うつし",
    "雛": "ひな",
}
_TAILS = {
    "野": "の",
    "川": "がわ",
    "浜": "はま",
    "里": "さと",
    "岡": "おか",
    "沢": "ざわ",
    "島": "じま",
    "原": "はら",
    "崎": "ざき",
    "森": "もり",
}
_TELEPHONE = re.compile(r"000-555-(\d{4})")
_WRITTEN = {"90": 3, "91": 1}


@dataclass(frozen=True, slots=True)
class _Template:
    """This value will say which written municipality is copied, and which of its words change.

    `digit` begins the last three digits of the code, as official codes do for cities, towns
    and villages.
    """

    code: str
    digit: str
    suffix: tuple[str, str]
    words: tuple[tuple[str, str], ...]


_TEMPLATES = (
    _Template("91201", "2", ("市", "し"), (("例示", "{base}"), ("れいじ", "{kana}"))),
    _Template(
        "90321", "3", ("町", "ちょう"), (("試町", "{base}町"), ("ためしちょう", "{kana}ちょう"))
    ),
    _Template("90405", "4", ("村", "むら"), (("例村", "{base}村"), ("れいそん", "{kana}むら"))),
)


@dataclass(frozen=True, slots=True)
class _Site:
    """This value will hold where one generated municipality lies; `number` counts from 1."""

    number: int
    prefecture: str
    prefecture_name: str
    place_in_prefecture: int
    base: str
    kana: str

    @property
    def template(self) -> _Template:
        """This property will return the municipality that is copied."""
        return _TEMPLATES[self.number % len(_TEMPLATES)]

    @property
    def code(self) -> str:
        """This property will return the five digits, outside the official range."""
        return f"{self.prefecture}{self.template.digit}{self.number % 90 + 10:02}"


def generated_content(*, size: str, seed: int) -> Content:
    """This function will return what size m or l has beyond the written content; s has nothing."""
    whole = Content((), (), (), (), (), (), (), (), ())
    if size not in _PER_PREFECTURE:
        return whole
    new = {code: names for code, names in _PREFECTURES.items() if size == "l"}
    whole = whole.joined(_prefectures(new))
    for site in _sites(size, seed, new):
        whole = whole.joined(_municipality(site, seed))
    return whole


def _sites(size: str, seed: int, new: Mapping[str, tuple[str, str]]) -> Iterator[_Site]:
    names = list(product(_HEADS.items(), _TAILS.items()))
    random.Random(f"{seed} names").shuffle(names)  # noqa: S311 -- no secret
    prefectures = {"90": "見本県", "91": "見本府", **{code: name[0] for code, name in new.items()}}
    number = 0
    for prefecture, prefecture_name in prefectures.items():
        for place in range(_WRITTEN.get(prefecture, 0), _PER_PREFECTURE[size]):
            (head, head_kana), (tail, tail_kana) = names[number]
            number += 1
            yield _Site(
                number, prefecture, prefecture_name, place, head + tail, head_kana + tail_kana
            )


def _prefectures(new: Mapping[str, tuple[str, str]]) -> Content:
    """A prefecture is an area, its section and that section's body."""
    written = written_content()
    parts = [
        (
            next(each for each in records if each["key"] == "pref-reiji"),
            records,
        )
        for records in (written.bodies, written.organizations)
    ]
    areas, bodies, organizations = [], [], []
    for code, (name, kana) in new.items():
        change = _Change({"pref-reiji": f"pref-{code}", "prefecture:91": f"prefecture:{code}"})
        change.words = (("見本府", name), ("みほんふ", kana))
        areas.append(
            {"code": code, "name": name, "kana": kana, "parent": None, "kind": "prefecture"}
        )
        bodies.append(change(parts[0][0]))
        organizations.append({**change(parts[1][0]), "municipality": code})
    return Content(tuple(areas), (), (), (), tuple(bodies), tuple(organizations), (), (), ())


def _municipality(site: _Site, seed: int) -> Content:
    own = _own(site.template.code, written_content())
    draw = random.Random(f"{seed} {site.code}")  # noqa: S311 -- no secret
    keep = set(draw.sample(range(len(own.services)), min(_SERVICES, len(own.services))))
    services = tuple(each for place, each in enumerate(own.services) if place in keep)
    change = _change_for(site, own)
    return Content(
        areas=tuple(_area(change(each), site) for each in own.areas),
        groups=(),
        spheres=_changed(own.spheres, change),
        towns=tuple(
            {**change(each), "postcode": f"000-{site.number * 100 + place:04}"}
            for place, each in enumerate(own.towns)
        ),
        bodies=tuple({**change(each), "service": None} for each in own.bodies),
        organizations=_changed(own.organizations, change),
        places=_changed(own.places, change),
        services=_changed(services, change),
        events=_changed(own.events, change),
    )


def _own(code: str, written: Content) -> Content:
    """This function will return what belongs to one municipality and to nobody else."""

    def of_code(records: Records) -> Records:
        return tuple(each for each in records if each.get("municipality") == code)

    towns, organizations = of_code(written.towns), of_code(written.organizations)
    names = {each["key"] for each in organizations}
    spheres = of_code(written.spheres)
    here = {f"municipality:{code}", *(f"sphere:{each['key']}" for each in spheres)}
    town_keys = {each["key"] for each in towns}
    places = tuple(each for each in written.places if each["town"] in town_keys)
    place_keys = {each["key"] for each in places}
    known = here | {f"town:{key}" for key in town_keys}
    return Content(
        areas=tuple(each for each in written.areas if each["code"] == code),
        groups=(),
        spheres=spheres,
        towns=towns,
        bodies=tuple(each for each in written.bodies if each["area"] in here),
        organizations=tuple(each for each in organizations if each["area"] in known),
        places=places,
        services=tuple(
            each
            for each in of_code(written.services)
            if each["organization"] in names and _stays(each, known, place_keys)
        ),
        events=tuple(
            each
            for each in written.events
            if each["area"] in here
            and each["organization"] in names
            and each["place"] in {*place_keys, None}
        ),
    )


def _stays(service: Record, known: set[str], places: set[str]) -> bool:
    named = {
        service["area"],
        *service["service_areas"],
        *service["eligibility"]["residents_of"],
    }
    return named <= known and {each["place"] for each in service["places"]} <= places


def _area(area: Record, site: _Site) -> Record:
    """広域連合 stay with the written towns; half of the new ones are still preparing."""
    return {
        **{name: value for name, value in area.items() if name != "insurer"},
        "parent": site.prefecture,
        "is_preparing": site.number % 2 == 0,
    }


def _changed(records: Records, change: Callable[[Any], Any]) -> Records:
    return tuple(change(each) for each in records)


class _Change:
    """Rewrites a record: keys and references, words of the name, numbers, points."""

    def __init__(self, exact: Mapping[str, str]) -> None:
        self.exact = exact
        self.words: tuple[tuple[str, str], ...] = ()
        self.number = 0
        self.shift = (0.0, 0.0)

    def __call__(self, value: Any) -> Any:
        """This function will return the value with everything inside rewritten."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self(each) for each in value]
        if isinstance(value, dict):
            return self._moved({name: self(each) for name, each in value.items()})
        return value

    def _text(self, text: str) -> str:
        if text in self.exact:
            return self.exact[text]
        for old, new in self.words:
            text = text.replace(old, new)
        return _TELEPHONE.sub(lambda found: self._telephone(int(found[1])), text)

    def _telephone(self, number: int) -> str:
        return f"000-555-{(number + 37 * self.number) % 10_000:04}"

    def _moved(self, record: dict[str, Any]) -> dict[str, Any]:
        if isinstance(record.get("latitude"), float):
            record["latitude"] = round(record["latitude"] + self.shift[0], 6)
            record["longitude"] = round(record["longitude"] + self.shift[1], 6)
        return record


def _change_for(site: _Site, own: Content) -> _Change:
    keyed = (own.spheres, own.towns, own.bodies, own.organizations, own.places, own.services)
    keys = [each["key"] for records in (*keyed, own.events) for each in records]
    exact = {key: f"{site.code}-{key}" for key in keys}
    exact |= {
        f"{kind}:{key}": f"{kind}:{site.code}-{key}" for kind in ("sphere", "town") for key in keys
    }
    old = site.template.code
    exact |= {old: site.code, f"municipality:{old}": f"municipality:{site.code}"}
    change = _Change(exact)
    name = {"base": site.base, "kana": site.kana}
    change.words = (
        *((old_word, new.format(**name)) for old_word, new in site.template.words),
        ("見本府", site.prefecture_name),
        ("見本県", site.prefecture_name),
    )
    change.number, change.shift = site.number, _shift(site)
    return change


def _shift(site: _Site) -> tuple[float, float]:
    """Degrees north and east of the template, so that each lies alone in the open Pacific."""
    east = 0 if site.prefecture in _WRITTEN else int(site.prefecture) - 85
    return 0.3 * site.place_in_prefecture, float(east)
