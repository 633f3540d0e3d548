"""Rows that hang on one of several parents: nullable foreign keys, a CHECK of exactly one."""

from __future__ import annotations

import functools
import operator

from django.db import models

from yui.areas.models import Area
from yui.directory.models.organizations import Organization
from yui.directory.models.places import Location, ServiceAtLocation
from yui.directory.models.services import Service
from yui.directory.states import PhoneKind
from yui.lib.ids import new_id
from yui.policy.privacy import Privacy


def exactly_one(*names: str) -> models.Q:
    """This function will return the condition that exactly one of the foreign keys is set."""
    cases = [models.Q(**{f"{other}__isnull": other != name for other in names}) for name in names]
    return functools.reduce(operator.or_, cases)


class Contact(models.Model):
    """This model will hold a window or, with consent, a leader's name (HSDS contact)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, related_name="contacts"
    )
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, null=True, related_name="contacts"
    )
    service_at_location = models.ForeignKey(
        ServiceAtLocation, on_delete=models.CASCADE, null=True, related_name="contacts"
    )
    location = models.ForeignKey(
        Location, on_delete=models.CASCADE, null=True, related_name="contacts"
    )
    name = models.CharField(max_length=60, blank=True, default="")
    title = models.CharField(max_length=60, blank=True, default="")
    department = models.CharField(max_length=80, blank=True, default="")
    is_leader = models.BooleanField(default=False)

    privacy = Privacy(
        public="organization service service_at_location location title department is_leader",
        personal="name",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("organization", "service", "service_at_location", "location"),
                name="contact_of_exactly_one",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.department


class Phone(models.Model):
    """This model will hold one number (HSDS phone); `hours` is when it is answered.

    `digits` is the number without hyphens; `is_private` marks a leader's own line.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, related_name="phones"
    )
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="phones")
    service_at_location = models.ForeignKey(
        ServiceAtLocation, on_delete=models.CASCADE, null=True, related_name="phones"
    )
    location = models.ForeignKey(
        Location, on_delete=models.CASCADE, null=True, related_name="phones"
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, related_name="phones")
    kind = models.CharField(max_length=6, choices=PhoneKind.choices, default=PhoneKind.VOICE)
    number = models.CharField(max_length=20)
    digits = models.CharField(max_length=16, db_index=True)
    extension = models.CharField(max_length=10, blank=True, default="")
    hours = models.CharField(max_length=120, blank=True, default="")
    description = models.CharField(max_length=80, blank=True, default="")
    is_private = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    privacy = Privacy(
        public="organization service service_at_location location contact kind hours description "
        "is_private position",
        personal="number digits extension",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(
                    "organization", "service", "service_at_location", "location", "contact"
                ),
                name="phone_of_exactly_one",
            )
        ]

    def __str__(self) -> str:
        return self.kind


class Schedule(models.Model):
    """This model will hold opening times as canonical JSON (engine/schedule).

    Hours of a service at a place belong to `service_at_location`; `service` only without a
    place; `location` is the building's. `not_read` keeps what the importer could not read.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, null=True, related_name="schedules"
    )
    service_at_location = models.ForeignKey(
        ServiceAtLocation, on_delete=models.CASCADE, null=True, related_name="schedules"
    )
    location = models.ForeignKey(
        Location, on_delete=models.CASCADE, null=True, related_name="schedules"
    )
    rule = models.JSONField(default=dict)
    sentence = models.CharField(max_length=300, blank=True, default="")
    not_read = models.CharField(max_length=300, blank=True, default="")

    privacy = Privacy(public="service service_at_location location rule sentence not_read")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("service", "service_at_location", "location"),
                name="schedule_of_exactly_one",
            )
        ]

    def __str__(self) -> str:
        return self.sentence


class ServiceArea(models.Model):
    """This model will say where a service comes or delivers to (HSDS service_area)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160, blank=True, default="")

    privacy = Privacy(public="service area name")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(area__isnull=False) | ~models.Q(name=""),
                name="service_area_says_where",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CostOption(models.Model):
    """This model will hold one price (HSDS cost_option); `amount_yen` null = words only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    option = models.CharField(max_length=80, blank=True, default="")
    amount_yen = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=30, blank=True, default="")
    description = models.CharField(max_length=160, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    privacy = Privacy(public="service option amount_yen unit description position")

    def __str__(self) -> str:
        return self.option or self.description


class RequiredDocument(models.Model):
    """This model will hold what to bring (HSDS required_document)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, related_name="required_documents"
    )
    document = models.CharField(max_length=120)

    privacy = Privacy(public="service document")

    def __str__(self) -> str:
        return self.document


class Accessibility(models.Model):
    """This model will hold one barrier-free fact of a place (HSDS accessibility).

    `kind` is a code of the taxonomy 「バリアフリー」 (steps, toilet,
    wheelchair, parking, bus_stop);
    `is_present` null = not known.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="accessibility")
    kind = models.SlugField(max_length=40)
    is_present = models.BooleanField(null=True)
    description = models.CharField(max_length=160, blank=True, default="")

    privacy = Privacy(public="location kind is_present description")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "kind"], name="accessibility_once")
        ]

    def __str__(self) -> str:
        return self.kind
