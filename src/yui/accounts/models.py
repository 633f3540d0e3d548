"""User, Body, Membership; `Owned` for every record that belongs to a body."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from yui.accounts.states import BodyKind, Department
from yui.areas.models import Area, AreaGroup
from yui.policy.decide import Visibility
from yui.policy.privacy import Privacy
from yui.policy.roles import Role


class Body(models.Model):
    """This model will hold whoever can act: an office, a section, a company, a group."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=BodyKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="bodies")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="sections")
    phone = models.CharField(max_length=20, blank=True, default="")
    hours = models.CharField(max_length=120, blank=True, default="")
    is_sample = models.BooleanField(default=False)

    privacy = Privacy(public="name kind area parent phone hours is_sample")

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """This manager will exist because Django's authentication asks for it."""

    def get_by_natural_key(self, username: str | None) -> User:
        """This function will find a person by sign-in name, ignoring case."""
        return self.get(login__iexact=username)


class User(AbstractBaseUser):
    """This model will hold one person who signs in. Residents never need an account."""

    login = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()

    privacy = Privacy(
        internal="is_active created_at last_login",
        personal="login display_name email password",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("login"), name="user_login_once_whatever_case")
        ]

    def __str__(self) -> str:
        return self.login

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """This function will answer no: Yui decides by `policy.decide`, not by permissions."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """This function will answer no (see `has_perm`)."""
        return False


class Membership(models.Model):
    """This model will say in which role a person acts for which body and area, until when.

    A membership of an area group（広域連合）is acted in for one member municipality at a time.
    `acting_for` is the body whose work a contractor does; `until` is the last day,
    `ended_at` the moment a manager ended it before that day.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=32, choices=Role.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="memberships")
    area_group = models.ForeignKey(
        AreaGroup, on_delete=models.PROTECT, null=True, related_name="memberships"
    )
    department = models.CharField(max_length=60, choices=Department.choices, blank=True, default="")
    manages_accounts = models.BooleanField(default=False)
    acting_for = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    privacy = Privacy(
        internal="user role body area area_group department manages_accounts acting_for until "
        "ended_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "body", "area"], name="membership_once"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "body", "area_group"], name="membership_of_group_once"
            ),
            models.CheckConstraint(
                condition=models.Q(area__isnull=False, area_group__isnull=True)
                | models.Q(area__isnull=True, area_group__isnull=False),
                name="membership_of_one_area_or_group",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.CONTRACTOR)
                | models.Q(acting_for__isnull=False, until__isnull=False),
                name="membership_of_contractor_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Owned(models.Model):
    """This abstract model will hold whose a record is and how far it is seen."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField(
        max_length=12, choices=Visibility.choices, default=Visibility.BODY
    )

    class Meta:
        abstract = True
