from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from yui.search.engine.thesaurus import ThesaurusRefused, load_thesaurus, our_thesaurus

TAXONOMY = Path(__file__).resolve().parents[3] / "src" / "yui" / "taxonomy" / "data"


def codes(vocabulary: str) -> frozenset[str]:
    terms = yaml.safe_load((TAXONOMY / f"{vocabulary}.yaml").read_text(encoding="utf-8"))["terms"]
    return frozenset(term["code"] for term in terms)


def written(path: Path, text: str) -> Path:
    file = path / "thesaurus.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_our_thesaurus_has_at_least_400_groups_and_only_known_codes() -> None:
    thesaurus = load_thesaurus(known_fields=codes("field"), known_needs=codes("need"))
    assert len(thesaurus.groups) >= 400
    assert thesaurus.fingerprint == our_thesaurus().fingerprint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("買い物", "買物"),
        ("買い物代行", "お使い"),
        ("移動販売", "移動スーパー"),
        ("サロン", "茶話会"),
        ("サロン", "お茶会"),
        ("ごみ出し", "ゴミだし"),
        ("配食", "弁当の宅配"),
        ("社会福祉協議会", "社協"),
        ("地域包括支援センター", "包括"),
        ("デイサービス", "通所介護"),
        ("通いの場", "かよいの場"),
        ("雪かき", "雪おろし"),
        ("スマホ", "スマホ教室"),
    ],
)
def test_our_thesaurus_knows_the_words_of_the_issue(one: str, other: str) -> None:
    group = next(group for group in our_thesaurus().groups if group.term == one)
    assert other in group.forms


def test_with_ancestors_when_broader_terms_chain() -> None:
    thesaurus = our_thesaurus()
    by_term = {group.term: group.number for group in thesaurus.groups}
    line = thesaurus.with_ancestors(by_term["百歳体操"])
    assert {by_term["体操"], by_term["運動"]} <= set(line)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("groups: [{term: 体操}, {term: 運動, synonyms: [たいそう, 体操]}]", "stands in 体操"),
        ("groups: [{term: 体操, synonyms: [体操]}]", "stands twice"),
        ("groups: [{term: 体操, broader: [運動]}]", "no canonical term"),
        ("groups: [{term: 体操, broader: [運動]}, {term: 運動, broader: [体操]}]", "above itself"),
        ("groups: [{term: 体操, synonym: [運動]}]", "unknown key synonym"),
        ("groups: [{term: 体操, synonyms: [188]}]", "list of words"),
        ("groups: [{term: あ}]", "too short"),
        ("shared_words: [体操]\ngroups: [{term: 体操}]", "is not shared"),
        ("[]", "must hold a list"),
    ],
)
def test_load_thesaurus_when_the_file_is_wrong(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(ThesaurusRefused, match=fault):
        load_thesaurus(written(tmp_path, text))


def test_load_thesaurus_when_a_shared_word_is_declared(tmp_path: Path) -> None:
    text = "shared_words: [会]\ngroups: [{term: 体操, synonyms: [会]}, {term: 歌, synonyms: [会]}]"
    assert len(load_thesaurus(written(tmp_path, text)).groups) == 2


def test_load_thesaurus_when_a_code_is_unknown(tmp_path: Path) -> None:
    file = written(tmp_path, "groups: [{term: 体操, fields: [gym], needs: [run]}]")
    with pytest.raises(ThesaurusRefused, match=r"no field gym\n.*no need run"):
        load_thesaurus(file, known_fields=frozenset({"health"}), known_needs=frozenset())
