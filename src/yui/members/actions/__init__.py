"""Changing applications and members. Keyword-only verbs; every one runs inside `journal.act`."""

from yui.members.actions.applying import (
    Started,
    begin_using,
    prove_by_letter,
    save_step,
    send_registration,
    start_claim,
    start_registration,
    tidy_applications,
)
from yui.members.actions.deciding import (
    LETTER_LASTS,
    approve_registration,
    decline_claim,
    grant_claim,
    put_letter_in_force,
)

__all__ = [
    "LETTER_LASTS",
    "Started",
    "approve_registration",
    "begin_using",
    "decline_claim",
    "grant_claim",
    "prove_by_letter",
    "put_letter_in_force",
    "save_step",
    "send_registration",
    "start_claim",
    "start_registration",
    "tidy_applications",
]
