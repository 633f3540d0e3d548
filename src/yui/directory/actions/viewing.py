"""Pages that were opened: appended as lines by the web, folded in by the worker."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from yui.directory.models import CountedFile, Service, ServiceUse
from yui.lib.clock import date_in_jst
from yui.lib.lines import append_line, lines_of, reading_alone, taken_files

_STEM = "views"
_REMEMBER = timedelta(days=2)
KEPT_YEARS = 3

Key = tuple[UUID, date]


def note_view(*, service_id: UUID, on: date) -> None:
    """This function will append one line saying that the page of a service was opened.

    Neither who opened it nor when on the day is kept.
    """
    line = json.dumps([service_id.hex, f"{on:%Y-%m}-01"])
    append_line(_folder(), _STEM, line)


def fold_views(*, at: datetime) -> int:
    """This function will add the appended lines to the table and return how many there were.

    The name of a file is kept in the same transaction: a crash at any point neither loses a line
    nor counts it twice. It is no act: counting leaves no entries.
    """
    folded = 0
    with reading_alone(_folder()):
        for path in taken_files(_folder(), _STEM):
            counts = _counted(path)
            with transaction.atomic():
                _file, is_new = CountedFile.objects.get_or_create(
                    name=path.name, defaults={"at": at}
                )
                if is_new:
                    folded += _add(counts)
            path.unlink()
    CountedFile.objects.filter(at__lt=at - _REMEMBER).delete()
    return folded


def tidy_views(*, at: datetime) -> int:
    """This function will throw away counts older than `KEPT_YEARS`; returns how many."""
    today = date_in_jst(at)
    oldest = date(today.year - KEPT_YEARS, today.month, 1)
    return ServiceUse.objects.filter(month__lt=oldest).delete()[0]


def _add(counts: Counter[Key]) -> int:
    """What was deleted since is not counted any more."""
    known = set(
        Service.objects.filter(id__in={service for service, _month in counts}).values_list(
            "id", flat=True
        )
    )
    total = 0
    for (service_id, month), count in sorted(counts.items()):
        if service_id in known:
            row, _made = ServiceUse.objects.get_or_create(service_id=service_id, month=month)
            ServiceUse.objects.filter(id=row.id).update(views=F("views") + count)
            total += count
    return total


def _counted(path: Path) -> Counter[Key]:
    """A line cut off by a power cut is passed over."""
    counts: Counter[Key] = Counter()
    for line in lines_of(path):
        try:
            service_id, month = json.loads(line)
            counts[UUID(service_id), date.fromisoformat(month)] += 1
        except (ValueError, TypeError, AttributeError):
            continue
    return counts


def _folder() -> Path:
    return Path(settings.YUI.data) / "counts"
