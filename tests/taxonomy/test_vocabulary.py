"""Vocabularies: the files themselves, loading them, and reading terms."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yui.journal.models import Entry
from yui.policy.roles import Role
from yui.policy.viewer import Viewer, operator
from yui.taxonomy.actions import VocabularyReport, load_vocabulary
from yui.taxonomy.errors import NotYours, TermNotFound, VocabularyRefused
from yui.taxonomy.formats.vocabulary import read_vocabularies
from yui.taxonomy.models import Taxonomy, TaxonomyTerm
from yui.taxonomy.queries import get_term, taxonomies, term_by_name, term_index, terms_of

BY = operator("test")
GOOD = """
code: kind
name: 種類
source: 試験
terms:
  - {code: first, name: 一番目, plain_name: はじめ}
  - {code: second, name: 二番目, parent: first, related: [kind:first]}
"""


def _folder(tmp_path: Path, text: str = GOOD, name: str = "kind.yaml") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_files_hold_the_official_words_in_their_order() -> None:
    files = {each.code: each for each in read_vocabularies()}
    assert len(files["field"].terms) == 23
    assert [term.name for term in files["field"].terms][:6] == [
        *("掃除", "洗濯", "調理", "買い物", "見守り", "移動（交通）")
    ]
    assert files["field"].terms[-1].name == "環境保全"
    assert [term.name for term in files["provision"].terms][:6] == [
        *("通う", "来てもらう", "届けてもらう", "移動販売", "電話・オンライン", "送迎")
    ]
    assert len(files["need"].terms) == 28
    assert len(files["trouble"].terms) == 10
    assert len(files["wish"].terms) == 5
    assert len(files["org_type"].terms) == 26
    assert all(each.source for each in files.values())
    assert all(re.fullmatch(r"[a-z0-9_]+", term.code) for f in files.values() for term in f.terms)


def test_every_trouble_and_wish_leads_to_fields_or_needs() -> None:
    files = {each.code: each for each in read_vocabularies()}
    for term in (*files["trouble"].terms, *files["wish"].terms):
        assert term.related, term.code
        assert all(name.startswith(("field:", "need:")) for name in term.related)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code: [", "読めません"),
        ("- a", "ファイルの名前と同じ"),
        (GOOD.replace("code: kind", "code: other"), "ファイルの名前と同じ"),
        (GOOD.replace("source: 試験", "source: ''"), "name と source"),
        (GOOD.replace("code: second", "code: first"), "2回"),
        (GOOD.replace("parent: first", "parent: third"), "third"),
        (GOOD.replace("kind:first", "kind:third"), "kind:third"),
        (GOOD.replace("code: second", "code: Zweite"), "code か name"),
        (GOOD.replace("name: 二番目", "label: 二番目"), "知らない項目"),
    ],
)
def test_file_is_refused_when_something_is_wrong(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(VocabularyRefused, match=sentence):
        read_vocabularies(_folder(tmp_path, text))


@pytest.mark.django_db
def test_everything_is_loaded_once_when_loaded_twice(at: datetime) -> None:
    first = load_vocabulary(by=BY, at=at)
    rows = list(TaxonomyTerm.objects.order_by("id").values())
    entries = Entry.objects.count()
    assert first.added == len(rows) > 200
    assert entries == Taxonomy.objects.count() == len(taxonomies())
    again = load_vocabulary(by=BY, at=at)
    assert again == VocabularyReport(added=0, changed=0, same=len(rows), dropped=0)
    assert list(TaxonomyTerm.objects.order_by("id").values()) == rows
    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_dropped_term_stays_and_comes_back_when_files_change(at: datetime, tmp_path: Path) -> None:
    load_vocabulary(by=BY, at=at, folder=_folder(tmp_path))
    kept = TaxonomyTerm.objects.get(code="second").id
    shorter = GOOD.replace("一番目", "壱番目").split("  - {code: second")[0]
    report = load_vocabulary(by=BY, at=at, folder=_folder(tmp_path, shorter))
    assert (report.added, report.changed, report.dropped) == (0, 1, 1)
    assert [term.name for term in terms_of("kind")] == ["壱番目"]
    assert not get_term("kind", "second").is_current
    entry = Entry.objects.order_by("-position")[0]
    assert (entry.verb, entry.object_type) == ("vocabulary_loaded", "taxonomy.taxonomy")
    load_vocabulary(by=BY, at=at, folder=_folder(tmp_path))
    assert [term.code for term in terms_of("kind")] == ["first", "second"]
    assert get_term("kind", "second").id == kept


@pytest.mark.django_db
def test_nothing_is_loaded_when_one_file_is_wrong_or_it_is_not_the_operator(
    at: datetime, tmp_path: Path
) -> None:
    officer = Viewer(role=Role.MUNICIPAL_OFFICER, user_id=1, area_path="14/14100/")
    with pytest.raises(NotYours):
        load_vocabulary(by=officer, at=at)
    _folder(tmp_path)
    with pytest.raises(VocabularyRefused):
        load_vocabulary(by=BY, at=at, folder=_folder(tmp_path, "code: x", "other.yaml"))
    assert not TaxonomyTerm.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_terms_are_read_by_code_and_by_name(at: datetime) -> None:
    load_vocabulary(by=BY, at=at)
    shopping = get_term("trouble", "shopping")
    assert (shopping.key, shopping.words) == ("trouble:shopping", "買い物")
    assert "need:delivery" in shopping.related
    assert get_term("field", "mobility").words == "通院・外出"
    for name in ("（多世代）交流", "(多世代)交流", " （多世代）交流 "):
        found = term_by_name("field", name)
        assert found is not None
        assert found.code == "exchange"
    assert (
        term_by_name("need", "除雪") == term_by_name("need", "雪かき") == get_term("need", "snow")
    )
    assert term_by_name("need", "ない") is None
    assert get_term("service_class", "visit_b").parent_code == "visit"
    assert terms_of("nothing") == ()
    with pytest.raises(TermNotFound):
        get_term("field", "nothing")


@pytest.mark.django_db
def test_terms_cost_one_query_at_one_and_at_three_rows(at: datetime, tmp_path: Path) -> None:
    one = GOOD.split("  - {code: second")[0]
    more = "".join(f"  - {{code: more{number}, name: 語{number}}}\n" for number in range(3))
    for text, size in ((one, 1), (one + more, 4)):
        load_vocabulary(by=BY, at=at, folder=_folder(tmp_path, text))
        term_index()
        with CaptureQueriesContext(connection) as captured:
            assert len(terms_of("kind")) == size
        assert len(captured) == 1
