"""Slips: what a leader does without an account, in two taps."""

import hashlib
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.directory.builders import (
    CITY,
    OFFICER,
    OTHER_OFFICER,
    OWN_PHONE,
    Town,
    consent,
    published,
    ride,
)
from tests.directory.desk import asked, row_of, slip_for, words_of
from yui.directory.actions import (
    SlipSecrets,
    draw_secrets,
    end_service,
    issue_slips,
    pause_service,
)
from yui.directory.errors import NotYours, ServiceNotFound
from yui.directory.models import ChangeRequest, Service, ServiceCheck, Slip
from yui.directory.queries.slips import slip_texts
from yui.directory.states import ChangeField, ChangeSource, ChangeState, Scope, ServiceState
from yui.journal.models import Entry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
TODAY = date(2026, 11, 24)
CODE_PAGE = "/directory/slip/"


def everything():
    tables = (Service, Slip, ServiceCheck, ChangeRequest, Entry)
    return [sorted(map(repr, table.objects.values_list())) for table in tables]


def press(client: Client, code: str, answer: str, **more: str):
    return client.post(CODE_PAGE, {"code": code, "answer": answer, **more})


def test_looking_at_a_slip_changes_nothing(client: Client, town: Town, at) -> None:
    secrets = slip_for(asked(town, at, days_ago=200), at)
    before = everything()
    response = client.get(f"{CODE_PAGE}{secrets.token}/")
    text = words_of(response)
    assert response.status_code == 200
    assert "あさひ買い物いっしょ便" in text
    assert "毎週火曜9時30分〜11時30分" in text
    assert OWN_PHONE in text
    for label in ("変わりありません", "11月は休み", "かわったことがある"):
        assert label in text
    assert "no-store" in response["Cache-Control"]
    assert client.get(CODE_PAGE).status_code == 200
    assert press(client, secrets.token, "changes").status_code == 200
    assert everything() == before


@pytest.mark.parametrize("typed", ["as_printed", "small", "wide", "token"])
def test_unchanged_counts_as_confirmed_by_a_person_at_once(
    client: Client, town: Town, at, typed: str
) -> None:
    made = asked(town, at, days_ago=200)
    secrets = slip_for(made, at)
    printed = f"{secrets.code[:4]}-{secrets.code[4:]}"
    wide = printed.translate({ord(each): ord(each) + 0xFEE0 for each in printed})
    code = {
        "as_printed": printed, "small": printed.lower(), "wide": wide, "token": secrets.token,
    }[typed]  # fmt: skip
    response = press(client, code, "unchanged")
    assert "ありがとうございました" in response.content.decode()
    row = row_of(made)
    assert (row.confirmed_date, row.confirmed_how, row.confirmed_by) == (TODAY, "slip", "代表者")
    assert row.due_date == TODAY + timedelta(days=180)
    assert not ChangeRequest.objects.exists()
    page = words_of(client.get(f"/directory/services/{made.short_code}/"))
    assert "2026年11月24日に代表者がはがきで確かめました" in page
    entry = Entry.objects.order_by("position").last()
    assert (entry.verb, entry.actor) == ("directory.service.confirmed", "anonymous")


def test_resting_this_month_pauses_to_its_end(client: Client, town: Town, at) -> None:
    made = asked(town, at, days_ago=200)
    secrets = slip_for(made, at)
    assert "2026年11月30日" in press(client, secrets.code, "rests").content.decode()
    row = row_of(made)
    assert row.state == ServiceState.PAUSED
    assert (row.paused_from, row.paused_to) == (TODAY, date(2026, 11, 30))
    assert row.confirmed_date == TODAY
    press(client, secrets.code, "rests")
    assert row_of(made).paused_to == date(2026, 11, 30)


def test_resting_never_shortens_a_longer_pause(client: Client, town: Town, at) -> None:
    made = asked(town, at, days_ago=200)
    until = date(2027, 3, 31)
    pause_service(
        by=OFFICER, at=at, service_id=made.id, from_date=TODAY, to_date=until, reason="工事"
    )
    press(client, slip_for(made, at).code, "rests")
    assert (row_of(made).paused_to, row_of(made).pause_reason) == (until, "工事")


def test_unchanged_after_the_last_day_of_a_pause_opens_again(
    client: Client, town: Town, at
) -> None:
    made = asked(town, at, days_ago=200)
    over = TODAY - timedelta(days=1)
    pause_service(
        by=OFFICER, at=at, service_id=made.id, from_date=over, to_date=over, reason="工事"
    )
    press(client, slip_for(made, at).code, "unchanged")
    assert row_of(made).state == ServiceState.PUBLISHED
    assert row_of(made).paused_to is None


def test_changes_become_requests_field_by_field(client: Client, town: Town, at) -> None:
    made = asked(town, at, days_ago=200)
    secrets = slip_for(made, at)
    given = {"hours": "毎週水曜 10時〜12時", "phone": "098-555-7777", "words": "人が足りません"}
    response = press(client, secrets.code, "changed", **given)
    assert "知らせを受け取りました" in response.content.decode()
    found = {row.field: row for row in ChangeRequest.objects.all()}
    assert set(found) == {ChangeField.HOURS, ChangeField.PHONE, ChangeField.WORDS}
    assert found["hours"].before == "毎週火曜 9時30分〜11時30分"
    assert (found["phone"].before, found["phone"].after) == (OWN_PHONE, "098-555-7777")
    assert found["words"].note == "人が足りません"
    assert {row.source for row in found.values()} == {ChangeSource.LEADER}
    assert {row.state for row in found.values()} == {ChangeState.OPEN}
    assert row_of(made).confirmed_date == TODAY - timedelta(days=200)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "どれかひとつ書いてください"),
        ({"phone": "あとで"}, "電話番号を読み取れません"),
        ({"words": "番号は 1234-5678-9018 です"}, "個人番号のような数字"),
        ({"hours": "火曜" * 100}, "160"),
    ],
)
def test_what_cannot_be_taken_says_why_and_keeps_what_was_typed(
    client: Client, town: Town, at, given: dict[str, str], said: str
) -> None:
    secrets = slip_for(asked(town, at, days_ago=200), at)
    before = everything()
    response = press(client, secrets.code, "changed", **given)
    assert response.status_code == 422
    text = response.content.decode()
    assert said in text
    assert all(value in text for value in given.values())
    assert everything() == before


def test_the_same_as_before_is_no_request(client: Client, town: Town, at) -> None:
    secrets = slip_for(asked(town, at, days_ago=200), at)
    response = press(client, secrets.code, "changed", phone=OWN_PHONE)
    assert "いまの内容と同じでした" in response.content.decode()
    assert not ChangeRequest.objects.exists()


def test_old_revoked_and_wrong_codes_lead_nowhere(
    client: Client, town: Town, at, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = asked(town, at, days_ago=200)
    first = slip_for(made, at)
    second = slip_for(made, at)
    before = everything()
    for code in (first.code, first.token, "0000-0000", "0" * 16, "', --", "𠮷野家"):
        response = press(client, code, "unchanged")
        assert response.status_code == 404
        assert "このコードは使えません" in response.content.decode()
    for token in (first.token, second.code, "0" * 16, "x" * 80):
        assert client.get(f"{CODE_PAGE}{token}/").status_code == 404
    later = at + timedelta(days=90, seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert press(client, second.code, "unchanged").status_code == 404
    assert everything() == before


def test_a_slip_of_an_ended_service_leads_nowhere(client: Client, town: Town, at) -> None:
    made = asked(town, at, days_ago=200)
    secrets = slip_for(made, at)
    end_service(by=OFFICER, at=at, service_id=made.id, on=TODAY)
    assert press(client, secrets.code, "unchanged").status_code == 404
    assert row_of(made).state == ServiceState.ENDED


def test_codes_are_kept_as_keyed_hashes_only(town: Town, at) -> None:
    secrets = slip_for(asked(town, at, days_ago=200), at)
    assert (len(secrets.code), len(secrets.token)) == (8, 16)
    kept = repr(Slip.objects.values_list())
    for secret in (secrets.code, secrets.token):
        assert secret not in kept
        assert hashlib.sha256(secret.encode()).hexdigest() not in kept


def test_typing_codes_is_limited_and_the_qr_code_is_not(client: Client, town: Town, at) -> None:
    secrets = slip_for(asked(town, at, days_ago=200), at)
    for _each in range(30):
        assert press(client, "0000-0000", "unchanged").status_code == 404
    response = press(client, secrets.code, "unchanged")
    assert response.status_code == 429
    assert "15分ほど待つ" in response.content.decode()
    assert press(client, secrets.token, "unchanged").status_code == 200


def test_a_record_that_is_not_public_shows_its_leader_name_and_hours_only(
    client: Client, town: Town, at
) -> None:
    nothing = frozenset[Scope]()
    agreed = consent(record=nothing, phone=nothing, address=nothing, leader=nothing)
    made = published(town, at, ride(town, consent=agreed))
    text = words_of(client.get(f"{CODE_PAGE}{slip_for(made, at).token}/"))
    assert "毎週火曜9時30分〜11時30分" in text
    assert OWN_PHONE not in text
    assert "川辺町3丁目" not in text


def test_slips_are_issued_for_the_own_services_only(town: Town, at) -> None:
    made = asked(town, at, days_ago=200)
    with pytest.raises(NotYours):
        issue_slips(by=OTHER_OFFICER, at=at, secrets=[draw_secrets(made.id)])
    with pytest.raises(ServiceNotFound):
        issue_slips(by=OFFICER, at=at, secrets=[SlipSecrets(town.group.id, "A" * 8, "B" * 16)])
    assert not Slip.objects.exists()
    with pytest.raises(ServiceNotFound):
        slip_texts(OTHER_OFFICER, [made.short_code])
    (text,) = slip_texts(OFFICER, [made.short_code])
    assert (text.name, text.hours) == ("あさひ 買い物いっしょ便", "毎週火曜 9時30分〜11時30分")
    assert (text.office, text.phone and text.phone.number) == (
        "試験市社会福祉協議会", "098-555-0130",
    )  # fmt: skip
    slip_for(made, at)
    assert Entry.objects.order_by("position").last().area_path == CITY
