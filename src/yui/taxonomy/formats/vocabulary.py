"""Vocabulary files: one taxonomy each, checked before anything is changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import yaml

from yui.taxonomy.errors import VocabularyRefused

_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_KEYS = frozenset({"code", "name", "plain_name", "description", "parent", "related"})


@dataclass(frozen=True, slots=True)
class TermEntry:
    """This value will hold one term of a file; `related` are "taxonomy:code"."""

    code: str
    name: str
    plain_name: str = ""
    description: str = ""
    parent: str = ""
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VocabularyFile:
    """This value will hold one taxonomy; `version` is a digest of the file."""

    code: str
    name: str
    description: str
    source: str
    version: str
    terms: tuple[TermEntry, ...]


def read_vocabularies(folder: Path | None = None) -> tuple[VocabularyFile, ...]:
    """This function will read every vocabulary of a folder, or those that come with Yui.

    Raises: VocabularyRefused naming the file and what is wrong: a code twice, an unknown
    parent or related term, a missing source.
    """
    if folder is None:
        with as_file(files("yui.taxonomy").joinpath("data")) as own:
            return read_vocabularies(own)
    found = tuple(_read(path) for path in sorted(folder.glob("*.yaml")))
    _check_related(found)
    return found


def _read(path: Path) -> VocabularyFile:
    text = path.read_text(encoding="utf-8")
    try:
        document: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise VocabularyRefused(
            f"{path.name} を読めません。YAMLの書き方を確かめてください。"
        ) from error
    if not isinstance(document, dict) or document.get("code") != path.stem:
        raise VocabularyRefused(f"{path.name} の code は、ファイルの名前と同じにしてください。")
    if not document.get("name") or not document.get("source"):
        raise VocabularyRefused(f"{path.name} に、name と source を書いてください。")
    terms = tuple(_term(path, entry) for entry in document.get("terms") or ())
    _check_terms(path, terms)
    return VocabularyFile(
        code=path.stem,
        name=document["name"],
        description=document.get("description", ""),
        source=document["source"],
        version=hashlib.sha256(text.encode()).hexdigest()[:16],
        terms=terms,
    )


def _term(path: Path, entry: Any) -> TermEntry:
    if not isinstance(entry, dict) or not entry.keys() <= _KEYS:
        raise VocabularyRefused(f"{path.name} に、知らない項目があります: {str(entry)[:60]}")
    if not _CODE.fullmatch(str(entry.get("code"))) or not entry.get("name"):
        raise VocabularyRefused(f"{path.name} に、code か name の正しくない語があります。")
    values = {**entry, "related": tuple(entry.get("related", ()))}
    return TermEntry(**values)


def _check_terms(path: Path, terms: Iterable[TermEntry]) -> None:
    seen: set[str] = set()
    for term in terms:
        if term.code in seen:
            raise VocabularyRefused(f"{path.name} に、{term.code} が2回あります。")
        if term.parent and term.parent not in seen:
            raise VocabularyRefused(
                f"{path.name} の {term.code} より前に、{term.parent} が要ります。"
            )
        seen.add(term.code)


def _check_related(vocabularies: Iterable[VocabularyFile]) -> None:
    every = list(vocabularies)
    known = {f"{each.code}:{term.code}" for each in every for term in each.terms}
    for each in every:
        for term in each.terms:
            unknown = next((name for name in term.related if name not in known), None)
            if unknown:
                raise VocabularyRefused(
                    f"{each.code} の {term.code} が指す {unknown} がありません。"
                )
