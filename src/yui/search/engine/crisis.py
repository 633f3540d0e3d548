"""Words of an emergency: which telephone numbers stand before anything that was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from yui.search.engine.folding import compact

DATA = Path(__file__).resolve().parent.parent / "data" / "crisis.yaml"


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """This class will hold one telephone number, with the source it was compared with."""

    name: str
    number: str
    hours: str
    source: str


@dataclass(frozen=True, slots=True)
class Crisis:
    """This class will hold one kind of emergency: what to do, and whom to call, in order."""

    code: str
    heading: str
    advice: str
    lines: tuple[CrisisLine, ...]


@dataclass(frozen=True, slots=True)
class _Kind:
    """The words of a kind, folded; `unless` words make a lesson or a thing of it."""

    crisis: Crisis
    within: tuple[str, ...]
    begins: tuple[str, ...]
    unless: tuple[str, ...]

    def is_met_by(self, folded: str) -> bool:
        if any(word in folded for word in self.unless):
            return False
        return folded.startswith(self.begins) or any(word in folded for word in self.within)


def crisis_in(words: str) -> Crisis | None:
    """This function will return the emergency that typed words speak of, None without one."""
    folded = compact(words)
    if not folded:
        return None
    return next((kind.crisis for kind in _kinds() if kind.is_met_by(folded)), None)


@lru_cache(maxsize=1)
def _kinds() -> tuple[_Kind, ...]:
    parsed: Any = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    lines = {
        key: CrisisLine(one["name"], one["number"], one["hours"], one["source"])
        for key, one in parsed["lines"].items()
    }
    return tuple(_kind(entry, lines) for entry in parsed["kinds"])


def _kind(entry: dict[str, Any], lines: dict[str, CrisisLine]) -> _Kind:
    crisis = Crisis(
        code=entry["code"],
        heading=entry["heading"],
        advice=entry["advice"],
        lines=tuple(lines[key] for key in entry["lines"]),
    )
    return _Kind(
        crisis, _folded(entry["within"]), _folded(entry["begins"]), _folded(entry["unless"])
    )


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(compact(word) for word in words)
