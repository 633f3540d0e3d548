"""The press sets type in a child process, and few sheets at a time on one machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.booklets.paper import body_of, confirmed, text_of
from tests.directory.builders import Town
from yui.booklets.errors import PressBusy
from yui.booklets.formats import press
from yui.lib.typst import PaperFailed


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(press, "_TEMPLATES", tmp_path)
    (tmp_path / "a.typ").write_text("#json(bytes(sys.inputs.data)).words")
    (tmp_path / "broken.typ").write_text('#panic("こわれています")')
    return tmp_path


_HOLDER = """
import sys
from yui.booklets.formats import press
press._SLOTS = 1
with press.pressing():
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def one_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "_SLOTS", 1)


@pytest.fixture
def other_process(one_slot: None) -> Iterator[subprocess.Popen[str]]:
    """A second process of the same installation that is printing."""
    known = {"YUI_DATA": str(settings.YUI.data), "DJANGO_SETTINGS_MODULE": "yui.config.settings"}
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **known},
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    yield holder
    holder.kill()
    holder.communicate()


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


def test_second_sheet_waits_and_then_is_refused(templates: Path, one_slot: None) -> None:
    with (
        press.pressing(),
        pytest.raises(PressBusy, match="混んでいます"),
        press.pressing(wait_s=0.01),
    ):
        pass
    with press.pressing(wait_s=0.01):
        pass


def test_two_processes_share_the_press(
    client: Client,
    town: Town,
    at: datetime,
    other_process: subprocess.Popen[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = f"/booklets/service/{confirmed(town, at).short_code}.pdf"
    monkeypatch.setattr(press, "_WAIT_S", 0.2)
    busy = client.get(address)
    assert busy.status_code == 503
    assert busy.headers["Retry-After"] == "10"
    assert "印刷の用意が混んでいます。少し待って、もう一度開いてください。" in busy.content.decode()
    other_process.kill()  # a process that dies lets go of the press
    other_process.wait()
    assert "あさひ買い物いっしょ便" in body_of(client.get(address))


def test_requests_of_one_process_never_all_wait_for_paper(
    templates: Path, one_slot: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "_TURN_S", 0.01)
    with ExitStack() as asking:
        for _each in range(3):
            assert press._HERE.acquire(blocking=False)
            asking.callback(press._HERE.release)
        with pytest.raises(PressBusy, match="混んでいます"), press.pressing(wait_s=60):
            pass
    with press.pressing(wait_s=0.01):
        pass
