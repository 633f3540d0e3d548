"""Making, publishing, cancelling and importing events. Every action is a `journal.act`."""

from yui.events.actions.importing import (
    ListedDay,
    ListedEvent,
    import_events,
    take_back_events,
)
from yui.events.actions.keeping import (
    KIND_TAXONOMY,
    EventDateInput,
    EventInput,
    Identity,
    cancel_event,
    create_event,
    publish_event,
)

__all__ = [
    "KIND_TAXONOMY",
    "EventDateInput",
    "EventInput",
    "Identity",
    "ListedDay",
    "ListedEvent",
    "cancel_event",
    "create_event",
    "import_events",
    "publish_event",
    "take_back_events",
]
