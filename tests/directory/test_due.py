"""「確認の仕事」: the list, the telephone, one press, its files."""

import csv
import io
import json
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.directory.builders import (
    LEADER_PHONE,
    OFFICER,
    OTHER_CITY,
    OTHER_SPHERE,
    OWN_PHONE,
    SPHERE,
    consent,
    published,
    ride,
)
from tests.directory.desk import asked, row_of, words_of, worker
from yui.directory.actions import (
    LocationInput,
    PlaceInput,
    end_service,
    fold_views,
    note_not_reached,
    note_view,
    set_freshness_limit,
    tidy_views,
)
from yui.directory.models import ChangeRequest, Service, ServiceUse
from yui.directory.queries.due import DueOrder, due_ids, due_services
from yui.journal.models import Access
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
DUE = "/directory/due/"
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _now(monkeypatch, at):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture(autouse=True)
def _own_counts(monkeypatch, tmp_path):
    monkeypatch.setattr("yui.directory.actions.viewing._folder", lambda: tmp_path)


def use(made, views):
    ServiceUse.objects.create(service_id=made.id, month=date(2026, 10, 1), views=views)


def names(viewer, at, order=DueOrder.OLDEST):
    return [line.card.name for line in due_services(viewer, at=at, order=order).items]


def test_due_on_the_day_after_the_last_fresh_day(town, at):
    made = asked(town, at, days_ago=180)
    assert due_ids(OFFICER, at=at) == ()
    assert due_ids(OFFICER, at=at + timedelta(days=1)) == (made.id,)


def test_oldest_first_then_most_used_then_by_name(town, at):
    never = published(town, at, ride(town, name="いちども"))
    asked(town, at, days_ago=200, given=ride(town, name="少し古い"))
    asked(town, at, days_ago=300, given=ride(town, name="古い ひと"))
    used = asked(town, at, days_ago=300, given=ride(town, name="古い よく使う"))
    asked(town, at, days_ago=20, given=ride(town, name="新しい"))
    use(used, 7)
    use(never, 3)
    assert names(OFFICER, at) == ["いちども", "古い よく使う", "古い ひと", "少し古い"]
    assert names(OFFICER, at, DueOrder.USED)[:2] == ["古い よく使う", "いちども"]
    assert names(OFFICER, at, DueOrder.NAME) == [
        "いちども",
        "古い ひと",
        "古い よく使う",
        "少し古い",
    ]


def test_the_list_holds_the_own_area_only(town, at):
    place = PlaceInput(location=LocationInput("98/98001/", "中央会館", sphere_path=OTHER_SPHERE))
    here = asked(town, at, days_ago=200)
    there = asked(town, at, days_ago=200, given=ride(town, name="中央", places=(place,)))
    coordinator, _ = worker("sc2", Role.COORDINATOR_LAYER_2, SPHERE)
    other, _ = worker("sc2b", Role.COORDINATOR_LAYER_2, OTHER_SPHERE)
    neighbour, _ = worker("tonari", area_path=OTHER_CITY)
    assert due_ids(coordinator, at=at) == (here.id,)
    assert due_ids(other, at=at) == (there.id,)
    assert set(due_ids(OFFICER, at=at)) == {here.id, there.id}
    for nobody in (neighbour, ANONYMOUS):
        assert due_ids(nobody, at=at) == ()


def test_what_ended_or_is_a_draft_is_not_asked_about(town, at):
    gone = asked(town, at, days_ago=200)
    end_service(by=OFFICER, at=at, service_id=gone.id, on=TODAY)
    assert due_ids(OFFICER, at=at) == ()


def test_the_same_queries_at_one_and_at_three(town, at):
    counts = []
    for number in (1, 1, 3):
        while Service.objects.count() < number:
            asked(town, at, days_ago=200, given=ride(town, name=f"会{number}"))
        with CaptureQueriesContext(connection) as found:
            assert len(due_services(OFFICER, at=at).items) == number
        counts.append(len(found))
    assert counts[1:] == [15, 15]  # the first one also fills the memory of vocabularies


def test_one_press_confirms_and_one_takes_it_back(town, at):
    made = asked(town, at, days_ago=200)
    _viewer, desk = worker()
    page = desk.get(DUE)
    assert "確かめるものが1件あります" in words_of(page)
    assert "2026年5月8日" in words_of(page)
    assert OWN_PHONE in page.content.decode()
    answer = desk.post(DUE, {"confirm": made.short_code, "sort": "used", "page": "1"})
    assert answer.status_code == 302
    assert "sort=used" in answer["Location"]
    assert (row_of(made).confirmed_date, row_of(made).confirmed_how) == (TODAY, "phone")
    done = desk.get(answer["Location"])
    assert "「あさひ買い物いっしょ便」を確認しました。" in words_of(done)
    assert due_ids(OFFICER, at=at) == ()
    found = re.search(r'name="take_back" value="([^"]+)"', done.content.decode())
    assert found is not None
    again = desk.post(DUE, {"take_back": found[1]}, follow=True)
    assert "前のとおりに戻りました" in words_of(again)
    assert due_ids(OFFICER, at=at) == (made.id,)
    twice = desk.post(DUE, {"take_back": found[1]}, follow=True)
    assert "もう取り消されたか" in words_of(twice)


def test_others_press_in_vain(town, at):
    made = asked(town, at, days_ago=200)
    for login, role, area in (
        ("tonari", Role.MUNICIPAL_OFFICER, OTHER_CITY),
        ("kenin", Role.PREFECTURAL_OFFICER, "98/"),
        ("care", Role.CARE_MANAGER, "98/98001/"),
    ):
        _viewer, desk = worker(login, role, area)
        assert desk.post(DUE, {"confirm": made.short_code}).status_code == 404
        assert desk.get(f"{DUE}{made.short_code}/").status_code == 404
        assert made.short_code not in desk.get(DUE).content.decode()
        assert "あさひ" not in desk.get("/directory/due.csv").content.decode("utf-8-sig")
    assert row_of(made).confirmed_date == TODAY - timedelta(days=200)
    assert Client().get(DUE).status_code == 302
    for rubbish in ({"confirm": "x"}, {"take_back": "x"}, {}):
        assert desk.post(DUE, rubbish).status_code == 404


def test_the_page_of_one_says_what_to_say_and_takes_what_was_heard(town, at):
    private = consent(phone=frozenset(), leader=frozenset())
    made = asked(town, at, days_ago=200, given=ride(town, consent=private, phones=()))
    _viewer, desk = worker()
    page = f"{DUE}{made.short_code}/"
    text = words_of(desk.get(page))
    assert LEADER_PHONE in text
    assert "もしもし。試験市の試験利用者と申します。" in text
    assert "日時は、「毎週火曜9時30分〜11時30分」でよろしいでしょうか。" in text
    assert "この電話番号は、住民の方には出していません。" in text
    assert Access.objects.filter(object_id=str(made.id)).exists()
    for number in (1, 2, 3):
        assert desk.post(page, {"act": "not_reached"}).status_code == 302
        assert f"{number}回つながりませんでした" in words_of(desk.get(DUE))
    assert "電話が3回つながりませんでした。はがきを出すか" in words_of(desk.get(page))
    assert "はがきか、たずねる" in words_of(desk.get(DUE))
    heard = {
        "act": "changed",
        "hours": "毎週水曜 10時〜12時",
        "phone": "",
        "place": "",
        "words": "",
    }
    assert desk.post(page, heard).status_code == 302
    assert ChangeRequest.objects.get().after == "毎週水曜 10時〜12時"
    wrong = desk.post(page, heard | {"phone": "内線"})
    assert wrong.status_code == 422
    assert "電話番号を読み取れません" in wrong.content.decode()
    assert ChangeRequest.objects.count() == 1
    assert desk.post(page, {"act": "confirm"}).status_code == 302
    assert row_of(made).confirmed_date == TODAY
    assert desk.post(page, {"act": "?"}).status_code == 404


def test_tries_begin_anew_after_a_confirmation(town, at):
    made = asked(town, at - timedelta(days=300), days_ago=0)
    note_not_reached(by=OFFICER, at=at - timedelta(days=2), service_id=made.id)
    (line,) = due_services(OFFICER, at=at).items
    assert (line.tries, line.asked_on) == (1, TODAY - timedelta(days=2))


def test_files_hold_the_whole_list_and_no_formula(town, at):
    asked(town, at, days_ago=200, given=ride(town, name='=HYPERLINK("http://x","y")'))
    _viewer, desk = worker()
    rows = list(csv.reader(io.StringIO(desk.get("/directory/due.csv").content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["名前", "団体", "さいごに確かめた日"]
    assert rows[1][0].startswith("'=")
    assert rows[1][2] == "2026-05-08"
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/directory/due.xlsx").content))
    (cell,) = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x","y")')


def test_the_table_is_sorted_by_its_heads_and_paged(town, at):
    for number in range(25):
        asked(town, at, days_ago=200 + number, given=ride(town, name=f"会{number:02d}"))
    _viewer, desk = worker()
    first = desk.get(DUE).content.decode()
    assert 'aria-sort="ascending"' in first
    assert f"{DUE}?sort=name" in first.replace("&amp;", "&")
    assert "2ページのうち1ページ目" in words_of(desk.get(DUE))
    assert "会00" in words_of(desk.get(f"{DUE}?page=2"))
    assert desk.get(f"{DUE}?sort=x").status_code == 404
    assert "会00" in words_of(desk.get(f"{DUE}?page=499"))


def test_views_are_counted_once_and_by_nobody(client, town, at, tmp_path):
    made = published(town, at)
    address = f"/directory/services/{made.short_code}/"
    for _each in range(3):
        assert client.get(address).status_code == 200
    client.head(address)
    _viewer, desk = worker()
    desk.get(address)
    assert not ServiceUse.objects.exists()
    (lines,) = [path.read_text() for path in tmp_path.glob("views-*.jsonl")]
    assert [json.loads(line) for line in lines.splitlines()] == [[made.id.hex, "2026-11-01"]] * 3
    (tmp_path / "views-1.jsonl").write_text('["rubbish", 3]\n[1]\n{"a"\n')
    gone = "0" * 31 + "1"
    note_view(service_id=type(made.id)(gone), on=TODAY)
    assert fold_views(at=at) == 3
    assert fold_views(at=at) == 0
    (row,) = ServiceUse.objects.all()
    assert (row.service_id, row.month, row.views) == (made.id, date(2026, 11, 1), 3)
    assert tidy_views(at=at + timedelta(days=365 * 3 + 5)) == 0
    assert tidy_views(at=at + timedelta(days=365 * 3 + 40)) == 1


def test_a_limit_of_the_municipality_moves_the_list(town, at):
    made = asked(town, at, days_ago=100)
    assert due_ids(OFFICER, at=at) == ()
    set_freshness_limit(
        by=OFFICER, at=at, area_path="98/98001/", sector=None, ask_after_days=90,
        off_paper_after_days=200,
    )  # fmt: skip
    assert due_ids(OFFICER, at=at) == (made.id,)
