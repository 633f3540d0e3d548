"""Reading the content of the sample world: plain records, as README.md of `content/` explains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "content"
Record = Mapping[str, Any]
Records = tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """This value will hold everything a world is made from, before anything is in the database."""

    areas: Records
    groups: Records
    spheres: Records
    towns: Records
    bodies: Records
    organizations: Records
    places: Records
    services: Records
    events: Records

    def joined(self, other: Content) -> Content:
        """This function will return this content followed by another."""
        names = self.__slots__
        return Content(**{name: getattr(self, name) + getattr(other, name) for name in names})


@cache
def written_content() -> Content:
    """This function will return the content as it was written by hand."""
    land = _read("areas.yaml")
    files = sorted(FOLDER.glob("services_*.yaml"))
    return Content(
        areas=tuple(land["areas"]),
        groups=tuple(land["groups"]),
        spheres=tuple(land["spheres"]),
        towns=tuple(land["towns"]),
        bodies=tuple(_read("bodies.yaml")),
        organizations=tuple(_read("organizations.yaml")),
        places=tuple(_read("places.yaml")),
        services=tuple(service for file in files for service in _read(file.name)),
        events=tuple(_read("events.yaml")),
    )


def _read(name: str) -> Any:
    """The C loader is ten times faster; where it is missing the other one reads the same."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (FOLDER / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=loader)  # noqa: S506 -- both loaders are safe ones
