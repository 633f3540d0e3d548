"""Submissions: immutable snapshots of what is to become public. Bodies with one officer."""

from __future__ import annotations

from django.db import models

from yui.accounts.models import Body, User
from yui.areas.models import Area
from yui.lib.ids import new_id
from yui.policy.privacy import Privacy
from yui.policy.roles import Role
from yui.review.states import DECIDED, SubmissionKind, SubmissionState


class Submission(models.Model):
    """This model will hold one thing that somebody asked to have published.

    `room` and `object_id` name it; `snapshot` is canonical JSON (`rules.snapshot_of`) and never
    changes, `digest` its SHA-256. `base_revision` names the public revision it was written
    against, "" for something new. `decide_path` and `preview_path` are the addresses in the
    submitting room where it is approved and shown as everybody would see it. `decision_date` and
    `document_number` (決裁日・文書番号) belong to approvals of one's own submission in a body with
    one officer. An erased snapshot is {}.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    room = models.CharField(max_length=20)
    object_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=6, choices=SubmissionKind.choices)
    title = models.CharField(max_length=160)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=32, choices=Role.choices)
    author_area_path = models.CharField(max_length=120)
    snapshot = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    base_revision = models.CharField(max_length=64, blank=True, default="")
    decide_path = models.CharField(max_length=200)
    preview_path = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, choices=SubmissionState.choices, default=SubmissionState.SUBMITTED
    )
    submitted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_own_decision = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    decision_date = models.DateField(null=True)
    document_number = models.CharField(max_length=60, blank=True, default="")

    privacy = Privacy(
        internal="room object_id kind body area author_role author_area_path digest "
        "base_revision decide_path preview_path state submitted_by submitted_at decided_by "
        "decided_at is_own_decision decision_date document_number",
        personal="title snapshot reason",
    )

    class Meta:
        indexes = [models.Index(fields=["state", "area"], name="submission_state_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "object_id"],
                condition=models.Q(state=SubmissionState.SUBMITTED),
                name="submission_waits_once",
            ),
            models.UniqueConstraint(
                fields=["room", "object_id"],
                condition=models.Q(state=SubmissionState.APPROVED),
                name="submission_approved_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=DECIDED) | models.Q(decided_at__isnull=False),
                name="submission_decided_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=SubmissionState.RETURNED) | ~models.Q(reason=""),
                name="submission_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(is_own_decision=True)
                | models.Q(submitted_by__isnull=True)
                | models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("submitted_by")),
                name="submission_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(is_own_decision=False)
                | (models.Q(decision_date__isnull=False) & ~models.Q(document_number="")),
                name="submission_own_decision_documented",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room} {self.object_id} {self.state}"


class LoneOffice(models.Model):
    """This model will say that a body is declared 一人担当: by whom, since when, until when."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    declared_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy = Privacy(internal="body declared_by declared_at ended_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body"],
                condition=models.Q(ended_at__isnull=True),
                name="lone_office_declared_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.declared_at:%Y-%m-%d}"
