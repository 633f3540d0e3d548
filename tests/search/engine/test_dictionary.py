"""The dictionary is opened without keeping it resident, and works all the same."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from sudachipy import SplitMode

from yui.search.engine.dictionary import open_dictionary


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_most_of_the_dictionary_is_given_back_when_it_was_opened() -> None:
    opened = open_dictionary()
    words = opened.tokenizer(mode=SplitMode.C).tokenize("買物の手助け")
    assert [word.normalized_form() for word in words] == ["買い物", "の", "手助け"]
    blocks = re.split(r"\n(?=[0-9a-f]+-[0-9a-f]+ )", Path("/proc/self/smaps").read_text())
    mapped = [block for block in blocks if "system.dic" in block.splitlines()[0]]
    newest = [int(size) for block in mapped for size in re.findall(r"\nRss:\s+(\d+) kB", block)]
    assert min(newest) < 20_000
