"""The pages people read."""

import pytest

from tests.directory.builders import CITY, OPERATOR, published, ride
from tests.opendata.records import body_of
from tests.ui.markup import read, reference_problems
from yui.areas.models import Area
from yui.directory.actions import SourceInput, create_services, create_source

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.opendata.urls"),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


@pytest.mark.parametrize("path", ["", "98/", "98001/", "98002/"])
def test_page_is_well_formed(visitor, town, at, path):
    published(town, at)
    reader = read(body_of(visitor.get(f"/opendata/{path}")).decode())
    assert reader.problems == []
    assert reference_problems(reader) == []
    tags = [tag for tag, _attrs in reader.elements]
    assert tags.count("h1") == 1


def test_home_says_licence_files_examples_and_fields(visitor, town):
    html = body_of(visitor.get("/opendata/")).decode()
    for words in (
        "CC BY 4.0",
        "/opendata/catalog.csv",
        "application_process",
        "所在地_連結表記",
        "掲載は、推奨ではありません。",
        "公開を始めました",
        "/opendata/98/",
    ):
        assert words in html, words


def test_examples_of_the_page_are_addresses_the_api_takes(visitor, town):
    city = Area.objects.get(path=CITY)
    Area.objects.filter(id=city.id).update(code="141003")
    html = body_of(visitor.get("/opendata/")).decode()
    addresses = [
        value.removeprefix("http://testserver")
        for tag, attrs in read(html).elements
        for name, value in dict(attrs).items()
        if tag == "a" and name == "href" and "/opendata/hsds/s" in value
    ]
    assert len(addresses) == 5
    for address in addresses:
        answer = visitor.get(address.replace("&amp;", "&"))
        answer.getvalue()
        assert answer.status_code == 200, address


def test_prefecture_lists_towns_with_counts(visitor, town, at):
    html = body_of(visitor.get("/opendata/98/")).decode()
    assert "公開している一覧は、まだありません。" in html
    published(town, at)
    html = body_of(visitor.get("/opendata/98/")).decode()
    assert 'href="/opendata/98001/"' in html
    assert "1件" in html
    assert "98002" not in html


def test_a_csv_is_one_click_away_from_the_page_of_a_town(visitor, town, at):
    published(town, at)
    html = body_of(visitor.get("/opendata/98001/")).decode()
    assert 'href="/opendata/98001/services.csv"' in html
    assert "CSVをとる" in html


def test_samples_say_so(visitor, town):
    Area.objects.filter(path__startswith="98/").update(is_sample=True)
    for path in ("98/", "98001/"):
        html = body_of(visitor.get(f"/opendata/{path}")).decode()
        assert "見本です" in html
        assert "noindex" in html


@pytest.mark.parametrize("code", ["980005", "980013"])
def test_codes_with_a_check_digit_lead_to_the_short_ones(visitor, town, code):
    answer = visitor.get(f"/opendata/{code}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/opendata/{'98' if code == '980005' else code[:5]}/"


def test_equal_credits_are_said_once(visitor, town, at):
    for number in range(2):
        given = ride(town, name=f"便{number}", consent=None, contacts=())
        source = SourceInput(
            f"一覧{number}", "x", CITY, credit="県の一覧", licence="CC0", is_official=True
        )
        create_services(
            by=OPERATOR,
            at=at,
            given=[given],
            area_path=CITY,
            source_id=create_source(by=OPERATOR, at=at, given=source),
            batch_id=f"b{number}",
        )
    html = body_of(visitor.get("/opendata/98001/")).decode()
    assert html.count("県の一覧（CC0）") == 1
    assert "試験県の一覧へもどる" in html
