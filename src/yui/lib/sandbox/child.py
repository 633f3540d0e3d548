"""This module will run one function inside the child process and send on what it yields."""

from __future__ import annotations

import importlib
import json
import os
import resource
from typing import BinaryIO

from yui.lib.sandbox.confine import confine
from yui.lib.sandbox.job import Job, Kind, Limits, SandboxReason, SandboxRefused


def main(job: Job) -> None:
    """This function will do the job the parent sent, and say how it ended."""
    limits = Limits(**job["limits"])
    with os.fdopen(job["pipe"], "wb", buffering=1 << 16) as pipe:
        try:
            _run(job, limits, pipe)
        except SandboxRefused as refusal:
            _send(pipe, Kind.REFUSED, {"sentence": str(refusal), "details": refusal.details})
        except MemoryError:
            _send(pipe, Kind.FAILED, {"reason": SandboxReason.MEMORY, "detail": ""})
        except Exception as error:
            detail = type(error).__qualname__
            _send(pipe, Kind.FAILED, {"reason": SandboxReason.ERROR, "detail": detail})
        else:
            _send(pipe, Kind.DONE, None)


def _run(job: Job, limits: Limits, pipe: BinaryIO) -> None:
    """This function will import the function, give up every power it does not need, and run it."""
    size = limits.memory_mb << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    module, _, name = job["target"].partition(":")
    function = getattr(importlib.import_module(module), name)
    confine(limits, job["directory"])
    for value in function(**job["arguments"]):
        _send(pipe, Kind.VALUE, value)


def _send(pipe: BinaryIO, kind: Kind, content: object) -> None:
    """This function will write one message; escaped ASCII, so that any text survives the pipe."""
    pipe.write(kind.encode() + json.dumps(content).encode() + b"\n")
