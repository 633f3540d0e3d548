"""Events with their dates. What repeats without end or sign-up is a schedule of a service."""

from __future__ import annotations

from django.db import models

from yui.areas.models import Area
from yui.directory.models import Location, Organization, Source, new_short_code
from yui.events.states import EventState
from yui.lib.ids import new_id
from yui.policy.privacy import Privacy
from yui.taxonomy.models import TaxonomyTerm


class Event(models.Model):
    """This model will hold one event of an organization; its days are `EventDate`s.

    `phone` is the number of the desk that takes sign-ups, never a private line.
    `capacity` is in people (basis 実人数), null = not limited or not known.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    short_code = models.CharField(max_length=8, unique=True, default=new_short_code)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=EventState.choices, default=EventState.DRAFT)
    kind = models.ForeignKey(TaxonomyTerm, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=160)
    kana = models.CharField(max_length=240, blank=True, default="")
    summary = models.CharField(max_length=120, blank=True, default="")
    description = models.TextField(blank=True, default="")
    fee_text = models.CharField(max_length=160, blank=True, default="")
    sign_up = models.CharField(max_length=160, blank=True, default="")
    sign_up_until = models.DateField(null=True)
    phone = models.CharField(max_length=20, blank=True, default="")
    phone_hours = models.CharField(max_length=120, blank=True, default="")
    capacity = models.PositiveIntegerField(null=True)
    bring = models.CharField(max_length=160, blank=True, default="")
    website = models.URLField(max_length=300, blank=True, default="")
    is_online = models.BooleanField(default=False)
    cancel_reason = models.CharField(max_length=120, blank=True, default="")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+")
    source_key = models.CharField(max_length=80, blank=True, default="")
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField(db_index=True)

    privacy = Privacy(
        public="short_code organization area kind title kana summary description fee_text sign_up "
        "sign_up_until phone phone_hours capacity bring website is_online cancel_reason source "
        "source_key created_at modified_at",
        internal="state",
    )

    def __str__(self) -> str:
        return self.title


class EventDate(models.Model):
    """This model will hold one day of an event. `ends_at` null = the end is not known.

    With `is_all_day` only dates in Japan count; with `ends_at` it is every day until then, and
    `hours_note` says the hours of a day in words. The place is a location of the directory, or
    words and the point a list gives.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="dates")
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(null=True)
    is_all_day = models.BooleanField(default=False)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+")
    place_name = models.CharField(max_length=160, blank=True, default="")
    address = models.CharField(max_length=240, blank=True, default="")
    hours_note = models.CharField(max_length=160, blank=True, default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    privacy = Privacy(
        public="event starts_at ends_at is_all_day location place_name address hours_note latitude "
        "longitude",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gte=models.F("starts_at")),
                name="event_date_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="event_date_point_whole",
            ),
            models.UniqueConstraint(fields=["event", "starts_at"], name="event_date_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.starts_at:%Y-%m-%d}"
