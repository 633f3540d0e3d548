from datetime import timedelta
from uuid import UUID

import pytest

from tests.directory.builders import (
    CARE_MANAGER,
    CITY,
    LEADER_NAME,
    MEMBER,
    OFFICER,
    OPERATOR,
    OTHER_OFFICER,
    PREFECTURE,
    SPHERE,
)
from yui.directory.actions import (
    AccessibilityInput,
    ContactInput,
    LocationInput,
    OrganizationInput,
    PhoneInput,
    ProgramInput,
    SourceInput,
    change_organization,
    create_location,
    create_organization,
    create_program,
    create_source,
)
from yui.directory.errors import InputRefused, NotYours, OrganizationNotFound, PersonalNumberRefused
from yui.directory.models import Contact, Location, Organization, Phone, Program, Source
from yui.journal.models import Entry
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db
OTHERS = [ANONYMOUS, OTHER_OFFICER, PREFECTURE, CARE_MANAGER, MEMBER]
MY_NUMBER = "1234 5678 9018"


def everything():
    tables = (Organization, Contact, Location, Phone, Program, Source)
    return [sorted(map(repr, t.objects.values_list())) for t in tables], Entry.objects.count()


def last():
    entry = Entry.objects.order_by("position").last()
    return entry.verb, entry.object_type, entry.object_id, entry.area_path, entry.fields


def whole(**changed):
    given = {
        "name": "髙橋 見守りの会",
        "area_path": CITY,
        "kind": ("org_type", "group"),
        "corporate_number": "7000012050002",
        "website": "https://example.jp/",
        "phones": (PhoneInput("0985551900"),),
        "contacts": (ContactInput(LEADER_NAME, "代表", is_leader=True),),
        "terms": (("field", "place"),),
    }
    return OrganizationInput(**(given | changed))


def test_create_organization_writes_the_exact_rows(town, at):
    made = create_organization(by=OFFICER, at=at, given=whole())
    row = Organization.objects.get(id=made.id)
    assert (row.name, row.folded, row.kind.code, row.area.path, row.body_id) == (
        "髙橋 見守りの会",
        "高橋見守りの会",
        "group",
        CITY,
        None,
    )
    assert [phone.number for phone in row.phones.all()] == ["0985-55-1900"]
    assert row.attributes.count() == 1
    assert last() == (
        "directory.organization.created",
        "directory.organization",
        str(made.id),
        CITY,
        [],
    )
    assert LEADER_NAME not in repr(list(Entry.objects.values_list()))


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"name": ""}, InputRefused),
        ({"corporate_number": "1234567890123"}, InputRefused),
        ({"kind": ("org_type", "none")}, InputRefused),
        ({"description": MY_NUMBER}, PersonalNumberRefused),
        ({"contacts": (ContactInput(MY_NUMBER),)}, PersonalNumberRefused),
        ({"phones": (PhoneInput("4.00E+12"),)}, InputRefused),
    ],
)
def test_create_organization_refuses_what_cannot_be_kept(town, at, changed, error):
    before = everything()
    with pytest.raises(error):
        create_organization(by=OPERATOR, at=at, given=whole(**changed))
    assert everything() == before


@pytest.mark.parametrize("by", OTHERS)
def test_making_is_refused_to_others(town, at, by):
    before = everything()
    with pytest.raises(NotYours):
        create_organization(by=by, at=at, given=whole())
    with pytest.raises(NotYours):
        create_source(by=by, at=at, given=SourceInput("一覧", "hand", CITY))
    with pytest.raises(NotYours):
        create_location(by=by, at=at, given=LocationInput(CITY, "会館"))
    with pytest.raises(NotYours):
        create_program(by=by, at=at, given=ProgramInput("通いの場づくり", CITY))
    assert everything() == before


def test_change_organization_changes_only_what_differs(town, at):
    made = create_organization(by=OFFICER, at=at, given=whole())
    later = at + timedelta(hours=1)
    changed = change_organization(
        by=OFFICER,
        at=later,
        organization_id=made.id,
        changes={"name": "高橋の会", "website": "https://example.jp/", "phones": ()},
    )
    row = Organization.objects.get(id=made.id)
    assert changed == ("name", "phones")
    assert (row.name, row.folded, row.modified_at) == ("高橋の会", "高橋の会", later)
    assert row.phones.count() == 0
    assert row.contacts.count() == 1
    assert last() == (
        "directory.organization.changed",
        "directory.organization",
        str(made.id),
        CITY,
        ["name", "phones"],
    )


@pytest.mark.parametrize(
    "changes", [{"body": 1}, {"name": ""}, {"name": "よい会", "description": MY_NUMBER}]
)
def test_change_organization_refuses_and_keeps_everything(town, at, changes):
    made = create_organization(by=OFFICER, at=at, given=whole())
    before = everything()
    with pytest.raises(InputRefused):
        change_organization(by=OFFICER, at=at, organization_id=made.id, changes=changes)
    assert everything() == before


@pytest.mark.parametrize("by", OTHERS)
def test_change_organization_is_refused_to_others(town, at, by):
    before = everything()
    with pytest.raises(NotYours):
        change_organization(by=by, at=at, organization_id=town.group.id, changes={"name": "x"})
    with pytest.raises(OrganizationNotFound):
        change_organization(by=by, at=at, organization_id=UUID(int=1), changes={"name": "x"})
    assert everything() == before


def test_create_location_keeps_the_place_and_its_facts(town, at):
    given = LocationInput(
        CITY,
        "川辺会館",
        sphere_path=SPHERE,
        postal_code="９８０−０００１",
        latitude=34.87,
        longitude=138.32,
        accessibility=(AccessibilityInput("steps", False),),
    )
    made = create_location(by=OFFICER, at=at, given=given)
    row = Location.objects.get(id=made)
    assert (row.postal_code, row.sphere.path, row.accessibility.get().is_present) == (
        "9800001",
        SPHERE,
        False,
    )
    assert last()[:3] == ("directory.location.created", "directory.location", str(made))


def test_create_program_once_per_area(town, at):
    given = ProgramInput("訪問型サービス・活動B", CITY)
    made = create_program(by=OFFICER, at=at, given=given)
    assert Program.objects.get().id == made
    before = everything()
    with pytest.raises(InputRefused):
        create_program(by=OFFICER, at=at, given=given)
    assert everything() == before


def test_create_source_keeps_licence_and_period(town, at):
    made = create_source(
        by=OFFICER,
        at=at,
        given=SourceInput("通いの場一覧", "kayoinoba", CITY, licence="CC BY 4.0", is_official=True),
    )
    row = Source.objects.get(id=made)
    assert (row.name, row.licence, row.is_official) == ("通いの場一覧", "CC BY 4.0", True)
    assert last()[:3] == ("directory.source.created", "directory.source", str(made))
