"""Lists under one query count at one and at three rows; freshness of what is kept in memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.areas.builders import AT, BY, TOWN, area, country, towns
from yui.areas.actions import (
    assign_layer,
    create_area_group,
    create_postal_code,
    set_local_word,
    set_window,
)
from yui.areas.errors import AreaNotFound, TownNotFound
from yui.areas.models import Area, Population
from yui.areas.queries import (
    areas_by_id,
    areas_by_path,
    areas_by_postal_code,
    children_of,
    find_town,
    get_area,
    get_town,
    groups_of,
    layers_of,
    municipalities_of,
    neighbours_of,
    population_of,
    search_areas,
    towns_of,
    words_for,
)
from yui.areas.states import GroupKind, Opening, Term, Tier
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db


def _queries(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def _grow(number: int) -> None:
    """Row number n of everything a list can show."""
    name = f"圏域{number}"
    sphere = area(TOWN, f"90201-{number:02d}", Tier.SPHERE, name)
    area("90/", f"9021{number}", Tier.MUNICIPALITY, f"隣{number}市", latitude=31.2, longitude=136.0)
    (town,) = towns(f"町{number}")
    assign_layer(by=BY, at=AT, layer_path=sphere.path, town_ids=[town.id or 0])
    create_postal_code(by=BY, at=AT, code="9000001", area_path=TOWN, town_name=f"浜{number}")
    create_area_group(
        by=BY,
        at=AT,
        key=f"g{number}",
        name="組",
        kind=GroupKind.JOINT,
        member_paths=[TOWN, f"90/9021{number}/"],
        source="試験",
    )
    set_local_word(by=BY, at=AT, area_path=TOWN, term=list(Term)[number], word="ことば")
    Population.objects.create(town_id=town.id, as_of=AT.date(), value=10, source="試験")
    get_area(ANONYMOUS, "90")  # the memory is fresh again


READS: dict[str, tuple[int, Callable[[], Any], Callable[[Any], int]]] = {
    "children_of": (1, lambda: children_of("90/"), len),
    "municipalities_of": (1, lambda: municipalities_of("90/"), len),
    "search_areas": (1, lambda: search_areas("隣"), len),
    "neighbours_of": (3, lambda: neighbours_of(TOWN), len),
    "layers_of": (4, lambda: layers_of(TOWN, Tier.SPHERE), len),
    "towns_of": (3, lambda: towns_of(TOWN), len),
    "areas_by_postal_code": (2, lambda: areas_by_postal_code("9000001"), len),
    "groups_of": (5, lambda: groups_of(TOWN), len),
    "words_for": (
        1,
        lambda: words_for(TOWN),
        lambda found: sum(v == "ことば" for v in found.values()),
    ),
    "areas_by_path": (
        3,
        lambda: areas_by_path([f"{TOWN}90201-{n:02d}/" for n in range(9)]),
        len,
    ),
    "areas_by_id": (
        4,  # one of them asks for the ids
        lambda: areas_by_id(Area.objects.filter(tier=Tier.SPHERE).values_list("id", flat=True)),
        len,
    ),
    "population_of": (4, lambda: population_of(TOWN), lambda found: found.people // 10),
}


@pytest.mark.parametrize("name", READS)
def test_query_count_is_the_same_at_one_and_at_three_rows(name: str) -> None:
    expected, read, size = READS[name]
    country()
    _grow(1)
    at_one, first = _queries(read), size(read())
    _grow(2)
    _grow(3)
    at_three, last = _queries(read), size(read())
    assert (at_one, at_three) == (expected, expected)
    assert last == first + 2 * (2 if name == "towns_of" else 1)


def test_memory_is_fresh_when_areas_changed_or_a_change_was_undone() -> None:
    country()
    assert get_area(ANONYMOUS, "90201").phone == ""
    before = get_area(ANONYMOUS, "90201")
    point = transaction.savepoint()
    set_window(by=BY, at=AT, area_path=TOWN, phone="000-555-0120", website="")
    assert get_area(ANONYMOUS, "90201").phone == "000-555-0120"
    transaction.savepoint_rollback(point)
    assert get_area(ANONYMOUS, "90201") == before


def test_wrong_check_digit_is_not_found_when_the_code_is_almost_right() -> None:
    country()
    assert get_area(ANONYMOUS, "902012").opening is Opening.NOT_YET
    for wrong in ("902010", "902013", "90299", "0902", "90/90299/", f"{TOWN}x/"):
        with pytest.raises(AreaNotFound):
            get_area(ANONYMOUS, wrong)


def test_town_is_read_by_id_and_by_words() -> None:
    country()
    (town,) = towns("浜町一丁目")
    assert get_town(town.id or 0) == town
    assert find_town(TOWN, "浜町1-2") == town
    assert find_town(TOWN, "山町1-2") is None
    with pytest.raises(TownNotFound):
        get_town(0)
    # A name that arrives later is found at once.
    (later,) = towns("山町")
    assert find_town(TOWN, "山町1-2") == later


def test_kana_row_is_the_row_of_the_table() -> None:
    country()
    assert get_area(ANONYMOUS, "90201").kana_row == "ま"
    assert get_area(ANONYMOUS, "90202").kana_row == "ら"
    assert get_area(ANONYMOUS, "90202").parent_path == "90/"
    assert get_area(ANONYMOUS, "90").parent_path == ""
