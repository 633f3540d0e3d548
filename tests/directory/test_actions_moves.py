from datetime import date, timedelta

import pytest

from tests.directory.builders import (
    CARE_MANAGER,
    CITY,
    MEMBER,
    OFFICER,
    OPERATOR,
    OTHER_OFFICER,
    PREFECTURE,
    SPHERE,
    WEB,
    consent,
    published,
    ride,
)
from yui.accounts.models import Body
from yui.areas.errors import AreaNotFound
from yui.areas.models import Area
from yui.directory.actions import (
    confirm_service,
    create_service,
    create_services,
    end_service,
    find_same,
    give_consent,
    merge,
    pause_service,
    publish_service,
    resume_service,
    set_freshness_limit,
    unpublish_service,
    withdraw_consent,
)
from yui.directory.errors import InputRefused, MoveRefused, NotReady, NotYours
from yui.directory.models import Consent, FreshnessLimit, SamePair, Service
from yui.directory.states import MOVES, ConfirmedHow, Sector, ServiceState
from yui.journal.models import Entry
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
OTHERS = [ANONYMOUS, OTHER_OFFICER, PREFECTURE, CARE_MANAGER, MEMBER]


def everything():
    tables = (Service, Consent, FreshnessLimit)
    return [sorted(map(repr, t.objects.values_list())) for t in tables], Entry.objects.count()


def row_of(made):
    return Service.objects.get(id=made.id)


def last():
    entry = Entry.objects.order_by("position").last()
    return entry.verb, entry.object_id, entry.area_path, entry.fields


def in_state(town, at, state):
    made = create_service(by=OPERATOR, at=at, given=ride(town))
    if state is not ServiceState.DRAFT:
        publish_service(by=OPERATOR, at=at, service_id=made.id)
    if state is ServiceState.PAUSED:
        pause(made, at, by=OPERATOR)
    if state is ServiceState.ENDED:
        end_service(by=OPERATOR, at=at, service_id=made.id, on=TODAY)
    if state is ServiceState.MERGED:
        kept = create_service(by=OPERATOR, at=at, given=ride(town))
        find_same(by=OPERATOR, at=at, area_path=CITY)
        merge(by=OPERATOR, at=at, pair_id=SamePair.objects.get().id, keep_id=kept.id)
    return made


def publish(made, at, by=OFFICER):
    publish_service(by=by, at=at, service_id=made.id)


def unpublish(made, at, by=OFFICER):
    unpublish_service(by=by, at=at, service_id=made.id)


def pause(made, at, by=OFFICER):
    pause_service(
        by=by,
        at=at,
        service_id=made.id,
        from_date=TODAY,
        to_date=date(2026, 12, 10),
        reason="車の修理",
    )


def resume(made, at, by=OFFICER):
    resume_service(by=by, at=at, service_id=made.id)


def end(made, at, by=OFFICER):
    end_service(by=by, at=at, service_id=made.id, on=TODAY)


# What each verb leads to, and from where it may start.
VERBS = {
    publish: (ServiceState.PUBLISHED, {ServiceState.DRAFT, ServiceState.ENDED}, "published"),
    unpublish: (
        ServiceState.DRAFT,
        {ServiceState.PUBLISHED, ServiceState.PAUSED, ServiceState.ENDED},
        "unpublished",
    ),
    pause: (ServiceState.PAUSED, {ServiceState.PUBLISHED}, "paused"),
    resume: (ServiceState.PUBLISHED, {ServiceState.PAUSED}, "resumed"),
    end: (ServiceState.ENDED, {ServiceState.PUBLISHED, ServiceState.PAUSED}, "ended"),
}


@pytest.mark.parametrize("state", list(ServiceState))
@pytest.mark.parametrize("verb", list(VERBS))
def test_verbs_follow_the_table_of_moves(town, at, state, verb):
    target, starts, word = VERBS[verb]
    made = in_state(town, at, state)
    before, later = everything(), at + timedelta(minutes=5)
    if state in starts:
        verb(made, later)
        assert row_of(made).state == target
        assert row_of(made).modified_at == later
        assert last()[:3] == (f"directory.service.{word}", str(made.id), CITY)
        assert Entry.objects.count() == before[1] + 1
    else:
        with pytest.raises(MoveRefused) as caught:
            verb(made, later)
        assert caught.value.sentence.endswith("。")
        assert everything() == before


def test_verbs_cover_the_table_and_nothing_more():
    reached = {(start, target) for target, starts, _ in VERBS.values() for start in starts}
    assert reached == {(start, target) for start, targets in MOVES.items() for target in targets}


@pytest.mark.parametrize("by", OTHERS)
@pytest.mark.parametrize("verb", list(VERBS))
def test_verbs_are_refused_to_others(town, at, by, verb):
    _, starts, _ = VERBS[verb]
    made = in_state(town, at, min(starts))
    before = everything()
    with pytest.raises(NotYours):
        verb(made, at, by=by)
    assert everything() == before


def test_pause_keeps_days_and_reason_until_the_service_goes_on(town, at):
    made = published(town, at)
    pause(made, at)
    row = row_of(made)
    assert (row.paused_from, row.paused_to, row.pause_reason) == (
        TODAY,
        date(2026, 12, 10),
        "車の修理",
    )
    assert last()[3] == ["state", "paused_from", "paused_to", "pause_reason"]
    resume(made, at)
    row = row_of(made)
    assert (row.paused_from, row.paused_to, row.pause_reason) == (None, None, "")


def test_pause_that_ends_before_it_begins_is_refused(town, at):
    made = published(town, at)
    before = everything()
    with pytest.raises(InputRefused):
        pause_service(
            by=OFFICER,
            at=at,
            service_id=made.id,
            from_date=TODAY,
            to_date=TODAY - timedelta(days=1),
            reason="",
        )
    assert everything() == before


def test_publish_needs_consent_and_a_first_step(town, at):
    silent = create_service(by=OPERATOR, at=at, given=ride(town, consent=None))
    vague = create_service(by=OPERATOR, at=at, given=ride(town, how_to_start=""))
    before = everything()
    for made, words in ((silent, "同意"), (vague, "利用のはじめ方")):
        with pytest.raises(NotReady) as caught:
            publish(made, at)
        assert words in caught.value.sentence
    assert everything() == before


def test_official_lists_are_published_without_asking_again(town, at):
    given = ride(town, consent=None, how_to_start="", source_id=town.official_source_id)
    made = create_service(by=OPERATOR, at=at, given=given)
    publish(made, at)
    assert row_of(made).state == ServiceState.PUBLISHED


def test_ended_service_opened_again_forgets_its_end(town, at):
    made = in_state(town, at, ServiceState.ENDED)
    assert row_of(made).ended_date == TODAY
    publish(made, at)
    assert row_of(made).ended_date is None


def test_confirm_keeps_the_body_that_asked_and_the_next_day_due(town, at):
    made = published(town, at)
    office = Body.objects.create(
        name="試験市役所 長寿課", kind="municipality", area=Area.objects.get(path=CITY)
    )
    Body.objects.filter(id=office.id).update(id=900)
    confirm_service(
        by=OFFICER, at=at, service_id=made.id, how=ConfirmedHow.PHONE, on=date(2026, 11, 10)
    )
    row = row_of(made)
    assert (row.confirmed_date, row.confirmed_how, row.confirmed_by, row.due_date) == (
        date(2026, 11, 10),
        "phone",
        "試験市役所 長寿課",
        date(2027, 5, 9),
    )
    assert last() == (
        "directory.service.confirmed",
        str(made.id),
        CITY,
        ["confirmed_date", "confirmed_how", "confirmed_by", "due_date"],
    )


@pytest.mark.parametrize(
    ("how", "on"),
    [(ConfirmedHow.PHONE, TODAY + timedelta(days=1)), (ConfirmedHow.OFFICIAL_LIST, TODAY)],
)
def test_confirm_refuses_days_to_come_and_lists(town, at, how, on):
    made = published(town, at)
    before = everything()
    with pytest.raises(InputRefused):
        confirm_service(by=OFFICER, at=at, service_id=made.id, how=how, on=on)
    assert everything() == before


@pytest.mark.parametrize("by", OTHERS)
def test_confirm_and_consent_are_refused_to_others(town, at, by):
    made = published(town, at)
    before = everything()
    with pytest.raises(NotYours):
        confirm_service(by=by, at=at, service_id=made.id, how=ConfirmedHow.PHONE, on=TODAY)
    with pytest.raises(NotYours):
        withdraw_consent(by=by, at=at, service_id=made.id, on=TODAY)
    with pytest.raises(NotYours):
        give_consent(by=by, at=at, service_id=made.id, given=consent())
    with pytest.raises(NotYours):
        set_freshness_limit(
            by=by, at=at, area_path=CITY, sector=None, ask_after_days=1, off_paper_after_days=2
        )
    assert everything() == before


def test_withdraw_consent_is_kept_with_its_day_and_only_once(town, at):
    made = published(town, at)
    before = everything()
    with pytest.raises(InputRefused):
        withdraw_consent(by=OFFICER, at=at, service_id=made.id, on=TODAY + timedelta(days=1))
    assert everything() == before
    withdraw_consent(by=OFFICER, at=at, service_id=made.id, on=TODAY)
    assert row_of(made).consent.withdrawn_date == TODAY
    assert last() == ("directory.service.consent_withdrawn", str(made.id), CITY, ["consent"])
    before = everything()
    with pytest.raises(InputRefused):
        withdraw_consent(by=OFFICER, at=at, service_id=made.id, on=TODAY)
    assert everything() == before


def test_office_of_an_official_list_can_ask_to_be_hidden(town, at):
    (made,) = create_services(
        by=OFFICER,
        at=at,
        given=[ride(town, consent=None)],
        area_path=CITY,
        source_id=town.official_source_id,
        batch_id="b",
    )
    withdraw_consent(by=OFFICER, at=at, service_id=made.id, on=TODAY)
    assert row_of(made).consent.withdrawn_date == TODAY


def test_give_consent_replaces_what_was_agreed(town, at):
    made = published(town, at)
    given = consent(record=WEB, phone=frozenset(), address=frozenset(), leader=frozenset())
    give_consent(by=OFFICER, at=at, service_id=made.id, given=given)
    stored = Consent.objects.get(service_id=made.id)
    assert (stored.record_scopes, stored.phone_scopes, stored.withdrawn_date) == (["web"], [], None)
    assert last()[0] == "directory.service.consent_given"


def test_freshness_limit_is_set_once_per_area_and_sector(town, at):
    for days in (100, 120):
        set_freshness_limit(
            by=OFFICER,
            at=at,
            area_path=CITY,
            sector=Sector.DAILY,
            ask_after_days=days,
            off_paper_after_days=365,
        )
    row = FreshnessLimit.objects.get()
    assert (row.area.path, row.sector, row.ask_after_days) == (CITY, "daily", 120)
    assert last() == (
        "directory.freshness_limit.set",
        f"{CITY}daily",
        CITY,
        ["ask_after_days", "off_paper_after_days"],
    )


@pytest.mark.parametrize(("ask", "off"), [(0, 10), (10, 10), (20, 10), (10, 4000)])
def test_freshness_limits_must_rise(town, at, ask, off):
    before = everything()
    with pytest.raises(InputRefused):
        set_freshness_limit(
            by=OFFICER,
            at=at,
            area_path=CITY,
            sector=None,
            ask_after_days=ask,
            off_paper_after_days=off,
        )
    assert everything() == before


def test_freshness_limit_of_an_unknown_area_is_refused(town, at):
    with pytest.raises(AreaNotFound):
        set_freshness_limit(
            by=OPERATOR,
            at=at,
            area_path=f"{SPHERE}none/",
            sector=None,
            ask_after_days=1,
            off_paper_after_days=2,
        )
