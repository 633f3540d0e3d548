from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.forms.models import model_to_dict

from tests.directory.builders import (
    CARE_MANAGER,
    CITY,
    LEADER_NAME,
    MEMBER,
    OFFICER,
    OPERATOR,
    OTHER_CITY,
    OTHER_OFFICER,
    PREFECTURE,
    consent,
    published,
    ride,
)
from yui.directory.actions import (
    ConsentInput,
    LocationInput,
    PhoneInput,
    PlaceInput,
    ScheduleInput,
    change_service,
    create_service,
    create_services,
)
from yui.directory.errors import (
    InputRefused,
    NotYours,
    OrganizationNotFound,
    PersonalNumberRefused,
    ServiceNotFound,
)
from yui.directory.models import (
    Accessibility,
    Contact,
    CostOption,
    Location,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
)
from yui.directory.states import ConfirmedHow, ServiceState
from yui.journal.models import Entry
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db
MY_NUMBER = "1234 5678 9018"
TABLES = (
    Accessibility,
    Contact,
    CostOption,
    Location,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
)


def state_of_everything():
    rows = [(model.__name__, sorted(map(repr, model.objects.values_list()))) for model in TABLES]
    return rows, Entry.objects.count()


def last_entry():
    return Entry.objects.order_by("position").last()


def test_create_service_writes_the_exact_rows_and_one_entry(town, at):
    before = Entry.objects.count()
    made = create_service(by=OFFICER, at=at, given=ride(town))
    row = Service.objects.get(id=made.id)
    assert {
        name: value
        for name, value in model_to_dict(row).items()
        if name
        in {"name", "kana", "state", "cannot", "eligibility", "how_to_start", "edited_fields"}
    } == {
        "name": "あさひ 買い物いっしょ便",
        "kana": "あさひ かいものいっしょびん",
        "state": ServiceState.DRAFT,
        "cannot": ["病院への送り迎え", "お金をあずかっての買い物"],
        "eligibility": {"minimum_age": 65, "care": ["anyone"]},
        "how_to_start": "電話で「買い物の便を使いたい」と伝えてください",
        "edited_fields": [],
    }
    assert (row.created_at, row.modified_at) == (at, at)
    place = Location.objects.get()
    assert (place.postal_code, place.mesh) == ("9800001", "523822452")
    assert Schedule.objects.get().sentence == "毎週火曜 9時30分〜11時30分"
    assert sorted(Phone.objects.values_list("digits", flat=True)) == ["09012345678", "0985551201"]
    assert ServiceAttribute.objects.count() == 3
    assert row.consent.record_scopes == ["office", "opendata", "paper", "professionals", "web"]
    entry = last_entry()
    assert Entry.objects.count() == before + 1
    assert (entry.verb, entry.object_type, entry.object_id, entry.area_path, entry.fields) == (
        "directory.service.created",
        "directory.service",
        str(made.id),
        CITY,
        [],
    )
    assert LEADER_NAME not in repr(list(Entry.objects.values_list()))


@pytest.mark.parametrize("by", [ANONYMOUS, OTHER_OFFICER, PREFECTURE, CARE_MANAGER, MEMBER])
def test_create_service_is_refused_to_others(town, at, by):
    before = state_of_everything()
    with pytest.raises(NotYours):
        create_service(by=by, at=at, given=ride(town))
    assert state_of_everything() == before


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"name": "　"}, InputRefused, "名前を書いてください。"),
        ({"name": "あ" * 161}, InputRefused, "160字まで"),
        ({"how_to_start": "あ" * 61}, InputRefused, "利用のはじめ方は60字まで"),
        ({"name": "便\u202eびん"}, InputRefused, "使えない文字"),
        ({"description": f"番号は{MY_NUMBER}です"}, PersonalNumberRefused, "個人番号"),
        ({"cannot": (MY_NUMBER,)}, PersonalNumberRefused, "個人番号"),
        ({"phones": (PhoneInput("555-1201"),)}, InputRefused, "電話番号を読み取れません"),
        ({"website": "javascript:alert(1)"}, InputRefused, "https://"),
        ({"email": "asahi"}, InputRefused, "メール"),
        ({"area_path": "98/98009/"}, InputRefused, "登録されていません"),
        ({"terms": (("field", "no-such"),)}, InputRefused, "分類"),
        ({"schedule": ScheduleInput(None, "火曜ごろ")}, InputRefused, "場所ごと"),
        ({"places": (PlaceInput(),)}, InputRefused, "どちらか"),
        (
            {"places": (PlaceInput(location=LocationInput(CITY, latitude=34.9)),)},
            InputRefused,
            "緯度と経度",
        ),
        (
            {"places": (PlaceInput(location=LocationInput(CITY, latitude=0.0, longitude=0.0)),)},
            InputRefused,
            "日本の中",
        ),
        (
            {"consent": consent(record=frozenset())},
            InputRefused,
            "載せられません",
        ),
    ],
)
def test_create_service_refuses_what_cannot_be_kept(town, at, changed, error, words):
    before = state_of_everything()
    with pytest.raises(error) as caught:
        create_service(by=OPERATOR, at=at, given=ride(town, **changed))
    assert words in caught.value.sentence
    assert MY_NUMBER not in caught.value.sentence
    assert caught.value.sentence.endswith("。")
    assert state_of_everything() == before


def test_create_service_needs_an_organization(town, at):
    before = state_of_everything()
    with pytest.raises(OrganizationNotFound):
        create_service(by=OPERATOR, at=at, given=ride(town, organization_id=UUID(int=1)))
    assert state_of_everything() == before


def test_change_service_changes_only_what_differs(town, at):
    made = published(town, at)
    later = at + timedelta(hours=1)
    changed = change_service(
        by=OFFICER,
        at=later,
        service_id=made.id,
        changes={
            "name": "あさひ 買い物いっしょ便",
            "summary": "月に2回、車で迎えに来ます",
            "phones": (PhoneInput("098-555-1300"),),
        },
    )
    row = Service.objects.get(id=made.id)
    assert changed == ("summary", "phones")
    assert row.summary == "月に2回、車で迎えに来ます"
    assert row.edited_fields == ["phones", "summary"]
    assert (row.created_at, row.modified_at) == (at, later)
    assert list(row.phones.values_list("digits", flat=True)) == ["0985551300"]
    assert row.at_locations.count() == 1
    entry = last_entry()
    assert (entry.verb, entry.fields) == ("directory.service.changed", ["summary", "phones"])


def test_change_service_to_the_same_leaves_no_entry(town, at):
    made = published(town, at)
    before = state_of_everything()
    assert (
        change_service(
            by=OFFICER, at=at, service_id=made.id, changes={"kana": "あさひ かいものいっしょびん"}
        )
        == ()
    )
    assert state_of_everything() == before


def test_change_service_replaces_places_with_their_hours(town, at):
    made = published(town, at)
    place = ride(town).places[0]
    moved = replace(place, location=replace(place.location, name="中央会館"))
    change_service(by=OFFICER, at=at, service_id=made.id, changes={"places": (moved,)})
    row = Service.objects.get(id=made.id)
    assert [each.location.name for each in row.at_locations.all()] == ["中央会館"]
    assert Schedule.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source_id": 1}, "変えられません"),
        ({"state": "published"}, "変えられません"),
        ({"summary": "あ" * 121}, "120字まで"),
        ({"summary": "よい便", "description": MY_NUMBER}, "個人番号"),
        ({"schedule": ScheduleInput(None, "火曜")}, "場所ごと"),
        ({"program_id": "00000000-0000-0000-0000-000000000000"}, "この事業は"),
    ],
)
def test_change_service_refuses_and_keeps_everything(town, at, changes, words):
    made = published(town, at)
    before = state_of_everything()
    with pytest.raises(InputRefused) as caught:
        change_service(by=OFFICER, at=at, service_id=made.id, changes=changes)
    assert words in caught.value.sentence
    assert state_of_everything() == before


@pytest.mark.parametrize("by", [ANONYMOUS, OTHER_OFFICER, PREFECTURE, CARE_MANAGER, MEMBER])
def test_change_service_is_refused_to_others(town, at, by):
    made = published(town, at)
    before = state_of_everything()
    with pytest.raises(NotYours):
        change_service(by=by, at=at, service_id=made.id, changes={"summary": "ほか"})
    assert state_of_everything() == before


def test_change_of_an_unknown_service_is_refused(town, at):
    with pytest.raises(ServiceNotFound):
        change_service(by=OFFICER, at=at, service_id=town.group.id, changes={"summary": "ほか"})


def test_create_services_writes_one_entry_for_the_batch(town, at):
    before = Entry.objects.count()
    given = [ride(town, name=f"便{number}", source_key=f"{number}") for number in range(3)]
    made = create_services(
        by=OFFICER, at=at, given=given, area_path=CITY, source_id=town.source_id, batch_id="batch-1"
    )
    assert Service.objects.filter(state=ServiceState.PUBLISHED).count() == 3
    assert [Service.objects.get(id=each.id).name for each in made] == ["便0", "便1", "便2"]
    assert Entry.objects.count() == before + 1
    assert (last_entry().verb, last_entry().batch_id) == ("directory.source.imported", "batch-1")


def test_create_services_adds_none_when_one_is_refused(town, at):
    before = state_of_everything()
    given = [ride(town), ride(town, area_path=OTHER_CITY)]
    with pytest.raises(InputRefused):
        create_services(
            by=OFFICER,
            at=at,
            given=given,
            area_path=CITY,
            source_id=town.source_id,
            batch_id="batch-1",
        )
    with pytest.raises(NotYours):
        create_services(
            by=OTHER_OFFICER,
            at=at,
            given=given,
            area_path=CITY,
            source_id=town.source_id,
            batch_id="batch-1",
        )
    assert state_of_everything() == before


def test_consent_that_ends_before_it_begins_is_refused(town, at):
    given = ConsentInput(at.date(), ConfirmedHow.PAPER, until=at.date() - timedelta(days=1))
    with pytest.raises(InputRefused):
        create_service(by=OPERATOR, at=at, given=ride(town, consent=given))
    assert Service.objects.count() == 0
