"""What a signed-in person reads of a service beyond what residents read: it is noted."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from yui.directory.engine.consent import NOTHING, PublishedView
from yui.directory.rules import ServiceFacts, is_public, view_of
from yui.journal.queries import Read, reveal
from yui.journal.states import Purpose
from yui.policy.viewer import ANONYMOUS, Viewer

NUMBER = "directory.phone.number"
EMAIL = "directory.service.email"
ADDRESS = "directory.location.address"
LEADER = "directory.contact.name"


def residents_view(facts: ServiceFacts, *, is_home: bool) -> PublishedView:
    """This function will say what residents get of a record on the web, nothing of a draft."""
    return view_of(ANONYMOUS, facts, is_home=is_home) if is_public(facts) else NOTHING


def reveal_service(
    viewer: Viewer, service_id: UUID, facts: ServiceFacts, shown: Mapping[str, bool]
) -> None:
    """This function will note that a person is shown fields of a service that residents are not.

    `shown` says of each field whether it is. A process reads for nobody's eyes.
    """
    if viewer.user_id is None:
        return
    fields = tuple(name for name, is_shown in shown.items() if is_shown)
    reveal(Read(Purpose.PAGE, "directory.service", str(service_id), facts.area_path, fields))
