"""Addresses that somebody sent."""

import pytest

from yui.lib.addresses import parts_of


def test_an_address_is_split() -> None:
    assert parts_of("https://yui.example/14100/search/?q=a").path == "/14100/search/"


@pytest.mark.parametrize("text", ["http://[", "//[", "http://[x", "http://[::1", "//\u2100]["])
def test_what_is_no_address_has_no_parts(text: str) -> None:
    assert not any(parts_of(text))
