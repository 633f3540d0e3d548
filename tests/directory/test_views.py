import json
import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from tests.directory.builders import (
    HOME_ADDRESS,
    LEADER_NAME,
    LEADER_PHONE,
    OFFICER,
    OPERATOR,
    OWN_PHONE,
    at_home,
    consent,
    published,
    ride,
)
from tests.ui.markup import read, reference_problems
from yui.directory.actions import (
    AccessibilityInput,
    ContactInput,
    PhoneInput,
    create_service,
    end_service,
    pause_service,
    withdraw_consent,
)
from yui.directory.models import Organization
from yui.directory.queries import organization_url, service_url
from yui.directory.states import PhoneKind, Scope
from yui.taxonomy.models import TaxonomyTerm

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


def text_of(response) -> str:
    return response.content.decode()


def assert_well_formed(text: str) -> None:
    reader = read(text)
    assert reader.problems == []
    assert reference_problems(reader) == []
    tags = [tag for tag, _attrs in reader.elements]
    assert tags.count("h1") == 1


def linked(text: str):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return json.loads(found[1]) if found else None


def test_service_page_says_everything_in_order(client, town, at):
    made = published(town, at)
    response = client.get(service_url(made.short_code))
    text = text_of(response)
    assert response.status_code == 200
    order = [
        "あさひ 買い物いっしょ便",
        "受付中",
        OWN_PHONE,
        "月曜〜金曜 9時〜16時",
        "電話で「買い物の便を使いたい」と伝えてください。",
        "どんな手助けか",
        "65歳以上の方",
        HOME_ADDRESS,
        "9時30分〜11時30分",
        "燃料代",
        "買い物袋",
        "段が1つあります",
        "できないこと",
        "病院への送り迎え",
        "している団体",
        "あさひ助け合いの会",
        "おすすめするという意味ではありません",
    ]
    main = re.sub(r"<[^>]+>", "", text[text.index("<h1>") :])
    places = [main.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert 'href="tel:0985551201"' in text
    assert_well_formed(text)
    assert "csrf" not in text
    assert "見本です" in text


def test_service_page_works_without_scripts_or_other_origins(client, town, at):
    made = published(town, at)
    text = text_of(client.get(service_url(made.short_code)))
    assert not re.search(r"\son\w+=|\sstyle=", text)
    assert "<script>" not in text
    assert not re.findall(r'(?:src|href)="https?://(?!testserver)', text)


def test_linked_data_holds_only_what_is_open(client, town, at):
    made = published(town, at)
    found = linked(text_of(client.get(service_url(made.short_code))))
    assert found["name"] == "あさひ 買い物いっしょ便"
    assert found["url"] == f"http://testserver{service_url(made.short_code)}"
    assert found["availableChannel"]["servicePhone"]["telephone"] == OWN_PHONE
    web = frozenset({Scope.WEB})
    closed = consent(record=web, phone=web, address=web, leader=web)
    other = published(town, at, ride(town, consent=closed))
    assert linked(text_of(client.get(service_url(other.short_code)))) is None
    part = consent(phone=web, address=web)
    third = published(town, at, ride(town, consent=part))
    text = json.dumps(
        linked(text_of(client.get(service_url(third.short_code)))), ensure_ascii=False
    )
    assert OWN_PHONE not in text
    assert HOME_ADDRESS not in text


def test_text_cannot_leave_the_data_block(client, town, at):
    evil = ride(town, summary="</script><script>alert(1)</script>")
    made = published(town, at, evil)
    text = text_of(client.get(service_url(made.short_code)))
    assert "<script>alert" not in text
    assert linked(text)["description"] == "</script><script>alert(1)</script>"


def test_ended_service_is_gone_with_others_like_it(client, town, at):
    made, other = published(town, at), published(town, at, ride(town, name="かわりの便"))
    hidden = published(
        town,
        at,
        ride(
            town,
            name="見えない便",
            consent=consent(
                record=frozenset({Scope.OFFICE}),
                phone=frozenset(),
                address=frozenset(),
                leader=frozenset(),
            ),
        ),
    )
    end_service(by=OFFICER, at=at, service_id=made.id, on=date(2026, 11, 20))
    response = client.get(service_url(made.short_code))
    text = text_of(response)
    assert response.status_code == 410
    assert_well_formed(text)
    assert "「あさひ 買い物いっしょ便」は終わりました" in text
    assert "2026年11月20日に終わりました" in text
    assert service_url(other.short_code) in text
    assert service_url(hidden.short_code) not in text
    assert OWN_PHONE in text  # the other service's number
    assert HOME_ADDRESS not in text
    assert "noindex" in text


def test_ended_service_whose_consent_is_gone_is_not_named(client, town, at):
    made = published(town, at)
    end_service(by=OFFICER, at=at, service_id=made.id, on=at.date())
    withdraw_consent(by=OFFICER, at=at, service_id=made.id, on=at.date())
    response = client.get(service_url(made.short_code))
    assert response.status_code == 404
    assert "あさひ" not in text_of(response)


@pytest.mark.parametrize(
    "code", ["00000000", "nonsens", "<script>", "' OR 1=1", "あ", "7KQ2M9XD7KQ2M9XD", "%F0%9F"]
)
def test_unknown_codes_are_not_found(client, code):
    assert client.get(f"/directory/services/{code}/").status_code == 404
    assert client.get(f"/directory/organizations/{code}/").status_code == 404


def test_draft_and_unknown_get_the_same_page(client, town, at):
    draft = create_service(by=OPERATOR, at=at, given=ride(town))
    private = client.get(service_url(draft.short_code))
    unknown = client.get(service_url("00000000"))
    assert private.status_code == unknown.status_code == 404
    strip = re.compile(r"[0-9A-Z]{8}")
    assert strip.sub("", text_of(private)) == strip.sub("", text_of(unknown))


def test_code_read_with_old_eyes_leads_to_the_page(client, town, at):
    made = published(town, at)
    typed = made.short_code.lower().replace("0", "o").replace("1", "l")
    response = client.get(f"/directory/services/{typed}/")
    assert response.status_code == 302
    assert response["Location"] == service_url(made.short_code)


def test_paused_service_says_until_when(client, town, at):
    made = published(town, at)
    pause_service(
        by=OFFICER,
        at=at,
        service_id=made.id,
        from_date=date(2026, 1, 1),
        to_date=date(2099, 12, 10),
        reason="車の修理",
    )
    text = text_of(client.get(service_url(made.short_code)))
    assert "休止中" in text
    assert "2099年12月10日まで休んでいます。理由: 車の修理。" in text
    order = ("<h1>", "お休みのお知らせ", "tel:", "休止中（2099年12月10日まで）")
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "はじめ方" not in text
    assert "はじめ方" in text_of(client.get(service_url(published(town, at).short_code)))


def test_page_without_telephone_gives_fax_mail_visit_in_order(client, town, at):
    fax = PhoneInput("FAX 098-555-1299", PhoneKind.FAX)
    made = published(town, at, ride(town, phones=(fax,), contacts=()))
    text = text_of(client.get(service_url(made.short_code)))
    places = [text.index(f'contact-way__word">{word}') for word in ("FAX", "メール", "たずねる")]
    assert places == sorted(places)


def test_page_without_any_number_says_so_and_sends_to_the_place(client, town, at):
    made = published(town, at, ride(town, phones=(), contacts=(), email=""))
    text = text_of(client.get(service_url(made.short_code)))
    assert "電話はありません。その場所へ行くと、話が聞けます。" in text
    assert HOME_ADDRESS in text
    top = text.index("分からないときは → 川辺包括支援センター")
    assert top < text.index('href="tel:0985550120"') < text.index("どんな手助けか")
    assert_well_formed(text)
    other = published(town, at)
    assert "電話はありません" not in text_of(client.get(service_url(other.short_code)))


def test_access_facts_name_their_subject(client, town, at):
    place = ride(town).places[0]
    facts = (AccessibilityInput("steps", False), AccessibilityInput("toilet", True, "洋式"))
    moved = replace(place, location=replace(place.location, accessibility=facts))
    made = published(town, at, ride(town, places=(moved,)))
    text = text_of(client.get(service_url(made.short_code)))
    assert "段差 なし" in text
    assert "トイレ 洋式" in text


def test_canaries_of_a_guarded_home_are_on_no_page(client, town, at):
    guarded = consent(phone=frozenset(), leader=frozenset())
    made = published(town, at, at_home(ride(town, consent=guarded)))
    urls = [
        service_url(made.short_code),
        organization_url(town.group.short_code),
        "/directory/fields/shopping/?area=98001",
        f"/directory/list/?s={made.short_code}",
        f"/directory/list/add/?s={made.short_code}",
    ]
    canaries = [
        HOME_ADDRESS,
        "試験さん宅",
        LEADER_NAME,
        LEADER_PHONE,
        LEADER_PHONE.replace("-", ""),
        OWN_PHONE,
        "0985551201",
        "34.87",
        "138.32",
        "523822452",
        "9800001",
        "asahi@example.jp",
    ]
    for url in urls:
        response = client.get(url)
        assert response.status_code == 200, url
        assert_well_formed(text_of(response))
        assert [each for each in canaries if each in text_of(response)] == [], url
    assert "川辺圏域" in text_of(client.get(urls[0]))
    assert "098-555-0120" in text_of(client.get(urls[0]))


def test_withdrawn_service_is_gone_from_every_page(client, town, at):
    made = published(town, at)
    withdraw_consent(by=OFFICER, at=at, service_id=made.id, on=at.date())
    for url, status in (
        (service_url(made.short_code), 404),
        (organization_url(town.group.short_code), 404),
        ("/directory/fields/shopping/?area=98001", 200),
        (f"/directory/list/?s={made.short_code}", 200),
        (f"/directory/list/add/?s={made.short_code}", 404),
    ):
        response = client.get(url)
        assert response.status_code == status, url
        assert "あさひ 買い物いっしょ便" not in text_of(response)


def test_organization_page_lists_its_services(client, town, at):
    published(town, at)
    create_service(by=OPERATOR, at=at, given=ride(town, name="下書きの便"))
    text = text_of(client.get(organization_url(town.group.short_code)))
    assert "<b>1件</b>" in text
    assert "あさひ 買い物いっしょ便" in text
    assert "下書きの便" not in text
    assert "この団体の方へ" in text


def test_field_page_counts_kinds_of_a_town(client, town, at):
    published(town, at)
    text = text_of(client.get("/directory/fields/shopping/?area=98001"))
    assert "試験市の買い物" in text
    assert "車で送ります" in text
    assert "家に来ます" not in text
    narrowed = text_of(client.get("/directory/fields/shopping/?area=98001&kind=visit"))
    assert "あさひ 買い物いっしょ便" not in narrowed
    assert "試験市には、まだありません。" in narrowed


def test_field_page_without_a_town_leads_to_one(client, town, at):
    published(town, at)
    text = text_of(client.get("/directory/fields/shopping/"))
    assert "まちをえらぶ" in text
    assert "あさひ" not in text


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/directory/fields/none/", 404),
        ("/directory/fields/shopping/?area=99999", 404),
        ("/directory/fields/shopping/?area=abc", 400),
        ("/directory/fields/shopping/?area=98001&page=-1", 400),
        ("/directory/fields/shopping/?area=98001&page=" + "9" * 5000, 400),
        ("/directory/fields/shopping/?area=98001&kind=%00", 400),
        ("/directory/list/?s=" + "A" * 401, 400),
        ("/directory/list/keep/?s=" + "A" * 401, 400),
        ("/directory/list/add/", 404),
    ],
)
def test_bad_input_gets_a_sentence(client, url, status):
    response = client.get(url)
    assert response.status_code == status
    assert "<h1>" in text_of(response)


def test_page_past_the_end_is_empty_not_an_error(client, town, at):
    published(town, at)
    assert client.get("/directory/fields/shopping/?area=98001&page=400").status_code == 200


def test_list_lives_in_its_address(client, town, at):
    first, second = published(town, at), published(town, at, ride(town, name="べつの便"))
    text = text_of(client.get(f"/directory/list/?s={second.short_code},{first.short_code},BAD"))
    main = text[text.index("<h1>") :]
    assert main.index("べつの便") < main.index("あさひ 買い物いっしょ便")
    assert "<b>2件</b>" in text
    assert f"http://testserver/directory/list/?s={second.short_code},{first.short_code}" in text
    assert f'href="/directory/list/?s={first.short_code}"' in text
    assert "mailto:?subject=" in text
    assert "くらべる" in text
    assert "Set-Cookie" not in client.get("/directory/list/").headers


@pytest.mark.usefixtures("client")
def test_list_is_kept_by_a_form_and_forgotten_by_one(town, at):
    made, client = published(town, at), Client(enforce_csrf_checks=True)
    page = client.get(f"/directory/list/add/?s={made.short_code}")
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', text_of(page))[1]
    refused = client.post("/directory/list/add/", {"s": made.short_code})
    assert refused.status_code == 403
    kept = client.post("/directory/list/add/", {"s": made.short_code, "csrfmiddlewaretoken": token})
    assert kept["Location"] == f"/directory/list/?s={made.short_code}"
    assert kept.cookies["yui_list"].value == made.short_code
    assert kept.cookies["yui_list"]["httponly"]
    assert client.get("/directory/list/")["Location"] == kept["Location"]
    shown = text_of(client.get(kept["Location"]))
    assert 'href="/directory/list/keep/"' in shown
    page = client.get("/directory/list/keep/")
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', text_of(page))[1]
    gone = client.post("/directory/list/keep/", {"s": "", "csrfmiddlewaretoken": token})
    assert gone["Location"] == "/directory/list/"
    assert text_of(client.get("/directory/list/")).count("まだ何もえらんでいません") == 1


def test_full_list_takes_no_more_and_says_so(client, town, at):
    made = published(town, at)
    client.cookies["yui_list"] = ".".join(f"AAAAAA{n:02}" for n in range(20))
    response = client.post("/directory/list/add/", {"s": made.short_code})
    assert response.status_code == 200
    assert "いっぱいです" in text_of(response)
    assert "yui_list" not in response.cookies


def test_hostile_cookie_is_an_empty_list(client):
    client.cookies["yui_list"] = "';DROP TABLE.<b>.%E3"
    assert client.get("/directory/list/").status_code == 200


def test_get_changes_nothing(client, town, at, django_assert_num_queries):
    made = published(town, at)
    from yui.journal.models import Entry

    before = Entry.objects.count()
    client.get(service_url(made.short_code))
    client.get(f"/directory/list/add/?s={made.short_code}")
    assert Entry.objects.count() == before


def test_chosen_list_names_what_ended_with_others_like_it(client, town, at):
    kept, ended = published(town, at), published(town, at, ride(town, name="もうない便"))
    end_service(by=OFFICER, at=at, service_id=ended.id, on=date(2026, 11, 20))
    gone = published(town, at, ride(town, name="取り下げた便"))
    withdraw_consent(by=OFFICER, at=at, service_id=gone.id, on=at.date())
    codes = ",".join(each.short_code for each in (kept, ended, gone))
    text = text_of(client.get(f"/directory/list/?s={codes}"))
    assert_well_formed(text)
    assert "「もうない便」は終わりました" in text
    assert "2026年11月20日に終わりました" in text
    assert "1件は、のせるのをやめたか、番号がちがうため、見つかりません。" in text
    assert "取り下げた便" not in text
    assert "<b>1件</b>" in text


def test_chosen_list_of_only_ended_ones_is_not_called_empty(client, town, at):
    ended = published(town, at, ride(town, name="もうない便"))
    end_service(by=OFFICER, at=at, service_id=ended.id, on=date(2026, 11, 20))
    text = text_of(client.get(f"/directory/list/?s={ended.short_code}"))
    assert "「もうない便」は終わりました" in text
    assert "まだ何もえらんでいません" not in text


def test_chosen_list_reads_repeated_codes(client, town, at):
    first, second = published(town, at), published(town, at, ride(town, name="べつの便"))
    text = text_of(client.get(f"/directory/list/?s={first.short_code}&s={second.short_code}"))
    assert "<b>2件</b>" in text


SEARCH = "/98001/search/?trouble=shopping&day=2"


@pytest.mark.parametrize(
    ("referer", "expected"),
    [
        (f"http://testserver{SEARCH}", SEARCH.replace("&", "&amp;")),
        (f"https://elsewhere.example{SEARCH}", None),
        ("http://testserver//elsewhere.example/98001/search/", None),
        ("http://testserver/98001/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_service_leads_back_to_the_search_it_was_opened_from(client, town, at, referer, expected):
    made = published(town, at)
    response = client.get(service_url(made.short_code), headers={"referer": referer})
    text = text_of(response)
    assert "Referer" in response["Vary"]
    if expected:
        assert f'href="{expected}"' in text
        assert "さがした一覧へもどる" in text
    else:
        assert "さがした一覧へもどる" not in text
        assert "elsewhere.example" not in text
        assert "の一覧へもどる" in text


def test_a_printed_code_leads_back_to_the_list_of_its_own_sphere(client, town, at):
    made = published(town, at)
    text = text_of(client.get(f"/s/{made.short_code}", follow=True))
    link = re.search(r'<a class="link" href="([^"]+)">(川辺圏域の[^<]*一覧へもどる)</a>', text)
    assert link is not None
    assert link[1].startswith("/98001/search/?sphere=")


def test_who_answers_is_not_said_where_nobody_is_named(client, town, at):
    made = published(
        town,
        at,
        ride(
            town,
            phones=(PhoneInput(OWN_PHONE, description="担当 受付"),),
            contacts=(ContactInput("担当の係"), ContactInput("世話人")),
        ),
    )
    text = text_of(client.get(service_url(made.short_code)))
    assert "受付</p>" not in text
    assert "担当の係" not in text
    assert "世話人" in text


def test_kind_of_an_organization_is_said_plainly(client, town, at):
    kind = TaxonomyTerm.objects.get(taxonomy__code="org_type", code="group")
    Organization.objects.filter(id=town.group.id).update(kind=kind)
    made = published(town, at)
    text = text_of(client.get(service_url(made.short_code)))
    assert "（住民の会）" in text
    assert "任意団体" not in text
    assert "任意団体" not in text_of(client.get(organization_url(town.group.short_code)))
