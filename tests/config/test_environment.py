"""`YUI_*`: typed, explained, checked at the start; secrets may come from files."""

import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from tests.config.conftest import REPOSITORY
from yui.config import statics
from yui.config.environment import (
    KNOWN,
    PROFILES,
    SECRETS,
    Environment,
    MailServer,
    database_settings,
    mail_server,
    read_environment,
)

LONG_KEY = "k3" * 40
SETTINGS_PAGE = REPOSITORY / "docs/operations/settings.md"


def read(tmp_path: Path, **variables: str) -> Environment:
    return read_environment({"YUI_DATA": str(tmp_path / "data"), **variables})


def public(**variables: str) -> dict[str, str]:
    return {"YUI_PROFILE": "production", "YUI_ALLOWED_HOSTS": "yui.example.jp", **variables}


def test_environment_without_variables_is_one_for_trying_out(tmp_path: Path) -> None:
    found = read(tmp_path)

    assert found.is_local
    assert found.trusted_proxies == 0
    assert "127.0.0.1" in found.allowed_hosts
    assert found.map_tiles == "none"
    assert found.outbound_proxy == ""


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"YUI_FOO": "1"}, "環境変数 YUI_FOO は知りません。"),
        ({"YUI_DATA_FILE": "/etc/hostname"}, "環境変数 YUI_DATA_FILE は知りません。"),
        ({"YUI_PROFILE": "prod"}, "dev・test・production・closed のどれか"),
        ({"YUI_TRUSTED_PROXIES": "one"}, "YUI_TRUSTED_PROXIES は数字にしてください"),
        ({"YUI_TRUSTED_PROXIES": "-1"}, "YUI_TRUSTED_PROXIES は数字にしてください"),
        ({"YUI_TRUSTED_PROXIES": "２"}, "YUI_TRUSTED_PROXIES は数字にしてください"),
        ({"YUI_MAP_TILES": "google"}, "none・gsi のどれか"),
        ({"YUI_ROOT_AREA": "横浜市"}, "2 桁（都道府県）か 5 桁（市区町村）"),
        ({"YUI_ROOT_AREA": "141003"}, "2 桁（都道府県）か 5 桁（市区町村）"),
        ({"YUI_BASE_URL": "yui.example.jp"}, "YUI_BASE_URL は http:// か https:// で始まる"),
        ({"YUI_SMTP_URL": "mail.example.jp:25"}, "YUI_SMTP_URL は smtp:// か smtps:// で"),
        ({"YUI_PROFILE": "closed"}, "YUI_ALLOWED_HOSTS に、このサイトのホスト名"),
        ({"YUI_PROFILE": "production", "YUI_ALLOWED_HOSTS": " , "}, "YUI_ALLOWED_HOSTS に"),
        (public(YUI_SECRET_KEY="short"), "YUI_SECRET_KEY が短すぎます"),
        ({"YUI_SECRET_KEY_FILE": "/nowhere/key"}, "YUI_SECRET_KEY_FILE が指すファイル"),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else "",
)
def test_environment_when_a_value_is_wrong_names_it_in_japanese(
    tmp_path: Path, variables: Mapping[str, str], sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=re.escape(sentence)):
        read(tmp_path, **variables)


def test_environment_of_others_is_left_alone(tmp_path: Path) -> None:
    assert read(tmp_path, PATH="/bin", HOME="/root", MYYUI_X="1").profile == "dev"


@pytest.mark.parametrize("name", sorted({*SECRETS} - {"YUI_OIDC_PROVIDERS"}))
def test_secret_when_named_as_a_file_is_read_without_its_line_end(
    tmp_path: Path, name: str
) -> None:
    value = {"YUI_SECRET_KEY": LONG_KEY, "YUI_SMTP_URL": "smtp://u:p@mail.example.jp"}.get(
        name, "postgresql://yui:p%40ss@db.example/yui"
    )
    (tmp_path / "secret").write_text(value + "\n", encoding="utf-8")

    found = read(tmp_path, **{f"{name}_FILE": str(tmp_path / "secret")})

    assert getattr(found, name.removeprefix("YUI_").lower()) == value


def test_secret_key_when_not_given_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    kept = tmp_path / "data" / "secret_key"

    assert len(first) >= 50
    assert read(tmp_path).secret_key == first
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret_key"]


def test_secret_key_when_many_start_at_once_is_the_same_for_all(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: read(tmp_path).secret_key, range(64)))

    assert len(keys) == 1
    assert len(keys.pop()) >= 50


def test_data_folder_when_it_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")

    with pytest.raises(ImproperlyConfigured, match="に書けません"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", None),
        (
            "smtp://u%40x:p%3Aw@mail.example.jp",
            MailServer("mail.example.jp", 587, "u@x", "p:w", is_tls_from_start=False),
        ),
        (
            "smtps://mail.example.jp:1465",
            MailServer("mail.example.jp", 1465, "", "", is_tls_from_start=True),
        ),
    ],
)
def test_mail_server_is_read_from_its_address(
    tmp_path: Path, url: str, server: MailServer | None
) -> None:
    assert mail_server(read(tmp_path, YUI_SMTP_URL=url)) == server


def test_database_when_no_address_is_given_is_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    found = database_settings(read(tmp_path))

    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == str(tmp_path / "data" / "yui.sqlite3")


def test_database_address_of_postgresql_is_taken_apart(tmp_path: Path) -> None:
    found = database_settings(
        read(tmp_path, YUI_DATABASE_URL="postgresql://yui:p%40ss@db.example:6543/yui_db")
    )

    assert {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "yui_db",
        "USER": "yui",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6543",
    }


def test_database_address_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql:// で始めてください"):
        database_settings(read(tmp_path, YUI_DATABASE_URL="mysql://u@h/d"))


@pytest.mark.parametrize("profile", ["production", "closed"])
def test_deployment_check_of_a_public_profile_finds_nothing(tmp_path: Path, profile: str) -> None:
    inherited = {name: value for name, value in os.environ.items() if name[:4] != "YUI_"}
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env=inherited | public(YUI_PROFILE=profile, YUI_DATA=str(tmp_path / "data"))
        | {"DJANGO_SETTINGS_MODULE": "yui.config.settings"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_settings_page_explains_every_variable_in_the_same_words() -> None:
    rows = dict(_table_rows(SETTINGS_PAGE.read_text(encoding="utf-8")))

    assert rows == dict(KNOWN)


def test_settings_page_names_every_profile_and_every_secret_file() -> None:
    page = SETTINGS_PAGE.read_text(encoding="utf-8")

    assert all(f"`{profile}`" in page for profile in PROFILES)
    assert all(f"`{name}_FILE`" in page for name in SECRETS)


def test_operation_pages_name_no_variable_that_does_not_exist() -> None:
    known = set(KNOWN) | {f"{name}_FILE" for name in SECRETS}
    places = [*SETTINGS_PAGE.parent.glob("*.md"), *(REPOSITORY / "deploy").rglob("*")]
    named = {
        (path.name, name)
        for path in places
        if path.is_file()
        for name in re.findall(r"\bYUI_[A-Z_]+", path.read_text(encoding="utf-8"))
        if name not in known and name != "YUI_"
    }

    assert len(places) > 10
    assert named == set()


def _table_rows(page: str) -> Iterator[tuple[str, str]]:
    for line in page.splitlines():
        if line.startswith("| `YUI_"):
            name, purpose = line.strip("| ").split(" | ")
            yield name.strip("` "), purpose.strip()


def test_static_files_are_gathered_once_for_each_version(
    settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("p { color: black }", encoding="utf-8")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    gathered: list[str] = []

    def gather(name: str, **options: object) -> None:
        gathered.append(name)
        call_command(name, **options)

    monkeypatch.setattr(statics, "call_command", gather)

    first, second = statics.collect_when_changed(), statics.collect_when_changed()
    (source / "a.css").write_text("p { color: white }", encoding="utf-8")
    os.utime(source / "a.css", (0, 0))  # as in an image that was built long ago
    third = statics.collect_when_changed()

    assert [first, second, third] == [True, False, True]
    assert gathered == ["collectstatic", "collectstatic"]
    assert "white" in (tmp_path / "static" / "a.css").read_text(encoding="utf-8")
