"""Reading letters: what a typed code or the token of a link leads to, if anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from yui.accounts.models import Letter
from yui.lib.secret_codes import hash_of_code, hash_of_token
from yui.policy.roles import Role


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """This value will hold what a letter leads to.

    `login` is the sign-in name where it brings a new password, "" where it is an invitation.
    """

    letter_id: UUID
    name: str
    login: str
    body_name: str
    role_label: str

    @property
    def is_invitation(self) -> bool:
        """This property will say whether a sign-in name is still to be chosen."""
        return not self.login


def open_letter(secret: str, *, at: datetime) -> OpenLetter | None:
    """This function will return what a code or token leads to, or None, never saying why not."""
    rows = Letter.objects.filter(used_at__isnull=True, voided_at__isnull=True).filter(
        Q(code_hash=hash_of_code(secret), code_expires_at__gt=at)
        | Q(token_hash=hash_of_token(secret), token_expires_at__gt=at)
    )
    rows = rows.filter(
        Q(
            invitation__isnull=False,
            invitation__accepted_at__isnull=True,
            invitation__revoked_at__isnull=True,
        )
        | Q(user__is_active=True)
    )
    row = rows.select_related("invitation__body", "user").first()
    if row is None:
        return None
    if row.user is not None:
        return OpenLetter(row.id, row.user.display_name, row.user.login, "", "")
    invited = row.invitation
    if invited is None:
        return None
    label = str(Role(invited.role).label)
    return OpenLetter(row.id, invited.name, "", invited.body.name, label)
