"""Care services by name, and the sentences residents read about them."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from yui.directory.formats.care_types import CARE_TYPE, CODES, care_type_of
from yui.taxonomy.formats.vocabulary import read_vocabularies


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("訪問介護", "visit"),
        ("介護予防訪問看護", "visit_nursing"),
        ("介護予防支援", "prevention_plan"),
        ("定期巡回･随時対応型　訪問介護看護", "visit_around_clock"),
        ("訪問介護事業", ""),
        ("公民館", ""),
        ("", ""),
    ],
)
def test_service_is_known_by_its_whole_name_only(words: str, code: str) -> None:
    assert care_type_of(words) == code


def test_vocabulary_says_every_kind_in_one_plain_line() -> None:
    terms = next(each.terms for each in read_vocabularies() if each.code == CARE_TYPE)

    assert {term.name: term.code for term in terms} == CODES
    for term in terms:
        assert 10 <= len(term.description) <= 40, term.name
        assert not term.description.endswith("。")
        assert "居宅" not in term.description
        assert "（" not in term.description, "the official name follows in brackets"


def test_every_kind_of_the_national_file_has_a_line(shared_files: Path) -> None:
    path = shared_files / "data/national/mhlw_care_8services_2025-06_national.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        kinds = {row["serviceType"] for row in csv.DictReader(file)}

    assert len(kinds) == 8
    assert all(care_type_of(kind) for kind in kinds)
