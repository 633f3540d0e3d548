"""Organizations, places and services of the content as inputs of the directory's actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from uuid import UUID

from yui.config.world.content import Record
from yui.config.world.hours import hours_of
from yui.config.world.land import Land
from yui.config.world.vocabulary import term, terms, terms_of_service
from yui.directory.actions import (
    AccessibilityInput,
    ConsentInput,
    ContactInput,
    CostInput,
    LocationInput,
    OrganizationInput,
    PhoneInput,
    PlaceInput,
    ServiceAreaInput,
    ServiceInput,
)
from yui.directory.engine.eligibility import CareClass, Eligibility
from yui.directory.states import (
    ConfirmedHow,
    FeeClass,
    Flag,
    PhoneKind,
    Scope,
    Sector,
    Vacancy,
)

_HOWS = {"published": ConfirmedHow.OFFICIAL_LIST, "spoken": ConfirmedHow.VISIT}
_TOILETS = {
    "accessible": "車いすで使えます",
    "western": "洋式",
    "japanese_only": "和式だけ",
    "none": "なし",
}


def organization_input(written: Record, land: Land) -> OrganizationInput:
    """This function will return the input of one organization."""
    phone = written["phone"]
    return OrganizationInput(
        name=written["name"],
        area_path=land.homes[written["area"]],
        kana=written["kana"],
        description=written["summary"],
        kind=term("org_type", written["kind"]),
        website=written.get("url", ""),
        is_published=written["visibility"] == "public",
        phones=(
            *([PhoneInput(phone["number"], hours=phone["hours"] or "")] if phone else []),
            *_fax(written.get("fax")),
        ),
        terms=(
            *terms("offer_kind", written["offers"]),
            *terms("field", written["fields"]),
        ),
    )


def location_input(written: Record, land: Land) -> LocationInput:
    """This function will return the input of one place with its barrier-free facts."""
    reference = f"town:{written['town']}"
    return LocationInput(
        area_path=land.homes[reference],
        name=written["name"],
        sphere_path=land.paths[reference],
        town_id=land.towns[written["town"]],
        address=written["address"],
        latitude=written["latitude"],
        longitude=written["longitude"],
        is_home=written["is_home"],
        accessibility=tuple(_accessibility(written["accessibility"] or {})),
    )


def _accessibility(facts: Record) -> Iterator[AccessibilityInput]:
    """`steps` is present when there are any; a place without a car park says so."""
    if (steps := facts.get("steps")) is not None:
        yield AccessibilityInput("steps", steps > 0, f"{steps}段" if steps else "")
    if toilet := facts.get("toilet"):
        is_good = toilet in ("accessible", "western")
        yield AccessibilityInput("toilet", is_good, _TOILETS[toilet])
    if wheelchair := facts.get("wheelchair"):
        yield AccessibilityInput("wheelchair", wheelchair == "yes")
    if (spaces := facts.get("parking_spaces")) is not None:
        yield AccessibilityInput("parking", spaces > 0, f"{spaces}台" if spaces else "")
    if stop := facts.get("bus_stop"):
        yield AccessibilityInput("bus_stop", True, _walk(stop, facts.get("bus_stop_walk_min")))


def _walk(stop: str, minutes: int | None) -> str:
    return f"「{stop}」から歩いて{minutes}分" if minutes else f"「{stop}」"


def service_input(
    written: Record,
    *,
    land: Land,
    organizations: Mapping[str, UUID],
    locations: Mapping[str, UUID],
    programs: Mapping[str, UUID],
    today: date,
    token: str,
) -> ServiceInput:
    """This function will return the input of one service; ids are found by the content's keys.

    `token` is the unique mark put into the consent's private note.
    """
    fee, transport = written["fee"], written["transport"]
    return ServiceInput(
        organization_id=organizations[written["organization"]],
        area_path=land.homes[written["area"]],
        name=written["name"],
        kana=written["kana"],
        program_id=programs.get(written["key"]),
        sector=Sector(written["sector"]),
        summary=written["summary"],
        description=_description(written),
        cannot=tuple(written["cannot"]),
        how_to_start=written["how_to_start"],
        eligibility=_eligibility(written["eligibility"], land),
        fee_class=FeeClass(fee["class"]),
        fee_text="" if fee["amount_yen"] else fee["text"] or "",
        vacancy=Vacancy(written["vacancy"]),
        transport=Flag.YES if transport["pick_up"] else Flag.NO,
        meals=Flag.YES if written["meals"] else Flag.NO,
        website=written["url"] or "",
        source_key=written["key"],
        places=tuple(_place(each, locations) for each in written["places"]),
        schedule=hours_of(written["schedule"]),
        phones=(*map(_phone, written["phones"]), *_fax(written["fax"])),
        contacts=(_contact(written["contact"]),),
        service_areas=tuple(_reach(each, land) for each in written["service_areas"]),
        costs=tuple(_costs(fee)),
        terms=terms_of_service(written),
        consent=_consent(written["consent"], today, token),
    )


def _description(written: Record) -> str:
    names = written.get("alternate_names", ())
    called = "".join(f"「{name}」" for name in names)
    return f"{written['description']}{called}とも呼びます。" if names else written["description"]


def _eligibility(written: Record, land: Land) -> Eligibility:
    return Eligibility(
        minimum_age=written["minimum_age"],
        care=frozenset(CareClass(each) for each in written["care"]),
        residents_of=tuple(land.names[reference] for reference in written["residents_of"]),
        other=written["other"] or "",
    )


def _place(written: Record, locations: Mapping[str, UUID]) -> PlaceInput:
    return PlaceInput(locations[written["place"]], schedule=hours_of(written["schedule"]))


def _phone(written: Record) -> PhoneInput:
    """A 世話人 answers at home: the number is the person's own line."""
    return PhoneInput(
        written["number"],
        hours=written["hours"] or "",
        description=f"担当 {written['who']}",
        is_private=written["who"] == "世話人",
    )


def _fax(number: str | None) -> tuple[PhoneInput, ...]:
    return (PhoneInput(number, PhoneKind.FAX),) if number else ()


def _contact(written: Record) -> ContactInput:
    leader = written["leader"]
    return ContactInput(leader["name"] if leader else "", written["role"], is_leader=bool(leader))


def _reach(reference: str, land: Land) -> ServiceAreaInput:
    name = land.names[reference] if reference.startswith("town:") else ""
    return ServiceAreaInput(land.paths[reference], name)


def _costs(fee: Record) -> Iterator[CostInput]:
    if fee["amount_yen"]:
        yield CostInput(fee["amount_yen"], fee["unit"] or "", description=fee["text"] or "")


def _consent(written: Record, today: date, token: str) -> ConsentInput:
    scopes = {part: frozenset(map(Scope, named)) for part, named in written["scopes"].items()}
    until = written["until_in_days"]
    return ConsentInput(
        given_date=today - timedelta(days=written["days_ago"]),
        how=_HOWS.get(written["how"]) or ConfirmedHow(written["how"]),
        given_by=f"{written['given_by']}（控え {token}）",
        until=today + timedelta(days=until) if until is not None else None,
        record=scopes["record"],
        phone=scopes["phone"],
        address=scopes["address"],
        leader=scopes["leader_name"],
    )
