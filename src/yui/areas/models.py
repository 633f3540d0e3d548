"""Areas, their towns, groups, population, postcodes and local words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yui.areas.states import Confidence, GroupKind, Opening, Tier
from yui.policy.privacy import Privacy

if TYPE_CHECKING:
    _CharField = models.CharField[Any, Any]
else:
    # Only the type stubs know the field's parameters; Django itself does not.
    _CharField = models.CharField


class PathField(_CharField):
    """This field will hold an area path and compare it byte by byte on every database.

    Containment is `path >= p AND path < next(p)`; that holds only in the C collation.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        """This function will name the collation that compares bytes."""
        parameters: dict[str, Any] = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else "BINARY"
        return parameters


class Area(models.Model):
    """This model will hold one area of any tier.

    `path` says where it lies ("14/14100/14101/14101-03/"); containment is by path, never by
    code: ward 14101 lies in city 14100. `code` is the six-digit 全国地方公共団体コード with its
    check digit; layers inside a town have none. The nation has the path "".
    Codes change with mergers: `valid_from`, `valid_to` (last day), `successor`. A town or village
    may lie in a `county`（郡）, which is part of its address and no area of its own. `surface_ha`
    is in hectares.
    """

    path = PathField(unique=True)
    code = models.CharField(max_length=6, unique=True, null=True)  # noqa: DJ001 -- unique, optional
    tier = models.CharField(max_length=12, choices=Tier.choices)
    name = models.CharField(max_length=60)
    kana = models.CharField(max_length=120, blank=True, default="")
    county = models.CharField(max_length=30, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    surface_ha = models.PositiveIntegerField(null=True)
    is_designated_city = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    opening = models.CharField(max_length=10, choices=Opening.choices, default=Opening.NOT_YET)
    phone = models.CharField(max_length=20, blank=True, default="")
    hours = models.CharField(max_length=60, blank=True, default="")
    website = models.URLField(max_length=300, blank=True, default="")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    privacy = Privacy(
        public="path code tier name kana county parent latitude longitude surface_ha "
        "is_designated_city is_sample opening phone hours website valid_from valid_to successor"
    )

    class Meta:
        indexes = [models.Index(fields=["tier", "path"], name="area_tier_path")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(path="") | models.Q(path__endswith="/"), name="area_path_shape"
            ),
            models.CheckConstraint(
                condition=models.Q(path="", tier=Tier.NATION)
                | (~models.Q(path="") & ~models.Q(tier=Tier.NATION)),
                name="area_nation_is_root",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="area_point_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Town(models.Model):
    """This model will hold one 町字 or 自治会, the grain of 圏域 and population."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="towns")
    town_code = models.CharField(max_length=16, blank=True, default="")
    name = models.CharField(max_length=80)
    kana = models.CharField(max_length=160, blank=True, default="")
    folded = models.CharField(max_length=80)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    privacy = Privacy(public="area town_code name kana folded latitude longitude")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="town_once_per_area")]
        indexes = [models.Index(fields=["area", "folded"], name="town_folded")]

    def __str__(self) -> str:
        return self.name


class TownLayer(models.Model):
    """This model will say which layer area (圏域, 包括担当, 小学校区) a town belongs to."""

    town = models.ForeignKey(Town, on_delete=models.CASCADE, related_name="layers")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="town_layers")
    layer = models.CharField(max_length=12, choices=Tier.choices)

    privacy = Privacy(public="town area layer")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["town", "layer"], name="town_in_one_area_per_layer")
        ]

    def __str__(self) -> str:
        return f"{self.town_id} {self.layer}"


class Boundary(models.Model):
    """This model will hold the outline of a layer area, as GeoJSON in WGS84."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="boundary")
    geometry = models.JSONField()
    source = models.CharField(max_length=200)

    privacy = Privacy(public="area geometry source")

    def __str__(self) -> str:
        return f"{self.area_id}"


class PostalCode(models.Model):
    """This model will lead from a postcode to municipalities and 町字 names."""

    code = models.CharField(max_length=7)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="postal_codes")
    town_name = models.CharField(max_length=120, blank=True, default="")

    privacy = Privacy(public="code area town_name")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "area", "town_name"], name="postal_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class AreaGroup(models.Model):
    """This model will group areas: 広域連合 (an insurer), 共同設置, 県の出先."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=GroupKind.choices)
    insurer_number = models.CharField(max_length=6, blank=True, default="")
    source = models.CharField(max_length=200)
    confidence = models.CharField(
        max_length=10, choices=Confidence.choices, default=Confidence.REPORTED
    )
    is_sample = models.BooleanField(default=False)

    privacy = Privacy(public="key name kind insurer_number source confidence is_sample")

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """This model will say which areas belong to a group."""

    group = models.ForeignKey(AreaGroup, on_delete=models.CASCADE, related_name="members")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="group_memberships")

    privacy = Privacy(public="group area")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "area"], name="group_member_once")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.area_id}"


class Population(models.Model):
    """This model will hold one published number of people (basis 実人数).

    Exactly one of area, town and mesh_code says whose. `value` null = suppressed by the
    source: unknown, never 0. Ages are inclusive; `maximum_age` null = and over.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, related_name="populations")
    town = models.ForeignKey(Town, on_delete=models.CASCADE, null=True, related_name="populations")
    mesh_code = models.CharField(max_length=11, blank=True, default="")
    as_of = models.DateField()
    kind = models.CharField(
        max_length=24,
        choices=[
            ("people", _("人口")),
            ("households", _("世帯数")),
            ("single_elderly", _("高齢単身世帯")),
        ],
        default="people",
    )
    sex = models.CharField(
        max_length=1, choices=[("t", _("計")), ("m", _("男")), ("f", _("女"))], default="t"
    )
    minimum_age = models.PositiveSmallIntegerField(default=0)
    maximum_age = models.PositiveSmallIntegerField(null=True)
    value = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=200)

    privacy = Privacy(
        public="area town mesh_code as_of kind sex minimum_age maximum_age value source"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(area__isnull=False, town__isnull=True, mesh_code="")
                | models.Q(area__isnull=True, town__isnull=False, mesh_code="")
                | (models.Q(area__isnull=True, town__isnull=True) & ~models.Q(mesh_code="")),
                name="population_of_exactly_one",
            )
        ]
        indexes = [models.Index(fields=["mesh_code"], name="population_mesh")]

    def __str__(self) -> str:
        return f"{self.kind} {self.as_of}"


class LocalWord(models.Model):
    """This model will hold the word a municipality uses for a standard term."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="local_words")
    term = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    privacy = Privacy(public="area term word")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "term"], name="local_word_once_per_area")
        ]

    def __str__(self) -> str:
        return f"{self.term} → {self.word}"


class Stamp(models.Model):
    """This model will hold one row whose token is new after every change to the areas.

    Each process keeps the national areas in memory and reads this row to know they are fresh.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    token = models.CharField(max_length=32)

    privacy = Privacy(internal="token")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="areas_one_stamp")]

    def __str__(self) -> str:
        return self.token
