"""A small town for the tests of this room; records are made by the room's own actions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from yui.accounts.models import Body
from yui.accounts.states import BodyKind
from yui.areas.models import Area
from yui.areas.states import Tier
from yui.directory.actions import (
    AccessibilityInput,
    ConsentInput,
    ContactInput,
    CostInput,
    Identity,
    LocationInput,
    OrganizationInput,
    PhoneInput,
    PlaceInput,
    ScheduleInput,
    ServiceAreaInput,
    ServiceInput,
    SourceInput,
    create_organization,
    create_service,
    create_source,
    publish_service,
)
from yui.directory.engine.eligibility import CareClass, Eligibility
from yui.directory.engine.schedule import Entry, Period, ScheduleRule, Weekly
from yui.directory.states import ConfirmedHow, FeeClass, Flag, Scope, Vacancy
from yui.policy.roles import Role
from yui.policy.viewer import Viewer, operator
from yui.taxonomy.models import Taxonomy, TaxonomyTerm

CITY = "98/98001/"
SPHERE = "98/98001/k-01/"
OTHER_SPHERE = "98/98001/k-02/"
OTHER_CITY = "98/98002/"
OPERATOR = operator("test")
OFFICER = Viewer(Role.MUNICIPAL_OFFICER, user_id=1, membership_id=1, body_id=900, area_path=CITY)
OTHER_OFFICER = replace(OFFICER, user_id=2, membership_id=2, body_id=901, area_path=OTHER_CITY)
CARE_MANAGER = replace(OFFICER, role=Role.CARE_MANAGER, user_id=3, membership_id=3, body_id=902)
PREFECTURE = replace(
    OFFICER, role=Role.PREFECTURAL_OFFICER, user_id=4, membership_id=4, body_id=903, area_path="98/"
)
MEMBER = replace(OFFICER, role=Role.ORGANIZATION_EDITOR, user_id=5, membership_id=5, body_id=904)

LEADER_PHONE = "090-1234-5678"
OWN_PHONE = "098-555-1201"
HOME_ADDRESS = "川辺町3丁目45番6号"
LEADER_NAME = "試験 花子"
TUESDAYS = ScheduleRule(entries=(Entry(Weekly((1,)), (Period(time(9, 30), time(11, 30)),)),))
ALL = frozenset(Scope)
WEB = frozenset({Scope.WEB})


@dataclass(frozen=True)
class Town:
    """What every test starts from."""

    group: Identity
    source_id: int
    official_source_id: int


def build_town(at: datetime) -> Town:
    """This function will lay a prefecture, two cities, two 圏域, windows, terms, a group."""
    areas = {
        "": ("全国", Tier.NATION),
        "98/": ("試験県", Tier.PREFECTURE),
        CITY: ("試験市", Tier.MUNICIPALITY),
        SPHERE: ("川辺圏域", Tier.SPHERE),
        OTHER_SPHERE: ("中央圏域", Tier.SPHERE),
        OTHER_CITY: ("となり市", Tier.MUNICIPALITY),
    }
    rows = {}
    for path, (name, tier) in areas.items():
        rows[path], _ = Area.objects.get_or_create(path=path, defaults={"name": name, "tier": tier})
    hours = "月曜〜金曜 8時30分〜17時15分"
    for path, name, kind, phone in (
        (SPHERE, "川辺包括支援センター", BodyKind.SUPPORT_CENTRE, "098-555-0120"),
        (OTHER_SPHERE, "中央包括支援センター", BodyKind.SUPPORT_CENTRE, "098-555-0121"),
        (CITY, "試験市社会福祉協議会", BodyKind.WELFARE_COUNCIL, "098-555-0130"),
        (CITY, "試験市役所 高齢福祉係", BodyKind.MUNICIPALITY, "098-555-0140"),
    ):
        Body.objects.create(area=rows[path], name=name, kind=kind, phone=phone, hours=hours)
    _terms()
    group = create_organization(
        by=OPERATOR, at=at, given=OrganizationInput("あさひ助け合いの会", CITY)
    )
    own = SourceInput("手元の一覧", "hand", CITY)
    official = SourceInput(
        "介護サービス情報の公表",
        "mhlw_care",
        CITY,
        publisher="厚生労働省",
        licence="CC BY 4.0",
        credit="厚生労働省の公表データを加工して作成",
        period_date=date(2026, 6, 30),
        edition_months=6,
        is_official=True,
    )
    return Town(
        group,
        create_source(by=OPERATOR, at=at, given=own),
        create_source(by=OPERATOR, at=at, given=official),
    )


def _terms() -> None:
    for taxonomy, terms in {
        "field": {"shopping": ("買い物", "買い物"), "place": ("居場所", "集まる場所")},
        "need": {"shopping_together": ("買い物同行", "いっしょに買い物")},
        "provision": {"ride": ("送迎", "車で送ります"), "visit": ("訪問", "家に来ます")},
        "accessibility": {"steps": ("段差", "")},
        "org_type": {"group": ("任意団体", "住民の会")},
    }.items():
        row = Taxonomy.objects.create(code=taxonomy, name=taxonomy)
        for position, (code, (name, plain)) in enumerate(terms.items()):
            TaxonomyTerm.objects.create(
                taxonomy=row, code=code, name=name, plain_name=plain, position=position
            )


def consent(**changed: Any) -> ConsentInput:
    """This function will return a consent to everything, with changes."""
    whole = ConsentInput(date(2026, 4, 1), ConfirmedHow.PAPER, "代表", None, ALL, ALL, ALL, ALL)
    return replace(whole, **changed)


def ride(town: Town, **changed: Any) -> ServiceInput:
    """This function will return the input of a shopping ride with all that can hang on it."""
    whole = ServiceInput(
        organization_id=town.group.id,
        area_path=CITY,
        name="あさひ 買い物いっしょ便",
        kana="あさひ かいものいっしょびん",
        summary="近所の人が車で迎えに来ます",
        description="近所の人が車で家の前まで迎えに来ます。",
        cannot=("病院への送り迎え", "お金をあずかっての買い物"),
        how_to_start="電話で「買い物の便を使いたい」と伝えてください",
        eligibility=Eligibility(65, frozenset({CareClass.ANYONE})),
        fee_class=FeeClass.PAID,
        vacancy=Vacancy.OPEN,
        transport=Flag.YES,
        email="asahi@example.jp",
        places=(
            PlaceInput(
                location=LocationInput(
                    CITY,
                    name="川辺集会所",
                    sphere_path=SPHERE,
                    postal_code="〒980-0001",
                    address=HOME_ADDRESS,
                    latitude=34.87,
                    longitude=138.32,
                    accessibility=(AccessibilityInput("steps", True, "段が1つあります"),),
                ),
                schedule=ScheduleInput(TUESDAYS),
            ),
        ),
        phones=(PhoneInput(OWN_PHONE, hours="月曜〜金曜 9時〜16時"),),
        contacts=(
            ContactInput(LEADER_NAME, "会長", is_leader=True, phones=(PhoneInput(LEADER_PHONE),)),
        ),
        service_areas=(ServiceAreaInput(SPHERE, ""),),
        costs=(CostInput(200, "1回", description="燃料代"),),
        documents=("買い物袋",),
        terms=(("field", "shopping"), ("need", "shopping_together"), ("provision", "ride")),
        consent=consent(),
    )
    return replace(whole, **changed)


def at_home(given: ServiceInput) -> ServiceInput:
    """This function will move a service into somebody's home."""
    place = given.places[0]
    assert place.location is not None
    home = replace(place.location, is_home=True, name="試験さん宅")
    return replace(given, places=(replace(place, location=home),))


def published(town: Town, at: datetime, given: ServiceInput | None = None) -> Identity:
    """This function will make and publish a service."""
    made = create_service(by=OPERATOR, at=at, given=given or ride(town))
    publish_service(by=OPERATOR, at=at, service_id=made.id)
    return made
