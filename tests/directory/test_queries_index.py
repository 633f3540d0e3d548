from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.directory.builders import (
    CITY,
    HOME_ADDRESS,
    LEADER_NAME,
    LEADER_PHONE,
    OFFICER,
    OPERATOR,
    OWN_PHONE,
    SPHERE,
    at_home,
    consent,
    published,
    ride,
)
from yui.directory.actions import confirm_service, create_service, create_services
from yui.directory.queries import count_for_index, records_for_index, stream_for_index
from yui.directory.queries.belonging import ids_of_organization, ids_of_source
from yui.directory.states import ConfirmedHow, FeeClass, Flag, Scope, Sector, ServiceState

pytestmark = pytest.mark.django_db
# Tests look at every call whether the vocabularies changed; a process looks once a second.
VERSIONS = 1
PROFESSIONALS = frozenset({Scope.PROFESSIONALS})


def record(made, at):
    return records_for_index(at=at, ids=[made.id])[0]


def test_record_holds_all_that_search_needs(town, at):
    made = published(town, at)
    confirm_service(
        by=OFFICER, at=at, service_id=made.id, how=ConfirmedHow.PHONE, on=date(2026, 11, 10)
    )
    found = record(made, at)
    assert (found.id, found.short_code, found.state) == (
        made.id,
        made.short_code,
        ServiceState.PUBLISHED,
    )
    assert (found.name, found.organization_name) == (
        "あさひ 買い物いっしょ便",
        "あさひ助け合いの会",
    )
    assert found.place_text == f"川辺集会所 {HOME_ADDRESS} 川辺圏域 試験市"
    assert (found.area_path, found.area_paths) == (CITY, ("98/", CITY, SPHERE))
    assert (found.sphere_paths, found.reach_paths, found.reach_names) == (
        (SPHERE,),
        (SPHERE,),
        ("川辺圏域",),
    )
    assert found.terms == (
        ("field", "shopping"),
        ("need", "shopping_together"),
        ("provision", "ride"),
    )
    # Plain names of needs would find 買い物 in everything that is done together.
    assert found.term_words == ("買い物", "送迎")
    assert found.points == ((34.87, 138.32),)
    assert found.slots == ("tue-am",)
    assert (found.sector, found.fee_class, found.transport) == (
        Sector.DAILY,
        FeeClass.PAID,
        Flag.YES,
    )
    assert found.confirmed_on == date(2026, 11, 10)
    assert found.visible_to == ("public",)


def test_record_of_a_home_has_no_point_and_no_address(town, at):
    found = record(published(town, at, at_home(ride(town))), at)
    assert found.points == ()
    assert found.place_text == "川辺圏域 試験市"


@pytest.mark.parametrize("given", ["open", "home", "closed"])
def test_no_record_holds_numbers_or_names_of_people(town, at, given):
    service = {
        "open": ride(town),
        "home": at_home(ride(town)),
        "closed": ride(town, consent=consent(phone=frozenset(), leader=frozenset())),
    }[given]
    text = repr(record(published(town, at, service), at))
    for canary in (LEADER_NAME, LEADER_PHONE, OWN_PHONE, "asahi@example.jp", "523822452"):
        assert canary not in text


def test_address_for_professionals_is_not_in_a_public_document(town, at):
    found = record(published(town, at, ride(town, consent=consent(address=PROFESSIONALS))), at)
    assert found.visible_to == ("public",)
    assert HOME_ADDRESS not in repr(found)
    assert found.points == ()


def test_document_for_professionals_may_hold_what_they_may_read(town, at):
    given = ride(
        town,
        consent=consent(
            record=PROFESSIONALS, phone=frozenset(), address=PROFESSIONALS, leader=frozenset()
        ),
    )
    found = record(published(town, at, given), at)
    assert found.visible_to == (f"office:{CITY}", f"professionals:{CITY}")
    assert found.points == ((34.87, 138.32),)


def test_draft_is_for_its_office(town, at):
    made = create_service(by=OPERATOR, at=at, given=ride(town))
    assert record(made, at).visible_to == (f"office:{CITY}",)


def test_official_list_counts_from_its_period(town, at):
    (made,) = create_services(
        by=OFFICER,
        at=at,
        given=[ride(town, consent=None)],
        area_path=CITY,
        source_id=town.official_source_id,
        batch_id="b",
    )
    found = record(made, at)
    assert (found.confirmed_on, found.visible_to) == (date(2026, 6, 30), ("public",))


@pytest.mark.parametrize("number", [1, 3])
def test_records_take_a_fixed_number_of_queries(town, at, number):
    ids = [published(town, at, ride(town, name=f"便{n}")).id for n in range(number)]
    records_for_index(at=at, ids=ids)
    with CaptureQueriesContext(connection) as queries:
        found = records_for_index(at=at, ids=[*ids, uuid4(), "no-id"])
    assert len(queries) == 6 + VERSIONS
    assert [each.id for each in found] == ids
    with CaptureQueriesContext(connection) as queries:
        records_for_index(at=at, after_id=UUID(int=0))
    assert len(queries) == 7 + VERSIONS


def test_ids_that_are_no_longer_there_give_no_record(at, db):
    with CaptureQueriesContext(connection) as queries:
        assert records_for_index(at=at, ids=[uuid4(), uuid4()]) == ()
    assert queries.captured_queries
    assert not [each["sql"] for each in queries if "IN ()" in each["sql"]]


def test_stream_gives_every_service_once_in_chunks(town, at):
    ids = {published(town, at, ride(town, name=f"便{n}")).id for n in range(5)}
    chunks = list(stream_for_index(at=at, chunk=2))
    assert [len(chunk) for chunk in chunks] == [2, 2, 1]
    assert {each.id for chunk in chunks for each in chunk} == ids
    assert count_for_index() == 5


def test_belonging_names_every_service_of_a_group_and_of_a_list(town, at):
    made = published(town, at, ride(town, source_id=town.source_id))
    draft = create_service(by=OPERATOR, at=at, given=ride(town))
    assert set(ids_of_organization(town.group.id)) == {made.id, draft.id}
    assert set(ids_of_source(town.source_id)) == {made.id}
