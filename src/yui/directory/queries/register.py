"""The register as staff leaf through it: every record of an area, found by name or number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from yui.areas.rules import within
from yui.directory.engine.consent import NOTHING
from yui.directory.models import Phone, Service
from yui.directory.queries.cards import cards_for, organization_url
from yui.directory.queries.deriving import digits_beyond
from yui.directory.queries.facts import facts_of
from yui.directory.queries.pages import short_code_from
from yui.directory.queries.rows import Bundle, ServiceRow, key_of, load_cards, to_uuid
from yui.directory.queries.values import Page, ServiceCard
from yui.directory.queries.visible import visible_organizations, visible_services
from yui.directory.rules import view_of
from yui.directory.states import LISTED, ServiceState
from yui.lib.clock import date_in_jst
from yui.lib.japanese import fold, hiragana, katakana
from yui.policy.viewer import ANONYMOUS, Viewer

REGISTER_SIZE: Final = 50
MOST_EXPORTED: Final = 5_000
_MOST_PAGES, _MOST_GROUPS, _MOST_BY_NUMBER, _AT_ONCE = 400, 10, 400, 100
_LEAST_DIGITS, CORPORATE_DIGITS = 4, 13

Kept = Literal["", "draft", "ended"]
Order = Literal["name", "checked"]
_STATES: Final[Mapping[Kept, frozenset[ServiceState]]] = {
    "": frozenset(LISTED),
    "draft": frozenset({ServiceState.DRAFT}),
    "ended": frozenset({ServiceState.ENDED}),
}
_ORDERS: Final[Mapping[Order, tuple[Any, ...]]] = {
    "name": ("folded", "id"),
    "checked": (
        Coalesce("confirmed_date", "source__period_date").asc(nulls_first=True),
        "folded",
        "id",
    ),
}


@dataclass(frozen=True, slots=True)
class RegisterAsk:
    """This value will hold what part of the register is asked for; `number` counts from 1.

    `words` are parts of names (all of them), a telephone number or part of one from four digits
    on, or a short code. `kept` "" asks for what is listed.
    """

    area_path: str
    words: str = ""
    kept: Kept = ""
    order: Order = "name"
    number: int = 1


@dataclass(frozen=True, slots=True)
class GroupLine:
    """This value will name a group of the register."""

    name: str
    url: str
    area_name: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """This value will hold one page of the register, and the first groups of that name."""

    services: Page[ServiceCard]
    groups: tuple[GroupLine, ...]


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """This value will hold one record as a table takes it away.

    `phone` and `where` are what residents read, "" where they read nothing; dates are None when
    nobody confirmed the record, or an official list vouches for it.
    """

    name: str
    organization: str
    state: str
    area_name: str
    phone: str
    where: str
    confirmed_date: date | None
    due_date: date | None
    url: str


def register_page(viewer: Viewer, ask: RegisterAsk, *, at: datetime) -> RegisterPage:
    """This function will return one page of the register, as far as the viewer may read it."""
    rows = _found(viewer, ask, at)
    number = min(max(1, ask.number), _MOST_PAGES)
    first = (number - 1) * REGISTER_SIZE
    ids = _ordered(rows, ask).values_list("id", flat=True)[first : first + REGISTER_SIZE]
    cards = cards_for(viewer, tuple(ids), at=at)
    return RegisterPage(
        Page(cards, rows.count(), number, REGISTER_SIZE),
        _groups(viewer, ask, at) if number == 1 and not ask.kept else (),
    )


def register_lines(viewer: Viewer, ask: RegisterAsk, *, at: datetime) -> Iterator[RegisterLine]:
    """This function will yield the register as a table, at most 5,000 records.

    A file travels on: numbers and addresses are those residents read, whoever takes it away.
    """
    rows = _ordered(_found(viewer, ask, at), ask).values_list(
        "id", "name", "organization__name", "state", "area__name", "confirmed_date", "due_date"
    )[:MOST_EXPORTED]
    for part in _parts(rows):
        open_cards = {
            card.id: card for card in cards_for(ANONYMOUS, [row[0] for row in part], at=at)
        }
        yield from (_line(row, open_cards.get(row[0])) for row in part)


def _parts(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    everything = list(rows)
    for first in range(0, len(everything), _AT_ONCE):
        yield everything[first : first + _AT_ONCE]


def _line(row: tuple[Any, ...], card: ServiceCard | None) -> RegisterLine:
    _id, name, organization, state, area_name, confirmed_date, due_date = row
    return RegisterLine(
        name=name,
        organization=organization,
        state=str(ServiceState(state).label),
        area_name=area_name,
        phone=card.phone.number if card and card.phone else "",
        where=card.where if card else "",
        confirmed_date=confirmed_date,
        due_date=due_date,
        url=card.url if card else "",
    )


def _found(viewer: Viewer, ask: RegisterAsk, at: datetime) -> QuerySet[Service]:
    rows = visible_services(viewer, on=date_in_jst(at)).filter(
        within(ask.area_path, "area__path"), state__in=_STATES[ask.kept]
    )
    code, digits = short_code_from(ask.words), digits_of(ask.words)
    if code and rows.filter(short_code=code).exists():
        return rows.filter(short_code=code)
    if len(digits) == CORPORATE_DIGITS:
        return rows.filter(organization__corporate_number=digits)
    if digits:
        return rows.filter(id__in=services_of_number(viewer, rows, digits, at))
    parts = parts_of_names(ask.words)
    if ask.words.strip() and not parts:
        return rows.none()
    for part in parts:
        rows = rows.filter(named(part) | named(part, "organization__"))
    return rows


def _ordered(rows: QuerySet[Service], ask: RegisterAsk) -> QuerySet[Service]:
    return rows.order_by(*_ORDERS[ask.order])


def _groups(viewer: Viewer, ask: RegisterAsk, at: datetime) -> tuple[GroupLine, ...]:
    """Groups whose own name or 法人番号 was typed; without words there would be all of them."""
    digits = digits_of(ask.words)
    parts = parts_of_names(ask.words)
    if not parts or (digits and len(digits) != CORPORATE_DIGITS):
        return ()
    rows = visible_organizations(viewer, on=date_in_jst(at)).filter(
        within(ask.area_path, "area__path")
    )
    if digits:
        rows = rows.filter(corporate_number=digits)
    else:
        for part in parts:
            rows = rows.filter(named(part))
    found = rows.order_by("folded", "id").values_list("name", "short_code", "area__name")
    return tuple(
        GroupLine(name, organization_url(code), area_name)
        for name, code, area_name in found[:_MOST_GROUPS]
    )


def parts_of_names(words: str) -> list[str]:
    """This function will return the words typed; marks alone are no part of any name."""
    return [part for part in words.split() if fold(part)]


def named(part: str, owner: str = "") -> Q:
    """This function will build the condition "a name holds this part", in whatever letters, or
    its reading does."""
    named = Q(**{f"{owner}folded__contains": fold(part)})
    for reading in {hiragana(part), katakana(part)}:
        named |= Q(**{f"{owner}kana__contains": reading})
    return named


def digits_of(words: str) -> str:
    """This function will return the digits typed, "" unless it is but a number of four or more."""
    plain = fold(words)
    return plain if plain.isdecimal() and len(plain) >= _LEAST_DIGITS else ""


def services_of_number(
    viewer: Viewer, rows: QuerySet[Service], digits: str, at: datetime
) -> tuple[UUID, ...]:
    """This function will return services with a number that holds these digits, where the viewer
    reads that very number.

    Whoever may not read it must not find by it either.
    """
    phones = Phone.objects.filter(digits__contains=digits)
    holders = Q(organization__in=phones.filter(organization__isnull=False).values("organization"))
    for owner in ("service", "service_at_location__service", "contact__service"):
        holders |= Q(id__in=phones.filter(**{f"{owner}__isnull": False}).values(owner))
    keys = rows.filter(holders).order_by("id").values_list("id", flat=True)[:_MOST_BY_NUMBER]
    bundle = load_cards([key_of(key) for key in keys])
    return tuple(
        to_uuid(row.id)
        for row in bundle.services.values()
        if any(digits in each for each in _numbers_read(viewer, row, bundle, date_in_jst(at)))
    )


def _numbers_read(viewer: Viewer, row: ServiceRow, bundle: Bundle, on: date) -> frozenset[str]:
    is_home = any(place.is_home for place in bundle.places.get(row.id, ()))
    shown = view_of(viewer, facts_of(row, on), is_home=is_home)
    return digits_beyond(bundle.phones.get(row.id, ()), shown, NOTHING)
