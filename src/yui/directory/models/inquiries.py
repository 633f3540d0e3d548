"""What staff ask the coordinator of an area: about one service, or for what they did not find."""

from __future__ import annotations

from django.db import models

from yui.accounts.models import Membership
from yui.areas.models import Area
from yui.directory.models.services import Service
from yui.directory.states import Weekday
from yui.lib.ids import new_id
from yui.policy.privacy import Privacy


class Inquiry(models.Model):
    """This model will hold one question and its answer. Without a service nothing was found.

    `area` is the 圏域 or town whose coordinator answers. `need` is a code of the taxonomy
    `trouble`; `asked_from` and `answered_from` are offices, never a person's name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, null=True, related_name="inquiries"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    need = models.CharField(max_length=60, blank=True, default="")
    day = models.CharField(max_length=3, choices=Weekday.choices, blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="")
    asked_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_from = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True, default="")
    answered_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_from = models.CharField(max_length=120, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    privacy = Privacy(
        internal="service area need day asked_by asked_from asked_at answered_by answered_from "
        "answered_at",
        personal="words answer",
    )

    class Meta:
        indexes = [models.Index(fields=["answered_at", "asked_at"], name="inquiry_open")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words="") | ~models.Q(need=""), name="inquiry_asks_something"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answer="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
                name="inquiry_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id}"
