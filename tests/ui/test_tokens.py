"""Every pair of colours that meets in a component is readable, in both themes."""

import pytest

from tests.ui.contrast import contrast, theme

LIGHT = theme(":root")
INVERTED = LIGHT | theme(':root[data-contrast="inverted"]')
MORE = LIGHT | theme(':root:not([data-contrast="inverted"])')

TEXT = [
    *[(word, ground) for word in ("ink", "grey", "act") for ground in ("paper", "cream", "mist")],
    *[(word, "sky") for word in ("ink", "grey", "act", "ink-body")],
    *[(word, "menu") for word in ("ink-body", "hint", "act")],
    *[("hint", ground) for ground in ("paper", "mist")],
    ("act-over", "paper"),
    ("act-over", "sky"),
    ("act-down", "paper"),
    ("act-visited", "paper"),
    ("act-visited", "mist"),
    ("on-act", "act"),
    ("on-act", "act-over"),
    ("on-act", "act-down"),
    ("persimmon", "paper"),
    ("open", "open-ground"),
    ("ink", "open-ground"),
    ("wait", "wait-ground"),
    ("off", "off-ground"),
    ("error", "paper"),
    ("error", "mist"),
    ("on-urgent", "urgent"),
    ("look", "paper"),
    ("look", "sky"),
    ("moving", "moving-ground"),
    ("added", "added-ground"),
    ("removed", "removed-ground"),
    ("on-lack-none", "lack-none"),
    ("on-lack-few", "lack-few"),
    ("ink", "photo"),
]
GRAPHIC = [
    *[("edge", ground) for ground in ("paper", "mist")],
    *[("act", ground) for ground in ("paper", "sky", "mist")],
    *[("ring", ground) for ground in ("paper", "mist", "cream", "sky", "ring-inner")],
    ("open-edge", "paper"),
    ("wait-edge", "paper"),
    ("off-edge", "paper"),
    ("look-edge", "paper"),
    ("persimmon", "paper"),
    ("error", "paper"),
]


@pytest.mark.parametrize("colours", [LIGHT, INVERTED, MORE], ids=["light", "inverted", "more"])
@pytest.mark.parametrize(("word", "ground"), TEXT, ids=lambda name: str(name))
def test_text_is_readable_on_its_ground(colours, word, ground):
    assert contrast(colours[word], colours[ground]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, INVERTED, MORE], ids=["light", "inverted", "more"])
@pytest.mark.parametrize(("line", "ground"), GRAPHIC, ids=lambda name: str(name))
def test_lines_and_rings_are_seen_on_their_ground(colours, line, ground):
    assert contrast(colours[line], colours[ground]) >= 3


def test_contrast_of_known_pairs():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_every_colour_has_an_inverted_value():
    inverted = theme(':root[data-contrast="inverted"]')
    assert set(LIGHT) - set(inverted) == set()
