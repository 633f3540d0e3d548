"""Two services that may be one: what was found, what people decided, how to go back."""

from __future__ import annotations

from django.db import models

from yui.directory.models.services import Service
from yui.directory.states import Sameness, ServiceState
from yui.lib.ids import new_id
from yui.policy.privacy import Privacy


class SamePair(models.Model):
    """This model will hold a pair that the detector found, once, in the order of their ids.

    `reasons` are codes of engine/same. `merged` leads on to the other one since the decision
    「同じもの」; `state_before` and the two moments are what taking it back puts in place again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="same_as_second")
    second = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="same_as_first")
    score = models.SmallIntegerField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField()
    decision = models.CharField(
        max_length=9, choices=Sameness.choices, default=Sameness.WAITING, db_index=True
    )
    decided_at = models.DateTimeField(null=True)
    merged = models.OneToOneField(
        Service, on_delete=models.CASCADE, null=True, related_name="merged_by"
    )
    state_before = models.CharField(
        max_length=10, choices=ServiceState.choices, blank=True, default=""
    )
    merged_modified_at = models.DateTimeField(null=True)
    kept_modified_at = models.DateTimeField(null=True)

    privacy = Privacy(
        internal="first second score reasons found_at decision decided_at merged state_before "
        "merged_modified_at kept_modified_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="same_pair_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="same_pair_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(decision=Sameness.SAME, merged__isnull=False)
                | (~models.Q(decision=Sameness.SAME) & models.Q(merged__isnull=True)),
                name="same_pair_merges_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} {self.decision}"
