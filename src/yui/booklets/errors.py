"""Named errors of the booklets room; each carries one sentence and maps to one status."""

from __future__ import annotations


class BookletRefused(Exception):
    """This error will carry one Japanese sentence; `way_on` is the address of a page that helps."""

    status = 400

    def __init__(self, sentence: str, way_on: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way_on = way_on


class NothingAsked(BookletRefused):
    """This error will say that the address names neither a town nor services."""


class NothingToPrint(BookletRefused):
    """This error will say that nothing was found, or that nothing of it may stand on paper."""

    status = 404


class HasEnded(BookletRefused):
    """This error will say that what the address names has ended."""

    status = 410


class PressBusy(BookletRefused):
    """This error will say that too many sheets are being made at this moment."""

    status = 503
