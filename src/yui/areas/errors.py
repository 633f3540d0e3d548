"""Named errors of the areas room; each maps to one sentence and one status."""

from __future__ import annotations


class AreasRefused(Exception):
    """This error will carry one Japanese sentence a person can act on."""


class AreaNotFound(AreasRefused):
    """This error will say that there is no such area (404)."""


class TownNotFound(AreasRefused):
    """This error will say that there is no such 町字 (404)."""


class NotYours(AreasRefused):
    """This error will say that the viewer may not change this area; shown as 404."""


class ChangeRefused(AreasRefused):
    """This error will say that a change would break what must hold of areas (409)."""


class FileRefused(AreasRefused):
    """This error will say why a file of population, layers or insurers cannot be read (400)."""
