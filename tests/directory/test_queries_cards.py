from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.directory.builders import (
    CARE_MANAGER,
    CITY,
    HOME_ADDRESS,
    LEADER_NAME,
    LEADER_PHONE,
    OFFICER,
    OPERATOR,
    OTHER_CITY,
    OTHER_OFFICER,
    OTHER_SPHERE,
    OWN_PHONE,
    SPHERE,
    WEB,
    at_home,
    consent,
    published,
    ride,
)
from yui.accounts.models import Body
from yui.directory.actions import (
    PhoneInput,
    ServiceAreaInput,
    ServiceInput,
    confirm_service,
    create_service,
    create_services,
    end_service,
    pause_service,
    publish_service,
    set_freshness_limit,
    withdraw_consent,
)
from yui.directory.engine.freshness import FreshnessState
from yui.directory.models import Service, Source
from yui.directory.queries import cards_for, service_url
from yui.directory.states import (
    ConfirmedHow,
    FeeClass,
    PhoneKind,
    Scope,
    Sector,
    ServiceState,
    Vacancy,
)
from yui.policy.viewer import ANONYMOUS

# Tests look at every call whether the vocabularies changed; a process looks once a second.
VERSIONS = 1

pytestmark = pytest.mark.django_db


def card(viewer, made, at, **kwargs):
    return cards_for(viewer, [made.id], at=at, **kwargs)[0]


def test_card_of_an_open_service_says_everything(town, at):
    made = published(town, at)
    confirm_service(
        by=OFFICER, at=at, service_id=made.id, how=ConfirmedHow.PHONE, on=date(2026, 11, 10)
    )
    found = card(ANONYMOUS, made, at)
    assert found.id == made.id
    assert found.short_code == made.short_code
    assert found.name == "あさひ 買い物いっしょ便"
    assert (found.status, found.status_label) == ("open", "受付中")
    assert found.phone is not None
    assert found.phone.number == OWN_PHONE
    assert found.phone.href == "tel:0985551201"
    assert found.phone.hours == "月曜〜金曜 9時〜16時"
    assert found.phone.whose == ""
    assert found.where == f"川辺集会所（{HOME_ADDRESS}）"
    assert found.when == "毎週火曜 9時30分〜11時30分"
    assert found.fee == "1回 200円（燃料代）"
    assert found.tags == ("車で送ります", "送り迎えあり")
    assert found.freshness.sentence == "2026年11月10日に試験市が電話で確かめました"
    assert found.freshness.state is FreshnessState.FRESH
    assert (found.latitude, found.longitude) == (34.87, 138.32)
    assert found.sphere_name == "川辺圏域"
    assert found.distance_m is None
    assert found.url == f"/directory/services/{made.short_code}/"


def test_cards_keep_the_order_of_the_ids_and_drop_what_is_not_seen(town, at):
    first, second = published(town, at), published(town, at, ride(town, name="べつの便"))
    draft = create_service(by=OPERATOR, at=at, given=ride(town, name="下書きの便"))
    ids = [str(second.id), draft.id, "no-id", first.id, second.id]
    assert [found.id for found in cards_for(ANONYMOUS, ids, at=at)] == [second.id, first.id]


@pytest.mark.parametrize("number", [1, 3])
def test_cards_take_nine_queries_whatever_their_number(town, at, number):
    ids = [published(town, at, ride(town, name=f"便{n}")).id for n in range(number)]
    hidden = create_service(by=OPERATOR, at=at, given=ride(town))
    cards_for(ANONYMOUS, ids, at=at)
    with CaptureQueriesContext(connection) as queries:
        found = cards_for(ANONYMOUS, [*ids, hidden.id], at=at)
    assert len(queries) == 9 + VERSIONS
    assert [each.id for each in found] == ids


def test_no_query_without_ids(at, db):
    with CaptureQueriesContext(connection) as queries:
        assert cards_for(ANONYMOUS, [], at=at) == ()
    assert len(queries) == 0


def test_ids_that_are_no_longer_there_give_no_card(at, db):
    with CaptureQueriesContext(connection) as queries:
        assert cards_for(ANONYMOUS, [uuid4(), uuid4()], at=at) == ()
    assert queries.captured_queries
    assert not [each["sql"] for each in queries if "IN ()" in each["sql"]]


def test_hidden_number_is_replaced_by_the_window_of_the_sphere(town, at):
    made = published(town, at, ride(town, consent=consent(phone=frozenset())))
    found = card(ANONYMOUS, made, at)
    assert found.phone is not None
    assert (found.phone.number, found.phone.whose) == ("098-555-0120", "川辺包括支援センター")
    assert found.others == ()


@pytest.mark.parametrize(
    ("served", "whose"),
    [
        ((SPHERE,), "川辺包括支援センター"),
        ((OTHER_SPHERE,), "中央包括支援センター"),
        ((SPHERE, OTHER_SPHERE), "試験市社会福祉協議会"),
        ((CITY,), "試験市社会福祉協議会"),
        ((OTHER_CITY,), "試験市社会福祉協議会"),
        ((), "試験市社会福祉協議会"),
    ],
)
def test_what_comes_to_the_house_is_answered_for_where_it_comes(town, at, served, whose):
    comes = ride(
        town,
        places=(),
        service_areas=tuple(ServiceAreaInput(path) for path in served),
        consent=consent(phone=frozenset()),
    )
    found = card(ANONYMOUS, published(town, at, comes), at)
    assert found.phone is not None
    assert found.phone.whose == whose


def test_hidden_number_goes_to_the_welfare_council_without_a_centre(town, at):
    Body.objects.filter(kind="support_centre", area__path=SPHERE).delete()
    made = published(town, at, ride(town, consent=consent(phone=frozenset())))
    found = card(ANONYMOUS, made, at)
    assert found.phone is not None
    assert found.phone.whose == "試験市社会福祉協議会"


def test_number_for_professionals_is_shown_to_a_care_manager_only(town, at):
    shared = consent(phone=frozenset({Scope.PROFESSIONALS}))
    made = published(town, at, ride(town, consent=shared))
    numbers = {
        name: card(viewer, made, at).phone.number
        for name, viewer in (
            ("public", ANONYMOUS),
            ("care", CARE_MANAGER),
            ("office", OFFICER),
            ("other", OTHER_OFFICER),
        )
    }
    assert numbers == {
        "public": "098-555-0120",
        "care": OWN_PHONE,
        "office": OWN_PHONE,
        "other": "098-555-0120",
    }


def test_home_shows_only_its_sphere(town, at):
    made = published(town, at, at_home(ride(town)))
    found = card(ANONYMOUS, made, at)
    assert found.where == "川辺圏域（くわしい場所は、電話で聞いてください）"
    assert (found.latitude, found.longitude) == (None, None)
    assert HOME_ADDRESS not in repr(found)
    assert "試験さん宅" not in repr(found)


def test_paper_is_cut_to_what_paper_may_have_whoever_prints(town, at):
    made = published(town, at, ride(town, consent=consent(phone=WEB)))
    assert card(OFFICER, made, at, audience=Scope.PAPER).phone.number == "098-555-0120"
    only_web = published(town, at, ride(town, consent=consent(record=WEB, phone=WEB)))
    assert cards_for(OFFICER, [only_web.id], at=at, audience=Scope.PAPER) == ()


def test_paper_only_record_is_not_on_the_web_but_on_the_office_s_paper(town, at):
    paper = frozenset({Scope.PAPER})
    made = published(town, at, ride(town, consent=consent(record=paper, phone=paper)))
    assert cards_for(ANONYMOUS, [made.id], at=at) == ()
    assert cards_for(ANONYMOUS, [made.id], at=at, audience=Scope.PAPER) == ()
    assert card(OFFICER, made, at, audience=Scope.PAPER).phone.number == OWN_PHONE


def test_leader_is_never_on_a_card(town, at):
    no_phone = ride(town, phones=(), consent=consent(leader=frozenset()))
    made = published(town, at, no_phone)
    assert LEADER_NAME not in repr(card(ANONYMOUS, made, at))


def test_leaders_line_is_hidden_with_the_number(town, at):
    made = published(town, at, ride(town, phones=(), consent=consent(phone=frozenset())))
    assert LEADER_PHONE not in repr(card(ANONYMOUS, made, at))


def test_withdrawn_record_is_gone_at_once(town, at):
    made = published(town, at)
    withdraw_consent(by=OFFICER, at=at, service_id=made.id, on=at.date())
    assert cards_for(ANONYMOUS, [made.id], at=at) == ()
    assert cards_for(CARE_MANAGER, [made.id], at=at) == ()


def test_consent_that_ran_out_hides_the_record(town, at):
    made = published(town, at, ride(town, consent=consent(until=date(2026, 11, 24))))
    assert len(cards_for(ANONYMOUS, [made.id], at=at)) == 1
    assert cards_for(ANONYMOUS, [made.id], at=at + timedelta(days=1)) == ()


def test_record_nobody_agreed_to_stays_in_the_office(town, at):
    given = ride(town, consent=None)
    (made,) = create_services(
        by=OFFICER, at=at, given=[given], area_path=CITY, source_id=town.source_id, batch_id="b1"
    )
    assert cards_for(ANONYMOUS, [made.id], at=at) == ()
    assert cards_for(OTHER_OFFICER, [made.id], at=at) == ()
    assert card(OFFICER, made, at).phone.number == OWN_PHONE


def test_official_list_is_public_and_dated_by_its_period(town, at):
    given = ride(town, consent=None, sector=Sector.INSURANCE, costs=())
    (made,) = create_services(
        by=OFFICER,
        at=at,
        given=[given],
        area_path=CITY,
        source_id=town.official_source_id,
        batch_id="b1",
    )
    found = card(ANONYMOUS, made, at)
    assert found.phone is not None
    assert found.phone.number == OWN_PHONE
    assert found.freshness.sentence == "2026年6月末の公表による"
    assert found.freshness.confirmed_on == date(2026, 6, 30)


def test_official_list_without_a_promised_edition_is_dated_by_its_period_too(town, at):
    Source.objects.filter(id=town.official_source_id).update(edition_months=None)
    given = ride(town, consent=None, source_id=town.official_source_id)
    made = create_service(by=OFFICER, at=at, given=given)
    publish_service(by=OFFICER, at=at, service_id=made.id)
    assert card(ANONYMOUS, made, at).freshness.sentence == "2026年6月末の公表による"


def test_old_record_names_the_window_never_a_leader(town, at):
    made = published(town, at)
    confirm_service(
        by=OFFICER, at=at, service_id=made.id, how=ConfirmedHow.VISIT, on=date(2026, 5, 1)
    )
    found = card(ANONYMOUS, made, at).freshness
    assert found.state is FreshnessState.ASK
    assert found.sentence == (
        "2026年5月1日に試験市がたずねて確かめました。使う前に電話で確かめてください。"
        "川辺包括支援センター（電話 098-555-0120）"
    )
    set_freshness_limit(
        by=OFFICER, at=at, area_path=CITY, sector=None, ask_after_days=300, off_paper_after_days=400
    )
    assert card(ANONYMOUS, made, at).freshness.state is FreshnessState.FRESH
    set_freshness_limit(
        by=OFFICER,
        at=at,
        area_path=CITY,
        sector=Sector.DAILY,
        ask_after_days=30,
        off_paper_after_days=60,
    )
    assert card(ANONYMOUS, made, at).freshness.state is FreshnessState.OUT_OF_PRINT


@pytest.mark.parametrize(
    ("vacancy", "expected"),
    [
        (Vacancy.OPEN, ("open", "受付中")),
        (Vacancy.WAITING, ("wait", "満員・待てます")),
        (Vacancy.FULL, ("full", "満員")),
        (Vacancy.ASK, ("ask", "電話で確かめてください")),
    ],
)
def test_status_follows_the_vacancy(town, at, vacancy, expected):
    found = card(ANONYMOUS, published(town, at, ride(town, vacancy=vacancy)), at)
    assert (found.status, found.status_label) == expected


@pytest.mark.parametrize(
    ("from_date", "to_date", "expected"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), "paused"),
        (date(2026, 11, 1), None, "paused"),
        (date(2026, 11, 25), None, "open"),
        (date(2026, 11, 1), date(2026, 11, 23), "ask"),
    ],
)
def test_status_of_a_pause_follows_its_days(town, at, from_date, to_date, expected):
    made = published(town, at)
    pause_service(
        by=OFFICER,
        at=at,
        service_id=made.id,
        from_date=from_date,
        to_date=to_date,
        reason="車の修理",
    )
    assert card(ANONYMOUS, made, at).status == expected


def test_ended_service_leaves_the_lists(town, at):
    made = published(town, at)
    end_service(by=OFFICER, at=at, service_id=made.id, on=at.date())
    assert cards_for(ANONYMOUS, [made.id], at=at) == ()
    assert card(OFFICER, made, at).status == "ended"


def test_without_telephone_fax_then_mail_then_visit(town, at):
    fax = PhoneInput("FAX 098-555-1299", PhoneKind.FAX)
    made = published(town, at, ride(town, phones=(fax,), contacts=()))
    found = card(ANONYMOUS, made, at)
    assert found.phone is None
    assert [(way.word, way.value) for way in found.others] == [
        ("FAX", "098-555-1299"),
        ("メール", "asahi@example.jp"),
        ("たずねる", f"川辺集会所（{HOME_ADDRESS}）"),
    ]


def test_without_telephone_the_window_is_named_to_ask(town, at):
    made = published(town, at, ride(town, phones=(), contacts=()))
    found = card(ANONYMOUS, made, at)
    assert found.phone is None
    assert found.ask_at is not None
    assert (found.ask_at.number, found.ask_at.whose) == ("098-555-0120", "川辺包括支援センター")
    assert found.shown().ask_at.answers == "川辺包括支援センター"
    assert card(ANONYMOUS, published(town, at), at).ask_at is None


def test_with_nobody_to_call_no_sentence_says_to_telephone(town, at):
    made = published(
        town,
        at,
        ride(town, phones=(), contacts=(), vacancy=Vacancy.ASK, fee_class=FeeClass.UNKNOWN),
    )
    confirm_service(
        by=OFFICER, at=at, service_id=made.id, how=ConfirmedHow.VISIT, on=date(2026, 5, 1)
    )
    Body.objects.all().update(phone="")
    found = card(ANONYMOUS, made, at)
    assert (found.phone, found.ask_at) == (None, None)
    assert found.status_label == "確かめてください"
    assert found.freshness.sentence.endswith("使う前に確かめてください")
    assert "電話" not in f"{found.status_label}{found.fee}{found.when}{found.freshness.sentence}"


def test_with_no_way_at_all_the_window_answers(town, at):
    bare = ServiceInput(
        town.group.id,
        CITY,
        "出張の買い物",
        how_to_start="社協へ",
        service_areas=tuple(
            ServiceAreaInput(name=name) for name in ("一区", "二区", "三区", "四区")
        ),
        consent=consent(),
    )
    found = card(ANONYMOUS, published(town, at, bare), at)
    assert found.phone is not None
    assert found.phone.whose == "試験市社会福祉協議会"
    assert found.where == "一区、三区、二区 ほか1地区が対象です"
    assert found.fee == "料金は電話で確かめてください"


def test_every_column_of_the_fixed_statements_is_read_in_its_place(town, at):
    made = published(town, at)
    row = Service.objects.get(id=made.id)
    found = card(OFFICER, made, at)
    assert (found.name, found.kana, found.summary) == (row.name, row.kana, row.summary)
    assert found.sector == row.sector
    assert found.area_path == CITY
    assert found.area_name == "試験市"
    assert found.organization_name == "あさひ助け合いの会"
    assert row.state == ServiceState.PUBLISHED
    assert service_url(made.short_code) == found.url


def test_card_is_shown_by_the_parts_of_ui(town, at):
    shown = card(ANONYMOUS, published(town, at), at).shown(number=3)
    assert shown.number == 3
    assert shown.phone is not None
    assert shown.phone.number == OWN_PHONE
    assert [(fact.label, fact.lines) for fact in shown.facts][2] == (
        "お金",
        ("1回 200円（燃料代）",),
    )
    assert shown.point is not None
