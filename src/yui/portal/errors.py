"""Named errors of the portal; each carries one sentence."""

from __future__ import annotations


class SheetRefused(Exception):
    """This error will carry one sentence about what was typed on a sheet."""
