"""Lists of the sample world come into the directory: by its actions, list by list."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yui.config.world.content import Content, Record, Records
from yui.config.world.dated import hold_events
from yui.config.world.land import Land
from yui.config.world.offers import location_input, organization_input, service_input
from yui.config.world.people import MadeBody
from yui.config.world.vocabulary import class_of, term
from yui.directory.actions import (
    Identity,
    ProgramInput,
    SourceInput,
    confirm_service,
    create_location,
    create_organization,
    create_program,
    create_services,
    create_source,
    end_service,
    pause_service,
)
from yui.directory.states import ConfirmedHow, ServiceState
from yui.events.actions import Identity as EventIdentity
from yui.lib.clock import date_in_jst
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

_KIND = "sample"
_BATCH = "sample-world"
_OFFICIAL_MONTHS = 6
_HAND = "まちの担当課が集めた一覧"


@dataclass(frozen=True, slots=True)
class Listed:
    """This value will hold what was listed, by the keys of the content, and the private marks."""

    organizations: Mapping[str, Identity]
    locations: Mapping[str, UUID]
    services: Mapping[str, Identity]
    events: Mapping[str, EventIdentity]
    tokens: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _List:
    """This value will name one list: whose, which, how old; services of one list come together."""

    municipality: str
    name: str
    days_ago: int
    is_draft: bool


class Lister:
    """This object will bring the content's organizations, places and services in."""

    def __init__(
        self,
        *,
        by: Viewer,
        at: datetime,
        seed: int,
        content: Content,
        land: Land,
        bodies: Mapping[str, MadeBody],
    ) -> None:
        self.by, self.at, self.content, self.land = by, at, content, land
        self.today = date_in_jst(at)
        self.draw = random.Random(f"{seed} private marks")  # noqa: S311 -- no secret
        self.offices = {body.area: body for body in bodies.values() if body.kind == "municipality"}
        self.drafts = _drafts(content.services)

    def list_everything(self) -> Listed:
        """This function will list everything and move services into their states."""
        organizations = {
            each["key"]: create_organization(
                by=self.by, at=self.at, given=organization_input(each, self.land)
            )
            for each in self.content.organizations
        }
        locations = {
            each["key"]: create_location(
                by=self.by, at=self.at, given=location_input(each, self.land)
            )
            for each in self.content.places
        }
        tokens = {each["key"]: self._token() for each in self.content.services}
        services = self._services(organizations, locations, tokens)
        for each in self.content.services:
            self._move(each, services[each["key"]].id)
        events = hold_events(
            by=self.by,
            at=self.at,
            content=self.content,
            land=self.land,
            organizations=organizations,
            locations=locations,
        )
        return Listed(organizations, locations, services, events, tokens)

    def _services(
        self,
        organizations: Mapping[str, Identity],
        locations: Mapping[str, UUID],
        tokens: Mapping[str, str],
    ) -> dict[str, Identity]:
        programs = self._programs()
        ids = {key: identity.id for key, identity in organizations.items()}
        made: dict[str, Identity] = {}
        for which, records in self._lists().items():
            given = [
                service_input(
                    each,
                    land=self.land,
                    organizations=ids,
                    locations=locations,
                    programs=programs,
                    today=self.today,
                    token=tokens[each["key"]],
                )
                for each in records
            ]
            identities = create_services(
                by=self.by,
                at=self.at,
                given=given,
                area_path=which.municipality,
                source_id=self._source(which),
                batch_id=_BATCH,
                state=ServiceState.DRAFT if which.is_draft else ServiceState.PUBLISHED,
            )
            keys = (each["key"] for each in records)
            made.update(zip(keys, identities, strict=True))
        return made

    def _lists(self) -> dict[_List, list[Record]]:
        found: dict[_List, list[Record]] = defaultdict(list)
        for each in self.content.services:
            confirmed = each["confirmed"]
            is_official = confirmed["how"] == "official_list"
            which = _List(
                self.land.municipality(each["area"]),
                confirmed["list"] if is_official else _HAND,
                confirmed["days_ago"] if is_official else 0,
                each["key"] in self.drafts,
            )
            found[which].append(each)
        return found

    def _source(self, which: _List) -> int:
        is_official = which.name != _HAND
        return create_source(
            by=self.by,
            at=self.at,
            given=SourceInput(
                which.name,
                _KIND,
                which.municipality,
                publisher="見本の世界" if is_official else "",
                licence="CC0" if is_official else "",
                credit="見本の世界（つくりものの記録）" if is_official else "",
                period_date=self.today - timedelta(days=which.days_ago) if is_official else None,
                edition_months=_OFFICIAL_MONTHS if is_official else None,
                is_official=is_official,
            ),
        )

    def _programs(self) -> dict[str, UUID]:
        """One programme for each class and mode of a municipality; by key of the service."""
        made: dict[tuple[str, str, str], UUID] = {}
        found: dict[str, UUID] = {}
        for each in self.content.services:
            if (programme := each["programme"]) is None:
                continue
            which = (
                self.land.municipality(each["area"]),
                programme["group"] + programme["service_class"],
                programme["delivery_mode"],
            )
            if which not in made:
                made[which] = self._program(which[0], programme)
            found[each["key"]] = made[which]
        return found

    def _program(self, municipality: str, programme: Record) -> UUID:
        group = {"visit": "訪問型", "day": "通所型"}.get(programme["group"], "")
        name = f"{group}{programme['service_class']}（{programme['delivery_mode']}）"
        given = ProgramInput(
            name,
            municipality,
            service_class=class_of(programme),
            delivery_mode=term("delivery_mode", programme["delivery_mode"]),
        )
        return create_program(by=self.by, at=self.at, given=given)

    def _move(self, written: Record, service_id: UUID) -> None:
        if written["key"] in self.drafts:
            return
        if written["confirmed"]["how"] != "official_list":
            self._confirm(written, service_id)
        if stop := written["temporary_stop"]:
            pause_service(
                by=self.by,
                at=self.at,
                service_id=service_id,
                from_date=self.today + timedelta(days=stop["from_in_days"]),
                to_date=self.today + timedelta(days=stop["to_in_days"]),
                reason=stop["reason"],
            )
        if ended := written["ended"]:
            on = self.today + timedelta(days=ended["in_days"])
            end_service(by=self.by, at=self.at, service_id=service_id, on=on)

    def _confirm(self, written: Record, service_id: UUID) -> None:
        confirmed = written["confirmed"]
        confirm_service(
            by=self._office(self.land.municipality(written["area"])),
            at=self.at,
            service_id=service_id,
            how=ConfirmedHow(confirmed["how"]),
            on=self.today - timedelta(days=confirmed["days_ago"]),
        )

    def _office(self, municipality: str) -> Viewer:
        """The office that asked is named on the page, so it does the confirming."""
        return Viewer(
            Role.MUNICIPAL_OFFICER,
            body_id=self.offices[municipality].id,
            area_path=municipality,
            process=self.by.process,
        )

    def _token(self) -> str:
        return f"{self.draw.getrandbits(40):010X}"


def _drafts(services: Records) -> frozenset[str]:
    """Every second record that stays in its office is a draft, so that drafts occur."""
    own = [each["key"] for each in services if each["visibility"] == "own_body"]
    return frozenset(own[::2])
