"""The press sets type in a child process, and never more than one sheet at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.booklets.paper import text_of
from yui.booklets.errors import PressBusy
from yui.booklets.formats import press
from yui.lib.typst import PaperFailed


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(press, "_TEMPLATES", tmp_path)
    (tmp_path / "a.typ").write_text("#json(bytes(sys.inputs.data)).words")
    (tmp_path / "broken.typ").write_text('#panic("こわれています")')
    return tmp_path


def test_child_sets_the_type(templates: Path) -> None:
    pdf = press.printed("a.typ", {"words": "髙﨑德塚邉𠮷"}, title="題")
    assert text_of(pdf) == "髙﨑德塚邉𠮷"
    assert pdf == press.printed("a.typ", {"words": "髙﨑德塚邉𠮷"}, title="題")


def test_broken_template_is_told_with_its_reason(templates: Path) -> None:
    with pytest.raises(PaperFailed, match="こわれています"):
        press.printed("broken.typ", {}, title="題")


def test_sheet_that_takes_too_long_is_stopped(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "_LONGEST_S", 0.01)
    with pytest.raises(PressBusy, match="時間がかかりすぎました"):
        press.printed("a.typ", {"words": "あ"}, title="題")
    monkeypatch.undo()
    with press.pressing(wait_s=0.01):
        pass


def test_second_sheet_waits_and_then_is_refused(templates: Path) -> None:
    with (
        press.pressing(),
        pytest.raises(PressBusy, match="混んでいます"),
        press.pressing(wait_s=0.01),
    ):
        pass
    with press.pressing(wait_s=0.01):
        pass
