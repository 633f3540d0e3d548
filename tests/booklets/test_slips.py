"""Slips for leaders: eight to an A4, read back with their codes; only the office prints them."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client

from tests.booklets.paper import body_of, reader, sizes_of
from tests.builders import build_person
from tests.directory.builders import CITY, OTHER_CITY, Town, published, ride
from yui.accounts.models import User
from yui.booklets.errors import PressBusy
from yui.directory.models import Slip
from yui.directory.queries.slips import open_slip

pytestmark = [
    pytest.mark.usefixtures("quick_press"),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
SLIPS = "/booklets/slips.pdf"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")


def desk_of(login: str, area_path: str) -> Client:
    build_person(login, area_path=area_path)
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def test_nine_slips_fill_a_sheet_and_begin_another(town: Town, at: datetime) -> None:
    made = [published(town, at, ride(town, name=f"会{number}")) for number in range(9)]
    desk = desk_of("kakunin", CITY)
    response = desk.post(SLIPS, {"s": ",".join(each.short_code for each in made)})
    text = body_of(response)
    assert [len(CODE.findall(text_of_page(response, page))) for page in (0, 1)] == [8, 1]
    for words in (
        "会0",
        "会8",
        "いつ:毎週火曜9時30分",
        "電話098-555-0130",
        "testserver/s/",
        "見本",
    ):
        assert words in text
    assert len(set(CODE.findall(text))) == 9
    assert min(sizes_of(response.content).values()) >= 14
    assert response["Cache-Control"] == "no-store, private"
    opened = {open_slip(code, at=at).service_id for code in CODE.findall(text)}
    assert opened == {each.id for each in made}


def text_of_page(response, page: int) -> str:
    return "".join(reader(response.content).pages[page].extract_text().split())


def test_long_texts_stay_within_their_slip(town: Town, at: datetime) -> None:
    given = ride(town, name="とても長い名前の集まりです" * 9)
    made = [published(town, at, given) for _each in range(8)]
    desk = desk_of("kakunin", CITY)
    response = desk.post(SLIPS, {"s": ",".join(each.short_code for each in made)})
    assert len(reader(response.content).pages) == 1
    assert body_of(response).count("電話098-555-0130") == 8


def test_a_second_printing_revokes_the_first(town: Town, at: datetime) -> None:
    made = published(town, at)
    desk = desk_of("kakunin", CITY)
    for _each in range(2):
        assert desk.post(SLIPS, {"s": made.short_code}).status_code == 200
    assert Slip.objects.filter(revoked_at__isnull=True).count() == 1
    assert Slip.objects.count() == 2


def test_a_press_that_fails_leaves_the_slips_from_before(
    town: Town, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = published(town, at)
    desk = desk_of("kakunin", CITY)
    desk.post(SLIPS, {"s": made.short_code})

    def busy(*_given: object, **_more: object) -> bytes:
        raise PressBusy("混んでいます。")

    monkeypatch.setattr("yui.booklets.views.slips_pdf", busy)
    response = desk.post(SLIPS, {"s": made.short_code})
    assert response.status_code == 503
    assert Slip.objects.get().revoked_at is None


def test_others_print_nothing(town: Town, at: datetime) -> None:
    made = published(town, at)
    for desk in (desk_of("tonari", OTHER_CITY), desk_of("kakunin", CITY)):
        for codes in (made.short_code + ",00000000", "", "rubbish"):
            assert desk.post(SLIPS, {"s": codes}).status_code == 404
    assert desk_of("tonari2", OTHER_CITY).post(SLIPS, {"s": made.short_code}).status_code == 404
    assert Client().post(SLIPS, {"s": made.short_code}).status_code == 302
    assert desk_of("kakunin2", CITY).get(SLIPS).status_code == 405
    assert not Slip.objects.exists()


def test_the_short_address_on_paper_leads_to_where_a_code_is_typed(client: Client, town) -> None:
    assert client.get("/s/")["Location"] == "/directory/slip/"
