"""The register finds by name, reading and number, and never by what one may not read."""

from __future__ import annotations

import csv
import html
import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    AT,
    CITY,
    OPERATOR,
    OTHER_CITY,
    build_person,
    build_service,
    build_town,
    consent_input,
)
from yui.accounts.models import User
from yui.directory.actions import Identity, PhoneInput, end_service
from yui.directory.models import Organization, Service
from yui.directory.states import Scope
from yui.journal.models import Access
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("folder"),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
REGISTER = "/desk/register/"
INTERNAL = "000-555-8734"


@pytest.fixture
def made(folder: object) -> dict[str, Identity]:
    """An open entry, one whose number stays in the office, a draft; an officer and a carer."""
    owner = build_town().organization
    Organization.objects.filter(id=owner.id).update(corporate_number="7000012050002")
    hidden = consent_input(phone=frozenset({Scope.OFFICE}))
    found = {
        "open": build_service(organization=owner, name="あさひ体操", kana="アサヒタイソウ"),
        "draft": build_service(organization=owner, name="ゆうひ体操", is_published=False),
        "hidden": build_service(
            organization=owner, name="まひる体操", consent=hidden, phones=(PhoneInput(INTERNAL),)
        ),
    }
    build_person("officer", area_path=CITY)
    build_person("carer", Role.CARE_MANAGER, area_path=CITY)
    build_person("far", area_path=OTHER_CITY)
    build_person("prefecture", Role.PREFECTURAL_OFFICER, area_path="98/")
    return found


def _client(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def _names(login: str, **asked: str) -> set[str]:
    page = html.unescape(_client(login).get(REGISTER, asked).content.decode())
    return {name for name in ("あさひ体操", "ゆうひ体操", "まひる体操") if f">{name}</a>" in page}


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", {"あさひ体操", "まひる体操"}),
        ("体操 まひる", {"まひる体操"}),
        ("ﾏﾋﾙ", {"まひる体操"}),
        ("あさひたいそう", {"あさひ体操"}),
        (INTERNAL, {"まひる体操"}),
        ("８７３４", {"まひる体操"}),
        ("7000012050002", {"あさひ体操", "まひる体操"}),
        ("体操 ない", set()),
        ("%", set()),
        ("・", set()),
        ("9999", set()),
    ],
)
def test_officer_finds_by_name_reading_and_number(words: str, names: set[str]) -> None:
    assert _names("officer", q=words) == names


def test_short_code_finds_its_record(made: dict[str, Identity]) -> None:
    assert _names("officer", q=made["hidden"].short_code.lower()) == {"まひる体操"}


@pytest.mark.usefixtures("made")
def test_drafts_and_ended_records_stand_apart(made: dict[str, Identity]) -> None:
    end_service(by=OPERATOR, at=AT, service_id=made["open"].id, on=AT.date())

    assert _names("officer") == {"まひる体操"}
    assert _names("officer", kept="draft") == {"ゆうひ体操"}
    assert _names("officer", kept="ended") == {"あさひ体操"}


@pytest.mark.usefixtures("made")
def test_carer_finds_the_record_but_not_by_the_number_kept_from_them() -> None:
    assert _names("carer", q="まひる") == {"まひる体操"}
    assert _names("carer", q=INTERNAL) == set()
    assert _names("carer", kept="draft") == set()


@pytest.mark.usefixtures("made")
def test_another_town_finds_nothing_of_this_one() -> None:
    assert _names("far", q="体操") == set()
    assert _names("far", q=INTERNAL) == set()


@pytest.mark.usefixtures("made")
def test_prefecture_names_what_it_looks_for_and_gets_what_is_public() -> None:
    assert _names("prefecture") == set()
    assert _names("prefecture", q="体操") == {"あさひ体操", "まひる体操"}
    assert _names("prefecture", q=INTERNAL) == set()


def test_resident_is_sent_to_sign_in(made: dict[str, Identity]) -> None:
    for path in (REGISTER, "/desk/register.csv", "/desk/register.xlsx"):
        assert Client().get(path).status_code in (302, 404)


@pytest.mark.parametrize(
    "asked", [{"page": "0"}, {"page": "9" * 99}, {"order": "x"}, {"q": "a\0"}, {"kept": "all"}]
)
@pytest.mark.usefixtures("made")
def test_bad_question_gets_a_sentence(asked: dict[str, str]) -> None:
    for path in (REGISTER, "/desk/register.csv", "/desk/register.xlsx"):
        response = _client("officer").get(path, asked)

        assert response.status_code == 400
        assert "この条件では画面を出せません" in response.content.decode()


def test_file_holds_what_residents_read_and_no_formula(made: dict[str, Identity]) -> None:
    Service.objects.filter(id=made["open"].id).update(name="=1+1 体操", folded="=1+1体操")
    client = _client("officer")
    text = client.get("/desk/register.csv", {"q": "体操"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/desk/register.xlsx", {"q": "体操"}).content)
    )
    sheet = [[cell.value for cell in row] for row in book.active.iter_rows()]

    assert {row["名前"] for row in rows} == {"'=1+1 体操", "まひる体操"}
    assert INTERNAL not in text
    assert [row[0] for row in sheet] == ["名前", "=1+1 体操", "まひる体操"]
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)
    assert not any(INTERNAL in str(cell) for row in sheet for cell in row)
    assert not Access.objects.exists()


def test_page_notes_whose_internal_number_was_shown(made: dict[str, Identity]) -> None:
    page = _client("officer").get(REGISTER, {"q": INTERNAL}).content.decode()

    assert INTERNAL in html.unescape(page)
    assert [each.object_id for each in Access.objects.all()] == [str(made["hidden"].id)]


@pytest.mark.usefixtures("made")
def test_queries_do_not_grow_with_the_records() -> None:
    owner = Organization.objects.get()
    client = _client("officer")
    client.get(REGISTER)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(REGISTER, {"q": "体操"})
        return len(seen)

    at_two = asked()
    for number in range(6):
        build_service(organization=owner, name=f"体操{number}")
    assert asked() == at_two
