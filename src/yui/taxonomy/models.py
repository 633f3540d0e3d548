"""Taxonomies and their terms (HSDS 3.1 names); `AttributeBase` for the rooms' own tables."""

from __future__ import annotations

import uuid

from django.db import models

from yui.policy.privacy import Privacy


class Taxonomy(models.Model):
    """This model will hold one vocabulary, such as the 23 fields. Loaded from YAML."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    version = models.CharField(max_length=40, blank=True, default="")

    privacy = Privacy(public="code name description source version")

    def __str__(self) -> str:
        return self.name


class TaxonomyTerm(models.Model):
    """This model will hold one term. Logic reads `code`, people read `name`.

    `plain_name` is what residents read（「通院・外出」 for 「移動（交通）」）. `related` lists the
    terms "taxonomy:code" this one stands for or leads to; no query follows them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="terms")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    plain_name = models.CharField(max_length=120, blank=True, default="")
    description = models.TextField(blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    position = models.PositiveIntegerField(default=0)
    related = models.JSONField(default=list)
    is_current = models.BooleanField(default=True)

    privacy = Privacy(
        public="taxonomy code name plain_name description parent position related is_current"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "code"], name="term_code_in_taxonomy")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> str:
        """This property will return what residents read."""
        return self.plain_name or self.name


class AttributeBase(models.Model):
    """This abstract model will link a record of a room to a term; each room has its own table."""

    term = models.ForeignKey(TaxonomyTerm, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
