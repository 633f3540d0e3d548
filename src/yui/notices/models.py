"""What was told to whom, so that nobody is told twice; and who wants no mail."""

from __future__ import annotations

from django.db import models

from yui.accounts.models import User
from yui.notices.states import NoticeKind
from yui.policy.privacy import Privacy


class Week(models.Model):
    """This model will hold that the mails of a week were begun; `first_date` is its Monday."""

    first_date = models.DateField(primary_key=True)
    at = models.DateTimeField()

    privacy = Privacy(internal="at")

    def __str__(self) -> str:
        return f"{self.first_date}"


class Notice(models.Model):
    """This model will hold that a person was told of an entry of the journal, or need not be.

    It is written before the mail goes out: a crash loses a mail rather than sending two.
    `was_sent` is false where there was nothing to say.
    """

    entry = models.BigIntegerField()
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=NoticeKind.choices)
    at = models.DateTimeField()
    was_sent = models.BooleanField()

    privacy = Privacy(internal="entry recipient kind at was_sent")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "recipient", "kind"], name="notice_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.recipient_id} {self.kind}"


class Stop(models.Model):
    """This model will hold that a person wants no weekly mail."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()

    privacy = Privacy(internal="at")

    def __str__(self) -> str:
        return f"{self.user_id}"
