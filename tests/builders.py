"""Small builders for the tests of every room: records are made by the rooms' own actions.

All of it is invented: areas 98/…, telephone numbers 000-555-…, addresses on .example.
Each builder stands alone; `build_town` makes what most tests start from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from yui.accounts.actions import add_membership, create_body, create_user
from yui.accounts.queries import viewer_for
from yui.accounts.states import BodyKind
from yui.areas.actions import create_area
from yui.areas.models import Area
from yui.areas.states import Opening, Tier
from yui.directory.actions import (
    ConsentInput,
    Identity,
    LocationInput,
    OrganizationInput,
    PhoneInput,
    PlaceInput,
    ScheduleInput,
    ServiceInput,
    create_organization,
    create_service,
    publish_service,
)
from yui.directory.engine.schedule import Entry, Period, ScheduleRule, Weekly
from yui.directory.states import ConfirmedHow, FeeClass, Scope
from yui.events.actions import EventDateInput, EventInput, create_event, publish_event
from yui.lib.clock import date_in_jst
from yui.policy.roles import Role
from yui.policy.viewer import Viewer, operator
from yui.taxonomy.actions import load_vocabulary

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # Tuesday 10:30 in Japan
OPERATOR = operator("test")
PREFECTURE = "98/"
CITY = "98/98201/"
OTHER_CITY = "98/98202/"
SPHERE = "98/98201/98201-01/"
PHONE = "000-555-1201"
PASSWORD = "kome-to-miso-to-nori-42"
EVERY_SCOPE = frozenset(Scope)
TUESDAYS = ScheduleRule(entries=(Entry(Weekly((1,)), (Period(time(9, 30), time(11, 30)),)),))


@dataclass(frozen=True)
class Town:
    """What most tests start from: a city that is open, its office, a window, a group."""

    path: str
    office_id: int
    centre_id: int
    organization: Identity


def build_area(
    path: str, name: str = "試験市", *, tier: Tier = Tier.MUNICIPALITY, **more: Any
) -> str:
    """Make the area of a path such as "98/98201/", its parents first; an existing one stays.

    `more` goes to `create_area` (opening, phone, latitude, is_sample …).
    """
    _nation()
    if Area.objects.filter(path=path).exists():
        return path
    *around, segment = path.rstrip("/").split("/")
    parent = "".join(f"{each}/" for each in around)
    if parent:
        is_prefecture = len(around) == 1
        above = Tier.PREFECTURE if is_prefecture else Tier.MUNICIPALITY
        build_area(parent, "試験県" if is_prefecture else "試験市", tier=above)
    create_area(
        by=OPERATOR, at=AT, parent_path=parent, segment=segment, tier=tier, name=name, **more
    )
    return path


def _nation() -> None:
    """The root comes with the national list, which tests of other rooms need not load."""
    Area.objects.get_or_create(path="", defaults={"name": "全国", "tier": Tier.NATION})


def build_body(
    area_path: str = CITY,
    name: str = "試験市役所 高齢福祉課",
    *,
    kind: BodyKind = BodyKind.MUNICIPALITY,
    phone: str = "000-555-0140",
) -> int:
    """Make an office, 包括, 社協, company or group of an area; the area is made if missing."""
    build_area(area_path)
    return create_body(
        by=OPERATOR,
        at=AT,
        name=name,
        kind=kind,
        area_path=area_path,
        phone=phone,
        hours="月曜〜金曜 9時〜17時",
    )


def build_viewer(role: Role = Role.MUNICIPAL_OFFICER, area_path: str = CITY, **more: Any) -> Viewer:
    """A viewer of any role without an account: enough for actions, queries and rules.

    `more` are fields of `Viewer`, such as body_id. For a request, use `build_person`.
    """
    values: dict[str, Any] = {"user_id": 1, "membership_id": 1, "body_id": None, **more}
    return Viewer(role, area_path=area_path, **values)


def build_person(
    login: str = "officer",
    role: Role = Role.MUNICIPAL_OFFICER,
    area_path: str = CITY,
    *,
    body_id: int | None = None,
    until: date | None = None,
    manages: bool = False,
) -> Viewer:
    """Make a person who can sign in with `PASSWORD`, with one role; returned is their viewer.

    `manages` makes them an account manager of the body.

    `client.force_login(User.objects.get(login=…))` signs them in.
    """
    user_id = create_user(
        by=OPERATOR, at=AT, login=login, display_name="試験 利用者", password=PASSWORD
    )
    membership_id = add_membership(
        by=OPERATOR,
        at=AT,
        user_id=user_id,
        role=role,
        body_id=body_id if body_id is not None else build_body(area_path),
        area_path=area_path,
        until=until,
        manages_accounts=manages,
    )
    return viewer_for(user_id, membership_id=membership_id, on=date_in_jst(AT))


def every_viewer(area_path: str = CITY, **more: Any) -> dict[Role, Viewer]:
    """One viewer for each role, all of the same area; nobody signed in is not among them."""
    return {
        role: build_viewer(role, area_path, **more) for role in Role if role is not Role.ANONYMOUS
    }


def build_organization(
    area_path: str = CITY, name: str = "あさひ助け合いの会", **more: Any
) -> Identity:
    """Make an organization; `more` are fields of `OrganizationInput`."""
    build_area(area_path)
    given = OrganizationInput(name, area_path, **more)
    return create_organization(by=OPERATOR, at=AT, given=given)


def service_input(organization_id: UUID, area_path: str = CITY, **more: Any) -> ServiceInput:
    """The input of a shopping ride with a phone, a place, hours and consent to everything."""
    place = LocationInput(
        area_path,
        name="川辺集会所",
        address="試験県試験市川辺町3番5号",
        latitude=31.2,
        longitude=136.2,
    )
    values: dict[str, Any] = {
        "name": "買い物いっしょ便",
        "summary": "近所の人が車で迎えに来ます。",
        "description": "近所の人が車で家の前まで迎えに来ます。荷物も運びます。",
        "how_to_start": "電話で「使ってみたい」と伝えてください。",
        "fee_class": FeeClass.FREE,
        "phones": (PhoneInput(PHONE, hours="月曜〜金曜 9時〜16時"),),
        "places": (PlaceInput(location=place, schedule=ScheduleInput(TUESDAYS)),),
        "consent": consent_input(),
        **more,
    }
    return ServiceInput(organization_id, area_path, **values)


def consent_input(
    *,
    record: frozenset[Scope] = EVERY_SCOPE,
    phone: frozenset[Scope] = EVERY_SCOPE,
    address: frozenset[Scope] = EVERY_SCOPE,
    leader: frozenset[Scope] = EVERY_SCOPE,
    until: date | None = None,
    given_date: date = date(2026, 4, 1),
) -> ConsentInput:
    """A consent on paper since April; without arguments to everything."""
    return ConsentInput(
        given_date, ConfirmedHow.PAPER, "代表", until, record, phone, address, leader
    )


def build_service(
    area_path: str = CITY,
    *,
    organization: Identity | None = None,
    is_published: bool = True,
    at: datetime = AT,
    **more: Any,
) -> Identity:
    """Make a service with phone and place, published unless told otherwise.

    `more` are fields of `ServiceInput`. Terms need the vocabulary: see `load_terms`.
    """
    owner = organization or build_organization(area_path)
    given = service_input(owner.id, area_path, **more)
    made = create_service(by=OPERATOR, at=at, given=given)
    if is_published:
        publish_service(by=OPERATOR, at=at, service_id=made.id)
    return made


def build_event(
    area_path: str = CITY,
    *,
    organization: Identity | None = None,
    days_ahead: int = 7,
    is_published: bool = True,
    at: datetime = AT,
    **more: Any,
) -> UUID:
    """Make an event of one morning, published unless told otherwise; `more` as `EventInput`."""
    owner = organization or build_organization(area_path)
    starts_at = at.replace(hour=1, minute=0) + timedelta(days=days_ahead)
    values: dict[str, Any] = {
        "title": "見本のつどい",
        "dates": (EventDateInput(starts_at, starts_at + timedelta(hours=2), place_name="公民館"),),
        "summary": "お茶を飲みながら話す会です。",
        "phone": "000-555-1202",
        **more,
    }
    made = create_event(by=OPERATOR, at=at, given=EventInput(owner.id, area_path, **values))
    if is_published:
        publish_event(by=OPERATOR, at=at, event_id=made.id)
    return made.id


def load_terms() -> None:
    """Load the vocabularies that come with Yui, for services that carry terms."""
    load_vocabulary(by=OPERATOR, at=AT)


def build_town(path: str = CITY, name: str = "試験市") -> Town:
    """Make a city that takes part, its office, a 包括 that answers, and a group."""
    build_area(path, name, opening=Opening.OPEN, phone="000-555-0100")
    return Town(
        path,
        build_body(path),
        build_body(
            path,
            f"{name}地域包括支援センター",
            kind=BodyKind.SUPPORT_CENTRE,
            phone="000-555-0120",
        ),
        build_organization(path),
    )
