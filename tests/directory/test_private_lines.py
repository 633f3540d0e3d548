"""Somebody's own line is nobody's to read but the desk's that keeps the record."""

import pytest

from tests.directory.builders import (
    ALL,
    CARE_MANAGER,
    LEADER_NAME,
    OFFICER,
    OPERATOR,
    OTHER_OFFICER,
    OWN_PHONE,
    PREFECTURE,
    WEB,
    consent,
    published,
    ride,
)
from yui.directory.actions import ContactInput, PhoneInput, PlaceInput, change_organization
from yui.directory.queries import (
    cards_for,
    get_organization,
    get_service,
    organizations_for_opendata,
    places_for_opendata,
    published_for_opendata,
    records_for_index,
    stream_for_opendata,
)
from yui.directory.states import PhoneKind, Scope
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db
PRIVATE = "090-5555-1234"
DIGITS = "09055551234"
WINDOW = "098-555-0120"
OFFICE_WINDOW = "098-555-0130"
OTHERS = (ANONYMOUS, CARE_MANAGER, OTHER_OFFICER, PREFECTURE)
NOBODY = consent(leader=frozenset())
LINE = PhoneInput(PRIVATE, is_private=True)
LEADER = ContactInput(LEADER_NAME, "世話人", is_leader=True, phones=(PhoneInput(PRIVATE),))


def private_at(town, where):
    """A service whose only telephone is somebody's own line, written in one of four places."""
    given = ride(town, phones=(), contacts=(), consent=NOBODY)
    location = given.places[0].location
    changes = {
        "service": {"phones": (LINE,)},
        "place": {"places": (PlaceInput(location=location, phones=(LINE,)),)},
        "leader": {"contacts": (LEADER,)},
        "window": {"contacts": (ContactInput("", "窓口", phones=(LINE,)),)},
    }[where]
    return ride(town, **({"phones": (), "contacts": (), "consent": NOBODY} | changes))


def holds(found):
    return PRIVATE in repr(found) or DIGITS in repr(found)


def keep_privately(town, at, *phones):
    change_organization(
        by=OPERATOR, at=at, organization_id=town.group.id, changes={"phones": phones}
    )


@pytest.mark.parametrize("where", ["service", "place", "leader", "window"])
def test_private_line_of_a_service_is_replaced_by_the_window(town, at, where):
    made = published(town, at, private_at(town, where))
    for viewer in OTHERS:
        (card,) = cards_for(viewer, [made.id], at=at)
        assert card.phone is not None
        assert card.phone.number == WINDOW
        assert not holds(card)
        assert not holds(get_service(viewer, made.id, at=at))
    for audience in Scope:
        assert not holds(cards_for(OFFICER, [made.id], at=at, audience=audience))
    (kept,) = cards_for(OFFICER, [made.id], at=at)
    assert kept.phone is not None
    assert kept.phone.number == PRIVATE


@pytest.mark.parametrize("where", ["service", "place", "leader", "window"])
def test_private_line_of_a_service_is_no_open_data_and_not_in_the_index(town, at, where):
    made = published(town, at, private_at(town, where))
    lists = (published_for_opendata, places_for_opendata, organizations_for_opendata)
    for give in lists:
        assert give(at=at).total == 1
        assert not holds(give(at=at))
    assert not holds(list(stream_for_opendata(at=at)))
    assert not holds(records_for_index(at=at, ids=[made.id]))
    assert get_service(ANONYMOUS, made.id, at=at).linked_data is not None


def test_private_line_is_shown_where_leader_and_number_are_agreed(town, at):
    given = private_at(town, "service")
    agreed = published(town, at, ride(town, phones=given.phones, contacts=(), consent=consent()))
    (card,) = cards_for(ANONYMOUS, [agreed.id], at=at)
    assert card.phone is not None
    assert card.phone.number == PRIVATE
    assert holds(published_for_opendata(at=at))


@pytest.mark.parametrize(
    ("phone", "leader"), [(WEB, frozenset()), (frozenset(), WEB), (ALL, frozenset({Scope.PAPER}))]
)
def test_private_line_is_hidden_where_one_of_both_is_not_agreed(town, at, phone, leader):
    given = private_at(town, "service")
    own = consent(phone=phone, leader=leader)
    made = published(town, at, ride(town, phones=given.phones, contacts=(), consent=own))
    assert not holds(cards_for(ANONYMOUS, [made.id], at=at))
    assert not holds(get_service(ANONYMOUS, made.id, at=at))
    assert not holds(published_for_opendata(at=at))


def test_open_number_is_shown_beside_a_private_one(town, at):
    given = ride(town, phones=(LINE, PhoneInput(OWN_PHONE)), consent=NOBODY)
    made = published(town, at, given)
    (card,) = cards_for(ANONYMOUS, [made.id], at=at)
    assert card.phone is not None
    assert card.phone.number == OWN_PHONE
    assert [each.number for each in published_for_opendata(at=at).items[0].phones] == [OWN_PHONE]


def test_private_fax_is_not_shown(town, at):
    fax = PhoneInput(PRIVATE, PhoneKind.FAX, is_private=True)
    made = published(town, at, ride(town, phones=(fax,), contacts=(), consent=NOBODY))
    assert not holds(get_service(ANONYMOUS, made.id, at=at))
    assert holds(get_service(OFFICER, made.id, at=at).fax)


def test_private_line_of_an_organization_is_for_its_office_whatever_was_agreed(town, at):
    keep_privately(town, at, LINE)
    made = published(town, at, ride(town, phones=(), contacts=()))
    for viewer in OTHERS:
        (card,) = cards_for(viewer, [made.id], at=at)
        assert card.phone is not None
        assert card.phone.number == WINDOW
        assert not holds(get_service(viewer, made.id, at=at))
        page = get_organization(viewer, town.group.id, at=at)
        assert page.phone is not None
        assert page.phone.number == OFFICE_WINDOW
    assert holds(cards_for(OFFICER, [made.id], at=at))
    assert not holds(organizations_for_opendata(at=at))


@pytest.mark.parametrize("where", ["service", "place", "leader", "window"])
def test_private_line_written_again_as_the_group_s_number_stays_hidden(town, at, where):
    keep_privately(town, at, PhoneInput(PRIVATE))
    made = published(town, at, private_at(town, where))
    assert not holds(cards_for(ANONYMOUS, [made.id], at=at))
    assert not holds(get_service(ANONYMOUS, made.id, at=at))
    page = get_organization(ANONYMOUS, town.group.id, at=at)
    assert page.phone is not None
    assert page.phone.number == OFFICE_WINDOW
    (group,) = organizations_for_opendata(at=at).items
    assert group.phones == ()
    kept = get_organization(OFFICER, town.group.id, at=at)
    assert kept.phone is not None
    assert kept.phone.number == PRIVATE
