"""えらんだリスト: one press in, one press off, compared and sent, through the pages."""

import html
import re
from datetime import date
from urllib.parse import parse_qs

import pytest
from django.test import Client

from tests.directory.builders import CITY, OFFICER, OWN_PHONE, consent, published, ride
from tests.directory.test_views import assert_well_formed, text_of
from yui.directory.actions import PhoneInput, ProgramInput, create_program, pause_service
from yui.directory.queries import service_url
from yui.directory.states import PhoneKind, Vacancy

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
SEARCH = "/98001/search/?trouble=shopping&page=2"
HERE = {"referer": f"http://testserver{SEARCH}"}
NAME = "あさひ 買い物いっしょ便"
ADD, REMOVE, LIST = "/directory/list/add/", "/directory/list/remove/", "/directory/list/"


def links_of(text: str) -> dict[str, str]:
    """Words of each link to its address."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>([^<]+)</a>', text)
    return {words.strip(): html.unescape(href) for href, words in found}


def letter_of(text: str) -> str:
    href = html.unescape(re.search(r'href="(mailto:[^"]+)"', text)[1])
    return parse_qs(href.removeprefix("mailto:?"))["body"][0]


def paused(town, at):
    made = published(town, at, ride(town, name="お休みの便"))
    pause_service(
        by=OFFICER,
        at=at,
        service_id=made.id,
        from_date=date(2026, 1, 1),
        to_date=date(2099, 12, 10),
        reason="車の修理",
    )
    return made


def without_telephone(town, at):
    fax = PhoneInput("FAX 098-555-1299", PhoneKind.FAX)
    return published(
        town, at, ride(town, name="電話のない便", phones=(fax,), contacts=(), email="")
    )


def test_one_press_on_a_search_puts_it_in_and_leads_back_to_that_card(client, town, at):
    made = published(town, at)
    response = client.get(ADD, {"s": made.short_code, "card": "23"}, headers=HERE)
    text = text_of(response)
    assert_well_formed(text)
    assert "no-store" in response["Cache-Control"]
    assert "<h1>リストに入れました</h1>" in text
    assert "いま1件です" in text
    assert response.cookies["yui_list"].value == made.short_code
    assert response.cookies["yui_list"]["httponly"]
    links = links_of(text)
    assert links["さがした一覧にもどる"] == f"{SEARCH}#card-23"
    assert links["えらんだリストを見る（1件）"] == f"{LIST}?s={made.short_code}"


def test_a_full_list_leads_back_to_the_search_too(client, town, at):
    made = published(town, at)
    client.cookies["yui_list"] = ".".join(f"AAAAAA{n:02}" for n in range(20))
    response = client.get(ADD, {"s": made.short_code, "card": "3"}, headers=HERE)
    assert "いっぱいです" in text_of(response)
    assert "yui_list" not in response.cookies
    assert links_of(text_of(response))["さがした一覧にもどる"] == SEARCH


def test_undoing_keeps_the_way_back_to_the_search(client, town, at):
    made = published(town, at)
    address = f"{ADD}?s={made.short_code}&card=3"
    added = client.get(address, headers=HERE)
    undo = links_of(text_of(added))["やめて、はずす"]
    response = client.get(undo, headers={"referer": f"http://testserver{address}"})
    text = text_of(response)
    assert_well_formed(text)
    assert "<h1>リストからはずしました</h1>" in text
    assert "いま0件です" in text
    assert response.cookies["yui_list"].value == ""
    assert links_of(text)["さがした一覧にもどる"] == f"{SEARCH}#card-3"
    again = links_of(text)["もう一度入れる"]
    redone = client.get(again, headers={"referer": f"http://testserver{undo}"})
    assert links_of(text_of(redone))["さがした一覧にもどる"] == f"{SEARCH}#card-3"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"referer": "https://elsewhere.example/98001/search/"},
        {"referer": f"http://testserver{SEARCH}", "sec-fetch-site": "cross-site"},
        {"referer": f"http://testserver{SEARCH}", "sec-purpose": "prefetch"},
    ],
)
def test_a_link_that_was_not_pressed_here_changes_nothing_and_asks(client, town, at, headers):
    made, kept = published(town, at), published(town, at, ride(town, name="べつの便"))
    client.cookies["yui_list"] = kept.short_code
    for address, code in ((ADD, made.short_code), (REMOVE, kept.short_code)):
        response = client.get(address, {"s": code}, headers=headers)
        assert 'method="post"' in text_of(response)
        assert "yui_list" not in response.cookies
        assert_well_formed(text_of(response))


def test_a_press_is_believed_when_the_browser_hides_the_page_it_left(client, town, at):
    made = published(town, at)
    response = client.get(ADD, {"s": made.short_code}, headers={"sec-fetch-site": "same-origin"})
    assert response.cookies["yui_list"].value == made.short_code
    links = links_of(text_of(response))
    assert links[f"「{NAME}」のページにもどる"] == service_url(made.short_code)


def test_removal_by_its_form_takes_it_off(client, town, at):
    first, second = published(town, at), published(town, at, ride(town, name="べつの便"))
    client.cookies["yui_list"] = f"{first.short_code}.{second.short_code}"
    response = client.post(REMOVE, {"s": first.short_code})
    assert response.cookies["yui_list"].value == second.short_code
    assert response["Location"].startswith(f"{LIST}?s={second.short_code}")


def test_a_service_found_by_a_search_leads_back_to_both(client, town, at):
    made = published(town, at)
    page = text_of(client.get(service_url(made.short_code), headers=HERE))
    add = links_of(page)["えらんだリストに入れる"]
    at_service = {"referer": f"http://testserver{service_url(made.short_code)}"}
    links = links_of(text_of(client.get(add, headers=at_service)))
    assert links["さがした一覧にもどる"] == SEARCH
    assert links[f"「{NAME}」のページにもどる"] == service_url(made.short_code)
    returned = client.get(
        service_url(made.short_code), headers={"referer": f"http://testserver{add}"}
    )
    links = links_of(text_of(returned))
    assert links["さがした一覧へもどる"] == SEARCH
    assert links["えらんだリストからはずす"].startswith(f"{REMOVE}?s={made.short_code}")


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/98001/search/", "//elsewhere.example/98001/search/", "/x/"]
)
def test_only_a_search_of_this_site_is_led_back_to(client, town, at, back):
    made = published(town, at)
    headers = {"sec-fetch-site": "same-origin"}
    text = text_of(client.get(ADD, {"s": made.short_code, "back": back}, headers=headers))
    assert "さがした一覧にもどる" not in text
    assert "elsewhere" not in text


def test_own_list_forgets_what_is_taken_off_and_offers_it_again(client, town, at):
    first, second = published(town, at), published(town, at, ride(town, name="べつの便"))
    client.cookies["yui_list"] = f"{first.short_code}.{second.short_code}"
    own = f"{LIST}?s={first.short_code},{second.short_code}"
    shown = text_of(client.get(own))
    assert f'href="{REMOVE}?s={first.short_code}"' in shown
    gone = client.get(
        REMOVE, {"s": first.short_code}, headers={"referer": f"http://testserver{own}"}
    )
    assert gone.cookies["yui_list"].value == second.short_code
    assert gone["Location"] == f"{LIST}?s={second.short_code}"
    rest = text_of(client.get(gone["Location"]))
    assert_well_formed(rest)
    assert "「あさひ 買い物いっしょ便」をはずしました。" in rest
    assert links_of(rest)["もう一度入れる"] == f"{ADD}?s={first.short_code}"
    assert "<b>1件</b>" in rest


def test_what_was_taken_off_is_said_once_and_only_on_this_device(client, town, at):
    first, second = published(town, at), published(town, at, ride(town, name="べつの便"))
    client.cookies["yui_list"] = f"{first.short_code}.{second.short_code}"
    own = f"{LIST}?s={first.short_code},{second.short_code}"
    gone = client.get(
        REMOVE, {"s": first.short_code}, headers={"referer": f"http://testserver{own}"}
    )
    cookie = gone.cookies["yui_off"]
    assert (cookie["max-age"], cookie["path"]) == (60, LIST)
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "はずしました" not in text_of(Client().get(gone["Location"]))
    said = client.get(gone["Location"])
    assert "をはずしました。" in text_of(said)
    assert said.cookies["yui_off"].value == ""
    assert "はずしました" not in text_of(client.get(gone["Location"]))
    old = f"{gone['Location']}&off={first.short_code}"
    assert "はずしました" not in text_of(Client().get(old))


def test_taking_off_keeps_the_way_back_to_the_search_but_not_in_the_address(client, town, at):
    first, second = published(town, at), published(town, at, ride(town, name="べつの便"))
    client.cookies["yui_list"] = f"{first.short_code}.{second.short_code}"
    own = f"{LIST}?s={first.short_code},{second.short_code}"
    shown = text_of(client.get(own, headers=HERE))
    press = html.unescape(re.search(r'href="(/directory/list/remove/[^"]+)"', shown)[1])
    at_list = {"referer": f"http://testserver{own}"}
    gone = client.get(press, headers=at_list)
    assert gone["Location"] == f"{LIST}?s={second.short_code}"
    rest = text_of(client.get(gone["Location"], headers=at_list))
    assert_well_formed(rest)
    assert "をはずしました。" in rest
    assert links_of(rest)["さがした一覧にもどる"] == SEARCH
    client.cookies["yui_off"] = (
        f"{first.short_code}:https%3A%2F%2Felsewhere.example%2F98001%2Fsearch%2F"
    )
    assert "elsewhere" not in text_of(client.get(gone["Location"]))


def test_taking_off_what_is_not_in_the_list_leaves_the_device_alone(client, town):
    for code in ("Infinity", "AAAAAA01", "AAAAAA01,AAAAAA02"):
        response = client.get(REMOVE, {"s": code})
        assert response["Location"] == LIST
        assert not response.cookies


def test_the_last_one_taken_off_leaves_an_empty_list_that_says_it(client, town, at):
    made = published(town, at)
    client.cookies["yui_list"] = made.short_code
    own = f"http://testserver{LIST}?s={made.short_code}"
    gone = client.get(REMOVE, {"s": made.short_code}, headers={"referer": own})
    assert gone["Location"] == LIST
    text = text_of(client.get(LIST))
    assert_well_formed(text)
    assert f"「{NAME}」をはずしました。" in text
    assert "まだ何もえらんでいません" in text


def test_a_filled_list_leads_back_to_the_search_it_was_opened_from(client, town, at):
    made = published(town, at)
    address = f"{LIST}?s={made.short_code}"
    text = text_of(client.get(address, headers=HERE))
    assert_well_formed(text)
    assert links_of(text)["さがした一覧にもどる"] == SEARCH
    plain = links_of(text_of(client.get(address)))
    assert plain["試験市の手助けをさがす"] == "/98001/search/"
    foreign = text_of(
        client.get(address, headers={"referer": f"https://elsewhere.example{SEARCH}"})
    )
    assert "さがした一覧にもどる" not in foreign


def test_a_list_that_somebody_sent_changes_nothing_on_this_device(client, town, at):
    first, second = published(town, at), published(town, at, ride(town, name="べつの便"))
    client.cookies["yui_list"] = second.short_code
    text = text_of(client.get(f"{LIST}?s={first.short_code},{second.short_code}"))
    assert REMOVE not in text
    assert f'href="{LIST}?s={second.short_code}"' in text
    assert "このリストをおぼえておく" in text


def test_a_list_shows_each_service_once_and_compares_on_demand(client, town, at):
    first, second = published(town, at), published(town, at, ride(town, name="べつの便"))
    text = text_of(client.get(f"{LIST}?s={first.short_code},{second.short_code}"))
    assert_well_formed(text)
    before, compare = text.split('<details class="disclosure no-print" id="compare">')
    assert before.count("べつの便</a>") == 1
    assert "<table" not in text
    questions = re.findall(r"<h2>([^<]+)</h2>\n<dl>", compare)
    assert questions == ["電話", "いま", "どこ", "いつ", "お金"]
    assert compare.count("べつの便</a>") == len(questions)
    assert 'id="compare"' not in text_of(client.get(f"{LIST}?s={first.short_code}"))


def test_comparing_names_the_window_and_says_a_pause(client, town, at):
    silent, resting, other = without_telephone(town, at), paused(town, at), published(town, at)
    codes = ",".join(each.short_code for each in (silent, resting, other))
    text = text_of(client.get(f"{LIST}?s={codes}"))
    assert_well_formed(text)
    compare = text[text.index('id="compare"') :]
    assert "FAX 098-555-1299" in compare
    assert "分からないときは → 川辺包括支援センター" in compare
    assert 'href="tel:0985550120"' in compare
    assert "休止中（2099年12月10日まで）" in compare
    assert text.index("休止中（2099年12月10日まで）") < text.index('id="compare"')


def test_a_letter_names_the_window_and_says_a_pause(client, town, at):
    silent, resting, other = without_telephone(town, at), paused(town, at), published(town, at)
    guarded = published(
        town, at, ride(town, name="番号を出さない便", consent=consent(phone=frozenset()))
    )
    codes = ",".join(each.short_code for each in (silent, resting, other, guarded))
    letter = letter_of(text_of(client.get(f"{LIST}?s={codes}")))
    lines = letter.split("\r\n")
    assert (
        "・電話のない便　FAX 098-555-1299　分からないときは → 川辺包括支援センター"
        "　電話 098-555-0120" in [re.sub("　たずねる [^　]+", "", line) for line in lines]
    )
    assert f"・お休みの便（休止中（2099年12月10日まで））　電話 {OWN_PHONE}" in lines
    assert "・番号を出さない便　電話 098-555-0120（川辺包括支援センター）" in lines
    assert lines[-1] == f"http://testserver{LIST}?s={codes}"


def test_a_list_is_sent_by_its_visible_address_without_scripts(client, town, at):
    made = published(town, at)
    text = text_of(client.get(f"{LIST}?s={made.short_code}"))
    address = f"http://testserver{LIST}?s={made.short_code}"
    assert f'<p class="send__address">{address}</p>' in text
    assert f'data-address="{address}"' in text
    for name in ("data-share", "data-copy"):
        assert re.search(rf'<button class="button" type="button" {name} hidden>', text)


def test_what_is_like_a_service_says_that_it_is_full(client, town, at):
    made = published(town, at)
    published(town, at, ride(town, name="いっぱいの便", vacancy=Vacancy.WAITING))
    text = text_of(client.get(service_url(made.short_code)))
    similar = text[text.index("<h2>似た手助け") :]
    assert similar.index("満員・待てます") < similar.index("いっぱいの便")


def test_the_name_of_the_scheme_is_said_small_and_to_professionals(client, town, at):
    program_id = create_program(
        by=OFFICER, at=at, given=ProgramInput("訪問型サービス・活動B", CITY)
    )
    made = published(town, at, ride(town, program_id=program_id))
    text = text_of(client.get(service_url(made.short_code)))
    line = "ケアマネジャーなどの方へ: 制度での名前は「訪問型サービス・活動B」です。"
    assert f'<p class="meta">{line}</p>' in text
    assert text.count("訪問型サービス") == 1
