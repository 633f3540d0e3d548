"""People, bodies, memberships and how they come about; `Owned` for what belongs to a body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from yui.accounts.states import ApprovalKind, BodyKind, Decision, Department, every_step
from yui.areas.models import Area, AreaGroup
from yui.lib.ids import new_id
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
    second_steps = models.JSONField(default=every_step)
    # After so many days without an answer work is passed on to the next.
    answer_days = models.PositiveSmallIntegerField(default=7)
    # The issuers of sign-in by a provider（OpenID Connect）its people may use.
    issuers = models.JSONField(default=list)
    # From this day its people need a second step; null where none is asked for.
    step_from = models.DateField(null=True)

    privacy = Privacy(
        public="name kind area parent phone hours is_sample",
        internal="second_steps answer_days issuers step_from",
    )

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

    # (area path, area group id, body id) of an invitation: what a first password must not be.
    works_for: Sequence[tuple[str | None, int | None, int]] = ()

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
    `ended_at` the moment a manager ended it before that day. An emergency membership is in force
    only while a `BreakGlass` of it is open. One of practice is in the sample town, for some days:
    nobody manages or counts it. `first_week_put_away_at` hides the first tasks of a new desk.
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
    is_emergency = models.BooleanField(default=False)
    is_practice = models.BooleanField(default=False)
    first_week_put_away_at = models.DateTimeField(null=True)

    privacy = Privacy(
        internal="user role body area area_group department manages_accounts acting_for until "
        "ended_at is_emergency is_practice first_week_put_away_at"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "body", "area", "is_emergency"], name="membership_once"
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


class BreakGlass(models.Model):
    """This model will hold that the operator let somebody act for a body for some hours, and why.

    The role is that of an emergency membership, which is in force only while this is open.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="break_glasses"
    )
    reason = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    privacy = Privacy(internal="membership reason opened_at ends_at closed_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("opened_at")) & ~models.Q(reason=""),
                name="break_glass_ends_and_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.ends_at:%Y-%m-%dT%H:%M}"


class Approval(models.Model):
    """This model will hold what a second person must agree to before it comes into force.

    Ids and codes only: `object_id` is the public id of what is asked for, of the kind's room.
    `asked_by` and `decided_by` are people; null is the operator on the host. An approval without
    a decision past `expires_at` is stale and can no longer be given.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=20, choices=ApprovalKind.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="approvals")
    object_id = models.CharField(max_length=64)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True, default="")
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    privacy = Privacy(
        internal="kind body object_id asked_by asked_at expires_at decision decided_by decided_at"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(asked_by__isnull=True)
                | models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("asked_by")),
                name="approval_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(decision="") & models.Q(decided_at__isnull=False)),
                name="approval_decided_whole",
            ),
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=models.Q(decision=Decision.APPROVED),
                name="approval_given_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Invitation(models.Model):
    """This model will hold the role that waits for somebody who does not sign in yet.

    Bound to one body and role; name and e-mail are what the account manager typed. It is used
    once (`accepted_at`) or taken back (`revoked_at`).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=32, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    area_group = models.ForeignKey(AreaGroup, on_delete=models.PROTECT, null=True, related_name="+")
    department = models.CharField(max_length=12, choices=Department.choices, blank=True, default="")
    acting_for = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateField(null=True)
    manages_accounts = models.BooleanField(default=False)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True, default="")
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    privacy = Privacy(
        internal="body role area area_group department acting_for until manages_accounts "
        "invited_by invited_at accepted_at revoked_at",
        personal="name email",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(area__isnull=False, area_group__isnull=True)
                | models.Q(area__isnull=True, area_group__isnull=False),
                name="invitation_of_one_area_or_group",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="invitation_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.body_id}"


class Letter(models.Model):
    """This model will hold the two doors to one thing: a typed code and, by mail, a link.

    It leads to an invitation or to a new password of a person. Only hashes (SHA-256) of code and
    token are kept. A letter is used once; a newer one for the same thing voids it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, null=True, related_name="letters"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="letters")
    code_hash = models.CharField(max_length=64, unique=True)
    code_expires_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 -- optional
    token_expires_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    privacy = Privacy(
        internal="invitation user code_hash code_expires_at token_hash token_expires_at issued_at "
        "used_at voided_at"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(invitation__isnull=False, user__isnull=True)
                | models.Q(invitation__isnull=True, user__isnull=False),
                name="letter_leads_to_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(token_hash__isnull=True, token_expires_at__isnull=True)
                | models.Q(token_hash__isnull=False, token_expires_at__isnull=False),
                name="letter_token_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id}"


class Tally(models.Model):
    """This model will hold how often something was tried in the window that ends at a moment.

    `key` is a keyed hash of who tries what: names and addresses are not kept.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    privacy = Privacy(internal="count ends_at")

    def __str__(self) -> str:
        return f"{self.count}"


class HelpDesk(models.Model):
    """This model will hold whom the staff of an area ask when a screen does not help them.

    `name` is that of a section or a duty, not of a person; it is shown to all staff within.
    """

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="help_desk")
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20)
    hours = models.CharField(max_length=60, blank=True, default="")

    privacy = Privacy(internal="area name phone hours")

    def __str__(self) -> str:
        return self.name


class Owned(models.Model):
    """This abstract model will hold whose a record is and how far it is seen."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField(
        max_length=12, choices=Visibility.choices, default=Visibility.BODY
    )

    class Meta:
        abstract = True
