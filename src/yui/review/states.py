"""Closed sets of the review room and the moves between states of a submission."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubmissionKind(models.TextChoices):
    """This enumeration will say whether something new is to become public, or something else."""

    NEW = "new", _("新しくのせる")
    CHANGE = "change", _("直す")


class SubmissionState(models.TextChoices):
    """This enumeration will name the states of a submission."""

    DRAFT = "draft", _("取り下げ")
    SUBMITTED = "submitted", _("審査待ち")
    RETURNED = "returned", _("差し戻し")
    APPROVED = "approved", _("承認")
    ARCHIVED = "archived", _("しまった")


# Which state may follow which. Before it is submitted a draft lives in the room it belongs to; a
# snapshot never changes, so what is mended comes as a new submission and the older one is put away.
MOVES: dict[SubmissionState, frozenset[SubmissionState]] = {
    SubmissionState.DRAFT: frozenset({SubmissionState.ARCHIVED}),
    SubmissionState.SUBMITTED: frozenset(
        {SubmissionState.DRAFT, SubmissionState.RETURNED, SubmissionState.APPROVED}
    ),
    SubmissionState.RETURNED: frozenset({SubmissionState.ARCHIVED}),
    SubmissionState.APPROVED: frozenset({SubmissionState.ARCHIVED}),
    SubmissionState.ARCHIVED: frozenset(),
}
# What somebody decided, by whom and when.
DECIDED = (SubmissionState.RETURNED, SubmissionState.APPROVED)
# What a newer submission of the same thing puts away.
LEFT_OPEN = (SubmissionState.DRAFT, SubmissionState.RETURNED)
