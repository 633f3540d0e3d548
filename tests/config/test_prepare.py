"""The first start: what is left to the worker is left once, and lists come in by themselves."""

from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from tests.builders import build_area
from tests.config.conftest import Program
from yui.areas.models import Population
from yui.config import real_files
from yui.config.tasks import (
    enqueue_once,
    import_list_later,
    import_population_later,
    load_postal_codes_later,
)
from yui.directory.models import Service
from yui.exchange.models import Batch
from yui.exchange.states import BatchState

CITY = "98/98201/"
CODE = "98201"
HEADS = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,住所,緯度,経度,利用可能曜日"
LIST = f"{HEADS}\n982016,1,試験県,試験市,川辺公民館,試験県試験市川辺町1-1,31.2,136.2,月火水\n"
PEOPLE = """地域名,調査年月日,総人口,0-4歳の男性,0-4歳の女性,85歳以上の男性,85歳以上の女性
川辺町,2026-10-01,10,1,2,3,4
"""


@pytest.mark.django_db
def test_job_is_left_to_the_worker_once_for_the_same_words() -> None:
    first = enqueue_once(import_list_later, "/a.csv", CODE, "")
    again = enqueue_once(import_list_later, "/a.csv", CODE, "")
    other = enqueue_once(import_list_later, "/b.csv", CODE, "")
    enqueue_once(load_postal_codes_later)

    assert (first, again, other) == (True, False, True)
    assert DBTaskResult.objects.count() == 3


@pytest.mark.django_db
def test_list_comes_in_as_the_operator_of_the_start(tmp_path: Path) -> None:
    build_area(CITY)
    path = tmp_path / "kominkan.csv"
    path.write_text(LIST, encoding="utf-8")

    import_list_later.func(str(path), CODE, "2026-10-01")

    batch = Batch.objects.get()
    assert (batch.state, batch.process, batch.added) == (BatchState.APPLIED, "prepare", 1)
    assert Service.objects.get().name == "川辺公民館"


@pytest.mark.django_db
def test_unreadable_list_waits_and_breaks_nothing(tmp_path: Path) -> None:
    build_area(CITY)
    path = tmp_path / "strange.csv"
    path.write_text("あ,い\n1,2\n", encoding="utf-8")

    import_list_later.func(str(path), CODE, "")
    import_list_later.func(str(tmp_path / "missing.csv"), CODE, "")
    import_list_later.func(str(path), "99999", "")

    assert [batch.state for batch in Batch.objects.all()] == [BatchState.MATCHING]
    assert not Service.objects.exists()


@pytest.mark.django_db
def test_population_comes_in_by_town(tmp_path: Path) -> None:
    build_area(CITY)
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")

    import_population_later.func(str(path), CODE, "試験市 人口")

    assert Population.objects.filter(town__name="川辺町", source="試験市 人口").exists()


def test_only_files_that_are_there_are_imported(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("YUI_SHARED", str(tmp_path))
    assert list(real_files.present_files()) == []

    there = tmp_path / "data" / "yaizu" / "library.csv"
    there.parent.mkdir(parents=True)
    there.touch()

    assert [path for _file, path in real_files.present_files()] == [there]


def test_every_named_file_is_in_the_shared_folder(shared_files: Path) -> None:
    present = {path for _file, path in real_files.present_files()}

    assert len(present) == len(real_files.REAL_FILES)


def test_prepare_when_the_folder_is_empty_makes_its_database_first(empty: Program) -> None:
    done = empty("prepare")

    assert done.code == 0, done.err
    assert "データの入れ物を用意しています" in done.out
