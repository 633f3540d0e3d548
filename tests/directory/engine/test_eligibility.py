"""Who may use a service, in one or two sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.directory.engine.eligibility import (
    ASK_ELIGIBILITY,
    CareClass,
    Eligibility,
    EligibilityError,
    eligibility_sentence,
)

ANYONE = frozenset({CareClass.ANYONE})


@pytest.mark.parametrize(
    ("eligibility", "sentence"),
    [
        (Eligibility(65, ANYONE), "65歳以上の方。介護の認定はなくてもかまいません"),
        (Eligibility(care=ANYONE), "どなたでも使えます"),
        (Eligibility(65), "65歳以上の方"),
        (Eligibility(residents_of=("見本市",)), "見本市にお住まいの方"),
        (
            Eligibility(75, ANYONE, ("東地区", "西地区"), "歩いて来られる方。"),
            "東地区・西地区にお住まいの75歳以上の方。介護の認定はなくてもかまいません。歩いて来られる方",
        ),
        (
            Eligibility(care=frozenset({CareClass.CHECKLIST, CareClass.SUPPORT})),
            "要支援の認定を受けた方、または役所の質問票（基本チェックリスト）に当てはまった方が使えます",
        ),
        (
            Eligibility(care=frozenset({CareClass.CONTINUING, CareClass.CARE})),
            "要介護になる前から使っている方（継続利用要介護者）、または要介護の認定を受けた方が使えます",
        ),
        (Eligibility(), ASK_ELIGIBILITY),
        (Eligibility(minimum_age=0), ASK_ELIGIBILITY),
        (Eligibility(other="会員の方"), "会員の方"),
    ],
)
def test_sentence_when_facts_are_structured(eligibility: Eligibility, sentence: str) -> None:
    assert eligibility_sentence(eligibility) == sentence


@given(
    st.none() | st.integers(0, 120),
    st.just(ANYONE)
    | st.frozensets(st.sampled_from([care for care in CareClass if care != "anyone"])),
    st.lists(st.sampled_from(("東地区", "西地区")), max_size=2).map(tuple),
    st.text("あいう。 ", max_size=6),
)
def test_sentence_is_never_empty_when_any_facts(
    age: int | None, care: frozenset[CareClass], areas: tuple[str, ...], other: str
) -> None:
    sentence = eligibility_sentence(Eligibility(age, care, areas, other))
    assert sentence
    assert not sentence.endswith("。")
    if age:
        assert f"{age}歳以上" in sentence


@pytest.mark.parametrize(
    "facts",
    [
        {"minimum_age": -1},
        {"minimum_age": 121},
        {"care": frozenset({CareClass.ANYONE, CareClass.CARE})},
    ],
)
def test_facts_are_refused_when_they_cannot_be(facts: dict[str, object]) -> None:
    with pytest.raises(EligibilityError):
        Eligibility(**facts)  # type: ignore[arg-type]
