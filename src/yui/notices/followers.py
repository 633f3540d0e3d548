"""What `yui work` calls: one person told each time, from Monday eight o'clock on."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from yui.lib.clock import to_jst
from yui.notices.actions import tell_next
from yui.policy.viewer import operator

_FIRST_HOUR = 8
_AGAIN_AFTER = timedelta(minutes=15)
_LOOK_EVERY = timedelta(minutes=1)
_BY = operator("notices")
_log = structlog.get_logger("yui.notices")
_not_before: datetime | None = None


def weekly(*, at: datetime) -> bool:
    """This function will tell one person of the week; true while others are still to be told.

    While the mail server takes nothing it is left alone for a quarter of an hour.
    """
    global _not_before
    here = to_jst(at)
    if here.weekday() == 0 and here.hour < _FIRST_HOUR:
        return False
    if _not_before is not None and at < _not_before:
        return False
    try:
        is_busy = tell_next(by=_BY, at=at)
    except OSError as error:
        _log.warning("mail_not_sent", reason=type(error).__name__)
        _not_before = at + _AGAIN_AFTER
        return False
    _not_before = None if is_busy else at + _LOOK_EVERY
    return is_busy
