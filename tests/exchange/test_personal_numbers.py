"""A file with a 個人番号 is not kept, wherever in it the number stands."""

from __future__ import annotations

from datetime import datetime

import pytest
from openpyxl import Workbook

from tests.exchange.builders import OFFICER, as_csv, care_row, planned
from tests.exchange.own_tables import bytes_of
from yui.exchange.actions import mend_row
from yui.exchange.actions.receiving import path_of
from yui.exchange.errors import ExchangeRefused
from yui.exchange.models import Batch, Mend, StagingRow
from yui.exchange.states import BatchState

pytestmark = pytest.mark.usefixtures("country")
NUMBER = "123456789018"
SALON = ("No,活動名,連絡先", "1,ほたるの会,087-000-1111")


def _own(*lines: str) -> bytes:
    return "\n".join((*SALON, *lines)).encode()


def _workbook() -> bytes:
    """The number stands on a second sheet that is no list, as a number and not as a text."""
    book = Workbook()
    assert book.active is not None
    book.active.append(["事業所名", "電話"])
    book.create_sheet("控え").append([int(NUMBER)])
    return bytes_of(book)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (as_csv([care_row(1), care_row(2, 備考=f"代表 {NUMBER}")]), "jigyosho_110_202506.csv"),
        (_own(f"2,つばめの会,{NUMBER[:4]}-{NUMBER[4:8]}-{NUMBER[8:]}"), "salon.csv"),
        (_own(*(f"{row},会{row}," for row in range(2, 40)), f"40,{NUMBER},"), "salon.csv"),
        (_workbook(), "salon.xlsx"),
    ],
    ids=["published-list", "own-list", "far-below", "other-sheet"],
)
def test_file_with_a_personal_number_is_thrown_away(
    content: bytes, name: str, at: datetime
) -> None:
    batch = planned(content, at, name=name)

    assert batch.state is BatchState.CANCELLED
    assert "個人番号" in batch.problem
    assert NUMBER not in batch.problem
    assert not StagingRow.objects.exists()
    row = Batch.objects.get()
    assert not path_of(row).exists()
    assert (row.headers, row.layout) == ([], {})


def test_numbers_of_a_published_list_itself_are_no_personal_numbers(at: datetime) -> None:
    batch = planned(as_csv([care_row(1, No=NUMBER, 法人番号="4010401098455")]), at)

    assert batch.state is BatchState.PLANNED
    assert batch.added == 1


def test_personal_number_is_not_written_into_a_rejected_row(at: datetime) -> None:
    batch = planned(as_csv([care_row(1), care_row(2, 事業所名="")]), at)
    row = StagingRow.objects.get(batch_id=batch.id, outcome="rejected")
    with pytest.raises(ExchangeRefused, match="個人番号"):
        mend_row(by=OFFICER, at=at, batch_id=batch.id, row_id=row.pk, cell=f"会 {NUMBER}")

    assert not Mend.objects.exists()
    row.refresh_from_db()
    assert row.outcome == "rejected"
