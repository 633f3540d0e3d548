from __future__ import annotations

from pathlib import Path

import pytest

from tests.search.engine.builders import World, document, key
from yui.search.engine import answering
from yui.search.engine.writer import IndexWriter

GROUPS = [document("体操の会", fields=("health",)), document("歌の会", fields=("culture",))]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that were really counted, in order."""
    met: list[str] = []
    count = answering.count_facets

    def watched(*given: object) -> object:
        met.append("counted")
        return count(*given)  # type: ignore[arg-type]  # -- passed on as it came

    monkeypatch.setattr(answering, "count_facets", watched)
    return met


def test_the_same_question_is_counted_once_whatever_its_page(
    tmp_path: Path, counted: list[str]
) -> None:
    world = World(tmp_path, GROUPS)

    first = world.ask("体操").facets
    again = world.ask("体操", offset=20, limit=5, sort="freshness").facets

    assert first == again
    assert first["field"] == {"health": 1}
    assert len(counted) == 1


@pytest.mark.parametrize(
    "other",
    [{"area": "90/90199"}, {"viewer": ("public", "x")}, {"excluded": (key("体操の会"),)},
     {"weekdays": ("tue",)}, {"filters": {"field": ("culture",)}}, {"facets": ("need",)}],
)  # fmt: skip
def test_another_question_is_counted_anew(
    tmp_path: Path, counted: list[str], other: dict[str, object]
) -> None:
    world = World(tmp_path, GROUPS)
    world.ask("体操")

    world.ask("体操", **other)

    assert len(counted) == 2


def test_a_change_is_counted_at_once(tmp_path: Path) -> None:
    world = World(tmp_path, GROUPS)
    assert world.ask("体操").facets["field"] == {"health": 1}

    with IndexWriter(tmp_path) as writer:
        writer.apply(upserts=[document("朝の体操", fields=("sports",))], position=2)

    assert world.ask("体操").facets["field"] == {"health": 1, "sports": 1}
