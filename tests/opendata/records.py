"""Services in every state and with every kind of consent, made by the directory's own actions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.test import Client

from tests.directory.builders import (
    OPERATOR,
    WEB,
    Town,
    at_home,
    consent,
    published,
    ride,
)
from yui.directory.actions import (
    ContactInput,
    Identity,
    OrganizationInput,
    PhoneInput,
    ScheduleInput,
    create_organization,
    create_service,
    create_services,
    end_service,
    pause_service,
    withdraw_consent,
)
from yui.directory.engine.schedule import (
    Entry,
    EveryWeeks,
    MonthDays,
    OnDates,
    Ordinal,
    Period,
    ScheduleRule,
    Weekly,
)
from yui.directory.states import Scope

MORNING = (Period(time(9, 30), time(11, 30)),)
EVERY_RHYTHM = ScheduleRule(
    entries=(
        Entry(Weekly((0, 4)), (*MORNING, Period(time(13), time(15)))),
        Entry(Ordinal((2, 4), (1,)), MORNING),
        Entry(Ordinal((-1,), (5,)), (Period(time(18)),)),
        Entry(MonthDays((5, 15)), MORNING, months=(12, 1)),
        Entry(EveryWeeks(2, date(2026, 11, 25)), MORNING),
        Entry(OnDates((date(2026, 12, 24),)), ()),
    )
)
PHONES = (
    PhoneInput("098-555-1201", hours="月曜〜金曜 9時〜16時", extension="12"),
    PhoneInput("098-555-1202", extension="A3"),
)


@dataclass(frozen=True)
class Street:
    """Every record by what is special about it."""

    whole: Identity
    paused: Identity
    home: Identity
    official: Identity
    no_phone: Identity
    no_address: Identity
    no_leader: Identity
    bare: Identity
    web_only: Identity
    draft: Identity
    ended: Identity
    withdrawn: Identity
    run_out: Identity


OPEN = ("whole", "paused", "home", "official", "no_phone", "no_address", "no_leader", "bare")
HIDDEN = ("web_only", "draft", "ended", "withdrawn", "run_out")


def build_street(town: Town, at: datetime) -> Street:
    """This function will make the records, each of a group of its own."""
    make = _maker(town, at)
    street = Street(
        whole=make("whole", phones=PHONES),
        paused=make("paused"),
        home=published(town, at, at_home(_own_group(town, at, "home"))),
        official=_official(town, at),
        no_phone=make("no_phone", consent=consent(phone=WEB)),
        no_address=make("no_address", consent=consent(address=WEB)),
        no_leader=make("no_leader", consent=consent(leader=frozenset({Scope.OFFICE}))),
        bare=make(
            "bare",
            places=(),
            schedule=ScheduleInput(EVERY_RHYTHM, "要相談"),
            **dict.fromkeys(("phones", "contacts", "service_areas", "costs", "terms"), ()),
        ),
        web_only=make("web_only", consent=consent(record=WEB)),
        draft=create_service(by=OPERATOR, at=at, given=_own_group(town, at, "draft")),
        ended=make("ended"),
        withdrawn=make("withdrawn"),
        run_out=make("run_out", consent=consent(until=at.date() - timedelta(days=1))),
    )
    _pause(street.paused, at)
    end_service(by=OPERATOR, at=at, service_id=street.ended.id, on=at.date())
    withdraw_consent(by=OPERATOR, at=at, service_id=street.withdrawn.id, on=at.date())
    return street


def build_hidden(town: Town, at: datetime) -> None:
    """This function will make one record that is a draft and one for the web only."""
    create_service(by=OPERATOR, at=at, given=_own_group(town, at, "draft"))
    published(town, at, _own_group(town, at, "web_only", consent=consent(record=WEB)))


def secrets_of(name: str) -> dict[str, str]:
    """This function will return what can be told apart in the answers, for one record."""
    number = f"{(OPEN + HIDDEN).index(name) + 10:02d}"
    return {
        "name": f"便{number}号",
        "phone": f"098-555-30{number}",
        "leader_phone": f"090-1234-40{number}",
        "leader": f"試験 代表{number}",
        "address": f"川辺町{number}丁目1番",
        "place": f"集会所{number}",
    }


def everything_open(visitor: Client) -> dict[str, str]:
    """This function will read every public surface of the town's data, by address."""
    paths = [
        *(f"hsds/{name}?per_page=200" for name in ("services", "organizations", "locations")),
        "hsds/services?full=true&per_page=200",
        "hsds/services?format=ndjson&full=true",
        "hsds/services?minimal=true&per_page=200",
        "hsds/organizations?full=true&full_service=true&per_page=200",
        "hsds/service_at_locations?per_page=200",
        "hsds/service_at_locations?full=true&per_page=200",
        *(f"98001/services.{ending}" for ending in ("csv", "geojson", "jsonld")),
        *("98001/changes.atom", "catalog.jsonld", "catalog.csv", "98001/", "98/"),
        *("sitemap.xml", "sitemap-0.xml", "sitemap-1.xml"),
    ]
    return {path: body_of(visitor.get(f"/opendata/{path}")).decode() for path in paths}


def body_of(response: Any) -> bytes:
    """This function will return the bytes of an answer, streamed or not; it must be a good one."""
    assert response.status_code == 200, response.content
    return response.getvalue()


def _maker(town: Town, at: datetime) -> Any:
    def make(name: str, **changed: Any) -> Identity:
        return published(town, at, _own_group(town, at, name, **changed))

    return make


def _own_group(town: Town, at: datetime, name: str, **changed: Any) -> Any:
    """A group's number is one number, so each record has its own group."""
    words = secrets_of(name)
    group = create_organization(
        by=OPERATOR, at=at, given=OrganizationInput(f"{words['name']}の会", "98/98001/")
    )
    whole = ride(town)
    location = replace(whole.places[0].location, address=words["address"], name=words["place"])
    leader = ContactInput(
        words["leader"], "会長", is_leader=True, phones=(PhoneInput(words["leader_phone"]),)
    )
    mine = {
        "organization_id": group.id,
        "name": words["name"],
        "places": (replace(whole.places[0], location=location),),
        "phones": (PhoneInput(words["phone"]),),
        "contacts": (leader,),
    }
    return replace(whole, **(mine | changed))


def _official(town: Town, at: datetime) -> Identity:
    given = replace(_own_group(town, at, "official"), consent=None, contacts=())
    (made,) = create_services(
        by=OPERATOR,
        at=at,
        given=[given],
        area_path="98/98001/",
        source_id=town.official_source_id,
        batch_id="official",
    )
    return made


def _pause(row: Identity, at: datetime) -> None:
    pause_service(
        by=OPERATOR,
        at=at,
        service_id=row.id,
        from_date=at.date() - timedelta(days=3),
        to_date=at.date() + timedelta(days=10),
        reason="雪のため",
    )
