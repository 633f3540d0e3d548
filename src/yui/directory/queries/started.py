"""How far a town has come with its own list: counts, no records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from yui.areas.rules import within
from yui.directory.engine.freshness import ConfirmedHow
from yui.directory.models import Service, Slip
from yui.directory.queries.visible import agreed, with_scopes
from yui.directory.states import Scope

_ASKED = (ConfirmedHow.PHONE.value, ConfirmedHow.VISIT.value)


@dataclass(frozen=True, slots=True)
class OwnList:
    """This value will count what is listed of an area beside the official lists（件）.

    `asked` were confirmed by somebody who called or went there.
    """

    listed: int
    asked: int


def own_list_of(area_path: str, *, on: date) -> OwnList:
    """This function will count what residents find of an area that it gathered itself."""
    rows = with_scopes(Service.objects.all()).filter(agreed(Scope.WEB, on))
    own = rows.filter(within(area_path, "area__path"), sector="daily")
    counted = own.aggregate(
        listed=Count("id"), asked=Count("id", filter=Q(confirmed_how__in=_ASKED))
    )
    return OwnList(counted["listed"], counted["asked"])


def has_slips(area_path: str) -> bool:
    """This function will say whether a slip for a leader was ever printed in an area."""
    return Slip.objects.filter(within(area_path, "service__area__path")).exists()
