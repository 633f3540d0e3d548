"""This module will write logs as JSON lines: one file a day in UTC, one event a line.

Every letter beyond ASCII is escaped, so no text, whatever it holds, can begin a line of its own.
Values that are not plain JSON are named by their type only: an object's words may be personal.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import structlog
from structlog.typing import FilteringBoundLogger, Processor

_LONGEST_TEXT: Final = 4_000
_SHARED: Final[tuple[Processor, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
)


def configure_logs(directory: Path, *, level: str = "INFO") -> None:
    """This function will send the logs of our code and of every library to files in a directory.

    The files are named after the UTC day, `2026-11-23.jsonl`. Calling it again moves the logs.
    """
    directory.mkdir(parents=True, exist_ok=True)
    number = logging.getLevelNamesMapping()[level]
    handler = DailyFileHandler(directory)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *_SHARED],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _as_line],
        )
    )
    root = logging.getLogger()
    for old in [entry for entry in root.handlers if isinstance(entry, DailyFileHandler)]:
        root.removeHandler(old)
        old.close()
    root.addHandler(handler)
    root.setLevel(number)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def get_logger(name: str) -> FilteringBoundLogger:
    """This function will return the logger of a module; `name` is its `__name__`."""
    logger: FilteringBoundLogger = structlog.get_logger(name)
    return logger


@contextmanager
def request_context(request_id: str) -> Iterator[None]:
    """This context will put a request's id into every event that is logged inside it."""
    with structlog.contextvars.bound_contextvars(request=request_id):
        yield


class DailyFileHandler(logging.Handler):
    """This class will append each event to the file of its UTC day in one write.

    One write of one line is not torn by other processes that append to the same file.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__()
        self._directory = directory

    def emit(self, record: logging.LogRecord) -> None:
        """This method will write one event; a full disk must not stop the work itself."""
        try:
            line = self.format(record).encode("ascii") + b"\n"
            day = datetime.fromtimestamp(record.created, UTC).date()
            path = self._directory / f"{day.isoformat()}.jsonl"
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
            try:
                os.write(opened, line)
            finally:
                os.close(opened)
        except Exception:
            self.handleError(record)


def _as_line(_: object, __: str, event: MutableMapping[str, object]) -> str:
    """This function will write an event as one line of ASCII JSON."""
    plain = {_short(str(key)): _plain(value) for key, value in event.items()}
    return json.dumps(plain, ensure_ascii=True, sort_keys=True)


def _plain(value: object) -> object:
    """This function will keep what JSON knows, and name the type of everything else."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return _short(value)
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value[:100]]
    if isinstance(value, dict):
        return {_short(str(key)): _plain(entry) for key, entry in list(value.items())[:100]}
    return f"<{type(value).__qualname__}>"


def _short(text: str) -> str:
    """This function will cut a text that would fill the disk, and say that it did."""
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}… ({len(text)})"
