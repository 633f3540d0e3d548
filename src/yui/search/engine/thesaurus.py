"""The welfare thesaurus: which words mean the same, which needs and fields they point to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from yui.search.engine.folding import compact

DATA = Path(__file__).resolve().parent.parent / "data" / "thesaurus.yaml"
_LISTS = ("synonyms", "kana", "asked_as", "broader", "related", "fields", "needs", "sectors")
_KEYS = {"term", "weak", *_LISTS}
_TERM_MARK = "§"


class ThesaurusRefused(ValueError):
    """This error will list every fault found in the thesaurus file."""


@dataclass(frozen=True, slots=True)
class Group:
    """This class will hold one meaning.

    `synonyms` mean the same and are recognised in documents and questions. `kana` and
    `asked_as` are recognised in questions only: kana spellings, and what people say instead of
    naming the thing（「膝が痛い」）. `broader` names the canonical terms above: a document about
    this is also about those. `related` names terms that may help as well; they are accepted
    when the question was everyday wording, or found little. `fields` and `needs` are codes of
    the two vocabularies. `sectors` are those a question with these words asks for. `is_weak`
    meanings（高齢者, 無料）are left out of a question that says anything else.
    """

    number: int
    term: str
    synonyms: tuple[str, ...] = ()
    kana: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    is_weak: bool = False

    @property
    def index_term(self) -> str:
        """This property will be the term that stands for the meaning inside the index."""
        return f"{_TERM_MARK}{self.number}"

    @property
    def forms(self) -> tuple[str, ...]:
        """This property will list the words recognised in documents and questions alike."""
        return (self.term, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """This class will hold all groups, checked, with the way from a term to its group."""

    groups: tuple[Group, ...]
    fingerprint: str
    shared_words: frozenset[str] = frozenset()
    weak_words: frozenset[str] = frozenset()
    ancestors: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def with_ancestors(self, number: int) -> tuple[int, ...]:
        """This function will list a group's number and those of all broader groups."""
        return (number, *self.ancestors[number])


def load_thesaurus(
    path: Path = DATA,
    *,
    known_fields: frozenset[str] | None = None,
    known_needs: frozenset[str] | None = None,
) -> Thesaurus:
    """This function will read and check the thesaurus file.

    Raises: ThesaurusRefused naming every word that stands in two groups without being declared
    in `shared_words`, unknown broader terms and circles, unknown keys, unknown codes.
    """
    raw = path.read_bytes()
    parsed = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    faults = _shape_faults(parsed)
    if faults:
        raise ThesaurusRefused("\n".join(faults))
    groups = tuple(_group(number, entry) for number, entry in enumerate(parsed["groups"], 1))
    shared = frozenset(compact(word) for word in parsed.get("shared_words", ()))
    faults = [*_word_faults(groups, shared), *_label_faults(groups, known_fields, known_needs)]
    ancestors = _ancestors(groups, faults)
    if faults:
        raise ThesaurusRefused("\n".join(faults))
    weak = frozenset(parsed.get("weak_words", ()))
    return Thesaurus(groups, hashlib.sha256(raw).hexdigest()[:16], shared, weak, ancestors)


@lru_cache(maxsize=1)
def our_thesaurus() -> Thesaurus:
    """This function will return the shipped thesaurus, read once per process."""
    return load_thesaurus()


def _shape_faults(parsed: Any) -> list[str]:
    if not isinstance(parsed, dict) or not isinstance(parsed.get("groups"), list):
        return ["the file must hold a list under `groups`"]
    faults = []
    for place, entry in enumerate(parsed["groups"], 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("term"), str):
            faults.append(f"group {place}: needs a `term`")
            continue
        faults += [f"{entry['term']}: unknown key {key}" for key in set(entry) - _KEYS]
        for key in _LISTS:
            values = entry.get(key, [])
            if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
                faults.append(f"{entry['term']}: `{key}` must be a list of words")
    return faults


def _group(number: int, entry: dict[str, Any]) -> Group:
    lists = {key: tuple(entry.get(key, ())) for key in _LISTS}
    return Group(number=number, term=entry["term"], is_weak=bool(entry.get("weak", False)), **lists)


def _word_faults(groups: tuple[Group, ...], shared: frozenset[str]) -> list[str]:
    faults: list[str] = []
    owners: dict[str, str] = {}
    met: dict[str, int] = {}
    for group in groups:
        mine: set[str] = set()
        for word in (*group.forms, *group.kana, *group.asked_as):
            folded = compact(word)
            if len(folded) < 2 and not _is_one_kanji(folded):
                faults.append(f"{group.term}: 「{word}」 is too short")
            if folded in mine and word in group.forms:
                faults.append(f"{group.term}: 「{word}」 stands twice")
            if folded not in mine:
                met[folded] = met.get(folded, 0) + 1
            mine.add(folded)
            owner = owners.setdefault(folded, group.term)
            if owner != group.term and folded not in shared:
                faults.append(f"「{word}」 stands in {owner} and in {group.term}")
    return faults + [f"shared word {word} is not shared" for word in shared if met.get(word, 0) < 2]


def _is_one_kanji(folded: str) -> bool:
    return len(folded) == 1 and "\u4e00" <= folded <= "\u9fff"


def _label_faults(
    groups: tuple[Group, ...], fields: frozenset[str] | None, needs: frozenset[str] | None
) -> list[str]:
    faults = []
    for group in groups:
        if fields is not None:
            faults += [f"{group.term}: no field {one}" for one in set(group.fields) - fields]
        if needs is not None:
            faults += [f"{group.term}: no need {one}" for one in set(group.needs) - needs]
    return faults


def _ancestors(groups: tuple[Group, ...], faults: list[str]) -> dict[int, tuple[int, ...]]:
    by_term = {group.term: group for group in groups}
    found: dict[int, tuple[int, ...]] = {}
    for group in groups:
        above: dict[int, None] = {}
        waiting = list(group.broader)
        while waiting:
            parent = by_term.get(waiting.pop(0))
            if parent is None:
                faults.append(f"{group.term}: a broader term is no canonical term")
            elif parent.number == group.number:
                faults.append(f"{group.term}: stands above itself")
            elif parent.number not in above:
                above[parent.number] = None
                waiting.extend(parent.broader)
        faults += [f"{group.term}: no term {one}" for one in group.related if one not in by_term]
        found[group.number] = tuple(above)
    return found
