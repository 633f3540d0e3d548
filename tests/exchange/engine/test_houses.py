"""Whose house a place is, as lists write it; names of places that only sound like one."""

from __future__ import annotations

import pytest

from yui.exchange.engine.houses import names_house


@pytest.mark.parametrize(
    ("venue", "address"),
    [
        ("会長宅", "つつみ橋二丁目5-6"),
        ("代表者自宅", "やなぎ野二丁目3-3（自宅）"),
        ("山田宅", "糸巻町22-1"),
        ("山田宅（要連絡）", ""),
        ("山田 宅", ""),
        ("", "水車町7（会長自宅）"),
        ("", "水車町7 佐藤様方"),
        ("世話役さん宅", ""),
        ("リーダー宅", ""),
        ("民家", ""),
        ("個人宅", "川辺町1"),
    ],
)
def test_house_is_known_by_its_words(venue: str, address: str) -> None:
    assert names_house(venue.replace(" ", ""), address)


@pytest.mark.parametrize(
    ("venue", "address"),
    [
        ("川辺集会所", "川辺町3-5"),
        ("県営住宅集会室", "奈良県磯城郡三宅町伴堂689"),
        ("三宅", ""),
        ("大宅公民館", "京都市山科区大宅"),
        ("安宅住吉会館", "小松市安宅町"),
        ("宅老所ひまわり", ""),
        ("居宅介護支援センター", ""),
        ("在宅", ""),
        ("古民家園", ""),
        ("利用者宅", ""),
        ("ご自宅", ""),
        ("各利用者のお宅", ""),
        ("社宅", ""),
        ("旧邸宅", ""),
        ("高齢者宅配弁当センター", ""),
    ],
)
def test_place_that_only_sounds_like_a_house_is_none(venue: str, address: str) -> None:
    assert not names_house(venue, address)
