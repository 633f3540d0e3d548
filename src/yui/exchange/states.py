"""Closed sets of the exchange room and the moves of a batch."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """This enumeration will name where a batch stands between the file and the directory."""

    RECEIVED = "received", _("受け取りました")
    PLANNING = "planning", _("読んでいます")
    MATCHING = "matching", _("列を合わせてください")
    PLANNED = "planned", _("計画ができました")
    APPLYING = "applying", _("取り込んでいます")
    APPLIED = "applied", _("取り込みました")
    REFUSED = "refused", _("読めませんでした")
    CANCELLED = "cancelled", _("やめました")
    UNDONE = "undone", _("元に戻しました")


MOVES: dict[BatchState, frozenset[BatchState]] = {
    BatchState.RECEIVED: frozenset({BatchState.PLANNING, BatchState.CANCELLED}),
    BatchState.PLANNING: frozenset(
        {
            BatchState.PLANNING,
            BatchState.PLANNED,
            BatchState.MATCHING,
            BatchState.REFUSED,
            BatchState.CANCELLED,
        }
    ),
    BatchState.MATCHING: frozenset({BatchState.PLANNING, BatchState.CANCELLED}),
    BatchState.PLANNED: frozenset(
        {BatchState.PLANNING, BatchState.APPLYING, BatchState.APPLIED, BatchState.CANCELLED}
    ),
    BatchState.APPLYING: frozenset({BatchState.APPLYING, BatchState.APPLIED, BatchState.PLANNED}),
    BatchState.APPLIED: frozenset({BatchState.UNDONE}),
    BatchState.REFUSED: frozenset({BatchState.PLANNING, BatchState.CANCELLED}),
    BatchState.CANCELLED: frozenset(),
    BatchState.UNDONE: frozenset(),
}
WORKING = frozenset({BatchState.RECEIVED, BatchState.PLANNING, BatchState.APPLYING})


class Outcome(models.TextChoices):
    """This enumeration will name what the plan does with a row."""

    ADD = "add", _("加える")
    CHANGE = "change", _("変える")
    SAME = "same", _("同じ")
    VANISHED = "vanished", _("ファイルにない")
    REJECTED = "rejected", _("取り込めない")


class VanishedChoice(models.TextChoices):
    """This enumeration will name what to do with a record the new file does not have."""

    KEEP = "keep", _("そのまま残す")
    END = "end", _("終わったことにする")
