"""Entries of what happened, reads of personal records, and how far each follower has come."""

from __future__ import annotations

from django.db import models

from yui.journal.states import Purpose
from yui.policy.privacy import Privacy


class Entry(models.Model):
    """This model will hold one thing that happened; rows are never changed.

    Ids, codes, verbs and names of changed fields only, never typed text, and no foreign key
    to users: `actor` is a user id as text, or the name of a process.
    `position` is gapless and in commit order; `hash` covers the row and the hash before it.
    """

    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    membership_id = models.BigIntegerField(null=True)
    body_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    area_path = models.CharField(max_length=60)
    fields = models.JSONField(default=list)
    batch_id = models.CharField(max_length=40, blank=True, default="")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    privacy = Privacy(
        internal="at actor membership_id body_id verb object_type object_id area_path fields "
        "batch_id previous_hash hash"
    )

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"], name="journal_object")]
        constraints = [
            models.CheckConstraint(condition=models.Q(position__gt=0), name="journal_position")
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.verb} {self.object_type} {self.object_id}"


class Head(models.Model):
    """This model will hold the one row that names the last position and hash."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    privacy = Privacy(internal="position hash")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_one_head")]

    def __str__(self) -> str:
        return f"{self.position}"


class Access(models.Model):
    """This model will hold that one person read the personal part of one record, once.

    `fields` names what was read, "room.model.field" each, separated by spaces, never a value.
    `link` is the link of the chain that covers the row; null until the worker has chained it.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    membership_id = models.BigIntegerField(null=True)
    body_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    area_path = models.CharField(max_length=60)
    fields = models.CharField(max_length=300)
    link = models.BigIntegerField(null=True)

    privacy = Privacy(
        internal="at actor membership_id body_id purpose object_type object_id area_path fields "
        "link"
    )

    class Meta:
        indexes = [
            models.Index(fields=["actor", "at"], name="access_actor"),
            models.Index(fields=["object_type", "object_id"], name="access_object"),
            models.Index(fields=["link", "id"], name="access_link"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.purpose} {self.object_type} {self.object_id}"


class AccessLink(models.Model):
    """This model will hold one link of the chain over the reads: a batch, hashed in order of id."""

    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    privacy = Privacy(internal="at count previous_hash hash")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(position__gt=0), name="access_link_position")
        ]

    def __str__(self) -> str:
        return f"{self.position}"


class Cursor(models.Model):
    """This model will hold how far a follower has read the journal."""

    follower = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)

    privacy = Privacy(internal="position moved_at")

    def __str__(self) -> str:
        return f"{self.follower} {self.position}"


class WorkerBeat(models.Model):
    """This model will hold when a task worker last said that it lives."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField()

    privacy = Privacy(internal="beat_at")

    def __str__(self) -> str:
        return self.worker_id
