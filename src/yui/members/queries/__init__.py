"""Reading applications and members: what comes out is already cut to what the viewer may see."""

from yui.members.queries.applications import (
    ApplicationPage,
    ClaimLine,
    ClaimPage,
    Task,
    get_claim,
    open_application,
    waiting_claims,
)
from yui.members.queries.members import (
    MemberLine,
    MemberPage,
    get_member,
    member_of,
    members_in,
)
from yui.members.queries.own import OwnPage, own_page

__all__ = [
    "ApplicationPage",
    "ClaimLine",
    "ClaimPage",
    "MemberLine",
    "MemberPage",
    "OwnPage",
    "Task",
    "get_claim",
    "get_member",
    "member_of",
    "members_in",
    "open_application",
    "own_page",
    "waiting_claims",
]
