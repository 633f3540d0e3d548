from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.search.engine.builders import document
from yui.search.engine.damage import IndexDamaged
from yui.search.engine.generations import current_generation, pointer_path
from yui.search.engine.reader import IndexReader
from yui.search.engine.requests import Query, Result
from yui.search.engine.writer import IndexWriter, rebuild_index


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("whole")
    rebuild_index(
        directory, [document(f"体操の会{n}", summary="歌も歌う") for n in range(30)], position=4
    )
    with IndexWriter(directory) as writer:
        writer.apply(deletes=[document("体操の会3").key], position=5)
    return directory


def copied(whole: Path, target: Path) -> tuple[Path, Path]:
    shutil.copytree(whole, target)
    generation = current_generation(target)
    assert generation is not None
    return target, generation


def data_files(generation: Path) -> list[Path]:
    meta = (generation / "meta.json").read_text()
    return sorted(
        file
        for file in generation.iterdir()
        if file.suffix in {".idx", ".term", ".fast", ".store", ".fieldnorm", ".pos", ".del"}
        and file.name[:8] in meta
    )


def answer(directory: Path) -> Result:
    return IndexReader(directory).search(Query(words="体操"))


def test_search_when_whole_answers(whole: Path) -> None:
    assert answer(whole).total == 29
    assert not IndexReader(whole).is_damaged()


@pytest.mark.parametrize("damage", ["gone", "cut", "empty", "flipped"])
def test_search_when_any_file_is_broken_says_so(whole: Path, tmp_path: Path, damage: str) -> None:
    count = len(data_files(copied(whole, tmp_path / "count")[1]))
    for number in range(count):
        directory, generation = copied(whole, tmp_path / f"{damage}{number}")
        file = data_files(generation)[number]
        content = bytearray(file.read_bytes())
        if damage == "gone":
            file.unlink()
        elif damage == "flipped":
            content[random.Random(number).randrange(len(content))] ^= 0x10
            file.write_bytes(content)
        else:
            file.write_bytes(content[: len(content) // 2] if damage == "cut" else b"")
        assert IndexReader(directory).is_damaged(), file.name
        with pytest.raises(IndexDamaged):
            answer(directory)


def test_search_when_a_byte_of_meta_is_flipped_is_refused_or_right(
    whole: Path, tmp_path: Path
) -> None:
    directory, generation = copied(whole, tmp_path / "meta")
    meta = generation / "meta.json"
    content = meta.read_bytes()
    expected = answer(directory)
    for place in range(0, len(content), 23):
        flipped = bytearray(content)
        flipped[place] ^= 0x01
        meta.write_bytes(flipped)
        try:
            found = answer(directory)
        except IndexDamaged:
            continue
        assert (found.total, found.hits) == (expected.total, expected.hits), place


@pytest.mark.parametrize("name", ["", "../elsewhere", "generation-none", "\0", "\xff"])
def test_search_when_the_pointer_is_broken_says_so(whole: Path, tmp_path: Path, name: str) -> None:
    directory, _ = copied(whole, tmp_path / "pointer")
    pointer_path(directory).write_bytes(name.encode("latin-1"))
    with pytest.raises(IndexDamaged):
        answer(directory)


def test_search_when_damage_is_mended_by_a_rebuild_answers_again(
    whole: Path, tmp_path: Path
) -> None:
    directory, generation = copied(whole, tmp_path / "mended")
    reader = IndexReader(directory)
    assert reader.search(Query(words="体操")).total == 29
    data_files(generation)[0].write_bytes(b"x")
    assert reader.is_damaged()
    rebuild_index(directory, [document("体操の会")], position=6)
    assert not reader.is_damaged()
    assert reader.search(Query(words="体操")).total == 1
