"""Installs what the tests need when it can, then runs every test on SQLite and PostgreSQL."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
DEBIAN_PACKAGES = {
    "chromium": "chromium",
    "pdffonts": "poppler-utils",
    "postgres": "postgresql",
    "fonts": "fonts-noto-cjk fonts-morisawa-bizud-gothic",
}
# On PostgreSQL: all actions, queries, races and journeys, and what the database itself decides.
POSTGRESQL_FOLDERS = ("journal", "areas", "taxonomy", "accounts", "review", "directory", "events",
                      "members", "search", "notices", "exchange", "opendata", "portal", "config",
                      "hostile", "journeys")  # fmt: skip


def main() -> int:
    """This function will run the suite twice and return the worse exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--night", action="store_true", help="the heavier proofs as well")
    night = options.parse_args().night
    install_missing()
    marks = [] if night else ["-m", "not night"]
    with postgresql() as url:
        on_postgresql = _pytest([*_postgresql_paths(), *marks], url) if url else 0
    on_sqlite = _pytest(["tests", *marks], "")
    return on_sqlite or on_postgresql


def install_missing() -> None:
    """This function will install missing Debian packages as root, else say what is missing."""
    missing = [DEBIAN_PACKAGES[need] for need in DEBIAN_PACKAGES if not _present(need)]
    if not missing:
        return
    names = " ".join(missing).split()
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"Missing Debian packages: {' '.join(names)}; tests that need them are skipped.")
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names],
        check=False,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    _say_what_is_still_missing()


def _say_what_is_still_missing() -> None:
    """A green run in CI must not have skipped half of its proofs."""
    missing = [DEBIAN_PACKAGES[need] for need in DEBIAN_PACKAGES if not _present(need)]
    if missing:
        print(f"Could not be installed: {' '.join(missing)}")
        if os.environ.get("CI"):
            raise SystemExit(1)


def _present(need: str) -> bool:
    if need == "postgres":
        return _postgresql_binaries() is not None
    if need == "fonts":
        folder = Path("/usr/share/fonts")
        return any(folder.rglob("NotoSansCJK*")) and any(folder.rglob("*BIZUD*"))
    return shutil.which(need) is not None


def _postgresql_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """This function will run a PostgreSQL of its own on a socket and yield its URL, or ""."""
    binaries = _postgresql_binaries()
    if binaries is None:
        print("PostgreSQL is not installed: the PostgreSQL half of the tests is skipped.")
        yield ""
        return
    folder = Path(tempfile.mkdtemp(prefix="yui-postgresql-"))
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if become:
        shutil.chown(folder, "postgres")
    start = [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    subprocess.run(
        [*become, str(binaries / "initdb"), "-D", str(folder / "data"), "-U", "postgres",
         "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*become, *start, "-c", "listen_addresses=", "-c", "fsync=off",
             "-c", "full_page_writes=off", "-c", "max_connections=200"],
            stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _wait(folder, server)
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            server.terminate()
            server.wait(timeout=20)
            shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while not (folder / ".s.PGSQL.5432").exists():
        if server.poll() is not None or time.monotonic() > deadline:
            raise SystemExit((folder / "log").read_text())
        time.sleep(0.1)
    time.sleep(0.5)


def _postgresql_paths() -> list[str]:
    """Engines and formats touch no database: they run once, on the SQLite side."""
    folders = [f"tests/{name}" for name in POSTGRESQL_FOLDERS]
    pure = [
        f"--ignore={path.relative_to(REPOSITORY)}"
        for path in sorted((REPOSITORY / "tests").rglob("*"))
        if path.is_dir() and path.name in ("engine", "formats", "judged")
    ]
    return [folder for folder in folders if (REPOSITORY / folder).is_dir()] + pure


def _pytest(arguments: list[str], database_url: str) -> int:
    environment = {**os.environ, "YUI_TEST_DATABASE_URL": database_url}
    workers = os.environ.get("YUI_TEST_WORKERS", "2")
    title = "PostgreSQL" if database_url else "SQLite"
    print(f"\n== {title} ==", flush=True)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", workers, "--dist", "loadgroup", *arguments],
        cwd=REPOSITORY,
        env=environment,
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
