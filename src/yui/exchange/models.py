"""Batches, their staged rows, and the column matching an area has taught us."""

from __future__ import annotations

import uuid

from django.db import models

from yui.areas.models import Area
from yui.directory.models import Source
from yui.exchange.states import BatchState, Outcome, VanishedChoice
from yui.policy.privacy import Privacy


class ColumnMap(models.Model):
    """This model will remember which column of a spreadsheet is which field, per area.

    `fingerprint` is the hash of the folded headers in order; `matches` maps a field name of
    `directory.formats` to the header as written; `sector` is what the list is about;
    `list_kind` is what its rows offer (`engine.list_kinds`), "" = nobody said it.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    matches = models.JSONField(default=dict)
    sector = models.CharField(max_length=10, default="daily")
    list_kind = models.CharField(max_length=10, blank=True, default="")
    made_at = models.DateTimeField()

    privacy = Privacy(internal="area fingerprint matches sector list_kind made_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "fingerprint"], name="column_map_once")
        ]

    def __str__(self) -> str:
        return self.fingerprint[:12]


class Mend(models.Model):
    """This model will remember what a person wrote into a rejected row, to offer it again.

    `mark` is the hash of what stood in the row (`engine.marks`), `cell` what was written there,
    "" when it was left out on purpose; `body_id` is the office that wrote it.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=64)
    cell = models.CharField(max_length=2000, blank=True, default="")
    body_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    privacy = Privacy(internal="area mark body_id made_at", personal="cell")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "mark"], name="mend_once")]

    def __str__(self) -> str:
        return self.mark[:12]


class Batch(models.Model):
    """This model will hold one file and what became of it.

    `kind` is a kind of `directory.formats`; `list_name` tells lists of one kind apart, so that
    a newer edition is compared with its own older one. `rows_done` grows while planning.
    `headers` are the cells of the header row; staged rows keep their original cells. `layout`:
    "matches" (field → header), "provided" (values the file speaks of), "samples", "fingerprint".
    `period_date` is the day the list speaks of, never the day of the import.
    `working_since` is when the work it waits for was asked for or began, null in old batches;
    `tidied_at` is when its file and its rows were thrown away: the counts stay.
    `body_id` is the body that brought it; `reading_number` counts its readings, so that one that
    was overtaken or cancelled notices and stops.
    `repair_counts`: rule → {"count", "row", "column", "from", "to"} (one example each).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.RECEIVED)
    kind = models.CharField(max_length=40, blank=True, default="")
    asked_kind = models.CharField(max_length=40, blank=True, default="")
    list_name = models.CharField(max_length=120, blank=True, default="")
    file_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    encoding = models.CharField(max_length=12, blank=True, default="")
    sheet = models.CharField(max_length=60, blank=True, default="")
    headers = models.JSONField(default=list)
    layout = models.JSONField(default=dict)
    columns_used = models.PositiveSmallIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    row_count = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    changed_fields = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    vanished = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    repair_counts = models.JSONField(default=dict)
    flag_counts = models.JSONField(default=dict)
    problem = models.CharField(max_length=400, blank=True, default="")
    period_date = models.DateField(null=True)
    publisher = models.CharField(max_length=120, blank=True, default="")
    licence = models.CharField(max_length=120, blank=True, default="")
    credit = models.CharField(max_length=300, blank=True, default="")
    url = models.CharField(max_length=300, blank=True, default="")
    is_official = models.BooleanField(default=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+")
    source_was_new = models.BooleanField(default=False)
    membership_id = models.BigIntegerField(null=True)
    body_id = models.BigIntegerField(null=True)
    process = models.CharField(max_length=64, blank=True, default="")
    reading_number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    working_since = models.DateTimeField(null=True)
    tidied_at = models.DateTimeField(null=True)
    lock_ms = models.PositiveIntegerField(null=True)

    privacy = Privacy(
        internal="area state kind asked_kind list_name file_name stored_name sha256 size_bytes "
        "encoding sheet headers layout columns_used rows_done row_count added changed "
        "changed_fields same vanished rejected repair_counts flag_counts problem period_date "
        "publisher licence credit url is_official source source_was_new membership_id "
        "body_id process reading_number created_at planned_at applied_at undone_at working_since "
        "tidied_at lock_ms"
    )

    class Meta:
        indexes = [models.Index(fields=["area", "created_at"], name="batch_area_created")]

    def __str__(self) -> str:
        return self.file_name


class StagingRow(models.Model):
    """This model will hold one row of a file and what the plan does with it.

    `original` are the cells as read, in the order of the batch's headers; `cleaned` is a
    record of `engine.records` as JSON; `before` what the record held before the change, which is
    what undo restores; `repairs` is a list of {"column", "rule", "from", "to"}; `flags` a list of
    {"column", "rule"} to look at; `kept_fields` were edited by hand and stay.
    A vanished record has row 0. `target_id` is the service an existing record was matched to.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    row_number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    name = models.CharField(max_length=160, blank=True, default="")
    key = models.CharField(max_length=80, blank=True, default="")
    original = models.JSONField(default=list)
    cleaned = models.JSONField(default=dict)
    repairs = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    changed_fields = models.JSONField(default=list)
    kept_fields = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True, default="")
    reason_column = models.CharField(max_length=120, blank=True, default="")
    target_id = models.UUIDField(null=True)
    choice = models.CharField(
        max_length=4, choices=VanishedChoice.choices, default=VanishedChoice.KEEP
    )

    privacy = Privacy(
        internal="batch row_number outcome key flags changed_fields kept_fields reason "
        "reason_column target_id choice",
        personal="name original cleaned repairs before",
    )

    class Meta:
        indexes = [
            models.Index(fields=["batch", "outcome", "row_number"], name="staging_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.row_number} {self.outcome}"
