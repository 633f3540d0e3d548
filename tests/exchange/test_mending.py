"""Rejected rows are mended together; every change of a cell is listed, and counted once."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tests.exchange.builders import (
    BY,
    CITY,
    NEIGHBOUR,
    OFFICER,
    as_csv,
    care_row,
    planned,
    receive,
)
from tests.exchange.own_tables import NAME, group, teach, workbook
from tests.exchange.test_views import _signed_in
from yui.exchange.actions import mend_row, mend_rows, plan_batch
from yui.exchange.errors import ExchangeRefused, NotYours
from yui.exchange.models import StagingRow
from yui.exchange.queries import BatchInfo, get_batch, rejection_groups, repairs_of, rows_of
from yui.exchange.states import Outcome
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]


def _counts_agree(plan: BatchInfo) -> bool:
    """The page, the list of repairs and the counts by rule say the same number."""
    listed = [entry["rule"] for entry in repairs_of(plan.id)]
    by_rule = {rule: entry["count"] for rule, entry in plan.repair_counts.items()}
    return plan.repairs == len(listed) and by_rule == {
        rule: listed.count(rule) for rule in set(listed)
    }


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def test_one_value_mends_all_rows_of_a_reason(officer: Client, at: datetime) -> None:
    rows = [care_row(number, 事業所名="", 住所=f"高松市番町{number}") for number in (1, 2, 3)]
    plan = planned(as_csv([*rows, care_row(4)]), at)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert "3行に入れる" in page
    sent = {"reason": "名前がありません。", "cell": "名前のない事業所"}
    assert officer.post(f"/exchange/{plan.id}/rows/", sent).status_code == 302

    mended = get_batch(BY, plan.id)
    assert (mended.added, mended.rejected) == (4, 0)
    assert mended.repair_counts["by_hand"]["count"] == 3
    again = officer.post(f"/exchange/{plan.id}/rows/", sent)
    assert again.status_code == 409
    assert "もうありません" in again.content.decode()


def test_rows_that_name_no_town_get_one_together(officer: Client, at: datetime) -> None:
    lost = {"都道府県コード又は市町村コード": "", "都道府県名": "", "市区町村名": ""}
    rows = [care_row(number, 住所=f"番町{number}", **lost) for number in (1, 2)]
    batch_id = receive(as_csv([*rows, care_row(3)]), at, area_path="37/")
    plan_batch(by=BY, at=at, batch_id=batch_id)
    (group_,) = rejection_groups(batch_id)
    assert (group_.count, group_.lacks_town, group_.can_mend) == (2, True, True)
    with pytest.raises(ExchangeRefused, match="取り込む地域にありません"):
        mend_rows(by=BY, at=at, batch_id=batch_id, reason=group_.reason, cell="焼津市")
    assert get_batch(BY, batch_id).rejected == 2
    with pytest.raises(NotYours):
        mend_rows(by=NEIGHBOUR, at=at, batch_id=batch_id, reason=group_.reason, cell="高松市")
    taken = mend_rows(by=BY, at=at, batch_id=batch_id, reason=group_.reason, cell="37201")

    assert taken == 2
    rows_now = rows_of(batch_id, Outcome.ADD)
    assert {row.cleaned["area"] for row in rows_now} == {CITY}
    assert _counts_agree(get_batch(BY, batch_id))
    plan_batch(by=BY, at=at, batch_id=batch_id)
    assert get_batch(BY, batch_id).added == 3


def test_rows_of_one_reason_are_mended_together_only_where_the_same_stood(
    officer: Client, at: datetime
) -> None:
    one, other = "長" * 161, "永" * 162
    rows = [care_row(number, 事業所名=one) for number in (1, 2)]
    plan = planned(as_csv([*rows, care_row(3, 事業所名=other)]), at)
    groups = rejection_groups(plan.id)
    assert [(each.cell, each.count) for each in groups] == [(one, 2), (other, 1)]
    page = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert f"もとの値 {one}" in page
    sent = {"reason": groups[0].reason, "original": one, "cell": "短い名前"}
    assert officer.post(f"/exchange/{plan.id}/rows/", sent).status_code == 302

    (left,) = rows_of(plan.id, Outcome.REJECTED)
    assert left.cell == other
    taken = mend_rows(by=OFFICER, at=at, batch_id=plan.id, reason=left.reason, cell="別の名前")
    assert taken == 1
    after = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert f"{one[:60]}… → 短い名前" in after
    assert f"{other[:60]}… → 別の名前" in after


def test_counts_agree_before_and_after_mending(at: datetime) -> None:
    outside = {"都道府県コード又は市町村コード": "222127"}
    rows = [care_row(1, 備考="-")]
    rows += [care_row(number, 住所=f"高松市番町{number} ", **outside) for number in (2, 3, 4)]
    blank = dict.fromkeys(care_row(1), "") | {"No": "5"}
    plan = planned(as_csv([*rows, blank]), at)
    counts = {rule: entry["count"] for rule, entry in plan.repair_counts.items()}
    assert counts == {"dash_as_empty": 1, "spaces": 3, "blank_row": 1}
    assert _counts_agree(plan)
    first = StagingRow.objects.filter(batch_id=plan.id, outcome=Outcome.REJECTED).first()
    assert first is not None
    mend_row(by=OFFICER, at=at, batch_id=plan.id, row_id=first.pk, cell="372013")
    assert _counts_agree(get_batch(BY, plan.id))
    mend_rows(by=OFFICER, at=at, batch_id=plan.id, reason=first.reason, cell="372013")

    after = get_batch(BY, plan.id)
    counts = {rule: entry["count"] for rule, entry in after.repair_counts.items()}
    assert (after.added, counts) == (
        4,
        {"dash_as_empty": 1, "spaces": 3, "blank_row": 1, "by_hand": 3},
    )
    assert _counts_agree(after)


@pytest.mark.parametrize(
    ("changes", "rule", "shown"),
    [
        ({"緯度": "３４．３４２８", "経度": "134.0466"}, "full_width", "34.3428, 134.0466"),
        ({"電話番号": "０８７－８３９－２８１１"}, "full_width", "087-839-2811"),
        ({"電話番号": "代表 087-839-2811"}, "phone_words", "087-839-2811"),
        ({"電話番号": "087(839)2811"}, "hyphens", "087-839-2811"),
        ({"都道府県コード又は市町村コード": "37201"}, "check_digit", "372013"),
        ({"都道府県コード又は市町村コード": "３７２０１３"}, "full_width", "372013"),
        ({"サービスの種類": "ﾎｰﾑﾍﾙﾌﾟ"}, "full_width", "ホームヘルプ"),
        ({"定員": "１０"}, "full_width", "10"),
        ({"事業所名": "見本\n会館"}, "line_break", "見本 会館"),
        ({"URL": "https://example.jp/ａ"}, "full_width", "https://example.jp/a"),
    ],
)
def test_every_change_of_a_cell_is_listed(
    at: datetime, changes: dict[str, str], rule: str, shown: str
) -> None:
    plan = planned(as_csv([care_row(1, **changes)]), at)

    assert plan.rejected == 0
    assert [(entry["rule"], entry["to"]) for entry in repairs_of(plan.id)] == [(rule, shown)]


@pytest.mark.parametrize(
    ("fee", "rule", "shown"),
    [
        ("３００円", "full_width", "300円"),
        ("月500円", "fee_words", "1か月 500円"),
        ("300円", "", ""),
        ("無料", "", ""),
    ],
)
def test_fee_that_is_written_anew_is_listed(at: datetime, fee: str, rule: str, shown: str) -> None:
    table = workbook(東部=[group(1, "ひだまり会", fee=fee)])
    teach(at, table)
    plan = planned(table, at, name=NAME)

    expected = [(rule, shown)] if rule else []
    assert [(entry["rule"], entry["to"]) for entry in repairs_of(plan.id)] == expected


def test_rejected_row_is_named_as_it_was_written(officer: Client, at: datetime) -> None:
    plan = planned(
        as_csv([care_row(1), care_row(2, 事業所名="①㈱髙橋サロン", 法人の名称="長" * 200)]), at
    )
    page = officer.get(f"/exchange/{plan.id}/?show=rejected").content.decode()

    assert plan.rejected == 1
    assert "①㈱髙橋サロン" in page


def test_repeated_number_is_not_called_blank(officer: Client, at: datetime) -> None:
    plan = planned(as_csv([care_row(1), care_row(1, 住所="香川県高松市番町9丁目9番")]), at)
    page = officer.get(f"/exchange/{plan.id}/?show=rejected").content.decode()

    assert plan.rejected == 1
    assert "2行目と同じ番号の行です。" in page
    assert "もとの値 空白" not in page


def test_table_of_headings_alone_does_not_speak_of_rows_above(
    officer: Client, at: datetime
) -> None:
    plan = planned(as_csv([]), at)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()

    assert "元の表に行を入れて、もう一度選んでください。" in page
    assert "上の行を直すか" not in page
