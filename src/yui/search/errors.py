"""Named errors of the search room; each carries one sentence and maps to one status."""

from __future__ import annotations


class ConditionRefused(ValueError):
    """This error will say in one Japanese sentence which condition of a search cannot be read."""

    status = 400
