"""Counting tries exactly, over all processes and on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from yui.accounts.models import Tally

# One statement, so that no two processes read the same count. A window begins with the first try.
_COUNT = """
INSERT INTO accounts_tally (key, count, ends_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN accounts_tally.ends_at <= %s THEN 1 ELSE accounts_tally.count + 1 END,
  ends_at = CASE WHEN accounts_tally.ends_at <= %s THEN excluded.ends_at
            ELSE accounts_tally.ends_at END
RETURNING count
"""


def take(key: str, *, most: int, seconds: int, at: datetime) -> bool:
    """This function will count one try and say whether it is among the `most` of its window.

    `key` says who tries what（"code:192.0.2.1"）; only its keyed hash is kept. A window lasts
    `seconds` from its first try, then lifts by itself. Like a cursor it is no act: counting
    leaves no entries, and a try counts although what it was for fails.
    """
    ends_at = _adapted(at + timedelta(seconds=seconds))
    now = _adapted(at)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_hashed(key), ends_at, now, now])
        (count,) = cursor.fetchone()
    return int(count) <= most


def forget_tries(key: str) -> None:
    """This function will begin a key anew, after the right password."""
    Tally.objects.filter(key=_hashed(key)).delete()


def tidy_tallies(*, at: datetime) -> int:
    """This function will delete the counts of windows that are over; returned: how many."""
    return Tally.objects.filter(ends_at__lte=at).delete()[0]


def _hashed(key: str) -> str:
    return salted_hmac("yui.accounts.tally", key, algorithm="sha256").hexdigest()


def _adapted(moment: datetime) -> str | datetime | None:
    """A moment as the database of this site keeps it."""
    return connection.ops.adapt_datetimefield_value(moment)
