"""The national list as loaded: codes, paths, mergers, figures, names, postcodes."""

from __future__ import annotations

import csv
import gzip
import time

import pytest
from django.test import TestCase

from tests.areas.builders import AT, BY, OFFICER, area
from yui.areas.actions import (
    create_town,
    load_insurers,
    load_national_areas,
    load_postal_codes,
    remove_sample_areas,
    set_window,
)
from yui.areas.errors import AreaNotFound, NotYours
from yui.areas.models import Area, Population, PostalCode
from yui.areas.queries import (
    ancestors_of,
    areas_by_postal_code,
    children_of,
    get_area,
    insurer_of,
    locate_address,
    municipalities_of,
    neighbours_of,
    population_of,
    prefectures,
    search_areas,
    towns_of,
)
from yui.areas.states import Tier
from yui.journal.models import Entry
from yui.lib.codes import is_area_code
from yui.policy.viewer import ANONYMOUS


def _names(areas: tuple[object, ...]) -> list[str]:
    return [each.full_name for each in areas]  # type: ignore[attr-defined]


class TestNationalList(TestCase):
    """Loaded once for all of these."""

    seconds: float

    @classmethod
    def setUpTestData(cls) -> None:
        started = time.perf_counter()
        cls.report = load_national_areas(by=BY, at=AT)  # type: ignore[attr-defined]
        cls.seconds = time.perf_counter() - started

    def test_counts_are_those_of_japan_when_loaded(self) -> None:
        assert len(prefectures()) == 47
        assert len(municipalities_of("")) == 1741
        wards = Area.objects.filter(tier=Tier.WARD, valid_to=None)
        assert wards.count() == 171
        assert Area.objects.filter(is_designated_city=True).count() == 20
        assert Area.objects.filter(tier=Tier.PREFECTURE).count() == 47
        assert self.seconds < 6  # 3 s on a free machine

    def test_every_code_has_its_check_digit_when_loaded(self) -> None:
        codes = list(Area.objects.exclude(tier=Tier.NATION).values_list("code", flat=True))
        assert len(codes) == len(set(codes)) == 1966
        assert all(is_area_code(code or "") for code in codes)

    def test_every_path_hangs_in_its_parent_when_loaded(self) -> None:
        for row in Area.objects.exclude(tier=Tier.NATION).select_related("parent"):
            assert row.parent is not None
            assert row.path == f"{row.parent.path}{row.path.split('/')[-2]}/"
            assert row.code is not None
            assert row.code.startswith(row.path.split("/")[-2])

    def test_nothing_changes_when_loaded_again(self) -> None:
        entries = Entry.objects.count()
        again = load_national_areas(by=BY, at=AT)
        assert (again.added, again.changed, again.same) == (0, 0, 1967)
        assert Entry.objects.count() == entries

    def test_lost_facts_come_back_and_own_ones_stay_when_loaded_again(self) -> None:
        Area.objects.filter(path="37/37201/").update(kana="", surface_ha=None)
        set_window(
            by=BY, at=AT, area_path="37/37201/", phone="087-000-0000", website="https://a.example/"
        )
        again = load_national_areas(by=BY, at=AT)
        town = get_area(ANONYMOUS, "37201")
        assert again.changed == 1
        assert (town.kana, town.surface_ha) == ("たかまつし", 37554)
        assert (town.phone, town.website) == ("087-000-0000", "https://a.example/")

    def test_codes_of_two_five_and_six_digits_lead_to_the_area(self) -> None:
        for code in ("14", "14000", "140007"):
            assert get_area(ANONYMOUS, code).name == "神奈川県"
        for code in ("14101", "141011", "14/14100/14101/"):
            assert get_area(ANONYMOUS, code).full_name == "神奈川県横浜市鶴見区"
        assert get_area(ANONYMOUS, "").name == "全国"

    def test_wrong_or_broken_codes_are_not_found(self) -> None:
        for code in ("131017", "272104", "1", "999", "99", "１４", "14/", "14/14101/"):
            if code == "14/":
                assert get_area(ANONYMOUS, code).name == "神奈川県"
                continue
            with pytest.raises(AreaNotFound):
                get_area(ANONYMOUS, code)
        for code in ("14\n", "a" * 5000, "../etc", "%00", "令和100年"):
            with pytest.raises(AreaNotFound):
                get_area(ANONYMOUS, code)

    def test_old_wards_lead_to_new_ones_when_hamamatsu_merged_them(self) -> None:
        old = get_area(ANONYMOUS, "22131")
        new = get_area(ANONYMOUS, "221384")
        assert not old.is_current
        assert str(old.valid_to) == "2023-12-31"
        assert old.successor_path == new.path == "22/22130/22138/"
        assert new.full_name == "静岡県浜松市中央区"
        assert [ward.name for ward in children_of("22/22130/")] == ["中央区", "浜名区", "天竜区"]
        located = locate_address("静岡県浜松市浜北区貴布祢3000")
        assert located is not None
        assert located.area.name == "浜名区"

    def test_two_towns_of_one_name_are_both_shown(self) -> None:
        assert _names(search_areas("府中市")) == ["東京都府中市", "広島県府中市"]
        assert set(_names(search_areas("だてし"))) == {"北海道伊達市", "福島県伊達市"}

    def test_names_are_found_when_variants_or_kana_are_typed(self) -> None:
        assert _names(search_areas("龍ヶ崎市")) == ["茨城県龍ケ崎市"]
        assert _names(search_areas("竜ケ崎")) == ["茨城県龍ケ崎市"]
        assert _names(search_areas("梼原町")) == ["高知県高岡郡檮原町"]
        assert _names(search_areas("たかまつし")) == ["香川県高松市"]
        assert _names(search_areas("やいず")) == ["静岡県焼津市"]
        assert _names(search_areas("さっぽろしちゅうおうく")) == ["北海道札幌市中央区"]
        assert _names(search_areas("よこはましつるみく")) == ["神奈川県横浜市鶴見区"]
        assert _names(search_areas("かながわけんよこはましつるみ")) == ["神奈川県横浜市鶴見区"]
        assert _names(search_areas("浜松市北区")) == ["静岡県浜松市浜名区"]
        assert search_areas("　") == ()
        assert search_areas("存在しない町") == ()

    def test_ambiguous_name_is_not_decided_when_no_town_tells(self) -> None:
        assert locate_address("府中市") is None

    def test_figures_are_the_census_when_nothing_newer_is_there(self) -> None:
        town = population_of("37/37201/")
        assert town is not None
        assert (town.people, town.aged_65_and_over, town.aged_75_and_over) == (
            417496,
            115270,
            58060,
        )
        assert (town.households, town.single_elderly) == (187511, 22457)
        assert town.aged_85_and_over is None
        assert not town.is_partial
        assert str(town.as_of) == "2020-10-01"

    def test_nation_is_the_census_total_and_samples_are_not_counted(self) -> None:
        # 126,146,099 people lived in Japan on 2020-10-01 (令和2年国勢調査 確定値).
        before = population_of("")
        assert before is not None
        assert before.people == 126_146_099
        sample = area("", "90", Tier.PREFECTURE, "見本県", is_sample=True)
        town = area("90/", "90201", Tier.MUNICIPALITY, "見本市")
        assert town.is_sample
        Population.objects.create(area_id=town.id, as_of=before.as_of, value=9999, source="見本")
        assert population_of("") == before
        of_sample = population_of(sample.path)
        assert of_sample is not None
        assert of_sample.people == 9999
        assert len(municipalities_of("")) == 1741
        assert len(prefectures()) == 47
        assert children_of("")[-1].name == "見本県"
        assert all(not near.is_sample for near in neighbours_of("37/37201/"))

    def test_samples_go_and_the_rest_stays_when_they_are_removed(self) -> None:
        area("", "90", Tier.PREFECTURE, "見本県", is_sample=True)
        area("90/", "90201", Tier.MUNICIPALITY, "見本市")
        create_town(by=BY, at=AT, area_path="90/90201/", name="川辺")
        assert remove_sample_areas(by=BY, at=AT) == 2
        assert Area.objects.count() == 1967
        with pytest.raises(AreaNotFound):
            get_area(ANONYMOUS, "90201")

    def test_neighbours_are_the_nearest_offices(self) -> None:
        assert [near.name for near in neighbours_of("37/37201/", limit=3)] == [
            "三木町",
            "さぬき市",
            "直島町",
        ]
        ward = neighbours_of("14/14100/14101/", limit=3)
        assert "横浜市" not in [near.name for near in ward]

    def test_ancestors_are_outermost_first(self) -> None:
        assert [each.name for each in ancestors_of("14/14100/14101/")] == ["神奈川県", "横浜市"]
        assert ancestors_of("14/") == ()

    def test_shared_insurers_are_found_when_loaded(self) -> None:
        first = load_insurers(by=BY, at=AT)
        again = load_insurers(by=BY, at=AT)
        assert first.added >= 8
        assert (again.added, again.changed) == (0, 0)
        insurer = insurer_of("23/23222/")
        assert insurer is not None
        assert insurer.name == "知多北部広域連合"
        assert "23/23442/" in insurer.member_paths
        assert insurer.source
        assert insurer_of("37/37201/") is None

    def test_loading_is_refused_when_it_is_not_the_operator(self) -> None:
        entries = Entry.objects.count()
        for load in (load_national_areas, load_postal_codes, load_insurers, remove_sample_areas):
            with pytest.raises(NotYours):
                load(by=OFFICER, at=AT)  # type: ignore[operator]
        assert Entry.objects.count() == entries

    def test_postcodes_lead_to_towns_when_loaded(self) -> None:
        started = time.perf_counter()
        report = load_postal_codes(by=BY, at=AT)
        assert time.perf_counter() - started < 30  # 20 s on a free machine
        assert report.added > 120_000
        assert [(m.area.full_name, m.town_name) for m in areas_by_postal_code("〒760-0017")] == [
            ("香川県高松市", "番町")
        ]
        both = areas_by_postal_code("4980000")
        assert [m.area.full_name for m in both] == ["愛知県弥富市", "三重県桑名郡木曽岬町"]
        assert areas_by_postal_code("0000000") == ()
        assert areas_by_postal_code("76000") == ()
        assert "番町" in [town.name for town in towns_of("37/37201/")]
        located = locate_address("府中市府川町315")
        assert located is not None
        assert located.area.full_name == "広島県府中市"
        again = load_postal_codes(by=BY, at=AT)
        assert (again.added, again.vanished) == (0, 0)
        assert again.same == PostalCode.objects.count()

    @pytest.mark.shared
    def test_names_of_the_care_file_are_all_known(self) -> None:
        folder = pytest.importorskip("tests.conftest").REPOSITORY.parent / "shared"
        path = folder / "data/national/mhlw_care_8services_2025-06_national.csv.gz"
        if not path.exists():
            self.skipTest(f"{path} がありません")
        with gzip.open(path, "rt", encoding="utf-8-sig") as file:
            pairs = {(row["pref"], row["city"]) for row in csv.DictReader(file)}
        unknown = [pair for pair in sorted(pairs) if locate_address("".join(pair)) is None]
        assert len(pairs) > 1500
        assert unknown == []
