"""Where no number is known nothing promises one; a postcode is read as people write it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.builders import CITY, build_area
from yui.areas.models import Area, PostalCode

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
SITE = "https://town.example/"
CODE = CITY.split("/")[1]


@pytest.fixture(autouse=True)
def _town(db: None) -> None:
    build_area(CITY, website=SITE)
    PostalCode.objects.create(code="0000001", area=Area.objects.get(path=CITY))


def _page(path: str, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("path", [f"/{CODE}/", f"/{CODE}/search/"])
def test_box_without_a_number_leads_to_the_official_site(path: str) -> None:
    box = _page(path).split('class="phone-box"')[1].split("</section>")[0]
    assert "tel:" not in box
    assert f'href="{SITE}"' in box
    assert "試験市の公式サイトで電話番号を見る" in box
    assert "電話して「地域包括支援センターへ」と伝えてください。" in box
    assert "119" in box
    assert "110" in box


def test_first_page_promises_no_number() -> None:
    page = _page("/")
    assert "いちばん上に相談の電話番号が出ます" not in page
    assert "電話番号がわかっているまちでは、番号も出ます。" in page


@pytest.mark.parametrize(
    "written",
    [
        "〒000-0001",
        "０００－０００１",
        "〒 000‐0001",
        "000ー0001",
        "0000001",
        "000﹣0001",
        "000−0001",
    ],
)
def test_postcode_is_read_however_it_is_written(written: str) -> None:
    response = Client().get("/areas/find/", {"postal_code": written})
    assert response.status_code == 302
    assert response["Location"] == f"/{CODE}/"


def test_example_of_the_field_is_a_postcode_that_is_found() -> None:
    for path in ("/", "/areas/", "/areas/find/"):
        page = _page(path)
        assert "例 000-0001" in page
        assert "maxlength" not in page


@pytest.mark.parametrize("asked", ["postal_code=9999999", "q=ありえない市", "postal_code=12", ""])
def test_a_town_not_found_still_says_whom_to_call(asked: str) -> None:
    page = _page(f"/areas/find/?{asked}")
    assert "お住まいの市役所・町村役場" in page
    assert "電話して「地域包括支援センターへ」と伝えてください。" in page
