"""Whether a table without a known format lists events or what goes on every week."""

from __future__ import annotations

import pytest

from yui.exchange.engine.matching import looks_like_events


@pytest.mark.parametrize(
    ("headers", "is_events"),
    [
        (["行事名", "開催日", "会場"], True),
        (["イベント名", "主催団体", "開催日"], True),
        (["催し", "日程", "主催グループ"], True),
        (["サロン名", "会場", "住所", "電話番号", "開催日", "時間"], False),
        (["グループ名", "代表者", "開催日"], False),
        (["通いの場の名前", "開催日", "会場"], False),
        (["名前", "曜日", "開催日"], False),
        (["名前", "住所"], False),
    ],
)
def test_headers_tell_events_from_what_goes_on(headers: list[str], is_events: bool) -> None:
    assert looks_like_events(headers) is is_events
