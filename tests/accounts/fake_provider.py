"""A provider of sign-in on the own machine, which can be told to answer wrongly."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT, SECRET, CODE = "yui", "geheim-und-lang", "code-1"
Signer = Callable[[dict[str, Any]], str]


@cache
def rsa_key(name: str = "first", bits: int = 2048) -> RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def jwk_of(key: RSAPrivateKey, kid: str) -> dict[str, Any]:
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**public, "kid": kid, "use": "sig", "alg": "RS256"}


def signed(claims: dict[str, Any], *, kid: str | None = "k1", **header: Any) -> str:
    """A token as the provider itself signs it, but for what the header is told to say."""
    given = {**({} if kid is None else {"kid": kid}), **header}
    return jwt.encode(claims, rsa_key(), algorithm="RS256", headers=given)


def by_hand(header: dict[str, Any], claims: Any, sign: Callable[[bytes], bytes]) -> str:
    """A token no library would make."""
    parts = [_b64(json.dumps(each).encode()) for each in (header, claims)]
    return ".".join((*parts, _b64(sign(".".join(parts).encode()))))


def public_pem() -> bytes:
    return rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def with_public_key_as_secret(claims: dict[str, Any]) -> str:
    def sign(text: bytes) -> bytes:
        return hmac.new(public_pem(), text, hashlib.sha256).digest()

    return by_hand({"alg": "HS256", "kid": "k1", "typ": "JWT"}, claims, sign)


@dataclass
class FakeProvider:
    """What it answers; tests change the fields."""

    issuer: str = ""
    subject: str = "person-1"
    keys: dict[str, Any] = field(default_factory=lambda: {"keys": [jwk_of(rsa_key(), "k1")]})
    document: dict[str, Any] = field(default_factory=dict)
    sign: Signer = signed
    claims: dict[str, Any] = field(default_factory=dict)
    # status and body instead of a right answer, by path
    broken: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    _begun: dict[str, str] = field(default_factory=dict)

    def came(self, address: str) -> str:
        """Somebody's browser came with this address; the state to go back with is returned."""
        assert address.startswith(f"{self.issuer}/authorize?"), address
        self._begun = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
        return self._begun["state"]

    @property
    def begun(self) -> dict[str, str]:
        return self._begun

    def token(self) -> str:
        now = int(time.time())
        usual = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "nonce": self._begun["nonce"],
            "email": "manager@office.example",
            "email_verified": True,
        }
        chosen = {**usual, **self.claims}
        return self.sign({name: value for name, value in chosen.items() if value is not ...})

    def answer(self, path: str, form: dict[str, str] | None) -> tuple[int, Any]:
        self.asked.append(path)
        if path in self.broken:
            return self.broken[path]
        if path == "/.well-known/openid-configuration":
            usual = {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
            return 200, usual | self.document
        if path == "/keys":
            return 200, self.keys
        return self._exchanged(form or {})

    def _exchanged(self, form: dict[str, str]) -> tuple[int, Any]:
        """As strict as a good provider: the code, the secret, the address and PKCE are right."""
        challenge = _b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        right = {
            "grant_type": "authorization_code",
            "code": CODE,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uri": self._begun["redirect_uri"],
        }
        is_right = all(form.get(name) == value for name, value in right.items())
        if not is_right or challenge != self._begun["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.token()}


@contextmanager
def running(provider: FakeProvider) -> Iterator[FakeProvider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            form = parse_qs(self.rfile.read(length).decode())
            self._answer({name: value[0] for name, value in form.items()})

        def _answer(self, form: dict[str, str] | None) -> None:
            status, given = provider.answer(self.path, form)
            body = given if isinstance(given, bytes) else json.dumps(given).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Location", f"{provider.issuer}/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
