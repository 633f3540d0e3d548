"""Closed sets of the events room and the moves between states of an event."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventState(models.TextChoices):
    """This enumeration will name the states of an event."""

    DRAFT = "draft", _("下書き")
    PUBLISHED = "published", _("公開")
    CANCELLED = "cancelled", _("中止")


# Which state may follow which. A cancelled event stays seen: people may have it in their diary.
MOVES: dict[EventState, frozenset[EventState]] = {
    EventState.DRAFT: frozenset({EventState.PUBLISHED}),
    EventState.PUBLISHED: frozenset({EventState.CANCELLED}),
    EventState.CANCELLED: frozenset(),
}
SEEN = (EventState.PUBLISHED, EventState.CANCELLED)
