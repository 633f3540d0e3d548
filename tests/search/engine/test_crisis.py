"""Which words count as an emergency, and that the numbers are reviewed data."""

from __future__ import annotations

import pytest
import yaml

from yui.search.engine.crisis import DATA, crisis_in


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("死にたい", "life"),
        ("しにたい", "life"),
        ("もう 死に たい", "life"),
        ("消えたい", "life"),
        ("殺される", "violence"),
        ("夫にたたかれる", "violence"),
        ("ＤＶ", "violence"),
        ("火事", "fire"),
        ("かじ", "fire"),
        ("行方不明", "missing"),
        ("徘徊", "missing"),
        ("夫が帰ってこない", "missing"),
        ("母がいなくなった", "missing"),
        ("主人がいなくなりました", "missing"),
        ("体操教室に行った母が帰ってきません", "missing"),
        ("ははがかえってこない", "missing"),
        ("救急", "illness"),
        ("ははがたおれた", "illness"),
        ("心臓が苦しい", "illness"),
        ("頭がわれるように痛い", "illness"),
        ("脳梗塞", "illness"),
        ("胸が痛い", "illness"),
        ("むねがいたい", "illness"),
        ("血が止まらない", "illness"),
        ("息ができない", "illness"),
        ("ろれつが回らない", "illness"),
        ("意識がない", "illness"),
        ("けいれん", "illness"),
        ("大出血", "illness"),
        ("のどにつまった", "illness"),
        ("溺れた", "illness"),
        ("転んで動けない", "injury"),
        ("転んで立てない", "injury"),
        ("動けない", "injury"),
        ("うごけない", "injury"),
        ("骨が折れた", "injury"),
        ("やけど", "injury"),
        ("階段から落ちた", "injury"),
        ("ガスくさい", "gas"),
        ("詐欺にあった", "fraud"),
        ("だまされた", "fraud"),
    ],
)
def test_words_of_an_emergency_are_known_in_any_spelling(words: str, code: str) -> None:
    found = crisis_in(words)

    assert found is not None
    assert found.code == code
    assert found.lines


@pytest.mark.parametrize(
    "words",
    [
        "",
        "体操",
        "おはなしにたいして",
        "救急講習",
        "徘徊 見守りネットワーク",
        "行方不明の訓練",
        "徘徊が心配",
        "親がいなくなったら",
        "夫がいなくなってさびしい",
        "話す人がいなくなった",
        "猫がいなくなった",
        "かじ（家事）の手伝い",
        "燃えるごみ",
        "電気が消えた",
        "ころばん体操",
        "転倒予防",
        "よく転ぶ",
        "やけどの薬",
        "脳梗塞の後遺症",
        "動けない人の買い物",
        "ひとり暮らしで倒れたときが心配",
        "台所に立てない",
        "腹が痛い",
        "詐欺対策の講座",
        "さぎそうを見る",
        "口座振り込み",
    ],
)
def test_everyday_words_are_no_emergency(words: str) -> None:
    assert crisis_in(words) is None


def test_every_number_names_its_source_and_day() -> None:
    lines = yaml.safe_load(DATA.read_text(encoding="utf-8"))["lines"]

    assert {one["number"] for one in lines.values()} == {
        "119",
        "110",
        "0120-279-338",
        "0120-061-338",
        "#7119",
        "#9110",
        "188",
    }
    assert all(one["source"] and one["checked_on"] for one in lines.values())
