"""What people write by hand before it is approved, and what changed each time."""

from __future__ import annotations

from django.db import models

from yui.accounts.models import Owned, User
from yui.directory.models.services import Service
from yui.directory.states import EntryField
from yui.lib.ids import new_id
from yui.policy.privacy import Privacy


class Draft(Owned):
    """This model will hold a hand entry that is not public: a new service, or an edit of one.

    The live rows are the approved revision (docs/adr/0011); this is all there is of a later one.
    `content` is what was typed, by the names of `EntryField`; `base` what was public when the
    edit began, {} for something new. `version` counts saves, `submitted_version` is the one that
    was submitted last. `body` is the author's: colleagues go on with it. A closed draft holds
    nothing that is not public.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, null=True, related_name="draft"
    )
    content = models.JSONField(default=dict)
    base = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    submitted_version = models.PositiveIntegerField(null=True)
    is_open = models.BooleanField(default=True)
    written_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()

    privacy = Privacy(
        internal="body area visibility service version submitted_version is_open written_by "
        "created_at modified_at",
        personal="content base",
    )

    class Meta:
        indexes = [models.Index(fields=["body", "is_open"], name="draft_body_open")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_open=True) | models.Q(service__isnull=False),
                name="draft_closed_when_public",
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.version}"


class Revision(models.Model):
    """This model will hold one field that an approved submission changed, in words.

    The words can be erased; that the field changed, and when, stays.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="revisions")
    submission_id = models.UUIDField()
    at = models.DateTimeField()
    field = models.CharField(max_length=20, choices=EntryField.choices)
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")
    erased_at = models.DateTimeField(null=True)

    privacy = Privacy(
        internal="service submission_id at field erased_at",
        personal="before after",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission_id", "field"], name="revision_once_per_field"
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(before="", after=""),
                name="revision_erased_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.field}"
