"""The flat table behind the index, and what people looked for in vain."""

from __future__ import annotations

import uuid

from django.db import models

from yui.areas.models import PathField
from yui.policy.privacy import Privacy


class Document(models.Model):
    """This model will hold one service as search knows it: words, tokens and facets in `content`.

    `content` is the JSON of `engine.documents.Document`; the columns beside it serve the SQL
    fallback. `rebuild-index` reads only this table; `--from-rooms` makes it anew.
    `is_public`: the public may find it. `folded` is the text a LIKE search looks in, `tokens`
    the facets and weekdays as " field:shopping slot:tue-am ", each between spaces. `cut` are the
    texts cut into words, as `analysis` (dictionary, thesaurus and format) cuts them.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area_path = PathField()
    sector = models.CharField(max_length=10)
    is_public = models.BooleanField()
    neutral_key = models.BigIntegerField()
    folded = models.TextField()
    tokens = models.TextField(default="")
    content = models.JSONField()
    cut = models.TextField(default="")
    analysis = models.CharField(max_length=16, default="")
    position = models.BigIntegerField()

    privacy = Privacy(
        internal="area_path sector is_public neutral_key tokens analysis position",
        personal="folded content cut",
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["area_path", "sector", "neutral_key"],
                condition=models.Q(is_public=True),
                name="document_fallback",
            ),
            models.Index(
                fields=["neutral_key", "area_path", "sector"],
                condition=models.Q(is_public=True),
                name="document_neutral",
            ),
            models.Index(fields=["position", "key"], name="document_position"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class UnmetSearch(models.Model):
    """This model will count searches that found nothing, by area, month and words (basis: 回).

    `words` are folded, at most 40 characters, and never look like a phone or personal number.
    """

    area_path = PathField()
    month = models.DateField()
    words = models.CharField(max_length=40)
    conditions = models.CharField(max_length=120, blank=True, default="")
    count = models.PositiveIntegerField(default=0)

    privacy = Privacy(internal="area_path month words conditions count")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area_path", "month", "words", "conditions"], name="unmet_search_once"
            )
        ]

    def __str__(self) -> str:
        return self.words


class FoldedFile(models.Model):
    """This model will name a file of counts that was added, so that none is added twice."""

    name = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField()

    privacy = Privacy(internal="at")

    def __str__(self) -> str:
        return self.name
