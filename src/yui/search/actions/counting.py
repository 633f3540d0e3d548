"""Searches that found nothing: appended as lines by the web, folded in by the worker.

GET changes nothing in the database; a line in a file costs no lock.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from yui.lib.clock import date_in_jst
from yui.lib.codes import find_my_numbers
from yui.lib.japanese import fold
from yui.lib.lines import append_line, lines_of, reading_alone, taken_files
from yui.search.models import FoldedFile, UnmetSearch

LONGEST_WORDS = 40
_FOLDER = "counts"
_STEM = "unmet"
_REMEMBER = timedelta(days=2)
# Anybody can type anything: beyond this many kinds of words in an area and month, and beyond
# three years, nobody reads them one by one.
MOST_KINDS = 1000
KEPT_YEARS = 3
OTHER_WORDS = ("", "")
_LONG_DIGITS = re.compile(r"\d{4,}|\d{2,}[-‐－ー]\d{2,}")

Key = tuple[str, str, str, str]


def note_unmet(*, words: str, conditions: str, area_path: str, on: date) -> None:
    """This function will append one line saying that a search found nothing.

    Words with long numbers are not kept: somebody may have typed a telephone number.
    """
    folded = fold(words)[:LONGEST_WORDS]
    if _LONG_DIGITS.search(words) or find_my_numbers(words):
        folded = ""
    if not folded and not conditions:
        return
    line = json.dumps([area_path, f"{on:%Y-%m}-01", folded, conditions[:120]], ensure_ascii=False)
    append_line(_folder(), _STEM, line)


def fold_counts(*, at: datetime) -> int:
    """This function will add the appended lines to the table and return how many there were.

    A file is first renamed, so that the web goes on in a new one. Its name is kept in the same
    transaction: a crash at any point neither loses a line nor counts it twice. Two workers that
    fold do so one after the other.
    """
    folded = 0
    with reading_alone(_folder()):
        for path in taken_files(_folder(), _STEM):
            counts = Counter(_keys(path))
            with transaction.atomic():
                _file, is_new = FoldedFile.objects.get_or_create(
                    name=path.name, defaults={"at": at}
                )
                if is_new:
                    _add(counts)
                    folded += counts.total()
            path.unlink()
    FoldedFile.objects.filter(at__lt=at - _REMEMBER).delete()
    return folded


def tidy_unmet(*, at: datetime) -> int:
    """This function will throw away searches in vain older than `KEPT_YEARS`; returns how many."""
    today = date_in_jst(at)
    old = UnmetSearch.objects.filter(month__lt=date(today.year - KEPT_YEARS, today.month, 1))
    return old.delete()[0]


def _add(counts: Counter[Key]) -> None:
    for (area_path, month, words, conditions), count in sorted(counts.items()):
        row = _row_of(area_path, month, words, conditions)
        UnmetSearch.objects.filter(id=row.id).update(count=F("count") + count)


def _row_of(area_path: str, month: str, words: str, conditions: str) -> UnmetSearch:
    """The row that counts these words; one row counts all that come after `MOST_KINDS`."""
    of_month = UnmetSearch.objects.filter(area_path=area_path, month=month)
    known = of_month.filter(words=words, conditions=conditions).first()
    if known is not None:
        return known
    if of_month.count() >= MOST_KINDS:
        words, conditions = OTHER_WORDS
    row, _made = UnmetSearch.objects.get_or_create(
        area_path=area_path, month=month, words=words, conditions=conditions
    )
    return row


def _folder() -> Path:
    return Path(settings.YUI.data) / _FOLDER


def _keys(path: Path) -> Iterator[Key]:
    """A line cut off by a power cut is passed over."""
    for line in lines_of(path):
        try:
            area_path, month, words, conditions = json.loads(line)
        except ValueError:
            continue
        yield str(area_path), str(month), str(words), str(conditions)
