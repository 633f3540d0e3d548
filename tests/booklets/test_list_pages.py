"""The large-type list: its pages, boxes, letters and tags."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from tests.booklets.paper import body_of, confirmed, reader, sizes_of
from tests.directory.builders import OWN_PHONE, Town, ride
from yui.directory.actions import PhoneInput

pytestmark = [
    pytest.mark.usefixtures("quick_press"),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]

LIST = "/booklets/list.pdf?area=98001&field=shopping"
Index = Callable[[], None]


def test_memo_boxes_are_left_out_when_nobody_wants_them(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    for number in range(5):
        confirmed(town, at, ride(town, name=f"便 {number}"))
    index()
    with_memo, without = client.get(LIST), client.get(LIST + "&memo=0")
    assert body_of(with_memo).count("メモ") == 5
    assert "メモ" not in body_of(without)
    assert len(reader(with_memo.content).pages) == 2
    assert len(reader(without.content).pages) < 3


def test_later_pages_hold_the_main_number_and_more_services(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    for number in range(10):
        confirmed(town, at, ride(town, name=f"便 {number}"))
    index()
    pages = [
        "".join(each.extract_text().split()) for each in reader(client.get(LIST).content).pages
    ]
    assert [page.count("メモ") for page in pages] == [4, 5, 1]
    for page in pages:
        assert "迷ったら、ここに電話してください" in page
        assert "試験市社会福祉協議会" in page
    assert "右の四角をスマホで写すと" in pages[0]
    assert "右の四角をスマホで写すと" not in "".join(pages[1:])


@pytest.mark.parametrize(
    ("hours", "printed"),
    [
        ("月曜〜金曜 7時30分〜17時", f"電話月曜〜金曜7時30分〜17時{OWN_PHONE}"),
        ("月曜〜金曜 8時30分〜17時15分", f"電話{OWN_PHONE}月曜〜金曜8時30分〜17時15分"),
        (
            "月曜〜金曜 8時30分〜17時30分、土曜 9時〜12時",
            f"電話{OWN_PHONE}月曜〜金曜8時30分〜17時30分、土曜9時〜12時",
        ),
    ],
    ids=["beside the word", "below the number", "in two lines"],
)
def test_hours_stand_where_they_have_room(
    client: Client, town: Town, index: Index, at: datetime, hours: str, printed: str
) -> None:
    confirmed(town, at, ride(town, phones=(PhoneInput(OWN_PHONE, hours=hours),)))
    index()
    assert printed in body_of(client.get(LIST))


def test_letters_of_old_family_names_appear_and_fonts_are_embedded(
    client: Client, town: Town, index: Index, at: datetime, tmp_path: Path
) -> None:
    confirmed(town, at, ride(town, name="髙﨑德塚邉𠮷の会"))
    index()
    response = client.get(LIST)
    assert "髙﨑德塚邉𠮷の会" in body_of(response)
    if shutil.which("pdffonts") is None:
        pytest.skip("pdffonts（poppler-utils）がないため、フォントを確かめられません")
    (tmp_path / "list.pdf").write_bytes(response.content)
    listed = subprocess.run(
        ["pdffonts", tmp_path / "list.pdf"], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert listed
    for line in listed:
        embedded, _subset, has_unicode = line.split()[-5:-2]
        assert (embedded, has_unicode) == ("yes", "yes"), line
        assert "UDPGothic" in line or "NotoSansCJKjp" in line


def test_very_long_texts_are_printed_whole(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    name = "特定非営利活動法人ささえあいの輪" * 10
    confirmed(town, at, ride(town, name=name[:160], summary="長い説明です" * 20))
    index()
    text = body_of(client.get(LIST))
    assert name[:160] in text
    assert "長い説明です" * 20 in text


def test_letters_are_large_enough_for_older_readers(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    confirmed(town, at)
    index()
    sizes = sizes_of(client.get(LIST).content)
    assert min(sizes.values()) >= 14
    assert sizes[OWN_PHONE] == 24
    assert sizes["098-555-0130"] == 28
    assert sizes["手助"] == 26  # letters are drawn in runs of one script
    assert sizes["あさひ"] == 17
    assert sizes["近所"] == 14


def test_list_is_tagged_for_screen_readers(
    client: Client, town: Town, index: Index, at: datetime
) -> None:
    confirmed(town, at)
    index()
    pdf = reader(client.get(LIST).content)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "買い物の手助けと集まり"
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] in ("ja", "ja-JP")
    assert [each.title for each in pdf.outline if not isinstance(each, list)] == [
        "買い物の手助けと集まり"
    ]
    page = pdf.pages[0].mediabox
    assert (round(page.width), round(page.height)) == (595, 842)
