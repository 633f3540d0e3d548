"""What callers get: frozen values, never rows of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yui.areas.states import Confidence, GroupKind, Opening, Tier


@dataclass(frozen=True, slots=True)
class AreaInfo:
    """This value will hold one area.

    `code` has six digits with the check digit and is empty for layers inside a town.
    `full_name` is the name as an address begins, 「長野県南佐久郡川上村」.
    Coordinates are the office's, in degrees (WGS84); `surface_ha` is in hectares.
    `hours` are those of `phone`.
    """

    id: int
    path: str
    code: str
    tier: Tier
    name: str
    kana: str
    county: str
    full_name: str
    latitude: float | None
    longitude: float | None
    surface_ha: int | None
    is_designated_city: bool
    is_sample: bool
    opening: Opening
    phone: str
    website: str
    valid_from: date | None
    valid_to: date | None
    successor_path: str | None
    hours: str = ""

    @property
    def jis(self) -> str:
        """This property will return the code of addresses: two digits or five, no check digit."""
        return self.code[:2] if self.tier is Tier.PREFECTURE else self.code[:5]

    @property
    def parent_path(self) -> str:
        """This property will return the path of the area around this one ("" = the nation)."""
        return "/".join(self.path.split("/")[:-2]) + "/" if self.path.count("/") > 1 else ""

    @property
    def is_current(self) -> bool:
        """This property will say whether the area still exists under this code."""
        return self.valid_to is None

    @property
    def kana_row(self) -> str:
        """This property will return the row of the kana table the name begins in."""
        return kana_row(self.kana)


@dataclass(frozen=True, slots=True)
class TownInfo:
    """This value will hold one 町字.

    `id` is None when the town is known only from the national list of postcodes.
    """

    id: int | None
    area_path: str
    name: str
    kana: str = ""
    town_code: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class PostalMatch:
    """This value will hold one municipality or ward a postcode leads to, and the 町字 if named."""

    area: AreaInfo
    town_name: str


@dataclass(frozen=True, slots=True)
class PlaceMeant:
    """This value will hold the place somebody typed, as far as it was understood.

    `name` is what people read, `area` its municipality or ward, `towns` the 町字 it consists of.
    The point is in degrees (WGS84), None where the register has none; `choices` are names that
    are meant alike, so that none was taken. `is_office`: the municipality itself was meant.
    """

    name: str
    area: AreaInfo
    towns: tuple[TownInfo, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    choices: tuple[str, ...] = ()
    is_office: bool = False
    is_here: bool = True


@dataclass(frozen=True, slots=True)
class LocatedAddress:
    """This value will hold what an address says: municipality or ward, 町字, and the rest."""

    area: AreaInfo
    town: TownInfo | None
    rest: str


@dataclass(frozen=True, slots=True)
class CentreWindow:
    """This value will hold whom to ask: the own 包括, or the municipality when none is known."""

    area: AreaInfo
    name: str
    phone: str
    website: str
    is_own_centre: bool


@dataclass(frozen=True, slots=True)
class CentreAnswer:
    """This value will hold what the finder found for what somebody typed.

    `towns` are the 町字 that may be meant: one when it is clear, several to choose from, none
    when the words were not recognised. `elsewhere` is the town of a postcode that is another's.
    """

    window: CentreWindow
    towns: tuple[TownInfo, ...] = ()
    elsewhere: AreaInfo | None = None
    is_postal_code: bool = False


@dataclass(frozen=True, slots=True)
class GroupInfo:
    """This value will hold a group of areas, such as the 広域連合 that insures them."""

    key: str
    name: str
    kind: GroupKind
    insurer_number: str
    source: str
    confidence: Confidence
    member_paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PopulationFigures:
    """This value will hold published numbers of people; None = the source does not say.

    Basis: 実人数. `as_of` is the day the source counted. `is_partial` says that a part of the
    area is suppressed or missing, so that the figures are lower bounds.
    """

    as_of: date
    people: int | None
    aged_65_and_over: int | None
    aged_75_and_over: int | None
    aged_85_and_over: int | None
    households: int | None
    single_elderly: int | None
    is_partial: bool
    source: str


_ROWS = (
    ("あ", "あいうえおゔ"),
    ("か", "かきくけこがぎぐげご"),
    ("さ", "さしすせそざじずぜぞ"),
    ("た", "たちつてとだぢづでど"),
    ("な", "なにぬねの"),
    ("は", "はひふへほばびぶべぼぱぴぷぺぽ"),
    ("ま", "まみむめも"),
    ("や", "やゆよ"),
    ("ら", "らりるれろ"),
    ("わ", "わをん"),
)


def kana_row(kana: str) -> str:
    """This function will return the row of the kana table a reading begins in, or ""."""
    first = kana[:1]
    return next((row for row, letters in _ROWS if first and first in letters), "")
