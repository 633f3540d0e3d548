"""Named errors of the events room; each carries one sentence and maps to one status."""

from __future__ import annotations


class EventsRefused(Exception):
    """This error will carry one Japanese sentence a person can act on."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class EventNotFound(EventsRefused):
    """This error will say that there is no such event for this viewer."""

    status = 404

    def __init__(self, sentence: str = "この催しの案内は、見つかりませんでした。") -> None:
        super().__init__(sentence)


class NotYours(EventsRefused):
    """This error will say that the viewer may not write here; shown as 404."""

    status = 404

    def __init__(self, sentence: str = "この催しを変える権限がありません。") -> None:
        super().__init__(sentence)


class MoveRefused(EventsRefused):
    """This error will say that a state cannot follow the present one."""

    status = 409


class InputRefused(EventsRefused):
    """This error will name the field that cannot be accepted, and why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
