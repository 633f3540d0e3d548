"""This module will start a confined child, hand over what it yields, and explain its death."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final

from yui.lib.sandbox.job import Job, Kind, Limits, SandboxReason, SandboxRefused

__all__ = ["Limits", "SandboxFailed", "SandboxReason", "SandboxRefused", "run_in_sandbox"]

_SENTENCES: Final = {
    SandboxReason.MEMORY: "このファイルを読むには、メモリーが足りません。小さく分けてください。",
    SandboxReason.CPU_TIME: "このファイルは、読むのに時間がかかりすぎます。小さく分けてください。",
    SandboxReason.WALL_TIME: "このファイルは、読むのに時間がかかりすぎます。小さく分けてください。",
    SandboxReason.MESSAGE_SIZE: "このファイルには、大きすぎる行があります。",
    SandboxReason.CRASH: "このファイルは、壊れているため読めませんでした。",
    SandboxReason.ERROR: "このファイルは、壊れているため読めませんでした。",
}
_START: Final = (
    "import sys, json; job = json.loads(sys.stdin.buffer.read()); sys.path[:] = job['path'];"
    " from yui.lib.sandbox.child import main; main(job)"
)
_READ_BYTES: Final = 1 << 16


class SandboxFailed(Exception):
    """This error will say in one Japanese sentence that a child died, ran out or broke.

    `reason` is for programs, `detail` for the log; neither holds text from the file.
    """

    def __init__(self, reason: SandboxReason, detail: str = "") -> None:
        super().__init__(_SENTENCES[reason])
        self.reason = reason
        self.detail = detail


def run_in_sandbox(
    target: str, arguments: Mapping[str, object], *, limits: Limits | None = None
) -> Generator[object, None, None]:
    """This function will yield what a generator function yields in a confined child process.

    `target` is "package.module:function"; arguments and values are what JSON can hold. The child
    is a fresh isolated interpreter with limits of memory, time, files and processes; it cannot
    write outside its own temporary directory, reach the network or start a program. One value is
    held at a time. The wall clock runs only while the caller waits for the child. Closing the
    generator kills the child.

    Raises: SandboxRefused when the function refused its input; SandboxFailed otherwise.
    """
    bounds = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="yui-sandbox-") as directory:
        reader, writer = os.pipe()
        try:
            child = _start(target, arguments, bounds, directory, writer)
        finally:
            os.close(writer)
        try:
            yield from _values(reader, child, bounds)
        finally:
            os.close(reader)
            _end(child)


def _start(
    target: str, arguments: Mapping[str, object], limits: Limits, directory: str, writer: int
) -> subprocess.Popen[bytes]:
    """This function will start the interpreter of the child and send it its job."""
    job = Job(
        target=target,
        arguments=dict(arguments),
        limits=asdict(limits),
        directory=directory,
        pipe=writer,
        path=[os.path.abspath(entry) for entry in sys.path if entry],
    )
    order = Path(directory, "job.json")
    order.write_text(json.dumps(job))
    with order.open("rb") as entry:
        return subprocess.Popen(  # noqa: S603 -- our own interpreter and a constant program
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START],
            stdin=entry,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=directory,
            env={"LANG": "C.UTF-8", "TMPDIR": directory, "OPENBLAS_NUM_THREADS": "1"},
            pass_fds=(writer,),
            start_new_session=True,
        )


def _values(
    reader: int, child: subprocess.Popen[bytes], limits: Limits
) -> Generator[object, None, None]:
    """This function will yield the child's values until it is done, refuses or fails."""
    for line in _lines(reader, child, limits):
        kind, content = Kind(chr(line[0])), json.loads(line[1:])
        if kind is Kind.VALUE:
            yield content
        elif kind is Kind.REFUSED:
            raise SandboxRefused(str(content["sentence"]), content["details"])
        elif kind is Kind.FAILED:
            raise SandboxFailed(SandboxReason(content["reason"]), str(content["detail"]))
        else:
            return
    raise _explained(child.wait())


def _lines(reader: int, child: subprocess.Popen[bytes], limits: Limits) -> Iterator[bytes]:
    """This function will yield whole lines from the pipe, within the limits of time and size."""
    rest = bytearray()
    left_s = float(limits.wall_s)
    while True:
        began = time.monotonic()
        if left_s <= 0 or not select.select([reader], [], [], left_s)[0]:
            raise SandboxFailed(SandboxReason.WALL_TIME)
        piece = os.read(reader, _READ_BYTES)
        left_s -= time.monotonic() - began
        if not piece:
            return
        rest += piece
        *lines, rest = rest.split(b"\n")
        yield from map(bytes, lines)
        if len(rest) > limits.message_mb << 20:
            raise SandboxFailed(SandboxReason.MESSAGE_SIZE)


def _end(child: subprocess.Popen[bytes]) -> None:
    """This function will kill the child with everything it may have started."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _explained(exit_code: int) -> SandboxFailed:
    """This function will turn the exit code of a child that stopped midway into a failure."""
    reasons = {-signal.SIGXCPU: SandboxReason.CPU_TIME, -signal.SIGKILL: SandboxReason.MEMORY}
    return SandboxFailed(reasons.get(exit_code, SandboxReason.CRASH), f"exit code {exit_code}")
