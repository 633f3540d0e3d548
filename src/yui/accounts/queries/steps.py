"""Reading which second steps at signing in a body allows, and a person may set up."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from yui.accounts.models import Body, Membership
from yui.accounts.states import SecondStep


def steps_of(user_id: int) -> frozenset[SecondStep]:
    """This function will return what a person may set up: what all their bodies allow.

    Who acts for no body may set up every one.
    """
    held = Membership.objects.filter(
        user_id=user_id, ended_at__isnull=True, is_emergency=False, is_practice=False
    )
    lists = held.values_list("body__second_steps", flat=True)
    allowed = frozenset(SecondStep)
    for each in lists:
        allowed &= frozenset(map(SecondStep, each))
    return allowed


def steps_of_body(body_id: int) -> frozenset[SecondStep]:
    """This function will return what a body allows its people."""
    found = Body.objects.filter(id=body_id).values_list("second_steps", flat=True).first()
    return frozenset(map(SecondStep, found or ()))


def own_steps(user_id: int) -> frozenset[SecondStep]:
    """This function will return the second steps a person uses."""
    types = Authenticator.objects.filter(user_id=user_id).values_list("type", flat=True)
    return frozenset(map(SecondStep, types))
