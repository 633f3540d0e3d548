"""Linking a person to whom a provider of sign-in names, and ending that."""

from __future__ import annotations

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from yui.accounts.errors import ProviderRefused
from yui.accounts.queries.providers import issuers_of
from yui.journal.actions import act
from yui.policy.viewer import Viewer


def link_provider(*, by: Viewer, at: datetime, issuer: str, subject: str) -> None:
    """This function will let a provider sign in the person who asks, from now on.

    One link for each person and issuer, one person for each (issuer, sub); never by e-mail.
    Raises: ProviderRefused, also where the body does not allow the issuer.
    """
    user_id = by.user_id or 0
    if issuer not in issuers_of(user_id):
        raise ProviderRefused("issuer not allowed")
    try:
        with act(by=by, at=at) as done, transaction.atomic():
            SocialAccount.objects.filter(user_id=user_id, provider=issuer).delete()
            SocialAccount.objects.create(user_id=user_id, provider=issuer, uid=subject)
            done.record(
                "accounts.provider.linked",
                object_type="accounts.user",
                object_id=user_id,
                area_path=by.area_path or "",
            )
    except IntegrityError as error:
        raise ProviderRefused("linked to somebody else") from error


def unlink_provider(*, by: Viewer, at: datetime, issuer: str) -> bool:
    """This function will end the link of the person who asks; False where there was none."""
    user_id = by.user_id or 0
    with act(by=by, at=at) as done:
        ended, _each = SocialAccount.objects.filter(user_id=user_id, provider=issuer).delete()
        if ended:
            done.record(
                "accounts.provider.unlinked",
                object_type="accounts.user",
                object_id=user_id,
                area_path=by.area_path or "",
            )
    return bool(ended)
