"""SudachiPy's core dictionary, opened once, without keeping all of it in memory.

Opening reads the whole file, and cutting the thesaurus into words most of it: some 120 MB stay
resident in every process, though a question touches a few pages.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from sudachipy import Dictionary

from yui.search.engine.mapped import give_pages_back


def open_dictionary() -> Dictionary:
    """This function will open the core dictionary and give its pages back to the kernel."""
    opened = Dictionary(dict="core")
    give_pages_back(dictionary_file())
    return opened


def dictionary_file() -> Path:
    """This function will say where the file lies that is mapped."""
    return Path(str(resources.files("sudachidict_core"))) / "resources" / "system.dic"
