"""The sheet of a meeting: picked, ordered, printed for whom it is for, naming nobody."""

from __future__ import annotations

import html
import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from tests.booklets.paper import body_of, reader, sizes_of
from tests.builders import (
    CITY,
    OTHER_CITY,
    PHONE,
    build_person,
    build_service,
    build_town,
    consent_input,
)
from yui.accounts.models import User
from yui.directory.actions import Identity, PhoneInput
from yui.directory.models import Service
from yui.directory.states import Scope
from yui.journal.models import Access, Entry
from yui.lib.typst import compile_pdf
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("folder"),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
SHEET, PDF, WORD = "/desk/sheet/", "/desk/sheet.pdf", "/desk/sheet.docx"
CARE_ONLY, OFFICE_ONLY = "000-555-8701", "000-555-8702"


@pytest.fixture(autouse=True)
def _quick_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same type without a child process; test_press holds the child itself."""

    def here(job: bytes) -> bytes:
        asked = json.loads(job)
        return compile_pdf(Path(asked["template"]), asked["data"], title=asked["title"])

    monkeypatch.setattr("yui.booklets.formats.press._set", here)


@pytest.fixture
def made(folder: object) -> dict[str, Identity]:
    """One for everybody, one that professionals alone know, one of the office, one draft."""
    owner = build_town().organization
    care = frozenset({Scope.PROFESSIONALS})
    office = frozenset({Scope.OFFICE})
    found = {
        "open": build_service(organization=owner, name="あさひ体操", how_to_start="電話で申しこむ"),
        "care": build_service(
            organization=owner,
            name="まひる茶話",
            consent=consent_input(record=care, phone=care, address=care),
            phones=(PhoneInput(CARE_ONLY),),
        ),
        "office": build_service(
            organization=owner,
            name="よるの会",
            consent=consent_input(record=office, phone=office, address=office),
            phones=(PhoneInput(OFFICE_ONLY),),
        ),
        "draft": build_service(organization=owner, name="ゆうひ体操", is_published=False),
    }
    build_person("carer", Role.CARE_MANAGER, area_path=CITY)
    build_person("far", Role.CARE_MANAGER, area_path=OTHER_CITY)
    build_person("officer", area_path=CITY)
    return found


def _client(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def _press(client: Client, act: str, **typed: str) -> HttpResponse:
    return client.post(SHEET, {"act": act, **typed})


def _with(login: str, *picked: Identity, **typed: str) -> Client:
    client = _client(login)
    _press(client, "add:" + ",".join(each.short_code for each in picked))
    _press(client, "keep", **typed)
    return client


def _page(client: Client, **asked: str) -> str:
    return html.unescape(client.get(SHEET, asked).content.decode())


def test_carer_finds_picks_and_prints_in_three_presses(made: dict[str, Identity]) -> None:
    client, code = _client("carer"), made["open"].short_code
    assert ">入れる<" in _page(client, q="体操")
    assert (
        _press(client, f"add:{code}", q="体操")["Location"] == f"{SHEET}?q=%E4%BD%93%E6%93%8D#found"
    )
    printed = _press(
        client, "print", heading="体操の候補", **{f"note-{code}": "送迎を聞いてください"}
    )
    answer = client.get(printed["Location"])
    text = body_of(answer)

    for words in ("体操の候補", "あさひ体操", PHONE, "火曜", "電話で申しこむ", "送迎を聞いて"):
        assert words in text
    assert min(sizes_of(answer.content).values()) >= 14
    assert len(reader(answer.content).pages) == 1
    assert "職員用" not in text
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Disposition"].startswith("inline")


def test_word_file_holds_the_same(made: dict[str, Identity]) -> None:
    client = _with("carer", made["open"], heading="体操の候補")
    answer = client.get(WORD)
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]

    assert document.paragraphs[0].text == "体操の候補"
    assert {"はじめ方", "電話で申しこむ"} <= set(cells)
    assert any(cell.startswith(PHONE) for cell in cells)


def test_each_paper_holds_what_its_readers_were_agreed_to(made: dict[str, Identity]) -> None:
    picked = (made["open"], made["care"], made["office"], made["draft"])
    for login in ("carer", "officer"):
        client = _with(login, *picked, audience=Scope.PAPER)
        family = body_of(client.get(PDF))
        _press(client, "keep", audience=Scope.PROFESSIONALS)
        staff = body_of(client.get(PDF))

        assert "あさひ体操" in family
        assert "あさひ体操" in staff
        assert "まひる茶話" not in family
        assert CARE_ONLY not in family
        assert "まひる茶話" in staff
        assert CARE_ONLY in staff
        assert "庁内だけ" not in staff
        assert "職員用" in staff
        for hidden in ("よるの会", OFFICE_ONLY, "ゆうひ体操"):
            assert hidden not in family + staff
    assert str(made["care"].id) in Access.objects.values_list("object_id", flat=True)


def test_carer_of_another_town_gets_what_residents_read(made: dict[str, Identity]) -> None:
    client = _with("far", made["open"], made["care"], audience=Scope.PROFESSIONALS)
    text = body_of(client.get(PDF))

    assert "あさひ体操" in text
    assert "まひる茶話" not in text + _page(client)
    assert CARE_ONLY not in text + _page(client)


def test_page_says_what_the_family_does_not_get(made: dict[str, Identity]) -> None:
    client = _with("carer", made["open"], made["care"])
    assert _page(client).count("わたす紙にはのりません") == 1
    _press(client, "keep", audience=Scope.PROFESSIONALS)
    assert "のりません" not in _page(client)


def test_order_is_the_one_that_was_made(made: dict[str, Identity]) -> None:
    client = _with("carer", made["open"], made["care"], audience=Scope.PROFESSIONALS)
    _press(client, f"up:{made['care'].short_code}", audience=Scope.PROFESSIONALS)
    text = body_of(client.get(PDF))
    assert text.index("まひる茶話") < text.index("あさひ体操")
    _press(client, f"off:{made['care'].short_code}", audience=Scope.PROFESSIONALS)
    assert "まひる茶話" not in _page(client)


@pytest.mark.parametrize(
    ("heading", "note", "says"),
    [
        ("山田様の候補", "", "見出しに、人の名前のような字があります"),
        ("候補", "娘さんは090-0000-0000", "ひとことに、電話番号のような字があります"),
    ],
)
def test_what_seems_to_be_a_person_is_looked_at_before_it_is_printed(
    made: dict[str, Identity], heading: str, note: str, says: str
) -> None:
    client, typed = (
        _with("carer", made["open"]),
        {"heading": heading, f"note-{made['open'].short_code}": note},
    )
    assert _press(client, "print", **typed)["Location"] == SHEET
    assert says in _page(client)
    assert client.get(PDF)["Location"] == SHEET
    assert client.get(WORD)["Location"] == SHEET
    assert _press(client, "anyway", **typed)["Location"] == PDF
    assert heading in body_of(client.get(PDF))
    assert _press(client, "print", **typed | {"heading": "鈴木様"})["Location"] == SHEET


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"heading": "候補 1234-5678-9018"}, "個人番号のような数字"),
        ({"note": "1234-5678-9018 の方"}, "個人番号のような数字"),
        ({"heading": "あ" * 31}, "見出しは、30字までで"),
        ({"note": "あ" * 61}, "ひとことは、60字までで"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_typed(
    made: dict[str, Identity], typed: dict[str, str], says: str
) -> None:
    code = made["open"].short_code
    client = _with("carer", made["open"], heading="前の見出し")
    sent = {f"note-{code}" if name == "note" else name: text for name, text in typed.items()}
    answer = _press(client, "print", **sent)
    page = html.unescape(answer.content.decode())

    assert answer.status_code == 400
    assert says in page
    assert next(iter(typed.values())) in page
    assert "前の見出し" in _page(client)


def test_thirteenth_is_refused(made: dict[str, Identity]) -> None:
    client = _with("carer", made["open"])
    codes = ",".join(f"AAAA000{letter}" for letter in "0123456789AB")
    page = html.unescape(_press(client, f"add:{codes}").content.decode())
    assert "12件までです" in page


def test_sheet_leaves_nothing_behind_and_is_of_one_role(made: dict[str, Identity]) -> None:
    entries = Entry.objects.count()
    client = _with("carer", made["open"], heading="体操の候補")
    assert Entry.objects.count() == entries
    assert "体操の候補" not in _page(_client("carer"))
    carer = User.objects.get(login="carer")
    build_person("other", Role.SUPPORT_CENTRE, area_path=CITY)
    carer.memberships.update(until=date(2026, 3, 31))
    User.objects.get(login="other").memberships.update(user=carer)
    assert "体操の候補" not in _page(client)


def test_bad_presses_get_a_sentence_and_strangers_the_sign_in(made: dict[str, Identity]) -> None:
    client = _client("carer")
    for act in ("add:'", "up:../", "erase"):
        assert _press(client, act).status_code == 400
    assert client.get(SHEET, {"add": "<x>"}).status_code == 400
    assert client.get(PDF)["Location"] == SHEET
    for path in (SHEET, PDF, WORD):
        assert "/accounts/login/" in Client().get(path)["Location"]


def test_staff_reach_the_sheet_from_a_record_and_residents_do_not(
    made: dict[str, Identity],
) -> None:
    address = f"/directory/services/{made['open'].short_code}/"
    way = f"/desk/sheet/?add={made['open'].short_code}"
    assert way in _client("carer").get(address).content.decode()
    assert way not in Client().get(address).content.decode()
    assert way in _client("officer").get("/desk/register/").content.decode()
    assert "あさひ体操" in _page(_client("carer"), add=made["open"].short_code)
    both = ",".join(made[name].short_code for name in ("open", "care"))
    assert "ぜんぶ入れる" in _page(_client("carer"), add=both)
    assert "ぜんぶ入れる" not in _page(_with("carer", made["open"], made["care"]), add=both)


def test_queries_do_not_grow_with_the_sheet(made: dict[str, Identity]) -> None:
    def asked(client: Client) -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(SHEET)
        return len(seen)

    at_one = asked(_with("officer", made["open"]))
    more = [build_service(name=f"体操{number}") for number in range(4)]
    assert asked(_with("officer", made["open"], *more)) == at_one
    assert Service.objects.count() == 8
