"""The child process of the press: it sets one sheet and ends, without Django or database."""

from __future__ import annotations

import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yui.lib.typst import PaperFailed, compile_pdf

_MEMORY_BYTES = 2 << 30
_CPU_S = 30


def main(job: Mapping[str, Any]) -> None:
    """This function will write the PDF of a job to the standard output, or exit with a message.

    A job holds `template` (a path), `data` and `title`.
    """
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S + 1))
    try:
        pdf = compile_pdf(Path(job["template"]), job["data"], title=job["title"])
    except PaperFailed as failed:
        sys.exit(str(failed))
    sys.stdout.buffer.write(pdf)
