"""kill -9 at any moment of applying leaves all or nothing, and the batch can be applied again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

_ROWS = 250
_DELAYS_S = (0.02, 0.2)


_PLAN = (
    "import sys, django; django.setup();"
    "from django.core.management import call_command;"
    "from django.utils import timezone;"
    "call_command('migrate', verbosity=0);"
    "from tests.exchange.builders import as_csv, build_country, care_row, planned;"
    "build_country(timezone.now());"
    "rows = [care_row(number) for number in range(1, int(sys.argv[1]))];"
    "print(planned(as_csv(rows), timezone.now()).id)"
)
_APPLY = (
    "import sys, django; django.setup();"
    "from uuid import UUID; from django.utils import timezone;"
    "from yui.exchange.actions import apply_batch; from yui.policy.viewer import operator;"
    "print('ready', flush=True);"
    "apply_batch(by=operator('test'), at=timezone.now(), batch_id=UUID(sys.argv[1]))"
)


def _python(data: Path, program: str, *words: str) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("YUI_")}
    root = Path(__file__).parents[2]
    environment |= {
        "YUI_DATA": str(data),
        "YUI_PROFILE": "test",
        "DJANGO_SETTINGS_MODULE": "yui.config.settings",
        "PYTHONPATH": f"{root / 'src'}:{root}",
    }
    return subprocess.Popen(
        [sys.executable, "-c", program, *words], env=environment, stdout=subprocess.PIPE, text=True
    )


def _count(data: Path) -> tuple[int, int, int, str]:
    base = sqlite3.connect(data / "yui.sqlite3")
    try:
        services = base.execute("SELECT COUNT(*) FROM directory_service").fetchone()[0]
        phones = base.execute("SELECT COUNT(*) FROM directory_phone").fetchone()[0]
        entries = base.execute(
            "SELECT COUNT(*) FROM journal_entry WHERE verb = 'directory.service.imported'"
        ).fetchone()[0]
        states = base.execute("SELECT state FROM exchange_batch").fetchall()
    finally:
        base.close()
    return services, phones, entries, str(states[-1][0]) if states else ""


@pytest.mark.skipif(bool(os.environ.get("YUI_TEST_DATABASE_URL")), reason="own SQLite file")
def test_kill_in_the_middle_of_applying_leaves_all_or_nothing(tmp_path: Path) -> None:
    with _python(tmp_path, _PLAN, str(_ROWS)) as planning:
        out, _ = planning.communicate(timeout=120)
    batch = out.split()[-1]

    seen = set()
    for delay_s in _DELAYS_S:
        with _python(tmp_path, _APPLY, batch) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(delay_s)
            process.send_signal(signal.SIGKILL)
        services, phones, entries, state = _count(tmp_path)
        seen.add(services)
        if services:
            break
        assert (phones, entries) == (0, 0)
        assert state in ("planned", "applying")
    with _python(tmp_path, _APPLY, batch) as process:
        process.communicate(timeout=60)

    assert seen <= {0, _ROWS - 1}
    assert _count(tmp_path) == (_ROWS - 1, _ROWS - 1, 1, "applied")
