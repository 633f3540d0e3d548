"""This module will hold what the two sides of the sandbox say to each other.

Every message is one line: a letter for its kind, then JSON. Nothing is ever unpickled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict


class Kind(StrEnum):
    """This enumeration will name the messages of a child by their first letter."""

    VALUE = "V"
    REFUSED = "R"
    FAILED = "F"
    DONE = "D"


class SandboxReason(StrEnum):
    """This enumeration will name why a child did not finish its work."""

    MEMORY = "memory"
    CPU_TIME = "cpu_time"
    WALL_TIME = "wall_time"
    MESSAGE_SIZE = "message_size"
    CRASH = "crash"
    ERROR = "error"


class SandboxRefused(Exception):
    """This error will carry a Japanese sentence from the child's function to the caller.

    A function that runs in the sandbox raises it for input it understands and will not accept;
    `details` are numbers for programs, such as the row.
    """

    def __init__(self, sentence: str, details: Mapping[str, int] | None = None) -> None:
        super().__init__(sentence)
        self.details = dict(details or {})


@dataclass(frozen=True, slots=True)
class Limits:
    """This value will hold what a child may use at most."""

    memory_mb: int = 512
    cpu_s: int = 20
    wall_s: int = 60
    temporary_mb: int = 64
    open_files: int = 64
    message_mb: int = 32


class Job(TypedDict):
    """This value will tell a child what to run, within which limits, and where to answer."""

    target: str
    arguments: dict[str, object]
    limits: dict[str, int]
    directory: str
    pipe: int
    path: list[str]
