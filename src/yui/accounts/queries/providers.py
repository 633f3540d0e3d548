"""Reading providers of sign-in: which there are, whom they may let in, who is linked to which."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from yui.accounts.engine.providers import Provider
from yui.accounts.models import Body, Membership


def all_providers() -> tuple[Provider, ...]:
    """This function will return the providers the operator allows."""
    found: tuple[Provider, ...] = settings.YUI.providers
    return found


def get_provider(key: str) -> Provider | None:
    """This function will return the provider of an address, or None."""
    return next((each for each in all_providers() if each.key == key), None)


def issuers_of_body(body_id: int) -> frozenset[str]:
    """This function will return the issuers a body lets its people use."""
    found = Body.objects.filter(id=body_id).values_list("issuers", flat=True).first()
    return frozenset(found or ())


def issuers_of(user_id: int) -> frozenset[str]:
    """This function will return the issuers a person may use: those all their bodies allow;
    the town for practice does not count.

    Who acts for no body may use none; nor may who was made inactive.
    """
    held = Membership.objects.filter(
        user_id=user_id,
        user__is_active=True,
        ended_at__isnull=True,
        is_emergency=False,
        is_practice=False,
    )
    lists = [frozenset(each) for each in held.values_list("body__issuers", flat=True)]
    known = {each.issuer for each in all_providers()}
    return frozenset.intersection(*lists) & known if lists else frozenset()


def linked_issuers(user_id: int) -> frozenset[str]:
    """This function will return the issuers a person is linked to."""
    return frozenset(
        SocialAccount.objects.filter(user_id=user_id).values_list("provider", flat=True)
    )
