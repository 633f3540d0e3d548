from __future__ import annotations

import ctypes
import os
import resource
import socket
import textwrap
import time
from pathlib import Path

import pytest

from yui.lib.sandbox import (
    Limits,
    SandboxFailed,
    SandboxReason,
    SandboxRefused,
    run_in_sandbox,
)

TARGETS = """
    import os, resource, signal, socket, subprocess, sys, tempfile, time, ctypes
    from yui.lib.sandbox import SandboxRefused

    native_open = ctypes.CDLL(None, use_errno=True).open

    def echo(**arguments):
        yield arguments

    def count(many):
        for number in range(many):
            yield [number, "x" * 1000]

    def isolated():
        yield [sys.flags.isolated, sorted(os.environ), os.getpid(), os.getcwd()]

    def refuse():
        yield 1
        raise SandboxRefused("この表は読めません。")

    def fail():
        raise ValueError("secret cell")

    def swell():
        yield len(bytearray(2 << 30))

    def grow():
        everything = []
        while True:
            everything.append("x" * 1_000_000)

    def spin():
        while True:
            pass

    def sleep(seconds):
        time.sleep(seconds)
        yield "awake"

    def abort():
        os.abort()
        yield

    def leave():
        yield "first"
        os._exit(0)

    def long_line():
        yield "x" * (3 << 20)

    def write(path):
        with open(path, "w") as file:
            file.write("x")
        yield "written"

    def write_around_python(path):
        yield native_open(path.encode(), os.O_WRONLY | os.O_CREAT, 0o600)

    def write_here():
        with tempfile.NamedTemporaryFile("w+") as file:
            file.write("x" * 1000)
            yield os.path.dirname(file.name) == os.getcwd()

    def write_much():
        with open("big", "wb") as file:
            for _ in range(100):
                file.write(b"x" * (1 << 20))
        yield "written"

    def remove(path):
        os.remove(path)
        yield "removed"

    def connect(port):
        socket.create_connection(("127.0.0.1", port), timeout=2)
        yield "connected"

    def fork():
        os.fork()
        yield "forked"

    def program():
        subprocess.run(["/bin/true"])
        yield "ran"

    def forge():
        print("Vforged")
        sys.stderr.write("Vforged")
        yield "line\\nVforged"

    def odd_text():
        yield "\\ud800\\x00\\u2028髙"
"""


@pytest.fixture(autouse=True)
def _targets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "targets_of_the_sandbox.py").write_text(textwrap.dedent(TARGETS))
    monkeypatch.syspath_prepend(str(tmp_path))


def run(function: str, limits: Limits | None = None, **arguments: object) -> list[object]:
    return list(run_in_sandbox(f"targets_of_the_sandbox:{function}", arguments, limits=limits))


def failure(function: str, limits: Limits | None = None, **arguments: object) -> SandboxFailed:
    with pytest.raises(SandboxFailed) as caught:
        run(function, limits, **arguments)
    assert str(caught.value).endswith("。")
    return caught.value


def test_run_in_sandbox_hands_over_arguments_and_values() -> None:
    arguments = {"text": "髙﨑", "number": 1.5, "list": [None, True]}
    assert run("echo", **arguments) == [arguments]
    assert run("odd_text") == ["\ud800\x00\u2028髙"]


def test_run_in_sandbox_starts_a_fresh_isolated_interpreter() -> None:
    [[isolated, names, pid, directory]] = run("isolated")  # type: ignore[misc]
    assert isolated == 1
    assert set(names) <= {"LANG", "LC_CTYPE", "OPENBLAS_NUM_THREADS", "TMPDIR"}
    assert pid != os.getpid()
    assert not os.path.exists(directory)


def test_run_in_sandbox_carries_a_refusal_after_the_values() -> None:
    values = run_in_sandbox("targets_of_the_sandbox:refuse", {})
    assert next(values) == 1
    with pytest.raises(SandboxRefused, match="この表は読めません"):
        next(values)


def test_run_in_sandbox_hides_what_an_error_says() -> None:
    error = failure("fail")
    assert (error.reason, error.detail) == (SandboxReason.ERROR, "ValueError")


@pytest.mark.parametrize("function", ["swell", "grow"])
def test_run_in_sandbox_ends_when_memory_runs_out(function: str) -> None:
    assert failure(function, Limits(memory_mb=256)).reason is SandboxReason.MEMORY


def test_run_in_sandbox_ends_when_cpu_time_runs_out() -> None:
    assert failure("spin", Limits(cpu_s=1)).reason is SandboxReason.CPU_TIME


def test_run_in_sandbox_ends_when_the_child_sleeps() -> None:
    began = time.monotonic()
    assert failure("sleep", Limits(wall_s=1), seconds=30).reason is SandboxReason.WALL_TIME
    assert time.monotonic() - began < 5


def test_run_in_sandbox_does_not_count_the_time_the_caller_takes() -> None:
    values = run_in_sandbox("targets_of_the_sandbox:count", {"many": 500}, limits=Limits(wall_s=2))
    next(values)
    time.sleep(2.2)
    assert len(list(values)) == 499


@pytest.mark.parametrize("function", ["abort", "leave"])
def test_run_in_sandbox_says_the_child_crashed(function: str) -> None:
    assert failure(function).reason is SandboxReason.CRASH


def test_run_in_sandbox_ends_when_a_value_is_too_long() -> None:
    assert failure("long_line", Limits(message_mb=1)).reason is SandboxReason.MESSAGE_SIZE


def test_run_in_sandbox_lets_nothing_be_written_outside(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("here")
    assert failure("write", path=str(tmp_path / "new")).detail == "PermissionError"
    assert failure("write", path=str(victim)).detail == "PermissionError"
    assert failure("remove", path=str(victim)).detail == "PermissionError"
    assert victim.read_text() == "here"
    assert not (tmp_path / "new").exists()


def test_run_in_sandbox_stops_native_writes_where_the_kernel_can(tmp_path: Path) -> None:
    version = ctypes.CDLL(None).syscall(444, None, 0, 1)
    if version < 1:
        pytest.skip("this kernel has no Landlock")
    assert run("write_around_python", path=str(tmp_path / "new")) == [-1]
    assert not (tmp_path / "new").exists()


def test_run_in_sandbox_lets_a_little_be_written_inside() -> None:
    assert run("write_here") == [True]
    error = failure("write_much", Limits(temporary_mb=2))
    assert error.reason in (SandboxReason.CRASH, SandboxReason.ERROR)


@pytest.mark.enable_socket
def test_run_in_sandbox_has_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert failure("connect", port=port).detail == "PermissionError"


@pytest.mark.parametrize("function", ["fork", "program"])
def test_run_in_sandbox_starts_no_other_process(function: str) -> None:
    assert failure(function).reason is SandboxReason.ERROR


def test_run_in_sandbox_cannot_be_fooled_by_printed_lines() -> None:
    assert run("forge") == ["line\nVforged"]


def test_run_in_sandbox_kills_the_child_when_the_caller_stops() -> None:
    values = run_in_sandbox("targets_of_the_sandbox:isolated", {})
    [_, _, pid, directory] = next(values)  # type: ignore[misc]
    values.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not os.path.exists(directory)


def test_run_in_sandbox_keeps_the_memory_of_the_caller_flat() -> None:
    run("count", many=10)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    values = run_in_sandbox("targets_of_the_sandbox:count", {"many": 40_000})
    assert sum(1 for _ in values) == 40_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 8_000
