"""Applications of companies and groups, and the members that came of them."""

from __future__ import annotations

from django.db import models

from yui.accounts.models import User
from yui.areas.models import Area
from yui.directory.models import Organization
from yui.lib.ids import new_id
from yui.members.states import ApplicationKind, ApplicationState, Field, Proof
from yui.policy.decide import Visibility
from yui.policy.privacy import Privacy
from yui.taxonomy.models import AttributeBase


class Application(models.Model):
    """This model will hold what a company or group asks for without an account.

    Whoever holds the secret goes on with it: only its hash is kept, and its first four letters,
    `spoken` when the office telephones. A claim is of `organization`; a registration has
    `content` by the names of `Field`, and gets its organization when it is approved. `area`
    decides; a draft has none until it says where. `typed_by` typed it from paper. `letter_hash`
    is that of the code in the letter to the address on record.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=ApplicationKind.choices)
    state = models.CharField(
        max_length=8, choices=ApplicationState.choices, default=ApplicationState.DRAFT
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+"
    )
    content = models.JSONField(default=dict)
    secret_hash = models.CharField(max_length=64, unique=True)
    spoken = models.CharField(max_length=4)
    typed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(db_index=True)
    letter_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 -- optional
    letter_expires_at = models.DateTimeField(null=True)
    proven_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=9, choices=Proof.choices, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    invitation_id = models.UUIDField(null=True)

    privacy = Privacy(
        internal="kind state area organization secret_hash spoken typed_by started_at sent_at "
        "expires_at letter_hash letter_expires_at proven_at proof decided_by decided_at "
        "invitation_id",
        personal="content reason",
    )

    class Meta:
        indexes = [models.Index(fields=["state", "kind", "area"], name="application_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=ApplicationKind.CLAIM)
                | models.Q(organization__isnull=False, area__isnull=False),
                name="application_claims_something",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ApplicationState.DRAFT) | models.Q(sent_at__isnull=False),
                name="application_sent_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ApplicationState.ADMITTED)
                | models.Q(decided_at__isnull=False, invitation_id__isnull=False),
                name="application_admitted_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ApplicationState.DECLINED) | ~models.Q(reason=""),
                name="application_declined_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Member(models.Model):
    """This model will hold what an organization offers and wants, as it was approved.

    `area` is the tier it belongs to: the town, the prefecture or the nation. `person` and `email`
    are for those who signed in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.OneToOneField(
        Organization, on_delete=models.PROTECT, related_name="member"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField(max_length=12, choices=Visibility.choices)
    offer_words = models.TextField(blank=True, default="")
    wants = models.TextField(blank=True, default="")
    conditions = models.TextField(blank=True, default="")
    cooperation = models.TextField(blank=True, default="")
    department = models.CharField(max_length=120, blank=True, default="")
    person = models.CharField(max_length=60, blank=True, default="")
    phone = models.CharField(max_length=20)
    email = models.EmailField(blank=True, default="")
    admitted_at = models.DateTimeField()

    privacy = Privacy(
        public="organization area offer_words wants conditions cooperation department phone "
        "admitted_at",
        internal="visibility",
        personal="person email",
    )

    class Meta:
        indexes = [models.Index(fields=["visibility", "area"], name="member_seen_area")]

    def __str__(self) -> str:
        return f"{self.organization_id}"


class MemberArea(models.Model):
    """This model will name one area in which a member is active."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    privacy = Privacy(public="member area")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "area"], name="member_area_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.area_id}"


class MemberTerm(AttributeBase):
    """This model will link a member to a field (taxonomy `field`) or an offer (`offer_kind`)."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="attributes")

    privacy = Privacy(public="member term")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "term"], name="member_term_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.term_id}"


class Declaration(models.Model):
    """This model will hold one answer about 掲載基準: to which edition's text, on which day."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="declarations")
    question = models.CharField(max_length=12, choices=Field.choices)
    answer = models.CharField(max_length=12)
    edition_date = models.DateField()
    declared_date = models.DateField()

    privacy = Privacy(internal="member question answer edition_date declared_date")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "question", "edition_date"], name="declaration_once_an_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.answer}"
