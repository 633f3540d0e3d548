"""What can go wrong when open data is asked for; each becomes one problem document."""

from __future__ import annotations


class ParameterRefused(ValueError):
    """This error will name a parameter that cannot be used, in Japanese and in English (400)."""

    def __init__(self, parameter: str, japanese: str, english: str) -> None:
        super().__init__(japanese)
        self.parameter = parameter
        self.japanese = japanese
        self.english = english


class RecordNotFound(LookupError):
    """This error will say that no open record has this id; whether a hidden one has is not said."""
