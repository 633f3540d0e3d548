"""Locations, and services at them."""

from __future__ import annotations

from django.db import models

from yui.areas.models import Area, Town
from yui.directory.models.organizations import Organization, Source
from yui.directory.models.services import Service
from yui.lib.ids import new_id
from yui.policy.privacy import Privacy


class Location(models.Model):
    """This model will hold one place (HSDS location) with its address.

    `area` is the municipality or ward, `sphere` the 日常生活圏域 when it is known.
    `mesh` is the JIS X 0410 half mesh (9 digits) of the point, "" without one.
    `is_home`: somebody lives there; the public sees only its 圏域.
    Coordinates are WGS84 degrees and never invented: null when the source has none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="locations"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="locations")
    sphere = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    town = models.ForeignKey(Town, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160, blank=True, default="")
    postal_code = models.CharField(max_length=7, blank=True, default="")
    address = models.CharField(max_length=240, blank=True, default="")
    building = models.CharField(max_length=160, blank=True, default="")
    transportation = models.CharField(max_length=240, blank=True, default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    mesh = models.CharField(max_length=9, blank=True, default="")
    is_home = models.BooleanField(default=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField(db_index=True)

    privacy = Privacy(
        public="organization area sphere town name transportation is_home source created_at "
        "modified_at",
        personal="postal_code address building latitude longitude mesh",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True, mesh="")
                | (
                    models.Q(latitude__gte=20, latitude__lte=46)
                    & models.Q(longitude__gte=122, longitude__lte=154)
                ),
                name="location_point_in_japan",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.address


class ServiceAtLocation(models.Model):
    """This model will say that a service is given at a place (HSDS service_at_location)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="at_locations")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="services_here")
    description = models.CharField(max_length=240, blank=True, default="")

    privacy = Privacy(public="service location description")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "location"], name="service_once_at_location")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.location_id}"
