"""`YUI_*` variables: typed, documented, checked. An unknown one is an error in Japanese."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from yui.accounts.engine.providers import Provider, read_providers
from yui.config.backup.target import UNFINISHED

PROFILES = ("dev", "test", "production", "closed")

# Name → what it is for, in Japanese: printed by `yui settings` and by errors.
KNOWN: Mapping[str, str] = {
    "YUI_DATA": "データを置くフォルダー（既定は ./data）",
    "YUI_PROFILE": "dev（試す）、test（試験）、production（公開）、closed（庁内のみ）",
    "YUI_DATABASE_URL": "postgresql://利用者:合言葉@ホスト:ポート/名前（空なら組込みの SQLite）",
    "YUI_SECRET_KEY": "署名に使う秘密の鍵（空なら初めの起動で作り、データの中に保存）",
    "YUI_ALLOWED_HOSTS": "受け付けるホスト名（コンマ区切り）",
    "YUI_BASE_URL": "紙の二次元コードや電子メールに載せる、このサイトの住所",
    "YUI_ROOT_AREA": "この設置が受け持つ地域（空なら全国、14 なら神奈川県、14100 なら横浜市）",
    "YUI_TRUSTED_PROXIES": "手前に置く中継サーバーの数（既定は 0）",
    "YUI_MAP_TILES": "none（既定）または gsi（地理院タイル）",
    "YUI_SMTP_URL": "smtp:// か smtps://利用者:合言葉@ホスト:ポート（空なら outbox に保存）",
    "YUI_MAIL_FROM": "電子メールの差出人",
    "YUI_OIDC_PROVIDERS": "ほかの認証で入るときの相手の一覧（TOML。空なら使わない）",
    "YUI_OUTBOUND_PROXY": "外へ出るときの中継サーバー（空なら外へ出ない）",
    "YUI_OUTBOUND_DNS": "外へ出るときの名前解決サーバー",
    "YUI_SHARED": "試験で使う実データの場所",
    "YUI_TEST_DATABASE_URL": "試験で使う PostgreSQL の住所",
    "YUI_TEST_WORKERS": "試験を並べて動かす数",
}
# Each may also be named with _FILE at its end: the value is then read from that file.
SECRETS = ("YUI_SECRET_KEY", "YUI_DATABASE_URL", "YUI_SMTP_URL", "YUI_OIDC_PROVIDERS")
_MAP_TILES = ("none", "gsi")
_SHORTEST_SECRET_KEY = 50


@dataclass(frozen=True, slots=True)
class Environment:
    """This value will hold every setting of an installation, typed."""

    data: Path
    profile: str
    secret_key: str
    database_url: str
    allowed_hosts: tuple[str, ...]
    base_url: str
    root_area: str
    trusted_proxies: int
    map_tiles: str
    smtp_url: str
    mail_from: str
    providers: tuple[Provider, ...]
    outbound_proxy: str
    outbound_dns: str

    @property
    def is_local(self) -> bool:
        """This property will say whether this is a machine of somebody who tries or tests."""
        return self.profile in ("dev", "test")


def read_environment(source: Mapping[str, str] | None = None) -> Environment:
    """This function will read and check the `YUI_*` variables.

    Raises: ImproperlyConfigured with a Japanese sentence naming the variable.
    """
    values = _known_values(source if source is not None else os.environ)
    profile = _one_of(values, "YUI_PROFILE", PROFILES, "dev")
    data = Path(values.get("YUI_DATA") or "data").resolve()
    _refuse_unfinished(data)
    return Environment(
        data=data,
        profile=profile,
        secret_key=_given_secret_key(values, profile) or _kept_secret_key(data),
        database_url=values.get("YUI_DATABASE_URL", ""),
        allowed_hosts=_hosts(values.get("YUI_ALLOWED_HOSTS", ""), profile),
        base_url=_address(values, "YUI_BASE_URL", ("http", "https")).rstrip("/"),
        root_area=_area_code(values, "YUI_ROOT_AREA"),
        trusted_proxies=_whole_number(values, "YUI_TRUSTED_PROXIES", 0),
        map_tiles=_one_of(values, "YUI_MAP_TILES", _MAP_TILES, "none"),
        smtp_url=_address(values, "YUI_SMTP_URL", ("smtp", "smtps")),
        mail_from=values.get("YUI_MAIL_FROM") or "yui@localhost",
        providers=_providers(values, profile),
        outbound_proxy=values.get("YUI_OUTBOUND_PROXY", ""),
        outbound_dns=values.get("YUI_OUTBOUND_DNS", ""),
    )


def database_settings(environment: Environment) -> dict[str, object]:
    """This function will return Django's settings of the one database."""
    if environment.database_url:
        return _postgresql(environment.database_url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(environment.data / "yui.sqlite3"),
        "CONN_MAX_AGE": None,  # opening and its PRAGMAs cost more than a page's queries
        "OPTIONS": {
            # Writers queue up at once instead of failing when they turn from reading to writing.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # No mapping of the file: at a million services it was a tenth slower than reading,
            # and laid 900 MB into every process. 4 MB of pages a thread served as well as 64.
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
                "PRAGMA cache_size=-4096;PRAGMA mmap_size=0;PRAGMA temp_store=MEMORY;"
            ),
        },
    }


@dataclass(frozen=True, slots=True)
class MailServer:
    """This value will hold where mail goes out; TLS always checks the server's certificate."""

    host: str
    port: int
    user: str
    password: str
    is_tls_from_start: bool


def mail_server(environment: Environment) -> MailServer | None:
    """This function will return the mail server, or None when mail is kept in the outbox.

    smtps:// speaks TLS from the first byte (port 465), smtp:// turns to it (port 587).
    """
    if not environment.smtp_url:
        return None
    parts = urlsplit(environment.smtp_url)
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or (465 if parts.scheme == "smtps" else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls_from_start=parts.scheme == "smtps",
    )


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(
            "YUI_DATABASE_URL は postgresql:// で始めてください（空なら SQLite を使います）。"
        )
    host = parts.hostname or ""
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", host)),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3},
    }


def _refuse_unfinished(data: Path) -> None:
    if (data / UNFINISHED).exists():
        raise ImproperlyConfigured(
            f"{data} は、控えから戻す途中で止まっています。"
            "同じ控えで、もう一度 yui restore を動かしてください。"
        )


def _known_values(source: Mapping[str, str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in source.items():
        if not name.startswith("YUI_"):
            continue
        if name.endswith("_FILE") and name.removesuffix("_FILE") in SECRETS:
            values[name.removesuffix("_FILE")] = _secret_in_file(name, value)
        elif name in KNOWN:
            values[name] = value
        else:
            raise ImproperlyConfigured(
                f"環境変数 {name} は知りません。使える名前: {'、'.join(sorted(KNOWN))}"
            )
    return values


def _secret_in_file(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"{name} が指すファイル {path} を読めません。場所と権限を確かめてください。"
        ) from error


def _one_of(values: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    found = values.get(name) or default
    if found not in allowed:
        raise ImproperlyConfigured(
            f"{name} が {found!r} です。{'・'.join(allowed)} のどれかにしてください。"
        )
    return found


def _address(values: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    text = values.get(name, "")
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in schemes or not parts.hostname:
        wanted = " か ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} は {wanted} で始まる住所にしてください。")
    return text


def _area_code(values: Mapping[str, str], name: str) -> str:
    text = values.get(name, "")
    if text and not (text.isascii() and text.isdigit() and len(text) in (2, 5)):
        raise ImproperlyConfigured(
            f"{name} は 2 桁（都道府県）か 5 桁（市区町村）にしてください（いまは {text!r}）。"
        )
    return text


def _whole_number(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit():
        raise ImproperlyConfigured(f"{name} は数字にしてください（いまは {text!r}）。")
    return int(text)


def _providers(values: Mapping[str, str], profile: str) -> tuple[Provider, ...]:
    try:
        return read_providers(
            values.get("YUI_OIDC_PROVIDERS", ""), is_local=profile in ("dev", "test")
        )
    except ValueError as error:
        raise ImproperlyConfigured(f"YUI_OIDC_PROVIDERS: {error}") from error


def _hosts(text: str, profile: str) -> tuple[str, ...]:
    hosts = tuple(host.strip() for host in text.split(",") if host.strip())
    if hosts or profile in ("dev", "test"):
        return hosts or ("127.0.0.1", "localhost", "[::1]", "testserver")
    raise ImproperlyConfigured(
        "YUI_ALLOWED_HOSTS に、このサイトのホスト名を入れてください（公開・庁内では必ず要ります）。"
    )


def _given_secret_key(values: Mapping[str, str], profile: str) -> str:
    key = values.get("YUI_SECRET_KEY", "")
    if key and profile in ("production", "closed") and len(key) < _SHORTEST_SECRET_KEY:
        raise ImproperlyConfigured(
            f"YUI_SECRET_KEY が短すぎます（{_SHORTEST_SECRET_KEY} 字以上）。"
            "空にすれば、よい鍵を作って保存します。"
        )
    return key


def _kept_secret_key(data: Path) -> str:
    """The key is made once and kept with the data: restarts do not sign anybody out."""
    kept = data / "secret_key"
    try:
        if not kept.exists():
            data.mkdir(parents=True, exist_ok=True)
            _keep_new_key(kept)
        return kept.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"データのフォルダー {data} に書けません。持ち主と、ディスクの空きを確かめてください。"
        ) from error


def _keep_new_key(kept: Path) -> None:
    """The name appears only with the whole key in it: another process never reads half of one."""
    fresh = kept.with_name(f".secret_key.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):  # another process was first; its key holds
            os.link(fresh, kept)
    finally:
        fresh.unlink(missing_ok=True)
