"""Telling somebody who reads and writes from a program that sends forms."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

# Nobody reads and writes as fast as a program does.
FASTEST = timedelta(seconds=3)
_SIGNER = Signer(salt="yui.ui.by_hand")


def stamp(moment: datetime) -> str:
    """This function will return the moment a form was opened, signed, for a hidden field."""
    return _SIGNER.sign(str(int(moment.timestamp())))


def is_by_hand(began: str, now: datetime) -> bool:
    """This function will say whether a form was open long enough to be written by a person."""
    try:
        opened = int(_SIGNER.unsign(began))
    except (BadSignature, ValueError):
        return False
    return now.timestamp() - opened >= FASTEST.total_seconds()
