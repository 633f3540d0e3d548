"""Reading which second steps at signing in a body allows, and a person may set up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from allauth.mfa.models import Authenticator

from yui.accounts.models import Body, Membership
from yui.accounts.states import SecondStep
from yui.policy.viewer import Viewer


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


def step_from_of_body(body_id: int) -> date | None:
    """This function will return the day from which a body asks for a second step, or None."""
    return Body.objects.filter(id=body_id).values_list("step_from", flat=True).first()


def held_back(viewer: Viewer, *, on: date, is_by_provider: bool) -> Viewer:
    """This function will return the viewer without role and area, where their body asks for a
    second step since a day that has come and they have none.

    A sheet of numbers is one; signing in by a provider is one for that session.
    """
    if viewer.step_from is None:
        return viewer
    if is_by_provider or own_steps(viewer.user_id or 0):
        return replace(viewer, step_from=None)
    if on < viewer.step_from:
        return viewer
    return Viewer(user_id=viewer.user_id, name=viewer.name, step_from=viewer.step_from)
