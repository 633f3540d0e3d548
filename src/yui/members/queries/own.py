"""What an organization sees of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yui.directory.queries.claimable import OrganizationLine, organizations_of_body
from yui.directory.queries.due import DueLine, kept_lines
from yui.members.queries.members import MemberPage, member_of
from yui.policy.roles import MEMBERS
from yui.policy.viewer import Viewer


@dataclass(frozen=True, slots=True)
class OwnPage:
    """This value will hold the organizations a body speaks for, their services and profiles.

    Views of a service are those of a year (basis: 回), never who looked.
    """

    organizations: tuple[OrganizationLine, ...]
    services: tuple[DueLine, ...]
    members: tuple[MemberPage, ...]


def own_page(viewer: Viewer, *, at: datetime) -> OwnPage:
    """This function will return what the viewer's body speaks for; offices have none."""
    if viewer.role not in MEMBERS or viewer.body_id is None:
        return OwnPage((), (), ())
    organizations = organizations_of_body(viewer.body_id)
    found = (member_of(viewer, line.id) for line in organizations)
    return OwnPage(
        organizations,
        kept_lines(viewer, at=at),
        tuple(member for member in found if member is not None),
    )
