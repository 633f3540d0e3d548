"""What is searched: one frozen `Document` per service, group, event or office."""

from __future__ import annotations

from dataclasses import dataclass

DAILY = "daily"
INSURANCE = "insurance"
# What residents find without asking for more: everyday services, and public places and windows.
EVERYDAY_SECTORS = (DAILY, "public")
PUBLIC = "public"
# Standings, see `Document`; the last of them stand first in a list.
CONFIRMED, FULL, PAUSED = 1, 2, -1
STANDINGS = (PAUSED, FULL, 0, CONFIRMED)


@dataclass(frozen=True, slots=True)
class Document:
    """This class will hold everything the index knows about one record.

    All codes are opaque to the engine. `areas` are paths as in `areas.Area.path`
    (`"14/14100/14101"`, a closing slash is allowed), down to the 日常生活圏域, of where the record
    is and of what it serves. It is found by any area above, and by any area inside one that it
    belongs to as a whole: a service of the city is found in each of its 圏域. `slots` are
    weekday and time of day (`"tue-am"`, "pm", "eve"). `points` are (latitude, longitude) in
    degrees, one for each place. `confirmed_day` is a proleptic Gregorian ordinal
    (`date.toordinal()`), 0 when nobody has confirmed the record. `neutral_key` is a stable
    pseudo-random number: records of equal score, and lists without words, follow it, within their
    `standing`: 1 confirmed by somebody, 0 not yet, 2 full (after all that have room), -1 paused
    (after all that run). `mains` are those of `needs` that name or kind of the record say. `cut`
    are the words of the texts as `RowEncoder.cut` wrote them with the present analysis, "" when
    they are still to be cut.
    """

    key: str
    name: str
    kana: str = ""
    summary: str = ""
    how_to_start: str = ""
    text: str = ""
    organization: str = ""
    place: str = ""
    phones: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    mains: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    fee: str = "unknown"
    flags: tuple[str, ...] = ()
    sector: str = DAILY
    points: tuple[tuple[float, float], ...] = ()
    confirmed_day: int = 0
    neutral_key: int = 0
    standing: int = 0
    visible_to: tuple[str, ...] = ()
    position: int = 0
    cut: str = ""

    @property
    def area_tokens(self) -> tuple[str, ...]:
        """This property will list the codes of all ancestors, each once, in the order met."""
        parts = (part for path in self.areas for part in path.split("/") if part)
        return tuple(dict.fromkeys(parts))
