from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yui.lib.logs import DailyFileHandler, configure_logs, get_logger, request_context


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    configure_logs(tmp_path / "log")
    yield tmp_path / "log"
    for handler in root.handlers:
        if isinstance(handler, DailyFileHandler):
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def events(directory: Path) -> list[dict[str, Any]]:
    paths = sorted(directory.glob("*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_bytes().splitlines()]


def test_get_logger_writes_one_json_line_with_time_and_request(directory: Path) -> None:
    with request_context("r-1"):
        get_logger("yui.search").info("searched", hits=3, word="体操")
    get_logger("yui.search").debug("not shown")
    [event] = events(directory)
    moment = event.pop("at")
    assert moment.endswith("Z")
    assert event == {
        "event": "searched",
        "hits": 3,
        "level": "info",
        "logger": "yui.search",
        "request": "r-1",
        "word": "体操",
    }
    [path] = directory.iterdir()
    assert path.name == f"{moment[:10]}.jsonl"


def test_request_context_ends_with_its_block(directory: Path) -> None:
    with request_context("r-1"):
        pass
    get_logger("a").info("after")
    assert "request" not in events(directory)[0]


def test_configure_logs_takes_in_the_logs_of_libraries(directory: Path) -> None:
    with request_context("r-2"):
        logging.getLogger("django.request").warning("Not Found: %s", "/x", extra={"status": 404})
    [event] = events(directory)
    assert event["event"] == "Not Found: /x"
    assert (event["logger"], event["level"], event["request"]) == (
        "django.request",
        "warning",
        "r-2",
    )
    assert event["status"] == 404


def test_get_logger_writes_an_exception_into_its_line(directory: Path) -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        get_logger("a").exception("failed")
    [event] = events(directory)
    assert "ValueError: broken" in event["exception"]


def test_get_logger_names_only_the_type_of_an_object(directory: Path) -> None:
    get_logger("a").info("seen", thing=Path("/secret"), bag={"x": {1}}, row=(1, Path()))
    [event] = events(directory)
    assert event["bag"] == {"x": "<set>"}
    assert event["thing"].startswith("<")
    assert "secret" not in json.dumps(event)


def test_get_logger_cuts_texts_that_would_fill_the_disk(directory: Path) -> None:
    get_logger("a").info("long", text="x" * 100_000)
    assert len(events(directory)[0]["text"]) < 5_000


def test_configure_logs_again_writes_each_event_once(directory: Path, tmp_path: Path) -> None:
    configure_logs(tmp_path / "other")
    get_logger("a").info("moved")
    assert events(directory) == []
    assert len(events(tmp_path / "other")) == 1


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=30))
def test_get_logger_cannot_be_made_to_forge_a_line(directory: Path, text: str) -> None:
    before = len(events(directory))
    forged = f'{text}\n{{"event": "forged"}}\r\u2028\x85'
    get_logger("a").info("typed", word=forged)
    logging.getLogger("b").warning(forged)
    found = events(directory)
    assert len(found) == before + 2
    assert found[-2]["word"] == forged
    assert found[-1]["event"] == forged
