"""An id of somebody else's place or programme is as unknown as one that does not exist."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.directory.builders import (
    CITY,
    HOME_ADDRESS,
    MEMBER,
    OFFICER,
    OPERATOR,
    OTHER_CITY,
    OTHER_OFFICER,
    PREFECTURE,
    published,
    ride,
)
from yui.accounts.models import Body
from yui.areas.models import Area
from yui.directory.actions import (
    LocationInput,
    OrganizationInput,
    PlaceInput,
    ProgramInput,
    change_service,
    create_location,
    create_organization,
    create_program,
    create_service,
    create_services,
)
from yui.directory.errors import InputRefused
from yui.directory.models import Organization, Service, ServiceAtLocation
from yui.directory.queries import get_service
from yui.journal.models import Entry
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db


def everything():
    tables = (Service, ServiceAtLocation)
    return [sorted(map(repr, each.objects.values_list())) for each in tables], Entry.objects.count()


def place(at, area_path, **changed):
    given = LocationInput(area_path, name="試験さん宅", address=HOME_ADDRESS, is_home=True)
    return create_location(by=OPERATOR, at=at, given=replace(given, **changed))


def at_place(location_id):
    return (PlaceInput(location_id=location_id),)


@pytest.fixture
def own_group(town, at):
    """A group that the body of `MEMBER` represents."""
    made = create_organization(by=OPERATOR, at=at, given=OrganizationInput("名乗り出た会", CITY))
    body = Body.objects.create(
        id=MEMBER.body_id, name="会", kind="group", area=Area.objects.get(path=CITY)
    )
    Organization.objects.filter(id=made.id).update(body=body)
    return made


def test_place_of_another_town_is_unknown(town, at):
    foreign = place(at, OTHER_CITY)
    made = published(town, at)
    before = everything()
    given = ride(town, places=at_place(foreign))
    refusals = []
    for places in (at_place(foreign), at_place(UUID(int=1))):
        with pytest.raises(InputRefused) as caught:
            create_service(by=OFFICER, at=at, given=ride(town, places=places))
        refusals.append(caught.value.sentence)
        with pytest.raises(InputRefused) as caught:
            change_service(by=OFFICER, at=at, service_id=made.id, changes={"places": places})
        refusals.append(caught.value.sentence)
    with pytest.raises(InputRefused):
        create_services(
            by=OFFICER,
            at=at,
            given=[given],
            area_path=CITY,
            source_id=town.source_id,
            batch_id="b",
        )
    assert len(set(refusals)) == 1
    assert "試験さん" not in refusals[0]
    assert everything() == before


def test_place_of_the_own_town_is_taken(town, at):
    own = place(at, CITY)
    create_service(by=OFFICER, at=at, given=ride(town, places=at_place(own)))
    assert ServiceAtLocation.objects.get().location_id == own


def test_list_of_a_prefecture_takes_places_of_its_towns(town, at):
    own = place(at, CITY)
    create_services(
        by=PREFECTURE,
        at=at,
        given=[ride(town, places=at_place(own))],
        area_path="98/",
        source_id=town.source_id,
        batch_id="b",
    )
    assert ServiceAtLocation.objects.get().location_id == own


def test_body_takes_its_own_places_only(town, at, own_group):
    own = place(at, CITY, organization_id=own_group.id)
    other = place(at, CITY, organization_id=town.group.id)
    given = ride(town, organization_id=own_group.id, places=at_place(other))
    before = everything()
    with pytest.raises(InputRefused):
        create_service(by=MEMBER, at=at, given=given)
    assert everything() == before
    create_service(by=MEMBER, at=at, given=replace(given, places=at_place(own)))
    assert ServiceAtLocation.objects.get().location_id == own


def test_place_a_service_has_already_stays(town, at, own_group):
    hall = place(at, CITY, is_home=False)
    made = create_service(
        by=OPERATOR,
        at=at,
        given=ride(town, organization_id=own_group.id, places=at_place(hall)),
    )
    changed = PlaceInput(location_id=hall, description="2階の和室")
    change_service(by=MEMBER, at=at, service_id=made.id, changes={"places": (changed,)})
    assert ServiceAtLocation.objects.get().description == "2階の和室"


def test_programme_of_another_town_is_unknown(town, at):
    foreign = create_program(
        by=OTHER_OFFICER, at=at, given=ProgramInput("となりの市の計画", OTHER_CITY)
    )
    made = published(town, at)
    before = everything()
    for program_id in (foreign, UUID(int=1)):
        with pytest.raises(InputRefused) as caught:
            create_service(by=OFFICER, at=at, given=ride(town, program_id=program_id))
        assert caught.value.sentence == "この事業は、登録されていません。"
        with pytest.raises(InputRefused):
            change_service(
                by=OFFICER, at=at, service_id=made.id, changes={"program_id": program_id}
            )
    assert everything() == before
    assert "となりの市" not in repr(get_service(ANONYMOUS, made.id, at=at))


def test_group_runs_under_the_programme_of_its_town(town, at, own_group):
    program = create_program(by=OFFICER, at=at, given=ProgramInput("訪問型B", CITY))
    made = create_service(by=OPERATOR, at=at, given=ride(town, organization_id=own_group.id))
    changed = change_service(by=MEMBER, at=at, service_id=made.id, changes={"program_id": program})
    assert changed == ("program_id",)
    again = change_service(by=MEMBER, at=at, service_id=made.id, changes={"program_id": None})
    assert again == ("program_id",)
    assert Service.objects.get().program_id is None
