"""Slips for leaders: what stands on each, cut to what fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yui.areas.queries import area_by_path
from yui.booklets.errors import NothingToPrint
from yui.booklets.queries.values import SlipCard, SlipSheet
from yui.directory.errors import ServiceNotFound
from yui.directory.queries.slips import SlipText, slip_texts
from yui.lib.clock import date_in_jst
from yui.policy.viewer import Viewer

_NOT_YOURS = "はがきにするものが、見つかりませんでした。"


def slip_sheet(viewer: Viewer, short_codes: Sequence[str], *, at: datetime) -> SlipSheet:
    """This function will return the slips of services that the viewer keeps.

    Raises: NothingToPrint, also when one of them is not the viewer's own.
    """
    try:
        texts = slip_texts(viewer, short_codes)
    except ServiceNotFound as refused:
        raise NothingToPrint(_NOT_YOURS) from refused
    area = area_by_path(viewer.area_path or "")
    return SlipSheet(area.name, date_in_jst(at), area.is_sample, tuple(map(_card, texts)))


def _card(text: SlipText) -> SlipCard:
    number = text.phone.number if text.phone else ""
    return SlipCard(text.service_id, text.name, text.hours, text.office, number)
