"""The condition in the query and the decision in `rules` must never part."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from tests.directory.builders import (
    CARE_MANAGER,
    CITY,
    MEMBER,
    OFFICER,
    OPERATOR,
    OTHER_OFFICER,
    PREFECTURE,
    consent,
    ride,
)
from yui.accounts.models import Body
from yui.areas.models import Area
from yui.directory.actions import create_service, create_services, withdraw_consent
from yui.directory.errors import OrganizationNotFound
from yui.directory.models import Organization, Service
from yui.directory.queries import (
    cards_for,
    get_organization,
    organization_link,
    services_in_area,
    services_of_organization,
)
from yui.directory.queries.facts import facts_of
from yui.directory.queries.rows import ServiceRow, key_of, load_cards
from yui.directory.queries.visible import (
    agreed,
    visible_organizations,
    visible_services,
    with_part,
    with_scopes,
)
from yui.directory.rules import audience_tokens, may_see, view_of
from yui.directory.states import Scope, ServiceState
from yui.policy.decide import audience_tokens as tokens_of
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
SCOPES = (
    None,
    frozenset(),
    frozenset({Scope.OFFICE}),
    frozenset({Scope.PROFESSIONALS}),
    frozenset({Scope.PAPER}),
    frozenset({Scope.WEB}),
    frozenset({Scope.OPENDATA}),
)
VIEWERS = (
    ANONYMOUS,
    OFFICER,
    OTHER_OFFICER,
    PREFECTURE,
    CARE_MANAGER,
    MEMBER,
    replace(OFFICER, role=Role.COORDINATOR_LAYER_2),
    replace(OFFICER, role=Role.SUPPORT_CENTRE, area_path=f"{CITY}k-01/"),
    replace(OFFICER, role=Role.WELFARE_COMMISSIONER),
    replace(MEMBER, role=Role.ORGANIZATION_OWNER, body_id=777),
    OPERATOR,
)


@pytest.fixture
def every_kind(town, at):
    """Every state × scope × source × claim, and consents that ran out, begin later, or ended."""
    body = Body(id=777, name="会", kind="group", area=Area.objects.get(path=CITY))
    body.save()
    claimed = Organization.objects.create(
        name="名乗り出た会",
        folded="x",
        area_id=body.area_id,
        body=body,
        created_at=at,
        modified_at=at,
    )
    given, states, sources = [], [], []
    for scopes, official, owner, state in product(
        SCOPES, (True, False), (town.group.id, claimed.id), ServiceState
    ):
        agreement = (
            None
            if scopes is None
            else consent(record=scopes, phone=frozenset(), address=frozenset(), leader=frozenset())
        )
        given.append(ride(town, consent=agreement, organization_id=owner, phones=()))
        states.append(state)
        sources.append(town.official_source_id if official else town.source_id)
    for days in ({"until": TODAY - timedelta(days=1)}, {"given_date": TODAY + timedelta(days=1)}):
        given.append(ride(town, consent=consent(**days)))
        states.append(ServiceState.PUBLISHED)
        sources.append(town.source_id)
    made = create_services(
        by=OPERATOR, at=at, given=given, area_path=CITY, source_id=town.source_id, batch_id="all"
    )
    for each, state, source in zip(made, states, sources, strict=True):
        Service.objects.filter(id=each.id).update(state=state, source_id=source)
    withdraw_consent(by=OPERATOR, at=at, service_id=made[-1].id, on=TODAY)
    return made


def rows() -> dict[object, ServiceRow]:
    keys = [key_of(pk) for pk in Service.objects.values_list("id", flat=True)]
    return load_cards(keys).services


def test_query_and_decision_agree_for_every_kind_of_record(every_kind):
    kept = [(row.short_code, facts_of(row, TODAY)) for row in rows().values()]
    for viewer in VIEWERS:
        decided = {short_code for short_code, facts in kept if may_see(viewer, facts)}
        queried = set(visible_services(viewer, on=TODAY).values_list("short_code", flat=True))
        assert queried == decided, viewer


def test_roles_see_different_amounts(every_kind):
    seen = [
        visible_services(viewer, on=TODAY).count()
        for viewer in (ANONYMOUS, CARE_MANAGER, OFFICER, OPERATOR)
    ]
    assert seen == sorted(set(seen))
    merged = Service.objects.filter(state=ServiceState.MERGED).count()
    assert merged
    assert seen[-1] == len(every_kind) - merged


def test_tokens_of_the_index_say_the_same_to_the_public(every_kind):
    for row in rows().values():
        facts = facts_of(row, TODAY)
        held = set(audience_tokens(facts))
        assert bool(held & tokens_of(ANONYMOUS)) == may_see(ANONYMOUS, facts)
        if may_see(CARE_MANAGER, facts):
            assert held & tokens_of(CARE_MANAGER)


@pytest.mark.parametrize("scope", [Scope.WEB, Scope.OPENDATA])
@pytest.mark.parametrize("part", ["phone", "address"])
def test_parts_in_the_query_agree_with_the_view(town, at, scope, part):
    wide = [frozenset(), *({each} for each in Scope)]
    given = [
        ride(town, consent=consent(**{part: frozenset(scopes)}), name=f"便{number}")
        for number, scopes in enumerate(wide)
    ]
    create_services(
        by=OPERATOR, at=at, given=given, area_path=CITY, source_id=town.source_id, batch_id="b"
    )
    shown = {
        row.short_code
        for row in rows().values()
        if getattr(view_of(ANONYMOUS, facts_of(row, TODAY), is_home=False, audience=scope), part)
        == "shown"
    }
    listed = with_scopes(Service.objects.all()).filter(agreed(scope, TODAY))
    assert set(with_part(listed, part, scope).values_list("short_code", flat=True)) == shown
    assert 0 < len(shown) < len(wide)


def test_lists_hold_only_what_cards_hold(every_kind, at):
    page = services_in_area(ANONYMOUS, "98/", at=at, size=500)
    assert len(page.items) == page.total
    assert {each.id for each in page.items} == {
        each.id for each in cards_for(ANONYMOUS, [row.id for row in every_kind], at=at)
    }


def knows(viewer, organization_id):
    return visible_organizations(viewer, on=TODAY).filter(id=organization_id).exists()


def test_organization_stays_hidden_when_its_only_draft_leaves(town, at):
    draft = create_service(by=OPERATOR, at=at, given=ride(town))
    assert not knows(ANONYMOUS, town.group.id)
    Service.objects.filter(id=draft.id).delete()
    for viewer in (ANONYMOUS, CARE_MANAGER, OTHER_OFFICER, PREFECTURE):
        assert not knows(viewer, town.group.id)
        assert organization_link(viewer, town.group.id, at=at) == ""
        with pytest.raises(OrganizationNotFound):
            get_organization(viewer, town.group.id, at=at)
    assert knows(OFFICER, town.group.id)


def test_represented_organization_without_services_is_known_to_its_body_and_office(town, at):
    body = Body.objects.create(
        id=MEMBER.body_id, name="会", kind="group", area=Area.objects.get(path=CITY)
    )
    Organization.objects.filter(id=town.group.id).update(body=body)
    seen = [knows(viewer, town.group.id) for viewer in (ANONYMOUS, OTHER_OFFICER, OFFICER, MEMBER)]
    assert seen == [False, False, True, True]
    Organization.objects.filter(id=town.group.id).update(is_published=False)
    assert not knows(OFFICER, town.group.id)
    assert knows(MEMBER, town.group.id)


def test_organization_of_an_official_list_is_public_without_services(town, at):
    Organization.objects.filter(id=town.group.id).update(source_id=town.official_source_id)
    assert knows(ANONYMOUS, town.group.id)


def test_organization_of_hidden_services_is_hidden(town, at):
    assert not knows(ANONYMOUS, town.group.id)
    (made,) = create_services(
        by=OPERATOR,
        at=at,
        given=[ride(town)],
        area_path=CITY,
        source_id=town.source_id,
        batch_id="b",
    )
    assert services_of_organization(ANONYMOUS, town.group.id, at=at).total == 1
    withdraw_consent(by=OPERATOR, at=at, service_id=made.id, on=TODAY)
    assert not knows(ANONYMOUS, town.group.id)
    assert knows(OFFICER, town.group.id)
