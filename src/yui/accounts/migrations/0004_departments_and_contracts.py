"""Memberships of before: free words become a department, a contract gets its end and its office."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import F, Q
from django.utils import timezone

_DEPARTMENTS = (
    *("", "elderly", "welfare", "health", "transport", "industry", "housing", "farming"),
    *("disaster", "community", "learning", "digital", "other"),
)


def settle(apps: Any, editor: Any) -> None:
    """This function will call an unknown department その他 and end open contracts on 31 March."""
    memberships = apps.get_model("accounts", "Membership").objects
    memberships.exclude(department__in=_DEPARTMENTS).update(department="other")
    contracts = memberships.filter(role="contractor")
    contracts.filter(acting_for__isnull=True).update(acting_for=F("body"))
    today = timezone.localdate()
    end = today.replace(year=today.year + (today.month >= 4), month=3, day=31)
    contracts.filter(until__isnull=True).update(until=end)


def forget_groups(apps: Any, editor: Any) -> None:
    """This function will drop what the former table could not hold: memberships of groups."""
    memberships = apps.get_model("accounts", "Membership").objects
    memberships.filter(Q(area__isnull=True) | Q(ended_at__isnull=False)).delete()


class Migration(migrations.Migration):
    """This migration will change rows, nothing of the schema."""

    dependencies = [("accounts", "0003_membership_of_groups_and_managers")]

    operations = [migrations.RunPython(settle, forget_groups)]
