"""Making areas, words, openings and windows: the row, the entry, and every refusal."""

from __future__ import annotations

import pytest

from tests.areas.builders import AT, BY, NEIGHBOUR, OFFICER, TOWN, area, country, towns
from yui.areas.actions import (
    NewTown,
    adopt_postal_towns,
    assign_layer,
    create_area,
    create_area_group,
    create_postal_code,
    create_towns,
    open_municipality,
    remove_sample_areas,
    set_local_word,
    set_opening,
    set_window,
)
from yui.areas.errors import AreaNotFound, ChangeRefused, NotYours
from yui.areas.models import Area, AreaGroup, LocalWord, Town, TownLayer
from yui.areas.queries import (
    area_by_path,
    get_area,
    groups_of,
    insurer_of,
    layer_of_town,
    sphere_of_town,
    towns_of,
    word_for,
    words_for,
)
from yui.areas.states import GroupKind, Opening, Term, Tier
from yui.journal.models import Entry
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db


def _last() -> tuple[str, str, str, list[str]]:
    row = Entry.objects.order_by("-position")[0]
    return row.verb, row.object_id, row.area_path, row.fields


def test_area_has_a_code_and_an_entry_when_made() -> None:
    town = country()
    assert (town.code, town.path, town.full_name) == ("902012", TOWN, "見本県見本市")
    assert town.is_sample
    assert town.opening is Opening.NOT_YET
    assert get_area(ANONYMOUS, "902012") == get_area(ANONYMOUS, "90201") == town
    entry = Entry.objects.get(object_id=TOWN)
    assert (entry.verb, entry.object_type, entry.area_path) == ("area_created", "areas.area", TOWN)


@pytest.mark.parametrize(
    ("parent", "segment", "tier"),
    [
        ("", "9", Tier.PREFECTURE),
        ("", "９０", Tier.PREFECTURE),
        ("90/", "901", Tier.MUNICIPALITY),
        ("90/", "90201", Tier.MUNICIPALITY),  # there already
        ("90/", "90211", Tier.WARD),  # a ward needs a city
        ("90/", "90-01", Tier.SPHERE),  # a layer needs a town
        (TOWN, "A/B", Tier.SPHERE),
        (TOWN, "x" * 30, Tier.SPHERE),
        ("", "nation", Tier.NATION),
    ],
)
def test_area_is_refused_when_its_number_or_place_is_wrong(
    parent: str, segment: str, tier: Tier
) -> None:
    country()
    before, entries = Area.objects.count(), Entry.objects.count()
    with pytest.raises(ChangeRefused):
        area(parent, segment, tier, "だめ市")
    assert (Area.objects.count(), Entry.objects.count()) == (before, entries)


def test_area_is_refused_when_nothing_is_above_or_it_is_not_yours() -> None:
    country()
    with pytest.raises(AreaNotFound):
        area("91/", "91201", Tier.MUNICIPALITY, "だめ市")
    with pytest.raises(NotYours):
        create_area(
            by=OFFICER, at=AT, parent_path="90/", segment="90203", tier=Tier.MUNICIPALITY, name="x"
        )
    with pytest.raises(NotYours):
        create_area(
            by=NEIGHBOUR, at=AT, parent_path=TOWN, segment="90201-1", tier=Tier.SPHERE, name="x"
        )
    assert Area.objects.count() == 3


def test_officer_makes_a_sphere_when_the_town_is_their_own() -> None:
    country()
    sphere = create_area(
        by=OFFICER, at=AT, parent_path=TOWN, segment="90201-01", tier=Tier.SPHERE, name="北部"
    )
    assert sphere.code == ""
    assert area_by_path(f"{TOWN}90201-01/") == sphere
    assert sphere.full_name == "見本県見本市北部"
    assert sphere.is_sample


def test_towns_are_made_once_when_names_are_new() -> None:
    country()
    made = towns("川辺", "北山")
    assert [town.name for town in made] == ["川辺", "北山"]
    entries = Entry.objects.count()
    for names in (("川辺",), ("浜", "浜")):
        with pytest.raises(ChangeRefused, match="すでにあります"):
            towns(*names)
    with pytest.raises(NotYours):
        create_towns(by=NEIGHBOUR, at=AT, area_path=TOWN, towns=[NewTown("浜")])
    assert Town.objects.count() == 2
    assert Entry.objects.count() == entries


def test_postal_towns_are_adopted_once_when_a_town_has_no_list() -> None:
    country()
    towns("川辺")
    for name in ("川辺", "川辺甲", "浜", ""):
        create_postal_code(by=BY, at=AT, code="9000001", area_path=TOWN, town_name=name)
    assert [(town.name, town.id is None) for town in towns_of(TOWN)] == [
        ("川辺", False),
        ("浜", True),
    ]
    assert adopt_postal_towns(by=OFFICER, at=AT, area_path=TOWN) == 1
    assert adopt_postal_towns(by=OFFICER, at=AT, area_path=TOWN) == 0
    assert {town.name for town in towns_of(TOWN) if town.id} == {"川辺", "浜"}


def test_town_moves_when_ticked_into_another_layer_of_its_kind() -> None:
    country()
    first, second = towns("川辺", "北山")
    north = area(TOWN, "90201-01", Tier.SPHERE, "北部")
    south = area(TOWN, "90201-02", Tier.SPHERE, "南部")
    school = area(TOWN, "90201-e01", Tier.SCHOOL_AREA, "川辺小")
    assert first.id
    assert second.id
    assign_layer(by=OFFICER, at=AT, layer_path=north.path, town_ids=[first.id, second.id])
    assign_layer(by=OFFICER, at=AT, layer_path=school.path, town_ids=[first.id])
    assert assign_layer(by=OFFICER, at=AT, layer_path=south.path, town_ids=[first.id]) == 1
    assert _last()[:3] == ("layer_assigned", south.path, south.path)
    assert sphere_of_town(first.id) == south
    assert sphere_of_town(second.id) == north
    assert layer_of_town(first.id, Tier.SCHOOL_AREA) == school
    assert [town.name for town in towns_of(north.path)] == ["北山"]


def test_layer_is_refused_when_towns_are_foreign_or_it_is_none() -> None:
    country()
    (own,) = towns("川辺")
    (foreign,) = towns("遠く", path="90/90202/")
    north = area(TOWN, "90201-01", Tier.SPHERE, "北部")
    assert own.id
    assert foreign.id
    for path, ids in ((north.path, [foreign.id]), (north.path, [999_999]), (TOWN, [own.id])):
        with pytest.raises(ChangeRefused):
            assign_layer(by=BY, at=AT, layer_path=path, town_ids=ids)
    with pytest.raises(NotYours):
        assign_layer(by=NEIGHBOUR, at=AT, layer_path=north.path, town_ids=[own.id])
    assert TownLayer.objects.count() == 0


def test_local_word_is_used_in_its_area_and_wards_when_set() -> None:
    country()
    ward = area(TOWN, "90205", Tier.WARD, "川辺区")
    set_local_word(
        by=OFFICER, at=AT, area_path=TOWN, term=Term.SUPPORT_CENTRE, word=" あんしん　センター "
    )
    assert _last() == ("local_word_set", TOWN, TOWN, ["support_centre"])
    assert word_for(TOWN, Term.SUPPORT_CENTRE) == "あんしん センター"
    assert word_for(ward.path, Term.SUPPORT_CENTRE) == "あんしん センター"
    assert word_for("90/90202/", Term.SUPPORT_CENTRE) == "地域包括支援センター"
    assert words_for("")[Term.COUNCIL] == "協議体"
    set_local_word(by=OFFICER, at=AT, area_path=TOWN, term=Term.SUPPORT_CENTRE, word="")
    assert word_for(TOWN, Term.SUPPORT_CENTRE) == "地域包括支援センター"
    assert LocalWord.objects.count() == 0


def test_local_word_is_refused_when_long_broken_or_not_yours() -> None:
    country()
    entries = Entry.objects.count()
    for word in ("長" * 41, "見え\u200bない", "\x00"):
        with pytest.raises(ChangeRefused):
            set_local_word(by=OFFICER, at=AT, area_path=TOWN, term=Term.COUNCIL, word=word)
    with pytest.raises(NotYours):
        set_local_word(by=NEIGHBOUR, at=AT, area_path=TOWN, term=Term.COUNCIL, word="会議")
    with pytest.raises(AreaNotFound):
        set_local_word(by=BY, at=AT, area_path="99/", term=Term.COUNCIL, word="会議")
    assert LocalWord.objects.count() == 0
    assert Entry.objects.count() == entries


def test_municipality_opens_and_is_silent_when_already_open() -> None:
    country()
    open_municipality(by=OFFICER, at=AT, area_path=TOWN)
    assert _last() == ("opening_set", TOWN, TOWN, ["opening"])
    assert get_area(ANONYMOUS, "90201").opening is Opening.OPEN
    entries = Entry.objects.count()
    open_municipality(by=OFFICER, at=AT, area_path=TOWN)
    assert Entry.objects.count() == entries
    set_opening(by=OFFICER, at=AT, area_path=TOWN, opening=Opening.PREPARING)
    assert get_area(ANONYMOUS, "90201").opening is Opening.PREPARING
    with pytest.raises(NotYours):
        open_municipality(by=NEIGHBOUR, at=AT, area_path=TOWN)
    assert get_area(ANONYMOUS, "90201").opening is Opening.PREPARING


def test_window_is_set_and_refused_when_it_is_no_number_or_address() -> None:
    country()
    set_window(
        by=OFFICER, at=AT, area_path=TOWN, phone="000-555-0120", website="https://a.example/"
    )
    town = get_area(ANONYMOUS, "90201")
    assert (town.phone, town.website) == ("000-555-0120", "https://a.example/")
    for phone, website in (("電話", ""), ("0" * 21, ""), ("", "javascript:alert(1)"), ("", "x y")):
        with pytest.raises(ChangeRefused):
            set_window(by=OFFICER, at=AT, area_path=TOWN, phone=phone, website=website)
    assert get_area(ANONYMOUS, "90201") == town


def test_group_is_brought_up_to_date_when_saved_again() -> None:
    country()
    save = {"by": BY, "at": AT, "key": "mihon", "name": "見本広域連合", "source": "試験"}
    kind = GroupKind.WIDE_UNION
    create_area_group(**save, kind=kind, member_paths=[TOWN, "90/90202/"])  # type: ignore[arg-type]
    insurer = insurer_of(TOWN)
    assert insurer is not None
    assert insurer.member_paths == (TOWN, "90/90202/")
    create_area_group(**save, kind=kind, member_paths=["90/90202/"])  # type: ignore[arg-type]
    assert insurer_of(TOWN) is None
    assert [group.key for group in groups_of("90/90202/")] == ["mihon"]
    with pytest.raises(AreaNotFound, match="99/"):
        create_area_group(**save, kind=kind, member_paths=["99/"])  # type: ignore[arg-type]
    with pytest.raises(NotYours):
        create_area_group(**(save | {"by": OFFICER}), kind=kind, member_paths=[TOWN])  # type: ignore[arg-type]
    assert AreaGroup.objects.count() == 1


def test_samples_are_gone_whole_when_removed() -> None:
    country()
    towns("川辺")
    area(TOWN, "90201-01", Tier.SPHERE, "北部")
    create_area_group(
        by=BY,
        at=AT,
        key="m",
        name="m",
        kind=GroupKind.JOINT,
        member_paths=[TOWN],
        source="試験",
        is_sample=True,
    )
    assert remove_sample_areas(by=BY, at=AT) == 4
    assert not Area.objects.exists()
    assert not Town.objects.exists()
    assert not AreaGroup.objects.exists()
    assert remove_sample_areas(by=BY, at=AT) == 0
