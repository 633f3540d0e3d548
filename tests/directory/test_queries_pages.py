from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.directory.builders import (
    CARE_MANAGER,
    CITY,
    LEADER_NAME,
    LEADER_PHONE,
    MEMBER,
    OFFICER,
    OPERATOR,
    OTHER_CITY,
    OTHER_SPHERE,
    SPHERE,
    consent,
    published,
    ride,
)
from yui.accounts.models import Body
from yui.areas.models import Area
from yui.directory.actions import (
    ContactInput,
    OrganizationInput,
    PhoneInput,
    PlaceInput,
    ServiceAreaInput,
    change_organization,
    create_organization,
    create_service,
    end_service,
    pause_service,
)
from yui.directory.errors import OrganizationNotFound, ServiceNotFound
from yui.directory.models import Organization, Service
from yui.directory.queries import (
    cards_of_codes,
    field_page,
    get_organization,
    get_service,
    organizations_for_opendata,
    service_id_of,
    services_in_area,
    short_code_from,
    window_of,
    windows_of,
)
from yui.directory.states import Flag, Scope, Sector, ServiceState
from yui.policy.viewer import ANONYMOUS

# Tests look at every call whether the vocabularies changed; a process looks once a second.
VERSIONS = 1

pytestmark = pytest.mark.django_db


def test_service_page_holds_everything(town, at):
    made = published(town, at)
    page = get_service(ANONYMOUS, made.short_code, at=at)
    assert page.card.id == made.id
    assert page.eligibility == "65歳以上の方。介護の認定はなくてもかまいません"
    (place,) = page.places
    assert (place.name, place.sphere_name, place.schedule) == (
        "川辺集会所",
        "川辺圏域",
        "毎週火曜 9時30分〜11時30分",
    )
    assert [(fact.word, fact.description) for fact in place.access] == [("段差", "段が1つあります")]
    assert page.fees == ("1回 200円（燃料代）",)
    assert page.documents == ("買い物袋",)
    assert page.cannot == ("病院への送り迎え", "お金をあずかっての買い物")
    assert page.contacts == (f"会長 {LEADER_NAME}",)
    assert page.transport is Flag.YES
    assert page.email == "asahi@example.jp"
    assert page.organization.name == "あさひ助け合いの会"
    assert page.window is not None
    assert page.window.name == "川辺包括支援センター"
    assert get_service(ANONYMOUS, made.id, at=at) == page


@pytest.mark.parametrize("number", [1, 3])
def test_service_page_takes_a_fixed_number_of_queries(town, at, number):
    place = ride(town).places[0]
    made = published(town, at, ride(town, places=(place,) * number))
    create_service(by=OPERATOR, at=at, given=ride(town, name="下書きの便"))
    get_service(ANONYMOUS, made.short_code, at=at)
    with CaptureQueriesContext(connection) as queries:
        page = get_service(ANONYMOUS, made.short_code, at=at)
    assert len(queries) == 20 + VERSIONS
    assert len(page.places) == number


def test_leader_without_consent_is_on_no_page(town, at):
    hidden = consent(leader=frozenset(), phone=frozenset())
    page = get_service(ANONYMOUS, published(town, at, ride(town, consent=hidden)).short_code, at=at)
    assert page.contacts == ()
    assert LEADER_NAME not in repr(page)
    assert "会長" not in repr(page)
    assert LEADER_PHONE not in repr(page)
    assert page.email == ""


@pytest.mark.parametrize("leader", [frozenset(), frozenset({Scope.WEB})])
def test_windows_are_named_before_a_leader_who_agreed(town, at, leader):
    contacts = (
        ContactInput(LEADER_NAME, "会長", is_leader=True),
        ContactInput("", "受付", "事務局"),
        ContactInput(phones=(PhoneInput("098-555-1888"),)),
    )
    made = published(town, at, ride(town, contacts=contacts, consent=consent(leader=leader)))
    named = (f"会長 {LEADER_NAME}",) if leader else ()
    assert get_service(ANONYMOUS, made.id, at=at).contacts == ("事務局 受付", *named)


def test_numbers_of_a_place_follow_the_scope_of_the_number(town, at):
    base = ride(town).places[0]
    place = PlaceInput(location=base.location, phones=(PhoneInput("098-555-1777"),))
    shown = published(town, at, ride(town, places=(place,)))
    hidden = published(town, at, ride(town, places=(place,), consent=consent(phone=frozenset())))
    assert "098-555-1777" in repr(get_service(ANONYMOUS, shown.id, at=at))
    assert "098-555-1777" not in repr(get_service(ANONYMOUS, hidden.id, at=at))


def test_ended_service_is_known_to_be_closed(town, at):
    made = published(town, at)
    end_service(by=OFFICER, at=at, service_id=made.id, on=date(2026, 11, 20))
    page = get_service(ANONYMOUS, made.short_code, at=at)
    assert page.is_closed
    assert page.ended_date == date(2026, 11, 20)


def test_draft_is_not_found_but_by_its_office(town, at):
    made = create_service(by=OPERATOR, at=at, given=ride(town))
    for viewer in (ANONYMOUS, CARE_MANAGER):
        with pytest.raises(ServiceNotFound):
            get_service(viewer, made.short_code, at=at)
    assert get_service(OFFICER, made.short_code, at=at).state is ServiceState.DRAFT
    with pytest.raises(ServiceNotFound):
        service_id_of(ANONYMOUS, made.short_code, at=at)
    assert cards_of_codes(ANONYMOUS, [made.short_code], at=at) == ()


@pytest.mark.parametrize(
    ("from_date", "to_date", "expected"),
    [
        (date(2026, 11, 1), date(2026, 12, 10), "2026年12月10日まで休んでいます。理由: 修理。"),
        (
            date(2026, 11, 1),
            None,
            "休んでいます。いつ再開するかは、決まっていません。理由: 修理。",
        ),
        (
            date(2026, 12, 1),
            date(2026, 12, 10),
            "2026年12月1日から2026年12月10日まで休みます。理由: 修理。",
        ),
        (
            date(2026, 11, 1),
            date(2026, 11, 10),
            "2026年11月10日まで休むお知らせでした。再開したかは、電話で確かめてください。",
        ),
    ],
)
def test_pause_is_said_with_its_days(town, at, from_date, to_date, expected):
    made = published(town, at)
    pause_service(
        by=OFFICER,
        at=at,
        service_id=made.id,
        from_date=from_date,
        to_date=to_date,
        reason="修理",
    )
    assert get_service(ANONYMOUS, made.id, at=at).paused == expected


def test_similar_share_a_need_and_the_nearest_comes_first(town, at):
    made = published(town, at)
    place = ride(town).places[0]
    near = replace(place, location=replace(place.location, latitude=34.871, longitude=138.32))
    far = replace(place, location=replace(place.location, latitude=34.99, longitude=138.32))
    published(town, at, ride(town, name="あ 遠い便", places=(far,)))
    published(town, at, ride(town, name="い 近い便", places=(near,)))
    only_field = (("field", "shopping"), ("provision", "visit"))
    published(town, at, ride(town, name="う 困りごとのちがう便", terms=only_field))
    public = ride(town, name="え 役所の窓口", sector=Sector.PUBLIC)
    published(town, at, public)
    page = get_service(ANONYMOUS, made.id, at=at)
    assert [card.name for card in page.similar] == ["い 近い便", "あ 遠い便"]


def test_similar_serve_the_same_people_and_a_stop_to_come_keeps_none_away(town, at):
    def comes(name, *paths):
        areas = tuple(ServiceAreaInput(path) for path in paths)
        return published(town, at, ride(town, name=name, places=(), service_areas=areas))

    made = comes("おわる便", SPHERE)
    soon = comes("か まもなく三日休む便", SPHERE)
    comes("あ よその圏域だけの便", OTHER_SPHERE)
    comes("さ 市の全部をまわる便", CITY)
    resting = comes("い いま休みの便", SPHERE)
    for stopped, first in ((soon, 30), (resting, -1)):
        day = at.date() + timedelta(days=first)
        pause_service(
            by=OFFICER, at=at, service_id=stopped.id, from_date=day,
            to_date=day + timedelta(days=9), reason="",
        )  # fmt: skip
    whole = comes("し 市の全部のべつの便", CITY)
    names = [each.name for each in get_service(ANONYMOUS, made.id, at=at).similar]
    assert names == ["か まもなく三日休む便", "さ 市の全部をまわる便", "し 市の全部のべつの便"]
    of_all = [each.name for each in get_service(ANONYMOUS, whole.id, at=at).similar]
    assert of_all[0] == "さ 市の全部をまわる便"
    assert "あ よその圏域だけの便" in of_all


def test_nothing_is_called_similar_when_nothing_fits(town, at):
    made = published(town, at, ride(town, terms=(("field", "place"),)))
    published(town, at, ride(town, name="べつの居場所", terms=(("field", "place"),)))
    assert get_service(ANONYMOUS, made.id, at=at).similar == ()


def test_similar_are_three_of_the_same_field_and_town(town, at):
    made = published(town, at)
    for name in "かきくけ":
        published(town, at, ride(town, name=name))
    published(town, at, ride(town, name="あ 別の分野", terms=(("field", "place"),)))
    published(town, at, ride(town, name="あ 別のまち", area_path=OTHER_CITY))
    published(
        town,
        at,
        ride(
            town,
            name="あ 見えない",
            consent=consent(
                record=frozenset({Scope.OFFICE}),
                phone=frozenset(),
                address=frozenset(),
                leader=frozenset(),
            ),
        ),
    )
    page = get_service(ANONYMOUS, made.id, at=at)
    assert [card.name for card in page.similar] == ["か", "き", "く"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7KQ2M9XD", "7KQ2M9XD"),
        (" 7kq2-m9xd ", "7KQ2M9XD"),
        ("OIl2M9XD", "0112M9XD"),
        ("7KQ2M9X", ""),
        ("7KQ2M9XU", ""),
        ("", ""),
    ],
)
def test_short_codes_are_read_as_people_type_them(typed, code):
    assert short_code_from(typed) == code


def test_window_of_a_sphere_is_its_own_centre(town):
    found = windows_of([SPHERE, OTHER_SPHERE, CITY, OTHER_CITY])
    names = {path: window.name if window else None for path, window in found.items()}
    assert names == {
        SPHERE: "川辺包括支援センター",
        OTHER_SPHERE: "中央包括支援センター",
        CITY: "試験市社会福祉協議会",
        OTHER_CITY: None,
    }


def test_window_is_the_nearest_of_its_kind(town):
    city = Area.objects.get(path=CITY)
    Body.objects.create(
        area=city, name="あ 試験市基幹包括", kind="support_centre", phone="098-555-0199"
    )
    found = windows_of([SPHERE, CITY])
    assert {path: window.name for path, window in found.items() if window} == {
        SPHERE: "川辺包括支援センター",
        CITY: "あ 試験市基幹包括",
    }


def test_window_falls_back_to_the_office_of_the_town(town):
    Body.objects.all().delete()
    assert window_of(SPHERE) is None
    Area.objects.filter(path=CITY).update(phone="098-555-0001")
    found = window_of(SPHERE)
    assert found is not None
    assert found.phone is not None
    assert (found.kind, found.phone.number) == ("area", "098-555-0001")


def test_list_of_an_area_is_paged_by_name(town, at):
    for name in ("うめ", "あんず", "いちご"):
        published(town, at, ride(town, name=name))
    create_service(by=OPERATOR, at=at, given=ride(town, name="あ 下書き"))
    first = services_in_area(ANONYMOUS, CITY, at=at, size=2)
    assert [card.name for card in first.items] == ["あんず", "いちご"]
    assert (first.total, first.page_count) == (3, 2)
    second = services_in_area(ANONYMOUS, CITY, at=at, number=2, size=2)
    assert [card.name for card in second.items] == ["うめ"]
    both = [("field", "shopping"), ("provision", "visit")]
    assert services_in_area(ANONYMOUS, CITY, at=at, terms=both).total == 0


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_an_area_takes_a_fixed_number_of_queries(town, at, number):
    for place in range(number):
        published(town, at, ride(town, name=f"便{place}"))
    create_service(by=OPERATOR, at=at, given=ride(town))
    services_in_area(ANONYMOUS, CITY, at=at)
    with CaptureQueriesContext(connection) as queries:
        page = services_in_area(ANONYMOUS, CITY, at=at)
    assert len(queries) == 11 + VERSIONS
    assert page.total == number


def test_field_counts_only_what_is_seen(town, at):
    published(town, at)
    create_service(by=OPERATOR, at=at, given=ride(town))
    page = field_page(ANONYMOUS, "shopping", CITY, at=at)
    assert [(kind.code, kind.count) for kind in page.kinds] == [("ride", 1)]
    assert page.services is not None
    assert page.services.total == 1
    nation = field_page(ANONYMOUS, "shopping", None, at=at)
    assert [kind.count for kind in nation.kinds] == [None, None]


@pytest.mark.parametrize("number", [1, 3])
def test_field_is_counted_by_the_database_however_many_services(town, at, number):
    both = (("field", "shopping"), ("provision", "ride"), ("provision", "visit"))
    for place in range(number):
        published(town, at, ride(town, name=f"便{place}", terms=both))
    published(town, at, ride(town, name="送り迎えだけ"))
    create_service(by=OPERATOR, at=at, given=ride(town))
    field_page(ANONYMOUS, "shopping", CITY, at=at)
    with CaptureQueriesContext(connection) as queries:
        page = field_page(ANONYMOUS, "shopping", CITY, at=at)
    assert {kind.code: kind.count for kind in page.kinds} == {"ride": number + 1, "visit": number}
    (counting,) = [each["sql"] for each in queries if "GROUP BY" in each["sql"]]
    ids = [str(pk) for pk in Service.objects.values_list("id", flat=True)]
    assert not [pk for pk in ids if pk in counting or pk.replace("-", "") in counting]
    assert len(queries) == 16 + VERSIONS


def test_organization_s_number_is_shown_only_when_all_its_services_agree(town, at):
    change_organization(
        by=OPERATOR,
        at=at,
        organization_id=town.group.id,
        changes={"phones": (PhoneInput(LEADER_PHONE, is_private=True), PhoneInput("098-555-1900"))},
    )
    published(town, at)
    code = town.group.short_code
    page = get_organization(ANONYMOUS, code, at=at)
    assert page.phone is not None
    assert page.phone.number == "098-555-1900"
    published(town, at, ride(town, name="ひかえめな便", consent=consent(phone=frozenset())))
    page = get_organization(ANONYMOUS, code, at=at)
    assert page.phone is not None
    assert page.phone.number == "098-555-0130"
    assert get_organization(OFFICER, code, at=at).phone.number == "098-555-1900"
    assert page.service_count == 2


def test_body_of_an_organization_opens_no_number_its_services_keep_back(town, at):
    change_organization(
        by=OPERATOR,
        at=at,
        organization_id=town.group.id,
        changes={"phones": (PhoneInput("098-555-1900"),), "email": "kai@example.jp"},
    )
    published(town, at, ride(town, consent=consent(phone=frozenset())))
    body = Body.objects.create(
        id=MEMBER.body_id, name="会", kind="group", area=Area.objects.get(path=CITY)
    )
    Organization.objects.filter(id=town.group.id).update(body=body)
    page = get_organization(ANONYMOUS, town.group.id, at=at)
    assert page.phone is not None
    assert page.phone.number == "098-555-0130"
    assert page.is_claimed
    (group,) = organizations_for_opendata(at=at).items
    assert (group.phones, group.email) == ((), "")
    own = get_organization(MEMBER, town.group.id, at=at)
    assert own.phone is not None
    assert own.phone.number == "098-555-1900"


def test_unpublished_organization_is_not_found_but_by_its_office(town, at):
    hidden = create_organization(
        by=OPERATOR, at=at, given=OrganizationInput("準備中の会", CITY, is_published=False)
    )
    with pytest.raises(OrganizationNotFound):
        get_organization(ANONYMOUS, hidden.id, at=at)
    assert get_organization(OFFICER, hidden.id, at=at).name == "準備中の会"
    with pytest.raises(OrganizationNotFound):
        get_organization(ANONYMOUS, "00000000", at=at)
    assert Service.objects.count() == 0
