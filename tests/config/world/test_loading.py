"""The sample world comes in whole, twice the same, and goes away without a trace."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from tests.builders import build_service
from yui.accounts.models import Membership, User
from yui.areas.formats.national import national_areas
from yui.areas.models import Area, Population
from yui.areas.queries import centre_for, population_of
from yui.areas.states import Opening, Tier
from yui.config.world.content import written_content
from yui.config.world.generated import generated_content
from yui.config.world.loading import WorldRefused, load_world
from yui.config.world.manifest import write_manifest
from yui.config.world.removing import remove_world
from yui.directory.models import Organization, Schedule, Service
from yui.directory.states import ServiceState
from yui.events.models import Event
from yui.events.states import EventState
from yui.journal.models import Entry
from yui.journal.queries import chain_fault
from yui.policy.roles import Role
from yui.policy.viewer import operator
from yui.search.followers import follow
from yui.search.models import Document
from yui.taxonomy.actions import load_vocabulary

BY = operator("test")
CITY = "90/90100/"
World = dict[str, Any]
# What is kept of the past, or derived from it, is not part of the world.
_KEPT = {"journal.Entry", "journal.Head", "journal.Cursor", "areas.Stamp"}


def counts() -> dict[str, int]:
    """How many rows every table has, apart from the journal."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.label not in _KEPT
    }


def load(folder: Path, *, seed: int = 1, size: str = "s") -> World:
    path = folder / "world.json"
    load_world(by=BY, at=timezone.now(), seed=seed, size=size, manifest_path=path)
    world: World = json.loads(path.read_text(encoding="utf-8"))
    return world


@dataclass(frozen=True)
class Loaded:
    """One world that all tests of this file look at, and how full the tables were before."""

    world: World
    before: dict[str, int]
    folder: Path


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    """Loading takes seconds: one world in a transaction around all tests, as `setUpTestData`.

    The root of all areas stands in for the national list, a real service for everything else.
    """
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # as Django's TestCase
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=hashers), around:
        load_vocabulary(by=BY, at=timezone.now())
        build_service()
        before = counts()
        folder = tmp_path_factory.mktemp("world")
        yield Loaded(load(folder), before, folder)
        transaction.set_rollback(True)


@pytest.fixture
def world(loaded: Loaded, db: None) -> World:
    """What `world.json` says of the world; what a test changes is undone after it."""
    return loaded.world


def remove(loaded: Loaded) -> Counter[str]:
    """Take the world away; its file is written again for the tests that follow."""
    path = loaded.folder / "world.json"
    content = path.read_bytes()
    try:
        return remove_world(by=BY, at=timezone.now(), manifest_path=path)
    finally:
        assert not path.exists()
        path.write_bytes(content)


def test_everything_of_the_content_is_there(world: World) -> None:
    content = written_content()
    kinds = Counter(each["type"] for each in world["objects"])

    assert kinds == {
        "directory.service": len(content.services),
        "directory.organization": len(content.organizations),
        "directory.location": len(content.places),
        "events.event": len(content.events),
    }
    assert Service.objects.filter(area__is_sample=True).count() == len(content.services)
    assert not Area.objects.filter(path__startswith="9", is_sample=False).exclude(
        path__startswith="98/"
    )
    assert not Schedule.objects.exclude(not_read="").exists()


def test_towns_open_as_the_issue_says(world: World) -> None:
    openings = dict(
        Area.objects.filter(tier=Tier.MUNICIPALITY, is_sample=True).values_list("name", "opening")
    )

    assert openings == {
        "見本市": Opening.OPEN,
        "試町": Opening.OPEN,
        "例村": Opening.PREPARING,
        "例示市": Opening.OPEN,
    }


def test_own_centre_is_found_by_town_and_by_postcode(world: World) -> None:
    by_name = centre_for(CITY, "つつみ橋一丁目")
    by_code = centre_for("90/90321/", "000-0028")

    assert by_name.is_own_centre
    assert "川辺中央" in by_name.name
    assert by_code.name == "いきいき相談室（地域包括支援センター）"


def test_population_is_summed_from_towns_and_suppressed_stays_unknown(world: World) -> None:
    written = [t for t in written_content().towns if t["municipality"] == "90100"]
    people = sum(sum(town["population"]["by_age"].values()) for town in written)
    figures = population_of(CITY)
    village = population_of("90/90405/")

    assert figures is not None
    assert figures.people == people
    assert village is not None
    assert village.is_partial
    assert Population.objects.filter(value__isnull=True).exists()


def test_every_state_of_services_and_events_occurs(world: World) -> None:
    # Only people merge records: a town begins without.
    states = set(ServiceState) - {ServiceState.MERGED}
    assert set(Service.objects.values_list("state", flat=True)) == states
    assert set(Event.objects.values_list("state", flat=True)) == set(EventState)
    confirmed = Service.objects.exclude(confirmed_by="").values_list("confirmed_by", flat=True)
    assert {"見本市 高齢福祉課", "例村 住民福祉課"} <= set(confirmed)


def test_every_role_is_held_by_somebody_who_can_sign_in(world: World) -> None:
    roles = {each["role"] for person in world["people"] for each in person["roles"]}

    assert roles == set(Role) - {Role.ANONYMOUS}
    officer = next(each for each in world["people"] if each["login"] == "officer-90100")
    user = User.objects.get(login="officer-90100")
    assert user.check_password(officer["password"])
    secret = Authenticator.objects.get(user=user).data["secret"]
    assert decrypt(secret) == officer["totp_secret"]
    contexts = {each["context"] for each in officer["roles"]}
    assert contexts == set(Membership.objects.filter(user=user).values_list("id", flat=True))


def test_manifest_has_the_shape_of_the_contract(world: World) -> None:
    assert set(world) == {"seed", "size", "areas", "bodies", "people", "objects"}
    assert set(world["areas"][0]) == {"code", "path", "tier", "name"}
    assert set(world["bodies"][0]) == {"id", "name", "kind", "area"}
    assert set(world["people"][0]) == {"id", "login", "password", "totp_secret", "roles"}
    assert set(world["people"][0]["roles"][0]) == {"context", "role", "body", "area"}
    for each in world["objects"]:
        assert set(each) == {
            *("type", "id", "body", "area_path", "visibility", "state"),
            *("urls", "private", "public"),
        }
        if each["type"] == "directory.service":
            assert each["urls"]["public"] == f"/directory/services/{each['public']['short_code']}/"
    tokens = [t for o in world["objects"] for n, t in o["private"].items() if n != "address"]
    assert len(set(tokens)) == len(tokens) > 0


def test_manifest_is_read_by_its_owner_only(loaded: Loaded, tmp_path: Path) -> None:
    write_manifest(tmp_path / "world.json", loaded.world)

    assert (tmp_path / "world.json").stat().st_mode & 0o077 == 0
    assert json.loads((tmp_path / "world.json").read_text("utf-8")) == loaded.world


def test_second_load_changes_nothing(loaded: Loaded, world: World) -> None:
    before, entries = counts(), Entry.objects.count()

    again = load(loaded.folder)

    assert again == world
    assert (counts(), Entry.objects.count()) == (before, entries)


def test_another_seed_is_refused_while_a_world_is_there(loaded: Loaded, world: World) -> None:
    before = counts()

    with pytest.raises(WorldRefused, match="remove-world"):
        load(loaded.folder, seed=2)

    assert counts() == before


def test_world_without_its_file_is_not_loaded_over(world: World, tmp_path: Path) -> None:
    with pytest.raises(WorldRefused, match="remove-world"):
        load(tmp_path)


def test_same_seed_gives_the_same_world(loaded: Loaded, world: World, tmp_path: Path) -> None:
    remove(loaded)

    again = load(tmp_path)

    assert again["objects"] == world["objects"]
    assert [(p["login"], p["password"], p["totp_secret"]) for p in again["people"]] == [
        (p["login"], p["password"], p["totp_secret"]) for p in world["people"]
    ]


def test_removing_leaves_everything_else_and_nothing_of_the_world(
    loaded: Loaded, world: World
) -> None:
    assert counts() != loaded.before

    removed = remove(loaded)

    assert removed["directory.Service"] == len(written_content().services)
    assert counts() == loaded.before
    assert Service.objects.count() == 1
    assert chain_fault() is None
    assert Entry.objects.filter(verb="world.removed").count() == 1


def test_removing_is_refused_when_a_real_record_hangs_on_a_sample(
    loaded: Loaded, world: World
) -> None:
    sample = Organization.objects.filter(area__is_sample=True).first()
    Service.objects.filter(area__is_sample=False).update(organization=sample)
    before = counts()

    with pytest.raises(WorldRefused, match="何も消していません"), transaction.atomic():
        remove_world(by=BY, at=timezone.now(), manifest_path=loaded.folder / "world.json")

    assert counts() == before
    assert (loaded.folder / "world.json").exists()


def test_search_forgets_a_removed_world(
    loaded: Loaded, world: World, settings: Any, tmp_path: Path
) -> None:
    settings.YUI = replace(settings.YUI, data=tmp_path)
    kept = Service.objects.get(area__is_sample=False)
    while follow(at=timezone.now()):
        pass
    running = Service.objects.exclude(state=ServiceState.ENDED)
    assert Document.objects.count() == running.count() > 1

    remove(loaded)
    while follow(at=timezone.now()):
        pass

    assert list(Document.objects.values_list("key", flat=True)) == [kept.id]


def test_removing_nothing_does_nothing(loaded: Loaded, world: World, tmp_path: Path) -> None:
    remove(loaded)
    entries = Entry.objects.count()

    removed = remove_world(by=BY, at=timezone.now(), manifest_path=tmp_path / "world.json")

    assert not removed
    assert Entry.objects.count() == entries


def test_generated_towns_have_names_and_codes_of_nobody() -> None:
    official = {area.name for area in national_areas()}
    content = generated_content(size="l", seed=1)
    municipalities = [each for each in content.areas if each["parent"]]
    codes = [each["code"] for each in municipalities]

    assert len(municipalities) == 60 - 4
    assert len(set(codes)) == len(codes)
    assert not {each["code"] for each in written_content().areas} & set(codes)
    assert all("90" <= code[:2] <= "99" for code in codes)
    assert not {each["name"] for each in content.areas} & official


def test_generated_content_refers_only_to_itself() -> None:
    content = written_content().joined(generated_content(size="l", seed=1))
    organizations = {each["key"] for each in content.organizations}
    places = {each["key"] for each in content.places}
    services = [each["key"] for each in content.services]

    assert {each["organization"] for each in content.services} <= organizations
    assert {p["place"] for each in content.services for p in each["places"]} <= places
    assert {each["organization"] for each in content.events} <= organizations
    assert {each["organization"] for each in content.bodies} <= {*organizations, None}
    assert len(set(services)) == len(services)
    postcodes = [each["postcode"] for each in content.towns]
    assert len(set(postcodes)) == len(postcodes)


def test_size_m_has_two_prefectures_of_three(loaded: Loaded, world: World, tmp_path: Path) -> None:
    remove(loaded)

    larger = load(tmp_path, size="m")

    paths = [each["path"] for each in larger["areas"] if each["tier"] == "municipality"]
    assert Counter(path[:2] for path in paths) == {"90": 3, "91": 3}
    assert len(larger["people"]) == len(world["people"]) + 2 * 2


@pytest.mark.parametrize("command", ["load_world", "load_bulk"])
def test_world_is_refused_where_the_public_signs_in(
    command: str, settings: Any, tmp_path: Path
) -> None:
    settings.YUI = replace(settings.YUI, profile="production", data=tmp_path)

    with pytest.raises(CommandError, match="production"):
        call_command(command)

    assert not (tmp_path / "world.json").exists()
