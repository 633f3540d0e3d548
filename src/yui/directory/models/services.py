"""The service: the unit people look for. Its consent, freshness and terms."""

from __future__ import annotations

from django.db import models

from yui.areas.models import Area
from yui.directory.models.identity import new_short_code
from yui.directory.models.organizations import Organization, Program, Source
from yui.directory.states import (
    ConfirmedHow,
    FeeClass,
    Flag,
    Sector,
    ServiceState,
    Vacancy,
)
from yui.lib.ids import new_id
from yui.policy.privacy import Privacy
from yui.taxonomy.models import AttributeBase


class Service(models.Model):
    """This model will hold one service, group or place to be (HSDS service).

    `area` is the municipality or ward whose list it stands in. `eligibility` is canonical JSON
    (engine/eligibility). Freshness: either `confirmed_date`/`confirmed_how` by a person, or the
    `period_date` of `source` for official lists; `due_date` is when it must be confirmed again.
    `confirmed_by` is the office or body that asked, never a person's name.
    `edited_fields` names what people changed by hand, so that a newer file does not undo it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    short_code = models.CharField(max_length=8, unique=True, default=new_short_code)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="services"
    )
    program = models.ForeignKey(
        Program, on_delete=models.PROTECT, null=True, related_name="services"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="services")
    state = models.CharField(
        max_length=10, choices=ServiceState.choices, default=ServiceState.DRAFT
    )
    sector = models.CharField(max_length=10, choices=Sector.choices, default=Sector.DAILY)
    name = models.CharField(max_length=160)
    kana = models.CharField(max_length=240, blank=True, default="")
    folded = models.CharField(max_length=160)
    summary = models.CharField(max_length=120, blank=True, default="")
    description = models.TextField(blank=True, default="")
    cannot = models.JSONField(default=list)
    how_to_start = models.CharField(max_length=60, blank=True, default="")
    eligibility = models.JSONField(default=dict)
    fee_class = models.CharField(max_length=8, choices=FeeClass.choices, default=FeeClass.UNKNOWN)
    fee_text = models.CharField(max_length=200, blank=True, default="")
    vacancy = models.CharField(max_length=14, choices=Vacancy.choices, default=Vacancy.ASK)
    transport = models.CharField(max_length=8, choices=Flag.choices, default=Flag.UNKNOWN)
    meals = models.CharField(max_length=8, choices=Flag.choices, default=Flag.UNKNOWN)
    website = models.URLField(max_length=300, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    paused_from = models.DateField(null=True)
    paused_to = models.DateField(null=True)
    pause_reason = models.CharField(max_length=120, blank=True, default="")
    ended_date = models.DateField(null=True)
    confirmed_date = models.DateField(null=True)
    confirmed_how = models.CharField(
        max_length=14, choices=ConfirmedHow.choices, blank=True, default=""
    )
    confirmed_by = models.CharField(max_length=120, blank=True, default="")
    due_date = models.DateField(null=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="services")
    source_key = models.CharField(max_length=80, blank=True, default="")
    source_row = models.PositiveIntegerField(null=True)
    edited_fields = models.JSONField(default=list)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField(db_index=True)

    privacy = Privacy(
        public="short_code organization program area sector name kana folded summary description "
        "cannot how_to_start eligibility fee_class fee_text vacancy transport meals website "
        "paused_from paused_to pause_reason ended_date confirmed_date confirmed_how "
        "confirmed_by due_date "
        "source source_key source_row created_at modified_at",
        internal="state edited_fields",
        personal="email",
    )

    class Meta:
        indexes = [
            models.Index(fields=["area", "state"], name="service_area_state"),
            models.Index(fields=["source", "source_key"], name="service_source_key"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(paused_to__isnull=True)
                | models.Q(paused_from__isnull=True)
                | models.Q(paused_to__gte=models.F("paused_from")),
                name="service_pause_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceAttribute(AttributeBase):
    """This model will link a service to a term: field, need, kind of provision, purpose."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="attributes")

    privacy = Privacy(public="service term")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "term"], name="service_term_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.term_id}"


class Consent(models.Model):
    """This model will hold what the group agreed to have shown, where and until when.

    Each `*_scopes` is a list of `Scope` values. A service without a row follows its source:
    official open data was published by law, anything else stays 庁内.
    """

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="consent")
    given_by = models.CharField(max_length=60, blank=True, default="")
    how = models.CharField(max_length=14, choices=ConfirmedHow.choices)
    given_date = models.DateField()
    until = models.DateField(null=True)
    withdrawn_date = models.DateField(null=True)
    record_scopes = models.JSONField(default=list)
    phone_scopes = models.JSONField(default=list)
    address_scopes = models.JSONField(default=list)
    leader_scopes = models.JSONField(default=list)

    privacy = Privacy(
        internal="service how given_date until withdrawn_date record_scopes phone_scopes "
        "address_scopes leader_scopes",
        personal="given_by",
    )

    def __str__(self) -> str:
        return f"{self.service_id} {self.given_date}"


class FreshnessLimit(models.Model):
    """This model will hold how long a record counts as confirmed, per area and sector.

    The nearest area above a service wins; the nation's rows are the defaults.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    sector = models.CharField(max_length=10, choices=Sector.choices, blank=True, default="")
    ask_after_days = models.PositiveSmallIntegerField(default=180)
    off_paper_after_days = models.PositiveSmallIntegerField(default=365)

    privacy = Privacy(public="area sector ask_after_days off_paper_after_days")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "sector"], name="freshness_limit_once"),
            models.CheckConstraint(
                condition=models.Q(off_paper_after_days__gt=models.F("ask_after_days")),
                name="freshness_limits_rise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.ask_after_days}"
