"""Reading break-glass: what was opened for an office, by whom it was used, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from yui.accounts.models import BreakGlass
from yui.accounts.queries.offices import office_around
from yui.accounts.rules import may_approve
from yui.journal.models import Access, Entry
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

_SHOWN_FOR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Opened:
    """This value will hold one emergency as the account managers of the body see it.

    `acts` counts the journal's entries of what was done in it（件）, `reads` the noted reads of
    personal records.
    """

    id: UUID
    name: str
    login: str
    role: Role
    body_name: str
    reason: str
    opened_at: datetime
    ended_at: datetime
    is_open: bool
    acts: int
    reads: int


def glasses_of(by: Viewer, *, at: datetime) -> tuple[Opened, ...]:
    """This function will return the emergencies of the viewer's office of some 400 days.

    The latest first; none for who manages no accounts.
    """
    if by.body_id is None or not may_approve(by, office_around(by.body_id), asked_by=None):
        return ()
    rows = BreakGlass.objects.filter(
        membership__body__in=office_around(by.body_id).around, opened_at__gt=at - _SHOWN_FOR
    ).select_related("membership__user", "membership__body")
    found = list(rows.order_by("-opened_at", "id"))
    members = {row.membership_id for row in found}
    acts = list(Entry.objects.filter(membership_id__in=members).values_list("membership_id", "at"))
    reads = list(
        Access.objects.filter(membership_id__in=members).values_list("membership_id", "at")
    )
    return tuple(_opened(row, at, acts, reads) for row in found)


def is_open_glass(at: datetime) -> Q:
    """This function will say which memberships are in force by an open emergency, for this room."""
    lasting = BreakGlass.objects.filter(
        membership=OuterRef("id"), closed_at__isnull=True, ends_at__gt=at
    )
    return Q(is_emergency=True) & Q(Exists(lasting))


def _opened(
    row: BreakGlass,
    at: datetime,
    acts: list[tuple[int | None, datetime]],
    reads: list[tuple[int | None, datetime]],
) -> Opened:
    held = row.membership
    end = row.closed_at or row.ends_at

    def within(noted: list[tuple[int | None, datetime]]) -> int:
        return sum(each == held.id and row.opened_at <= when <= end for each, when in noted)

    return Opened(
        row.id,
        held.user.display_name,
        held.user.login,
        Role(held.role),
        held.body.name,
        row.reason,
        row.opened_at,
        end,
        end > at,
        within(acts),
        within(reads),
    )
