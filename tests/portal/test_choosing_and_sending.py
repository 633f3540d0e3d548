"""From the list of a search: into one's own list and back, to the family, and to a wider search."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from tests.builders import AT, CITY, build_service, build_town, load_terms
from tests.ui.markup import read, reference_problems
from yui.directory.actions import Identity, pause_service
from yui.policy.viewer import operator
from yui.search.actions import rebuild

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
HOME = f"/{CITY.split('/')[1]}/"
PAGE = f"{HOME}search/"


@pytest.fixture
def made(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Identity]:
    """A town where shopping is helped with in three ways, one of them resting, and one group."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    settings.YUI = replace(django_settings.YUI, data=tmp_path)
    load_terms()
    owner = build_town().organization
    shopping, delivery = ("field", "shopping"), ("need", "delivery")
    found = {
        "ride": build_service(organization=owner, name="買い物の便", terms=(shopping, delivery)),
        "delivery": build_service(organization=owner, name="お届け", terms=(delivery,)),
        "resting": build_service(organization=owner, name="休みの便", terms=(shopping,)),
        "draft": build_service(
            organization=owner, name="下書きの便", terms=(shopping,), is_published=False
        ),
        "group": build_service(organization=owner, name="体操", terms=(("need", "exercise"),)),
    }
    pause_service(
        by=operator("test"),
        at=AT,
        service_id=found["resting"].id,
        from_date=AT.date(),
        to_date=date(2099, 3, 31),
        reason="車の修理",
    )
    rebuild(at=AT, from_rooms=True)
    return found


def _text(client: Client, path: str, asked: dict[str, Any] | None = None) -> str:
    response = client.get(path, asked or {})
    assert response.status_code == 200, path
    text = response.content.decode()
    reader = read(text)
    assert reader.problems == []
    assert reference_problems(reader) == []
    return text


def _bar(text: str) -> str:
    return html.unescape(re.search(r'id="conditions_summary">([^<]+)<', text)[1])  # type: ignore[index]


def _removals(text: str) -> dict[str, str]:
    box = re.search(r'<p class="chosen" id="chosen">(.*?)</p>', text)
    links = re.findall(r'href="([^"]+)">([^<]+)</a>', box[1] if box else "")
    return {words: html.unescape(href) for href, words in links}


def test_every_word_of_a_home_counts_what_its_page_lists(made: dict[str, Identity]) -> None:
    home = _text(Client(), HOME)
    buttons = re.findall(rf'href="({PAGE}\?(?:trouble|wish)=[^"]+)".*?([\d,]+)件', home, re.S)
    counts = {href: int(count) for href, count in buttons}
    assert counts[f"{PAGE}?trouble=shopping"] == 3
    for href, count in counts.items():
        shown = re.search(r'id="count"[^>]*><b>([\d,]+)件', _text(Client(), href))
        assert shown is not None
        assert int(shown[1]) == count, href


def test_each_card_goes_into_the_list_by_one_press_and_is_found_again(
    made: dict[str, Identity],
) -> None:
    client, search = Client(), f"{PAGE}?trouble=shopping"
    text = _text(client, search)
    presses = re.findall(r'href="(/directory/list/add/[^"]+)"', text)
    assert len(presses) == 3
    press = html.unescape(presses[1])
    answer = client.get(press, headers={"referer": f"http://testserver{search}"})
    back = re.search(r'href="([^"]+)">さがした一覧にもどる', answer.content.decode())
    assert back is not None
    address, _mark, card = html.unescape(back[1]).partition("#")
    assert (address, card) == (search, "card-2")
    again = _text(client, address)
    here = again[again.index(f'<li id="{card}">') :]
    assert "リストに入っています。はずす" in here[: here.index("</li>")]
    assert again.count("えらんだリストに入れる") == 2 * 2  # words and their accessible name


def test_the_family_gets_this_very_search(made: dict[str, Identity]) -> None:
    text = _text(Client(), PAGE, {"trouble": "shopping", "day": "tue", "page": "1"})
    address = f"http://testserver{PAGE}?trouble=shopping&day=tue"
    box = html.unescape(text[text.index('id="send"') :])
    assert f'<p class="send__address">{address}</p>' in box
    letter = parse_qs(re.search(r'href="mailto:\?([^"]+)"', box)[1])  # type: ignore[index]
    assert letter["subject"] == ["買い物の手助け（試験市）"]
    sentence = "試験市の「買い物の手助け」の一覧です。開くと、電話番号が見られます。"
    assert letter["body"] == [f"{sentence}\r\n\r\n{address}"]
    assert f'data-words="{sentence}"' in box
    assert "/directory/list/?s=" not in text


def test_the_bar_says_every_chosen_condition_and_each_can_be_taken_off(
    made: dict[str, Identity],
) -> None:
    asked = {"trouble": "shopping", "day": "tue", "flag": ["transport", "vacancy"]}
    text = _text(Client(), PAGE, asked)
    assert _bar(text) == "試験市／買い物／火曜／送り迎えがある／いま受け付けている"
    removals = _removals(text)
    assert removals["「買い物」をはずす"] == f"{PAGE}?day=tue&flag=transport&flag=vacancy"
    assert removals["「送り迎えがある」をはずす"] == f"{PAGE}?trouble=shopping&day=tue&flag=vacancy"
    assert _bar(_text(Client(), removals["「買い物」をはずす"])).startswith("試験市／火曜")


def test_the_bar_says_a_wish_and_nothing_to_take_off_without_conditions(
    made: dict[str, Identity],
) -> None:
    text = _text(Client(), PAGE, {"wish": "exercise"})
    (removal,) = _removals(text).items()
    assert removal[1] == PAGE
    assert removal[0] == f"「{_bar(text).partition('／')[2]}」をはずす"
    plain = _text(Client(), PAGE)
    assert _bar(plain) == "試験市／いつでも"
    assert _removals(plain) == {}


def test_a_pause_stands_on_its_card(made: dict[str, Identity]) -> None:
    text = _text(Client(), PAGE, {"trouble": "shopping"})
    assert "休止中（2099年3月31日まで）" in text[: text.index("休みの便</a>")].rsplit("<li", 1)[1]
