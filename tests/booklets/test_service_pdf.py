"""The card of one service."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests.booklets.paper import body_of, confirmed, reader, sizes_of
from tests.directory.builders import (
    HOME_ADDRESS,
    LEADER_NAME,
    LEADER_PHONE,
    OFFICER,
    OPERATOR,
    OWN_PHONE,
    WEB,
    Town,
    at_home,
    consent,
    ride,
)
from yui.directory.actions import (
    PhoneInput,
    create_service,
    end_service,
    pause_service,
    withdraw_consent,
)
from yui.directory.states import PhoneKind, Scope

pytestmark = [
    pytest.mark.usefixtures("quick_press"),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


def address(code: str) -> str:
    return f"/booklets/service/{code}.pdf"


def test_card_says_everything_in_order_on_one_sheet(
    client: Client, town: Town, at: datetime
) -> None:
    made = confirmed(town, at)
    response = client.get(address(made.short_code))
    text = body_of(response)
    order = [
        "試験市川辺圏域",
        "あさひ買い物いっしょ便",
        "近所の人が車で迎えに来ます",
        "電話" + OWN_PHONE,
        "月曜〜金曜9時〜16時",
        "はじめ方",
        "電話で「買い物の便を使いたい」と伝えてください",
        "どこ川辺集会所",
        "毎週火曜9時30分〜11時30分",
        "1回200円",
        "65歳以上の方",
        "買い物袋",
        "段差段が1つあります",
        "病院への送り迎え",
        "あさひ助け合いの会",
        "2026年11月24日に試験市が電話で確かめました",
        "掲載は推奨ではありません。",
        f"/s/{made.short_code}で見られます。",
        "発行:試験市",
        "迷ったら、ここに電話してください",
        "右の四角をスマホで写すと、この手助けのページが開きます。",
    ]
    places = [text.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert len(reader(response.content).pages) == 1
    assert LEADER_NAME.replace(" ", "") not in text
    assert LEADER_PHONE not in text
    assert response.content == client.get(address(made.short_code)).content


@pytest.mark.parametrize("times", [1, 4, 20])
def test_card_stays_on_one_sheet_when_texts_are_long(
    client: Client, town: Town, at: datetime, times: int
) -> None:
    cannot = tuple(f"{number}つ目のできないこと" for number in range(times))
    given = ride(town, summary="長い説明です" * 20, cannot=cannot)
    response = client.get(address(confirmed(town, at, given).short_code))
    text = body_of(response)
    assert len(reader(response.content).pages) == 1
    assert ("つづきはページで" in text) == (times == 20)
    assert min(sizes_of(response.content).values()) >= 14
    assert "困ったときの電話" not in text
    assert text.count("川辺包括支援センター") == 1


def test_card_of_a_home_names_its_sphere_only(client: Client, town: Town, at: datetime) -> None:
    made = confirmed(town, at, at_home(ride(town)))
    text = body_of(client.get(address(made.short_code)))
    assert HOME_ADDRESS not in text
    assert "試験さん宅" not in text
    assert "どこ川辺圏域（くわしい場所は、電話で聞いてください）" in text


def test_card_hides_what_paper_may_not_have(client: Client, town: Town, at: datetime) -> None:
    made = confirmed(town, at, ride(town, consent=consent(phone=WEB, address=WEB)))
    text = body_of(client.get(address(made.short_code)))
    assert OWN_PHONE not in text
    assert HOME_ADDRESS not in text
    assert "電話（川辺包括支援センター）098-555-0120" in text


def test_card_without_a_telephone_names_the_window_to_ask(
    client: Client, town: Town, at: datetime
) -> None:
    fax = PhoneInput("098-555-1299", PhoneKind.FAX)
    made = confirmed(town, at, ride(town, phones=(fax,), contacts=()))
    text = body_of(client.get(address(made.short_code)))
    assert "FAX098-555-1299" in text
    assert "分からないときの電話（川辺包括支援センター）098-555-0120" in text


def test_card_of_a_paused_service_says_until_when(client: Client, town: Town, at: datetime) -> None:
    made = confirmed(town, at)
    pause_service(
        by=OFFICER,
        at=at,
        service_id=made.id,
        from_date=at.date(),
        to_date=date(2026, 12, 31),
        reason="車の修理",
    )
    text = body_of(client.get(address(made.short_code)))
    assert "2026年12月31日まで休んでいます。理由:車の修理。" in text
    assert "はじめ方" not in text


def test_card_of_an_old_confirmation_asks_to_phone(
    client: Client, town: Town, at: datetime
) -> None:
    made = confirmed(town, at - timedelta(days=200))
    text = body_of(client.get(address(made.short_code)))
    assert "使う前に電話で確かめてください。川辺包括支援センター（電話098-555-0120）" in text


def test_card_of_an_ended_service_is_gone(client: Client, town: Town, at: datetime) -> None:
    made = confirmed(town, at)
    end_service(by=OFFICER, at=at, service_id=made.id, on=at.date())
    response = client.get(address(made.short_code))
    assert response.status_code == 410
    assert "「あさひ 買い物いっしょ便」は終わりました。" in response.content.decode()
    withdraw_consent(by=OFFICER, at=at, service_id=made.id, on=at.date())
    assert client.get(address(made.short_code)).status_code == 404


def test_card_is_refused_when_paper_was_refused(client: Client, town: Town, at: datetime) -> None:
    made = confirmed(town, at, ride(town, consent=consent(record=WEB)))
    response = client.get(address(made.short_code))
    assert response.status_code == 404
    assert "この手助けは、紙にのせていません。" in response.content.decode()
    paper_only = confirmed(town, at, ride(town, consent=consent(record=frozenset({Scope.PAPER}))))
    assert client.get(address(paper_only.short_code)).status_code == 404


@pytest.mark.parametrize("code", ["00000000", "x", "7KQ2M9XD7KQ2M9XD", "あ", "%00", "' OR 1=1"])
def test_unknown_codes_are_not_found(client: Client, town: Town, code: str) -> None:
    response = client.get(address(code))
    assert response.status_code in (400, 404)
    assert "<h1" in response.content.decode()


def test_draft_is_answered_like_an_unknown_code(client: Client, town: Town, at: datetime) -> None:
    draft = create_service(by=OPERATOR, at=at, given=ride(town))
    private = client.get(address(draft.short_code))
    unknown = client.get(address("00000000"))
    assert private.status_code == unknown.status_code == 404
    assert "あさひ" not in private.content.decode()
