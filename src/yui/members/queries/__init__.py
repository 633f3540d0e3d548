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

__all__ = [
    "ApplicationPage",
    "ClaimLine",
    "ClaimPage",
    "MemberLine",
    "MemberPage",
    "Task",
    "get_claim",
    "get_member",
    "member_of",
    "members_in",
    "open_application",
    "waiting_claims",
]
