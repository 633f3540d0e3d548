"""The print buttons of a search say how much paper they take."""

from __future__ import annotations

import pytest

from yui.portal.pages.results import _print_links


@pytest.mark.parametrize(
    ("total", "sheets", "offers_choosing"),
    [(1, 1, False), (8, 2, False), (13, 4, True), (2000, 75, True)],
)
def test_print_button_says_its_sheets_when_a_search_found_some(
    total: int, sheets: int, offers_choosing: bool
) -> None:
    links = _print_links(None, [("trouble", "shopping")], total)
    assert links[0].label == f"大きな字で印刷する（約{sheets}枚）"
    assert links[0].href == "/booklets/list.pdf?area=00&trouble=shopping"
    assert any(link.label == "えらんだものだけ印刷する" for link in links) is offers_choosing
