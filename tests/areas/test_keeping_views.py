"""「まちの言葉・窓口・圏域」 as staff use it: the page, its forms, a table, the commands."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from tests.areas.builders import AT, TOWN, area, country, towns
from yui.accounts.models import Body, Membership, User
from yui.areas.actions import create_postal_code
from yui.areas.models import Area
from yui.areas.queries import get_area, layers_of, towns_of, word_for
from yui.areas.states import Opening, Term, Tier
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, operator

pytestmark = pytest.mark.django_db
PAGE = "/areas/90201/keeping/"
TABLE = "町字,圏域名,電話番号\n浜,海の圏域,000-555-0101\n港,海の圏域,\n丘,山の圏域,000-555-0102\n"


def _client(role: Role = Role.MUNICIPAL_OFFICER, path: str = TOWN) -> Client:
    area = Area.objects.get(path=path)
    body = Body.objects.create(name="見本市役所", kind="municipality", area=area)
    user = User.objects.create(login=f"{role}-{path}", display_name="試験 太郎", created_at=AT)
    Membership.objects.create(user=user, role=role, body=body, area=area)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer() -> Client:
    """An officer of the town, signed in."""
    country()
    towns("浜", "港", "丘")
    return _client()


def _post(client: Client, act: str, page: str = PAGE, **values: Any) -> str:
    """Send one form; a change that was made is said on the page it leads to."""
    response = client.post(page, {"act": act, **values})
    assert response.status_code == 302, response.content.decode()
    return client.get(response.headers["Location"]).content.decode()


def _sent_back(page: str) -> dict[str, str]:
    """The hidden fields of the plan, as a browser sends them."""
    import html

    found = re.findall(r'<input type="hidden" name="(layer|rows)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def _table(text: str, layer: str = "sphere") -> dict[str, Any]:
    return {"layer": layer, "file": SimpleUploadedFile("圏域.csv", text.encode())}


def test_menu_of_the_desk_leads_to_the_page(officer: Client) -> None:
    for path in ("/desk/", "/exchange/", PAGE):
        assert 'href="/areas/keeping/"' in officer.get(path).content.decode()
    assert officer.get("/areas/keeping/").headers["Location"] == PAGE
    page = officer.get(PAGE).content.decode()
    for words in ("まちの言葉", "見本市の窓口", "参加の状態", "日常生活圏域", "小学校区"):
        assert words in page


def test_page_is_not_there_for_whom_the_area_is_not(officer: Client) -> None:
    neighbour = _client(path="90/90202/")
    member = _client(Role.ORGANIZATION_EDITOR)
    for client in (neighbour, member):
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, {"act": "window", "phone": "000-555-0199"}).status_code == 404
    assert "/accounts/" in Client().get(PAGE).headers["Location"]
    assert get_area(ANONYMOUS, "90201").phone == ""


def test_words_are_set_and_an_empty_one_is_the_standard_again(officer: Client) -> None:
    said = _post(officer, "words", support_centre="まちの相談所", gathering="つどい")
    assert "まちの言葉を保存しました。" in said
    assert 'value="まちの相談所"' in said
    assert word_for(TOWN, Term.SUPPORT_CENTRE) == "まちの相談所"
    _post(officer, "words", gathering="つどい")
    assert word_for(TOWN, Term.SUPPORT_CENTRE) == "地域包括支援センター"
    assert word_for(TOWN, Term.GATHERING) == "つどい"


def test_a_word_that_is_too_long_is_refused_and_kept_in_its_field(officer: Client) -> None:
    response = officer.post(PAGE, {"act": "words", "council": "あ" * 41})
    page = response.content.decode()
    assert response.status_code == 400
    assert "40文字までで書いてください。" in page
    assert "あ" * 41 in page
    assert word_for(TOWN, Term.COUNCIL) == "協議体"


def test_window_of_the_town_is_shown_to_residents_with_its_hours(officer: Client) -> None:
    _post(
        officer,
        "window",
        phone="000-555-0120",
        hours="平日 9時から17時",
        website="https://mihon.example/kaigo/",
    )
    page = Client().get("/areas/90201/centre/").content.decode()
    assert "tel:0005550120" in page
    assert "平日 9時から17時" in re.sub(r"<[^>]+>", "", page)


def test_a_wrong_telephone_is_refused_with_a_sentence_and_kept(officer: Client) -> None:
    response = officer.post(PAGE, {"act": "window", "phone": "市役所まで", "hours": "平日"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "電話番号は、数字とハイフンで書いてください。" in page
    assert 'value="市役所まで"' in page


def test_officer_sets_preparing_and_opening_takes_two_elsewhere(officer: Client) -> None:
    assert "「準備中」にしました。" in _post(officer, "opening", opening="preparing")
    refused = officer.post(PAGE, {"act": "opening", "opening": "open"})
    assert refused.status_code == 400
    assert "「はじめかた」から申し出てください。" in refused.content.decode()
    assert get_area(ANONYMOUS, "90201").opening is Opening.PREPARING


def test_table_is_counted_first_and_changes_nothing_until_it_is_applied(officer: Client) -> None:
    response = officer.post(PAGE, {"act": "table", **_table(TABLE)})
    plan = response.content.decode()
    assert response.status_code == 200
    assert "まだ何も変わっていません。" in plan
    assert "区域に入る町字" in plan
    assert "海の圏域、山の圏域" in plan
    assert layers_of(TOWN, Tier.SPHERE) == ()
    said = _post(officer, "apply", **_sent_back(plan))
    assert "入った3件" in said
    assert [area.name for area in layers_of(TOWN, Tier.SPHERE)] == ["海の圏域", "山の圏域"]
    assert "浜、港" in said
    assert layers_of(TOWN, Tier.SPHERE)[0].phone == "000-555-0101"


def test_second_table_says_what_moves_ends_and_falls_out(officer: Client) -> None:
    _post(officer, "apply", layer="sphere", rows=TABLE)
    second = "町字,圏域名\n浜,海の圏域\n港,谷の圏域\n"
    plan = officer.post(PAGE, {"act": "table", **_table(second)}).content.decode()
    for words in ("同じままの町字", "区域が変わる町字", "どの区域からもはずれる町字", "山の圏域"):
        assert words in plan
    said = _post(officer, "apply", **_sent_back(plan))
    assert "変わった1件、同じ1件、はずれた1件" in said


@pytest.mark.parametrize("text", ["名前,電話\nあ,1\n", "町字,圏域名\n", "\x00\x01"])
def test_table_that_cannot_be_used_is_refused_with_a_sentence(officer: Client, text: str) -> None:
    _post(officer, "apply", layer="sphere", rows=TABLE)
    response = officer.post(PAGE, {"act": "table", **_table(text)})
    assert response.status_code == 400
    assert "field__error" in response.content.decode()
    assert len(layers_of(TOWN, Tier.SPHERE)) == 2


def test_town_is_ticked_into_a_layer_out_of_another(officer: Client) -> None:
    _post(officer, "apply", layer="centre_area", rows=TABLE)
    sea, hill = layers_of(TOWN, Tier.CENTRE_AREA)
    page = f"{PAGE}{hill.path.split('/')[-2]}/"
    assert "浜（いまは海の圏域）" in officer.get(page).content.decode()
    beach = next(town.id for town in towns_of(TOWN) if town.name == "浜")
    said = _post(officer, "towns", page, towns=[beach])
    assert "山の圏域の町字は1件です。1件をはずしました。" in said
    assert [town.name for town in towns_of(hill.path)] == ["浜"]
    assert [town.name for town in towns_of(sea.path)] == ["港"]


def test_window_of_a_layer_answers_for_its_towns(officer: Client) -> None:
    _post(officer, "apply", layer="centre_area", rows=TABLE)
    page = f"{PAGE}{layers_of(TOWN, Tier.CENTRE_AREA)[1].path.split('/')[-2]}/"
    _post(officer, "window", page, phone="000-555-0177", hours="", website="")
    answer = Client().get("/areas/90201/centre/?town=丘").content.decode()
    assert "tel:0005550177" in answer


def test_town_of_a_neighbour_is_refused(officer: Client) -> None:
    _post(officer, "apply", layer="sphere", rows=TABLE)
    (other,) = towns("谷", path="90/90202/")
    page = f"{PAGE}{layers_of(TOWN, Tier.SPHERE)[0].path.split('/')[-2]}/"
    response = officer.post(page, {"act": "towns", "towns": [other.id]})
    assert response.status_code == 400
    assert "このまちの町字からえらんでください。" in response.content.decode()


def test_layer_of_a_ward_is_kept_from_the_page_of_its_city(officer: Client) -> None:
    area(TOWN, "90203", Tier.WARD, "見本区")
    ward = f"{TOWN}90203/"
    (rock,) = towns("岩", path=ward)
    _post(
        officer, "apply", "/areas/90203/keeping/", layer="sphere", rows="町字,圏域\n岩,岩の圏域\n"
    )
    page = re.search(
        r'href="(/areas/90201/keeping/90203-[^"]+)"', officer.get(PAGE).content.decode()
    )
    assert page is not None
    shown = officer.get(page[1]).content.decode()
    assert f'value="{rock.id}"' in shown
    assert "丘" not in shown
    assert "岩の圏域の町字は1件です。" in _post(officer, "towns", page[1], towns=[rock.id])


def test_unknown_layer_and_unknown_act_are_refused(officer: Client) -> None:
    assert officer.get(f"{PAGE}90201-99/").status_code == 404
    assert officer.post(PAGE, {"act": "drop"}).status_code == 400


def test_commands_set_word_and_window(officer: Client, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("set_word", "90201", "support_centre", "まちの相談所")
    assert "地域包括支援センター → まちの相談所" in capsys.readouterr().out
    assert word_for(TOWN, Term.SUPPORT_CENTRE) == "まちの相談所"
    call_command("set_window", "90201", "--phone", "000-555-0130", "--hours", "平日 9時から")
    call_command("set_window", "90201", "--website", "https://mihon.example/new/")
    area = get_area(ANONYMOUS, "90201")
    assert (area.phone, area.hours) == ("000-555-0130", "平日 9時から")
    assert area.website == "https://mihon.example/new/"
    with pytest.raises(CommandError, match="電話番号は"):
        call_command("set_window", "90201", "--phone", "でんわ")
    with pytest.raises(CommandError, match="見つかりません"):
        call_command("set_window", "90201", "--layer", "ない圏域", "--phone", "1")


def test_layer_is_started_by_its_name_without_a_table(officer: Client) -> None:
    shown = officer.get(PAGE).content.decode()
    assert "表がなくても、名前だけで始められます。" in shown
    said = _post(officer, "start", layer="sphere", name=" 海の　圏域 ")
    assert "を作りました。つづけて、町字をえらべます。" in said
    (sea,) = layers_of(TOWN, Tier.SPHERE)
    assert (sea.name, sea.phone) == ("海の 圏域", "")
    page = f"{PAGE}{sea.path.split('/')[-2]}/"
    beach = next(town.id for town in towns_of(TOWN) if town.name == "浜")
    assert "海の 圏域の町字は1件です。" in _post(officer, "towns", page, towns=[beach])
    _post(officer, "start", layer="centre_area", name="海の 圏域")
    assert "海の 圏域" in officer.get(PAGE).content.decode()
    assert [town.name for town in towns_of(sea.path)] == ["浜"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"layer": "sphere", "name": "海の圏域"}, "「海の圏域」は、もうあります。"),
        ({"layer": "sphere", "name": "  "}, "名前を書いてください。"),
        ({"layer": "ward", "name": "区"}, "正しく選択してください。"),
    ],
)
def test_layer_that_cannot_be_started_is_refused_in_its_form(
    officer: Client, values: dict[str, str], said: str
) -> None:
    _post(officer, "apply", layer="sphere", rows=TABLE)
    response = officer.post(PAGE, {"act": "start", **values})
    assert response.status_code == 400
    assert said in response.content.decode()
    assert len(layers_of(TOWN, Tier.SPHERE)) == 2


def test_layer_that_ended_comes_back_by_its_name(officer: Client) -> None:
    _post(officer, "apply", layer="sphere", rows=TABLE)
    path = layers_of(TOWN, Tier.SPHERE)[0].path
    _post(officer, "apply", layer="sphere", rows="町字,圏域名\n丘,山の圏域\n")
    _post(officer, "start", layer="sphere", name="海の圏域")
    assert {each.path for each in layers_of(TOWN, Tier.SPHERE)} >= {path}


BAD_PHONES = (
    "町字,圏域名,電話番号\n"
    "浜,海の圏域,878000002\n"
    "港,海の圏域,087-800-0009\n"
    "丘,山の圏域,087-1\n"
    "架空町,山の圏域,\n"
)


def _with_national_list() -> None:
    create_postal_code(by=operator("test"), at=AT, code="9000001", area_path=TOWN, town_name="浜")


def test_plan_says_what_became_of_every_telephone(officer: Client) -> None:
    plan = officer.post(PAGE, {"act": "table", **_table(BAD_PHONES)}).content.decode()

    assert "2行目: 電話「878000002」を 087-800-0002 に直しました" in plan
    assert "3行目: 「海の圏域」の電話は、2行目の 087-800-0002 にします。" in plan
    assert "4行目: 電話「087-1」は、読めないので入れません。" in plan
    _post(officer, "apply", **_sent_back(plan))
    assert [area.phone for area in layers_of(TOWN, Tier.SPHERE)] == ["087-800-0002", ""]


def test_town_that_no_register_knows_needs_a_tick(officer: Client) -> None:
    _with_national_list()
    plan = officer.post(PAGE, {"act": "table", **_table(BAD_PHONES)}).content.decode()
    assert "5行目: 「架空町」は、まちの町字にも全国の町字の一覧にもありません。" in plan
    assert "一覧にない町字1件も、新しく作る" in plan

    _post(officer, "apply", **_sent_back(plan))
    assert "架空町" not in [town.name for town in towns_of(TOWN)]
    _post(officer, "apply", new_towns="1", **_sent_back(plan))
    assert "架空町" in [town.name for town in towns_of(TOWN)]
