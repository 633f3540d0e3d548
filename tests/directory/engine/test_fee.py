"""Free texts about money into a class, an amount and a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.directory.engine.fee import ASK_FEE, Fee, FeeClass, FeeError, fee_sentence, read_fee


@pytest.mark.parametrize(
    ("text", "fee_class", "sentence"),
    [
        ("無料", "free", "無料"),
        ("無料です。", "free", "無料"),
        ("参加費無料", "free", "無料"),
        ("０円", "free", "無料"),
        ("無料（予約不要）", "free", "無料（予約不要）"),
        ("無料（材料費なし）", "free", "無料（材料費なし）"),
        ("無料（材料費あり）", "paid", "無料（材料費あり）"),
        ("無料（材料費は実費）", "paid", "無料（材料費は実費）"),
        ("無料　※お茶代100円", "paid", "無料　※お茶代100円"),
        ("利用料は無料。ただし材料費は実費", "paid", "利用料は無料。ただし材料費は実費"),
        ("500円（65歳以上無料）", "paid", "500円（65歳以上無料）"),
        ("1回200円（燃料代）", "paid", "1回 200円（燃料代）"),
        ("１回　２００円", "paid", "1回 200円"),
        ("100円/回", "paid", "1回 100円"),
        ("1人につき300円", "paid", "1人 300円"),
        ("月500円", "paid", "1か月 500円"),
        ("年会費1,000円", "paid", "1年 1,000円（年会費）"),
        ("参加費100円", "paid", "100円（参加費）"),
        ("大人200円、子ども100円", "paid", "大人200円、子ども100円"),
        ("実費", "paid", "実費"),
        ("1割負担", "paid", "1割負担"),
        ("応相談", "unknown", f"応相談。{ASK_FEE}"),
        ("", "unknown", ASK_FEE),
        ("-", "unknown", ASK_FEE),
        ("不明", "unknown", ASK_FEE),
    ],
)
def test_text_is_classified_when_it_speaks_of_money(
    text: str, fee_class: str, sentence: str
) -> None:
    fee = read_fee(text)
    assert fee.fee_class == fee_class
    assert fee_sentence(fee) == sentence


def test_amount_is_taken_only_when_there_is_one() -> None:
    assert read_fee("1回200円（燃料代）") == Fee(FeeClass.PAID, 200, "1回", "燃料代")
    assert read_fee("1回200円または月500円").amount_yen is None
    assert read_fee("200円～500円").amount_yen is None


@given(
    st.lists(
        st.sampled_from(
            ["無料", "1回", "200円", "（", "）", "材料費", "あり", "なし", "、", "実費"]
        )
    )
)
def test_free_is_never_said_when_yen_or_cost_is_named(pieces: list[str]) -> None:
    text = "".join(pieces)
    fee = read_fee(text)
    assert fee_sentence(fee)
    if "円" in text or "実費" in text:
        assert fee.fee_class is not FeeClass.FREE


@pytest.mark.parametrize(
    "facts",
    [
        (FeeClass.FREE, 100),
        (FeeClass.UNKNOWN, 100),
        (FeeClass.PAID, 0),
        (FeeClass.PAID, None, "1回"),
    ],
)
def test_fee_is_refused_when_it_cannot_be(facts: tuple[FeeClass, int]) -> None:
    with pytest.raises(FeeError):
        Fee(*facts)


def test_sentence_is_plain_when_only_the_class_is_known() -> None:
    assert fee_sentence(Fee(FeeClass.PAID)) == "有料"
    assert fee_sentence(Fee(FeeClass.FREE)) == "無料"
