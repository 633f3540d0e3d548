"""`yui serve` (H1): ready in time, one line, a graceful end, and nothing left after kill -9."""

import contextlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.config.conftest import (
    Program,
    Serving,
    are_gone,
    children_of,
    eventually,
    free_port,
    stop,
)

pytestmark = pytest.mark.xdist_group("program")

# Wall time depends on the neighbours of this machine, the work to be done does not.
READY_WITHIN_CPU_S = 20
STOPPED_WITHIN_S = 15


def test_serve_on_an_empty_folder_makes_the_database_and_says_one_line(empty: Program) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    with empty.serving("--workers", "1") as serving:
        assert serving.said == {
            "url": f"http://127.0.0.1:{serving.port}",
            "pid": serving.process.pid,
            "data": str(empty.data),
        }
        assert serving.get("/livez").status == 200
        assert serving.get("/readyz").status == 200
        offspring = children_of(serving.process.pid)
        assert stop(serving.process) <= STOPPED_WITHIN_S
        out, _err = serving.process.communicate()

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert out == ""  # the one line was all
    assert serving.process.returncode == 0
    assert offspring
    assert are_gone(offspring, within_s=1)
    assert not serving.is_listening()
    spent = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    assert spent <= READY_WITHIN_CPU_S


def test_serve_when_killed_leaves_no_process_and_no_port(migrated: Program) -> None:
    with migrated.serving("--workers", "2", "--with-work") as serving:
        eventually(lambda: len(children_of(serving.process.pid)) >= 6, within_s=20)
        offspring = children_of(serving.process.pid)
        serving.process.kill()
        serving.process.wait()

        assert len(offspring) >= 6  # server, two web processes, work, follower, tasks
        assert are_gone(offspring, within_s=2)
        assert eventually(lambda: not serving.is_listening(), within_s=5)


def test_serve_when_its_server_is_killed_ends_with_a_sentence(migrated: Program) -> None:
    with migrated.serving("--workers", "2") as serving:
        offspring = children_of(serving.process.pid)
        server = next(pid for pid in offspring if _parent(pid) == serving.process.pid)
        os.kill(server, signal.SIGKILL)

        assert are_gone(offspring, within_s=2)
        assert eventually(lambda: not serving.is_listening(), within_s=5)
        assert "サーバーが止まりました。" in serving.process.communicate(timeout=20)[1]
        assert serving.process.returncode == 1


def test_serve_when_the_port_is_taken_says_so_and_leaves_the_other_alone(
    site: Serving, empty: Program
) -> None:
    answer = empty("serve", "--port", str(site.port))

    assert answer.code == 1
    assert answer.out == ""
    assert f"{site.port} 番で待ち受けられません" in answer.err
    assert site.get("/livez").status == 200
    assert site.process.poll() is None


def test_serve_when_it_is_a_trial_opens_to_no_other_machine(empty: Program) -> None:
    answer = empty("serve", "--host", "0.0.0.0")

    assert answer.code == 1
    assert "ほかの機械に開けません" in answer.err


def test_serve_when_its_work_is_killed_starts_it_again(migrated: Program) -> None:
    with migrated.serving("--workers", "1", "--with-work") as serving:
        root = serving.process.pid
        assert eventually(lambda: len(_working(root)) == 1, within_s=10)
        (first,) = _working(root)
        os.kill(first, signal.SIGKILL)

        assert eventually(lambda: bool(_working(root) - {first}), within_s=10)
        assert serving.get("/livez").status == 200


def test_site_when_the_database_is_gone_says_503_and_comes_back(site: Serving) -> None:
    assert site.get("/").status == 200
    with _without_database(site):
        alive = site.get("/livez", Cookie="sessionid=somebody")
        ready = site.get("/readyz")
        anonymous = site.get("/")
        signed_in = site.get("/desk/", Cookie="sessionid=somebody")

    assert alive.status == 200
    assert ready.status == 503
    for page in (anonymous, signed_in):
        assert page.status == 503
        assert int(page.headers["Retry-After"]) > 0
        assert "いま、少し止まっています" in page.body.decode()
    assert site.get("/").status == 200


def test_site_while_another_writes_goes_on_reading(site: Serving) -> None:
    writer = sqlite3.connect(site.data / "yui.sqlite3", isolation_level=None)
    with contextlib.closing(writer):
        writer.execute("BEGIN EXCLUSIVE")

        assert site.get("/livez").status == 200
        assert site.get("/").status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a b", "[::"])
def test_site_when_the_host_is_not_ours_says_400_and_never_repeats_it(
    host: str, site: Serving
) -> None:
    page = site.get("/", Host=host)

    assert page.status == 400
    assert host.encode() not in page.body
    assert "アドレスか、入れたことばに" in page.body.decode()


@pytest.mark.postgres
def test_site_when_postgresql_stops_says_503_and_comes_back(empty: Program) -> None:
    from tools.run_tests import postgresql

    with postgresql() as url:
        if not url:
            pytest.skip("PostgreSQL がないため、とばします")
        with empty.serving("--workers", "1", YUI_DATABASE_URL=url) as serving:
            assert serving.get("/").status == 200
            line = _kill_postgresql(url)
            pages = {
                path: serving.get(path, Cookie="sessionid=somebody")
                for path in ("/", "/desk/", "/readyz", "/livez")
            }
            with _started_again(url, line):
                came_back = eventually(lambda: serving.get("/").status == 200, within_s=5)

    answers = {path: page.status for path, page in pages.items()}
    assert answers == {"/": 503, "/desk/": 503, "/readyz": 503, "/livez": 200}
    for path in ("/", "/desk/"):
        assert int(pages[path].headers["Retry-After"]) > 0
        assert "いま、少し止まっています" in pages[path].body.decode()
    assert came_back


def test_serve_on_a_port_nobody_may_use_says_so(empty: Program) -> None:
    elsewhere = ("serve", "--host", "203.0.113.7", "--port", str(free_port()))
    answer = empty(*elsewhere, YUI_PROFILE="closed", YUI_ALLOWED_HOSTS="yui.example")

    assert answer.code == 1
    assert "203.0.113.7" in answer.err
    assert "Traceback" not in answer.err


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, _migrated_data: Path) -> Iterator[Serving]:
    """One server for the tests that leave it as they found it."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(_migrated_data, data)
    with Program(data).serving("--workers", "1") as serving:
        yield serving


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _working(root: int) -> set[int]:
    return {pid for pid, line in children_of(root).items() if line.endswith("yui work")}


@contextlib.contextmanager
def _without_database(site: Serving) -> Iterator[None]:
    """A folder stands where the file should be, as when a disk was not mounted.

    An open file outlives its name: the web process starts anew to meet what is there now.
    """
    data = site.data
    files = [path for path in data.glob("yui.sqlite3*") if path.is_file()]
    for path in files:
        path.rename(data / f"away-{path.name}")
    (data / "yui.sqlite3").mkdir()
    try:
        _renew_web_process(site)
        yield
    finally:
        (data / "yui.sqlite3").rmdir()
        for path in files:
            (data / f"away-{path.name}").rename(path)


def _renew_web_process(site: Serving) -> None:
    root = site.process.pid
    old = {pid for pid in children_of(root) if _parent(pid) != root}
    for pid in old:
        os.kill(pid, signal.SIGKILL)
    assert are_gone(dict.fromkeys(old, ""), within_s=5)
    assert eventually(lambda: _is_alive(site), within_s=60)


def _is_alive(site: Serving) -> bool:
    try:
        return site.get("/livez").status == 200
    except OSError:
        return False


def _kill_postgresql(url: str) -> list[str]:
    """Stop it as `pg_ctl stop -m immediate` does; returns the line that started it."""
    folder = _folder_of(url)
    pid = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    line = Path(f"/proc/{pid}/cmdline").read_bytes().decode().rstrip("\0").split("\0")
    os.kill(pid, signal.SIGQUIT)
    assert are_gone({pid: ""}, within_s=20)
    (folder / ".s.PGSQL.5432").unlink(missing_ok=True)
    return line


@contextlib.contextmanager
def _started_again(url: str, line: list[str]) -> Iterator[None]:
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    again = subprocess.Popen([*become, *line], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert eventually((_folder_of(url) / ".s.PGSQL.5432").exists, within_s=20)
        yield
    finally:
        again.terminate()
        again.wait(timeout=20)


def _folder_of(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])
