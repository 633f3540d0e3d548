"""What keeps records true: askings, slips for leaders, requests for a change, views counted."""

from __future__ import annotations

from django.db import models

from yui.accounts.models import Membership
from yui.directory.models.details import exactly_one
from yui.directory.models.identity import new_short_code
from yui.directory.models.organizations import Organization
from yui.directory.models.services import Service
from yui.directory.states import (
    ChangeField,
    ChangeSource,
    ChangeState,
    CheckOutcome,
    WrongReason,
)
from yui.lib.ids import new_id
from yui.policy.privacy import Privacy


class ServiceCheck(models.Model):
    """This model will hold one asking whether a service is as it is written, and what came of it.

    `asked_by` is the office or 「代表者」, never a person's name. `before` is the confirmation that
    this one replaced (names of `Service` fields), so that a slip of the finger can be taken back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="checks")
    outcome = models.CharField(max_length=12, choices=CheckOutcome.choices)
    at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    before = models.JSONField(default=dict)
    taken_back_at = models.DateTimeField(null=True)

    privacy = Privacy(internal="service outcome at asked_by before taken_back_at")

    class Meta:
        indexes = [models.Index(fields=["service", "at"], name="service_check_at")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.outcome}"


class Slip(models.Model):
    """This model will hold a slip or postcard on which a leader confirms a service.

    The code is typed, the token stands in the QR code; both are kept as hashes only. A new slip
    of a service revokes the one before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="slips")
    code_hash = models.CharField(max_length=64, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    privacy = Privacy(
        internal="service code_hash token_hash issued_at expires_at revoked_at answered_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service"],
                condition=models.Q(revoked_at__isnull=True),
                name="slip_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.issued_at:%Y-%m-%d}"


class ChangeRequest(models.Model):
    """This model will hold that somebody asks for one field of a record to be changed.

    `before` is what the record said when it was asked, `after` what it should say; a request in
    free words has neither. `code` is what the reporter keeps to see what became of it. `contact`
    is how they want to be told; it is erased after 90 days. `answer` is said to the reporter.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=8, unique=True, default=new_short_code)
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, null=True, related_name="change_requests"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, related_name="change_requests"
    )
    source = models.CharField(max_length=8, choices=ChangeSource.choices)
    field = models.CharField(max_length=8, choices=ChangeField.choices)
    reason = models.CharField(max_length=8, choices=WrongReason.choices, blank=True, default="")
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    contact = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ChangeState.choices, default=ChangeState.OPEN)
    holder = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    held_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True, default="")

    privacy = Privacy(
        internal="code service organization source field reason created_at state holder held_at "
        "decided_by decided_at answer",
        personal="before after note contact",
    )

    class Meta:
        indexes = [models.Index(fields=["state", "created_at"], name="change_request_state")]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("service", "organization"),
                name="change_request_of_exactly_one",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ChangeState.OPEN, decided_at__isnull=True)
                | (~models.Q(state=ChangeState.OPEN) & models.Q(decided_at__isnull=False)),
                name="change_request_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.state}"


class ServiceUse(models.Model):
    """This model will count how often the page of a service was opened in a month, not by whom."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="uses")
    month = models.DateField()
    views = models.PositiveIntegerField(default=0)

    privacy = Privacy(internal="service month views")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "month"], name="service_use_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.month:%Y-%m}"


class CountedFile(models.Model):
    """This model will name a file of views that was added, so that none is added twice."""

    name = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField()

    privacy = Privacy(internal="at")

    def __str__(self) -> str:
        return self.name
