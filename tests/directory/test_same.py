"""Records that may be one: found, decided by the own office, led on, and taken back whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.directory.builders import (
    CARE_MANAGER,
    CITY,
    HOME_ADDRESS,
    LEADER_PHONE,
    MEMBER,
    OFFICER,
    OPERATOR,
    OTHER_CITY,
    OTHER_OFFICER,
    OWN_PHONE,
    PREFECTURE,
    Town,
    consent,
    published,
    ride,
)
from yui.accounts.models import Body, Membership, User
from yui.areas.models import Area
from yui.directory.actions import (
    Identity,
    change_service,
    create_service,
    end_service,
    find_same,
    keep_apart,
    merge,
    publish_service,
    unmerge,
)
from yui.directory.errors import DirectoryRefused, MoveRefused, NotYours, PairNotFound
from yui.directory.models import Organization, SamePair, Service
from yui.directory.queries import (
    count_for_index,
    published_for_opendata,
    records_for_index,
    service_ids_of,
)
from yui.directory.queries.same import get_pair, kept_instead, merged_pairs, waiting_pairs
from yui.directory.states import Sameness, ServiceState
from yui.journal.models import Access, Entry
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
SAME = "/directory/same/"
# Two for the pairs, nine for the records, one whether the vocabularies changed.
QUERIES = 12


def twice(town: Town, at: datetime, name: str = "あさひ 買い物いっしょ便") -> list[Identity]:
    """The same service, as two lists write it."""
    first = published(town, at, ride(town, name=name))
    return [first, published(town, at, ride(town, name=f"{name.replace(' ', '')}（株）"))]


def found_pair(at: datetime) -> SamePair:
    find_same(by=OPERATOR, at=at, area_path=CITY)
    return SamePair.objects.get()


def merged(town: Town, at: datetime) -> tuple[Identity, Identity, UUID]:
    """(kept, merged, pair): the first record was kept."""
    kept, other = twice(town, at)
    pair = found_pair(at)
    merge(by=OFFICER, at=at, pair_id=pair.id, keep_id=kept.id)
    return kept, other, pair.id


def dumped() -> list[str]:
    """`yui dump --canonical` without the journal, which only ever grows."""
    out = StringIO()
    call_command("dump", "--canonical", stdout=out)
    return [line for line in out.getvalue().splitlines() if '"table": "journal_' not in line]


def test_found_pairs_wait_with_their_reasons_and_are_found_once(town: Town, at: datetime) -> None:
    twice(town, at)
    published(town, at, ride(town, name="みどり配食", kana="", phones=(), places=()))

    assert find_same(by=OPERATOR, at=at, area_path=CITY) == 1
    assert find_same(by=OPERATOR, at=at, area_path="") == 0

    pairs = waiting_pairs(OFFICER, at=at)
    assert pairs.total == 1
    assert {pairs.items[0].first.name, pairs.items[0].second.name} == {
        "あさひ 買い物いっしょ便",
        "あさひ買い物いっしょ便（株）",
    }
    assert "電話番号が同じです" in pairs.items[0].reasons
    assert "住所が同じです" in pairs.items[0].reasons
    assert [each.item for each in pairs.items[0].differing] == ["名前"]
    entry = Entry.objects.get(verb="directory.same.found")
    assert (entry.area_path, entry.object_id) == (CITY, CITY)


def test_what_residents_may_not_read_is_not_on_the_page(town: Town, at: datetime) -> None:
    for name in ("あさひ便", "あさひ便（株）"):
        given = ride(town, name=name, consent=consent(phone=frozenset(), address=frozenset()))
        published(town, at, given)
    pair = found_pair(at)
    shown = get_pair(OFFICER, pair.id, at=at)

    assert "電話番号が同じです" in shown.reasons
    for hidden in (OWN_PHONE, LEADER_PHONE, HOME_ADDRESS):
        assert hidden not in repr(shown)
    assert not Access.objects.exists()


def test_a_leaders_own_line_is_not_on_the_page(town: Town, at: datetime) -> None:
    for name in ("あさひ便", "あさひ便（株）"):
        published(town, at, ride(town, name=name, consent=consent(leader=frozenset())))
    shown = get_pair(OFFICER, found_pair(at).id, at=at)

    assert shown.first.phones == (OWN_PHONE,)


def test_records_that_are_no_longer_alike_are_no_longer_asked(town: Town, at: datetime) -> None:
    first, _second = twice(town, at)
    found_pair(at)
    changes = {"name": "みどり配食", "phones": (), "places": (), "contacts": (), "kana": ""}
    change_service(by=OFFICER, at=at, service_id=first.id, changes=changes)

    assert find_same(by=OPERATOR, at=at, area_path=CITY) == 0
    assert not SamePair.objects.exists()


def test_another_town_is_never_looked_at_across_its_border(town: Town, at: datetime) -> None:
    published(town, at)
    other = ride(town, area_path=OTHER_CITY, places=(), service_areas=())
    created = create_service(by=OPERATOR, at=at, given=other)
    publish_service(by=OPERATOR, at=at, service_id=created.id)

    assert find_same(by=OPERATOR, at=at, area_path="") == 0


def test_different_is_remembered_and_never_asked_again(town: Town, at: datetime) -> None:
    twice(town, at)
    pair = found_pair(at)
    keep_apart(by=OFFICER, at=at, pair_id=pair.id)

    assert find_same(by=OPERATOR, at=at + timedelta(days=1), area_path=CITY) == 0
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_at) == (Sameness.DIFFERENT, at)
    assert waiting_pairs(OFFICER, at=at).total == 0
    assert Entry.objects.filter(verb="directory.same.kept_apart", area_path=CITY).count() == 1
    with pytest.raises(PairNotFound):
        merge(by=OFFICER, at=at, pair_id=pair.id, keep_id=pair.first_id)


def test_a_merged_record_leads_on_at_every_door(client: Client, town: Town, at: datetime) -> None:
    kept, other, _pair = merged(town, at)

    page = client.get(f"/directory/services/{other.short_code}/")
    assert page.status_code == 301
    assert page.headers["Location"] == f"/directory/services/{kept.short_code}/"
    assert page.headers["Cache-Control"] == "no-cache"
    assert client.get(page.headers["Location"]).status_code == 200
    listed = client.get("/directory/list/", {"s": other.short_code}).content.decode()
    assert f"/directory/services/{kept.short_code}/" in listed
    codes = [other.short_code, kept.short_code]
    assert service_ids_of(ANONYMOUS, codes, at=at) == (kept.id,)
    assert [row.id for row in records_for_index(at=at)] == [kept.id]
    assert records_for_index(at=at, ids=[other.id]) == ()
    assert count_for_index() == 1
    assert [row.id for row in published_for_opendata(at=at).items] == [kept.id]
    assert merged_pairs(OFFICER, at=at).total == 1


def test_search_hears_of_both_records_by_the_journal(town: Town, at: datetime) -> None:
    kept, other, pair_id = merged(town, at)
    unmerge(by=OFFICER, at=at, pair_id=pair_id)

    said = [
        (entry.verb, entry.object_id)
        for entry in Entry.objects.filter(object_type="directory.service").order_by("position")
    ]
    assert said[-4:] == [
        ("directory.service.merged", str(other.id)),
        ("directory.service.kept", str(kept.id)),
        ("directory.service.unmerged", str(other.id)),
        ("directory.service.unmerged", str(kept.id)),
    ]


def test_a_record_merged_twice_over_leads_to_the_last(town: Town, at: datetime) -> None:
    kept, other, _pair = merged(town, at)
    third = published(town, at, ride(town, name="㈱あさひ買い物いっしょ便"))
    find_same(by=OPERATOR, at=at, area_path=CITY)
    pair = SamePair.objects.get(decision=Sameness.WAITING)
    merge(by=OFFICER, at=at, pair_id=pair.id, keep_id=third.id)

    assert kept_instead([other.short_code, kept.short_code, third.short_code]) == {
        other.short_code: third.short_code,
        kept.short_code: third.short_code,
    }


def test_a_merged_record_is_neither_merged_again_nor_moved(town: Town, at: datetime) -> None:
    first, second = twice(town, at)
    third = published(town, at, ride(town, name="㈱あさひ買い物いっしょ便"))
    find_same(by=OPERATOR, at=at, area_path=CITY)
    pairs = list(SamePair.objects.order_by("id"))
    assert len(pairs) == 3
    merge(by=OFFICER, at=at, pair_id=pairs[0].id, keep_id=pairs[0].first_id)
    gone = pairs[0].second_id
    other = next(each for each in pairs[1:] if gone in (each.first_id, each.second_id))
    before = dumped()

    with pytest.raises(MoveRefused):
        merge(by=OFFICER, at=at, pair_id=other.id, keep_id=gone)
    with pytest.raises(MoveRefused):
        publish_service(by=OFFICER, at=at, service_id=gone)
    with pytest.raises(MoveRefused):
        end_service(by=OFFICER, at=at, service_id=gone, on=at.date())
    assert dumped() == before
    assert {first.id, second.id, third.id} > {gone}


@pytest.mark.parametrize("viewer", [ANONYMOUS, OTHER_OFFICER, PREFECTURE, CARE_MANAGER, MEMBER])
def test_who_does_not_keep_both_decides_nothing_and_sees_nothing(
    town: Town, at: datetime, viewer: Viewer
) -> None:
    twice(town, at)
    pair = found_pair(at)
    before, entries = dumped(), Entry.objects.count()

    acts: tuple[Callable[[], None], ...] = (
        lambda: keep_apart(by=viewer, at=at, pair_id=pair.id),
        lambda: merge(by=viewer, at=at, pair_id=pair.id, keep_id=pair.first_id),
        lambda: unmerge(by=viewer, at=at, pair_id=pair.id),
    )
    for refused in acts:
        with pytest.raises(NotYours):
            refused()
    if viewer is not PREFECTURE:  # which brings whole lists in, and may have them looked through
        with pytest.raises(NotYours):
            find_same(by=viewer, at=at, area_path=CITY)
    assert waiting_pairs(viewer, at=at).total == 0
    with pytest.raises(PairNotFound):
        get_pair(viewer, pair.id, at=at)
    assert (dumped(), Entry.objects.count()) == (before, entries)


def test_a_record_that_another_body_represents_is_not_the_offices_to_merge(
    town: Town, at: datetime
) -> None:
    twice(town, at)
    pair = found_pair(at)
    body = Body.objects.create(name="名乗り出た会", kind="group", area=Area.objects.get(path=CITY))
    Organization.objects.update(body=body)

    with pytest.raises(NotYours):
        merge(by=OFFICER, at=at, pair_id=pair.id, keep_id=pair.first_id)
    assert waiting_pairs(OFFICER, at=at).total == 0


def test_a_pair_or_record_that_is_not_there_is_refused(town: Town, at: datetime) -> None:
    twice(town, at)
    third = published(town, at, ride(town, name="みどり配食", kana="", phones=(), places=()))
    pair = found_pair(at)
    before = dumped()

    with pytest.raises(PairNotFound):
        merge(by=OFFICER, at=at, pair_id=UUID(int=1), keep_id=third.id)
    with pytest.raises(PairNotFound):
        merge(by=OFFICER, at=at, pair_id=pair.id, keep_id=third.id)
    with pytest.raises(PairNotFound):
        unmerge(by=OFFICER, at=at, pair_id=pair.id)
    assert dumped() == before


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=5),
    states=st.lists(
        st.sampled_from([each for each in ServiceState if each is not ServiceState.MERGED]),
        min_size=4,
        max_size=4,
    ),
)
def test_unmerging_puts_every_byte_back(
    town: Town, at: datetime, steps: list[tuple[int, bool]], states: list[ServiceState]
) -> None:
    Service.objects.all().delete()
    names = ["あさひ便", "㈱あさひ便", "あさひ便（株）", "株式会社あさひ便"]
    made = [published(town, at, ride(town, name=name)) for name in names]
    find_same(by=OPERATOR, at=at, area_path=CITY)
    pairs = list(SamePair.objects.order_by("id"))
    assert len(pairs) == 6
    for row, state in zip(made, states, strict=True):
        Service.objects.filter(id=row.id).update(state=state)
    before, done = dumped(), []

    for moment, (which, keeps_first) in enumerate(steps, 1):
        pair = pairs[which]
        keep = pair.first_id if keeps_first else pair.second_id
        try:
            later = at + timedelta(hours=moment)
            merge(by=OFFICER, at=later, pair_id=pair.id, keep_id=keep)
        except DirectoryRefused:
            continue
        done.append(pair.id)
    assert done
    assert dumped() != before
    for pair_id in reversed(done):
        unmerge(by=OFFICER, at=at + timedelta(days=1), pair_id=pair_id)

    assert dumped() == before


def test_what_was_changed_after_a_merge_stays_when_it_is_taken_back(
    town: Town, at: datetime
) -> None:
    kept, other, pair_id = merged(town, at)
    later = at + timedelta(days=1)
    change_service(by=OFFICER, at=later, service_id=kept.id, changes={"summary": "新しい紹介"})
    unmerge(by=OFFICER, at=later, pair_id=pair_id)

    row = Service.objects.get(id=kept.id)
    assert (row.summary, row.modified_at) == ("新しい紹介", later)
    assert Service.objects.get(id=other.id).state == ServiceState.PUBLISHED


def test_the_command_says_how_many_are_new(town: Town, at: datetime) -> None:
    Area.objects.filter(path=CITY).update(code="980013")
    twice(town, at)
    out = StringIO()
    call_command("find_same", "98001", stdout=out)

    assert out.getvalue().strip().endswith("新しく1組")


@pytest.fixture
def officer(client: Client, at: datetime) -> Client:
    """An officer of the town, signed in."""
    area = Area.objects.get(path=CITY)
    body = Body.objects.create(name="試験市役所", kind="municipality", area=area)
    user = User.objects.create(login="officer", display_name="試験 太郎", created_at=at)
    Membership.objects.create(user=user, role=Role.MUNICIPAL_OFFICER, body=body, area=area)
    client.force_login(user)
    return client


def test_list_of_pairs_takes_as_many_queries_for_three_as_for_one(town: Town, at: datetime) -> None:
    twice(town, at)
    found_pair(at)
    waiting_pairs(OFFICER, at=at)  # a process reads the vocabularies once
    with CaptureQueriesContext(connection) as one:
        assert waiting_pairs(OFFICER, at=at).total == 1
    for name in ("みどり 配食サービス", "のぞみ 送迎の会"):
        twice(town, at, name)
    hidden = ride(town, area_path=OTHER_CITY, places=(), service_areas=())
    for name in ("となり便", "となり便（株）"):
        create_service(by=OPERATOR, at=at, given=replace(hidden, name=name))
    find_same(by=OPERATOR, at=at, area_path="")
    with CaptureQueriesContext(connection) as three:
        shown = waiting_pairs(OFFICER, at=at)
    assert len(shown.items) >= 3
    assert SamePair.objects.count() > shown.total
    assert len(three) == len(one) == QUERIES


def test_the_page_shows_a_pair_and_takes_each_decision(
    officer: Client, town: Town, at: datetime
) -> None:
    first, second = twice(town, at)
    pair = found_pair(at)
    href = f"{SAME}{pair.id}/"

    listed = officer.get(SAME).content.decode()
    assert href in listed
    assert "1組が、決めるのを待っています" in listed
    assert officer.post(href, {}).status_code == 200
    page = officer.get(href).content.decode()
    assert "電話番号が同じです" in page
    assert "あさひ買い物いっしょ便（株）" in page

    is_first = pair.first_id == first.id
    kept = officer.post(href, {"decision": "first" if is_first else "second"}, follow=True)
    assert "まとめました。" in kept.content.decode()
    assert Service.objects.get(id=second.id).state == ServiceState.MERGED
    assert "まとめる前に戻す" in officer.get(href).content.decode()
    back = officer.post(href, {"decision": "back"}, follow=True)
    assert "まとめる前に戻しました。" in back.content.decode()
    apart = officer.post(href, {"decision": "different"}, follow=True)
    assert "もう、たずねません。" in apart.content.decode()
    assert officer.post(href, {"decision": "first"}).status_code == 404
    assert "いま、同じかもしれない記録はありません。" in apart.content.decode()


def test_the_pages_are_not_there_for_others(client: Client, town: Town, at: datetime) -> None:
    twice(town, at)
    pair = found_pair(at)

    assert client.get(SAME).status_code in (302, 404)
    assert client.post(f"{SAME}{pair.id}/", {"decision": "first"}).status_code in (302, 404)
    pair.refresh_from_db()
    assert pair.decision == Sameness.WAITING
