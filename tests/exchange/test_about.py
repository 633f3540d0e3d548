"""What is asked about a list: the day it speaks of, what it is called; and pages that move on."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client

from tests.exchange.builders import BY, CITY, OFFICER, as_csv, care_row, planned
from tests.exchange.own_tables import NAME, drafts, group, workbook
from tests.exchange.test_views import _Asked, _signed_in
from yui.areas.actions import set_local_word
from yui.areas.states import Term
from yui.directory.models import Service, Source
from yui.directory.queries import cards_for
from yui.exchange.actions import apply_batch, queue_applying, queue_reading
from yui.exchange.actions.choosing import Choices
from yui.exchange.engine.naming import day_in, period_of, title_of
from yui.exchange.errors import NotYours
from yui.exchange.models import Batch
from yui.exchange.queries import get_batch, rows_of
from yui.exchange.states import BatchState, Outcome
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS
from yui.taxonomy.queries import term_index

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]

CARE = as_csv([care_row(1)])


@pytest.fixture
def officer(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Client:
    """An officer of the city, signed in; jobs are noted, not run."""
    for name in ("plan_later", "apply_later"):
        monkeypatch.setattr(f"yui.exchange.tasks.{name}", _Asked(name, []))
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("jigyosho_20260531.csv", date(2026, 5, 31)),
        ("通いの場_R8.3.xlsx", date(2026, 3, 31)),
        ("一覧 2026年5月末.xlsx", date(2026, 5, 31)),
        ("サロン_令和8年3月31日現在.csv", date(2026, 3, 31)),
        ("通いの場_令和8年度.xlsx", None),
        ("list.csv", None),
        ("20261399.csv", None),
    ],
)
def test_file_name_says_the_day_only_where_it_plainly_does(words: str, day: date | None) -> None:
    assert period_of(words) == day


def test_title_of_a_list_is_what_stands_above_it_without_its_day() -> None:
    title = "令和8年度　見本市 通いの場一覧（令和8年5月31日現在）"
    assert day_in(title) == date(2026, 5, 31)
    assert title_of("dirty.xlsx", [title]) == "見本市 通いの場一覧"
    assert title_of("通いの場_R8.3.xlsx", []) == "通いの場"
    assert title_of("dirty.xlsx", ["2026年5月末現在"]) == ""


def test_public_list_without_a_day_asks_for_it_and_takes_a_word_for_not_known(
    officer: Client, at: datetime
) -> None:
    plan = planned(CARE, at, name="事業所.csv")
    assert (plan.is_official, plan.period_date) == (True, None)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert "一覧が表す日" in page
    assert "「2026年5月末の公表による」のように出ます" in page
    sent = {"planned_at": at.isoformat(), "period_date": ""}
    refused = officer.post(f"/exchange/{plan.id}/apply/", sent)
    assert refused.status_code == 409
    assert "一覧が表す日を入れてください。" in refused.content.decode()
    assert get_batch(BY, plan.id).state is BatchState.PLANNED
    none = officer.post(f"/exchange/{plan.id}/apply/", sent | {"has_no_period": "1"})
    assert none.status_code == 302
    apply_batch(by=BY, at=at, batch_id=plan.id)

    assert Source.objects.get().period_date is None


def test_day_that_was_given_stands_on_the_card(officer: Client, at: datetime) -> None:
    plan = planned(CARE, at, name="事業所.csv")
    sent = {"planned_at": at.isoformat(), "period_date": "2026-05-31"}
    assert officer.post(f"/exchange/{plan.id}/apply/", sent).status_code == 302
    apply_batch(by=BY, at=at, batch_id=plan.id)
    (card,) = cards_for(ANONYMOUS, [Service.objects.get().id], at=at)

    assert card.freshness.sentence == "2026年5月末の公表による"


@pytest.mark.parametrize("day", ["2999-01-01", "2026-02-31", "きのう"])
def test_day_that_cannot_be_is_refused_with_a_sentence(
    officer: Client, at: datetime, day: str
) -> None:
    plan = planned(CARE, at, name="事業所.csv")
    sent = {"planned_at": at.isoformat(), "period_date": day}
    refused = officer.post(f"/exchange/{plan.id}/apply/", sent)

    assert refused.status_code == 409
    assert "日" in refused.content.decode().split('role="alert"')[1][:200]
    assert get_batch(BY, plan.id).state is BatchState.PLANNED


def test_source_of_an_own_table_names_body_list_and_period(at: datetime) -> None:
    table = workbook(東部=[group(1, "ひだまり会")])
    drafts(table, at)

    assert Source.objects.get().credit == "高松市「高松市 通いの場一覧」（2026年5月末）"
    assert "列を合わせた表" not in Source.objects.get().name
    later = planned(table, at, name=NAME)
    assert later.same == 1


def test_plan_without_a_usable_row_offers_no_button(officer: Client, at: datetime) -> None:
    plan = planned(as_csv([care_row(1, 事業所名="")]), at)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()

    assert "取り込める行がありません。" in page
    assert "0件" not in page.split("desk-foot")[1]
    assert "別のファイルを選ぶ" in page
    sent = {"planned_at": at.isoformat(), "period_date": "2025-06-30"}
    refused = officer.post(f"/exchange/{plan.id}/apply/", sent)
    assert refused.status_code == 409
    assert "取り込める行がありません。" in refused.content.decode()


def test_reading_again_leads_to_the_progress_page(officer: Client, at: datetime) -> None:
    plan = planned(CARE, at)
    response = officer.post(f"/exchange/{plan.id}/again/")
    page = officer.get(response.headers["Location"]).content.decode()

    assert 'http-equiv="refresh"' in page
    assert "まだ何も変えていません" not in page


def test_queued_plan_goes_back_when_the_role_ended_meanwhile(at: datetime) -> None:
    from yui.policy.viewer import ANONYMOUS as NOBODY

    plan = planned(CARE, at)
    choices = Choices(period_date=date(2025, 6, 30))
    queue_applying(by=OFFICER, at=at, batch_id=plan.id, choices=choices, planned_at=at)
    assert get_batch(BY, plan.id).state is BatchState.APPLYING
    with pytest.raises(NotYours):
        apply_batch(by=NOBODY, at=at, batch_id=plan.id, planned_at=at)

    found = get_batch(BY, plan.id)
    assert found.state is BatchState.PLANNED
    assert "もう取り込めません" in found.problem
    queue_reading(by=OFFICER, at=at, batch_id=plan.id)
    assert get_batch(BY, plan.id).state is BatchState.PLANNING


def test_broken_upload_says_what_happened_and_what_was_kept(officer: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    empty = SimpleUploadedFile("a.csv", b"")
    page = officer.post("/exchange/new/", {"file": empty}).content.decode()
    assert "ファイルが空なので、受け取りませんでした。台帳は変わっていません。" in page
    assert not Batch.objects.exists()


CENTRES = (
    "#property,latitude,longitude,name,address,telephoneNumber,availableDate,startTime,endTime\n"
    "1,34.3304,134.0518,地域包括支援センター本所,高松市桜町一丁目9-12,087-839-2811,"
    "月火水木金,08:30,17:00\n"
    "2,34.2842,134.0409,高松市 地域のあんしん窓口 仏生山,高松市仏生山町甲218-1,087-889-7788,"
    "月火水木金,08:30,17:00\n"
    "3,34.2842,134.0409,番町会館,高松市番町1-1,087-000-0000,月火水木金,08:30,17:00\n"
)


def _terms(name: str) -> set[str]:
    keys = {term.id: key for key, term in term_index().by_key.items()}
    found = Service.objects.get(name=name).attributes.values_list("term_id", flat=True)
    return {keys[each] for each in found}


def test_list_of_centres_becomes_published_free_windows(at: datetime) -> None:
    word = "地域のあんしん窓口"
    set_local_word(by=BY, at=at, area_path=CITY, term=Term.SUPPORT_CENTRE, word=word)
    plan = planned(CENTRES.encode(), at, name="窓口_20260331.csv")
    apply_batch(by=BY, at=at, batch_id=plan.id)

    for name in ("地域包括支援センター本所", "高松市 地域のあんしん窓口 仏生山"):
        assert {"resource:support_centre", "resource:window", "provision:consult"} <= _terms(name)
        service = Service.objects.get(name=name)
        (card,) = cards_for(ANONYMOUS, [service.id], at=at)
        assert card.phone is not None
        assert "無料" in card.fee
        assert card.freshness.sentence == "2026年3月末の公表による"
        assert (service.state, service.organization.name) == ("published", name)
        assert service.vacancy == "open"
        assert service.at_locations.get().location.latitude is not None
    assert "resource:support_centre" not in _terms("番町会館")
    assert Service.objects.get(name="番町会館").fee_class == "unknown"


def test_title_above_a_list_of_centres_says_what_it_is(at: datetime) -> None:
    content = ("令和8年度 地域包括支援センター一覧\n" + CENTRES).encode()
    plan = planned(content, at, name="list_20260331.csv")

    rows = rows_of(plan.id, Outcome.ADD)
    assert len(rows) == 3
    assert all("resource:support_centre" in row.cleaned["values"]["terms"] for row in rows)


def test_whole_file_of_centres_needs_no_word_in_the_names(at: datetime) -> None:
    plan = planned(CENTRES.encode(), at, name="地域包括支援センター一覧.csv")

    rows = rows_of(plan.id, Outcome.ADD)
    assert all("resource:support_centre" in row.cleaned["values"]["terms"] for row in rows)
    assert all(row.cleaned["values"]["fee_class"] == "free" for row in rows)
