"""What `yui work` calls: fold in the views of services."""

from __future__ import annotations

import time
from datetime import datetime

from yui.directory.actions import fold_views

_COUNT_EVERY_S = 5.0
_counted_at = float("-inf")


def count(*, at: datetime) -> bool:
    """This function will fold in the views of services every few seconds."""
    global _counted_at
    if time.monotonic() - _counted_at < _COUNT_EVERY_S:
        return False
    _counted_at = time.monotonic()
    return fold_views(at=at) > 0
