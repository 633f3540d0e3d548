"""Named errors of the directory; each maps to one sentence and one status."""

from __future__ import annotations


class DirectoryRefused(Exception):
    """This error will carry one Japanese sentence a person can act on."""


class ServiceNotFound(DirectoryRefused):
    """This error will say that there is no such service for this viewer (404)."""


class OrganizationNotFound(DirectoryRefused):
    """This error will say that there is no such organization for this viewer (404)."""


class MoveRefused(DirectoryRefused):
    """This error will say that a state cannot follow the present one (409)."""


class NotYours(DirectoryRefused):
    """This error will say that the viewer may not write here; shown as 404."""
