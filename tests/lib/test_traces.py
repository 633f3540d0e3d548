"""What names one person is found and taken out, whatever its spelling, and nothing else is."""

from __future__ import annotations

import pytest

from yui.lib.traces import Traces

WHO = Traces(
    frozenset({"試験 花子"}), frozenset({"000-555-7801"}), frozenset({"hanako@salon.example"})
)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("世話役は試験花子さん", "世話役はさん"),
        ("世話役は試験　花子さん", "世話役はさん"),
        ("電話 000-555-7801 へ", "電話  へ"),
        ("電話０００（５５５）７８０１", "電話"),
        ("0005557801", ""),
        ("Hanako@Salon.example まで", " まで"),
    ],
)
def test_traces_are_found_and_taken_out_in_every_spelling(text: str, rest: str) -> None:
    assert WHO.stand_in(text)
    assert WHO.taken_out(text) == rest


@pytest.mark.parametrize(
    "text", ["", "試験太郎", "10005557801", "00055578012", "花子", "salon.example"]
)
def test_others_are_left_alone(text: str) -> None:
    assert not WHO.stand_in(text)
    assert WHO.taken_out(text) == text


def test_traces_are_taken_out_of_json_whatever_its_depth() -> None:
    value = {"a": ["試験花子", 3, None], "b": {"c": "tel 000-555-7801"}, "d": True}

    assert WHO.stand_in(value)
    assert WHO.taken_out(value) == {"a": ["", 3, None], "b": {"c": "tel "}, "d": True}


def test_traces_that_are_too_short_to_tell_people_apart_find_nothing() -> None:
    short = Traces(frozenset({"林"}), frozenset({"119"}), frozenset({"x"}))

    assert not short.stand_in("林さん 119 x")
    assert (short | WHO).stand_in("試験花子")
