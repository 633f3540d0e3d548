"""Organizations, programs, and where a record came from."""

from __future__ import annotations

from django.db import models

from yui.accounts.models import Body
from yui.areas.models import Area
from yui.directory.models.identity import new_short_code
from yui.lib.ids import new_id
from yui.policy.privacy import Privacy
from yui.taxonomy.models import AttributeBase, TaxonomyTerm


class Source(models.Model):
    """This model will hold the list a record came from: licence, credit, file and period.

    `period_date` is the day the list speaks of (「2025年6月末の公表による」), never the import
    date; `edition_months` is how often a new edition comes out.
    """

    name = models.CharField(max_length=160)
    publisher = models.CharField(max_length=120, blank=True, default="")
    licence = models.CharField(max_length=120, blank=True, default="")
    credit = models.CharField(max_length=300, blank=True, default="")
    url = models.URLField(max_length=300, blank=True, default="")
    file_name = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=40)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    period_date = models.DateField(null=True)
    edition_months = models.PositiveSmallIntegerField(null=True)
    is_official = models.BooleanField(default=False)

    privacy = Privacy(
        public="name publisher licence credit url file_name kind area period_date edition_months "
        "is_official"
    )

    def __str__(self) -> str:
        return self.name


class Organization(models.Model):
    """This model will hold one 主体 (HSDS organization). `body` is null until claimed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    short_code = models.CharField(max_length=8, unique=True, default=new_short_code)
    name = models.CharField(max_length=160)
    kana = models.CharField(max_length=240, blank=True, default="")
    alternate_name = models.CharField(max_length=160, blank=True, default="")
    folded = models.CharField(max_length=160, db_index=True)
    description = models.TextField(blank=True, default="")
    kind = models.ForeignKey(TaxonomyTerm, on_delete=models.PROTECT, null=True, related_name="+")
    corporate_number = models.CharField(max_length=13, blank=True, default="", db_index=True)
    website = models.URLField(max_length=300, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="organizations")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    is_published = models.BooleanField(default=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField(db_index=True)

    privacy = Privacy(
        public="short_code name kana alternate_name folded description kind corporate_number "
        "website area source created_at modified_at",
        internal="body is_published",
        personal="email",
    )

    def __str__(self) -> str:
        return self.name


class OrganizationAttribute(AttributeBase):
    """This model will link an organization to a term."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="attributes"
    )

    privacy = Privacy(public="organization term")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "term"], name="organization_term_once")
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.term_id}"


class Program(models.Model):
    """This model will hold a 総合事業 or other programme of a municipality, never national."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="programs"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    description = models.TextField(blank=True, default="")
    service_class = models.ForeignKey(
        TaxonomyTerm, on_delete=models.PROTECT, null=True, related_name="+"
    )
    delivery_mode = models.ForeignKey(
        TaxonomyTerm, on_delete=models.PROTECT, null=True, related_name="+"
    )

    privacy = Privacy(public="organization area name description service_class delivery_mode")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="program_once_per_area")
        ]

    def __str__(self) -> str:
        return self.name
