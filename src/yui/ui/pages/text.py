"""Marking Japanese text so that times, dates and numbers stay on one line."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

# What must not break inside: spans of time and of days, dates, amounts with what they count.
_TIME = r"\d{1,2}時(?:\d{1,2}分|半)?|\d{1,2}:\d{2}"
_DAY = r"[月火水木金土日]曜日?"
_DATE = r"(?:\d{1,4}年)?\d{1,2}月(?:\d{1,2}日)?(?:（[月火水木金土日]）|\([月火水木金土日]\))?"
_AMOUNT = r"[\d,]+(?:円|件|人|回|分|日|枚|歳|km|m|分間|時間)"
_SPAN = "[〜～~–-]"
_UNBROKEN = re.compile(
    rf"(?:{_TIME})(?:{_SPAN}(?:{_TIME}|\d{{1,2}}分))?"
    rf"|{_DAY}(?:{_SPAN}{_DAY})?"
    rf"|{_DATE}(?:{_SPAN}{_DATE})?"
    rf"|{_AMOUNT}"
    r"|\d{2,5}-\d{1,4}-\d{3,4}"
)

_KEEP = r'<span class="keep">\g<0></span>'


def unbroken(text: object) -> Markup:
    """This function will escape a text and keep times, spans, dates and numbers on one line."""
    if hasattr(text, "__html__"):
        return Markup(text)  # noqa: S704 -- already markup: nothing to escape or to wrap
    return _unbroken(str(text))


@lru_cache(maxsize=4096)
def _unbroken(source: str) -> Markup:
    """The same hours and dates stand on many cards."""
    kept = _UNBROKEN.sub(_KEEP, str(escape(source)))
    return Markup(kept)  # noqa: S704 -- escaped above; only our own span was added
