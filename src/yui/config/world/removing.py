"""Taking the sample world away: everything in its areas, nothing else.

The rooms have no action that deletes records for good, because in a real town records end and
stay; only samples vanish. So this is the one place that deletes rows of other rooms.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import ProtectedError, Q, QuerySet

from yui.accounts.models import Approval, Body, Invitation, Membership, User
from yui.areas.actions import remove_sample_areas
from yui.areas.models import Area
from yui.config.world.loading import WorldRefused
from yui.directory.models import Draft, Location, Organization, Program, Service, Source
from yui.events.models import Event
from yui.exchange.models import Batch, ColumnMap, Mend
from yui.journal.actions import Act, act
from yui.policy.viewer import Viewer
from yui.review.models import LoneOffice, Submission
from yui.search.models import UnmetSearch

# Children before parents; each stands in an area by its field `area`.
_IN_AREAS = (
    Submission,
    Draft,
    Event,
    Batch,
    ColumnMap,
    Mend,
    Service,
    Program,
    Location,
    Organization,
    Source,
)


def remove_world(*, by: Viewer, at: datetime, manifest_path: Path) -> Counter[str]:
    """This function will delete the sample world in one transaction; returned: rows by model.

    Journal entries stay. Each service leaves one entry, so that search forgets it at once, and
    the world as a whole leaves one. Nothing is there: nothing happens, the counter is empty.
    Raises: WorldRefused when a record outside the samples hangs on one of them.
    """
    removed: Counter[str] = Counter()
    areas = Area.objects.filter(is_sample=True)
    if not areas.exists() and not Body.objects.filter(is_sample=True).exists():
        return removed
    try:
        with act(by=by, at=at) as done:
            _note_services(done)
            removed += _remove_records()
            removed += _remove_people()
            removed["areas.Area"] += remove_sample_areas(by=by, at=at)
            done.record("world.removed", object_type="config.world", object_id="", area_path="")
    except ProtectedError as error:
        raise WorldRefused(_hanging(error)) from error
    manifest_path.unlink(missing_ok=True)
    return removed


def _note_services(done: Act) -> None:
    rows = Service.objects.filter(area__is_sample=True).order_by("id")
    for service_id, path in rows.values_list("id", "area__path"):
        done.record(
            "directory.service.removed",
            object_type="directory.service",
            object_id=service_id,
            area_path=path,
        )


def _remove_records() -> Counter[str]:
    removed: Counter[str] = Counter()
    for model in _IN_AREAS:
        removed += _deleted(model._default_manager.filter(area__is_sample=True))
    for path in Area.objects.filter(is_sample=True, tier="prefecture").values_list("path"):
        removed += _deleted(UnmetSearch.objects.filter(area_path__startswith=path[0]))
    return removed


def _remove_people() -> Counter[str]:
    """People who act for sample bodies only go with them; anybody else loses that role alone."""
    held = Membership.objects.filter(_of_sample())
    elsewhere = Membership.objects.exclude(_of_sample()).values("user")
    users = list(held.exclude(user__in=elsewhere).values_list("user", flat=True).distinct())
    removed = _deleted(Approval.objects.filter(body__in=_sample_bodies()))
    removed += _deleted(Invitation.objects.filter(body__in=_sample_bodies()))
    removed += _deleted(LoneOffice.objects.filter(body__in=_sample_bodies()))
    removed += _deleted(held)
    removed += _deleted(User.objects.filter(id__in=users))
    return removed + _deleted(_sample_bodies())


def _sample_bodies() -> QuerySet[Body]:
    return Body.objects.filter(Q(is_sample=True) | Q(area__is_sample=True))


def _of_sample() -> Q:
    return Q(body__is_sample=True) | Q(area__is_sample=True)


def _deleted(rows: QuerySet[Any]) -> Counter[str]:
    _count, by_model = rows.delete()
    return Counter(by_model)


def _hanging(error: ProtectedError) -> str:
    first = next(iter(error.protected_objects))
    return (
        f"見本の地域の外の記録（{first._meta.label}）が、見本の記録を使っています。"
        "先にその記録を直してください。何も消していません。"
    )
