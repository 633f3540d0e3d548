"""What a provider of sign-in signed about somebody: checked whole, or refused.

OpenID Connect Core 1.0 §3.1.3.7; RFC 8725（JSON Web Token Best Current Practices）.
allauth trusts the connection to the provider and looks at neither signature, nonce nor azp.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

# Public keys only: what is checked with a shared secret could be made by whoever knows a key.
_ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
_LEEWAY_S = 60
# Made for the sign-in that is going on; a state lives as long.
_OLDEST_S = 600
_MOST_LETTERS = 16_000
_LONGEST_SUB = 191
_SHORTEST_RSA_BITS = 2048
_BROKEN = (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


class TokenRefused(Exception):
    """This error will name what is wrong with a token, for the log; people are not told."""


@dataclass(frozen=True, slots=True)
class Expected:
    """This value will hold what a token must say to be meant for this sign-in, and when it is."""

    issuer: str
    client_id: str
    nonce: str
    now_s: float


def subject_of(token: str, keys: Mapping[str, Any], expected: Expected) -> str:
    """This function will return whom a token names: the issuer's `sub`.

    `keys` is the issuer's JWK set. Raises: TokenRefused.
    """
    if len(token) > _MOST_LETTERS:
        raise TokenRefused("too long")
    try:
        claims = _signed(token, keys)
    except _BROKEN as error:
        raise TokenRefused(type(error).__name__) from error
    _require_meant_for_us(claims, expected)
    _require_now(claims, expected.now_s)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUB:
        raise TokenRefused("sub")
    if not subject.isascii() or not subject.isprintable():
        raise TokenRefused("sub")
    return subject


def _signed(token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    header = jwt.get_unverified_header(token)
    algorithm = header.get("alg")
    if algorithm not in _ALGORITHMS or "crit" in header:
        raise TokenRefused("alg")
    if str(header.get("typ", "JWT")).upper() != "JWT":
        raise TokenRefused("typ")
    key = jwt.PyJWK(_key(header.get("kid"), algorithm, keys), algorithm)
    if getattr(key.key, "key_size", _SHORTEST_RSA_BITS) < _SHORTEST_RSA_BITS and key.key_type == (
        "RSA"
    ):
        raise TokenRefused("key size")
    found: dict[str, Any] = jwt.decode(
        token,
        key,
        algorithms=[algorithm],
        options={
            "verify_aud": False,
            "verify_iss": False,
            "verify_exp": False,
            "verify_nbf": False,
            "verify_iat": False,
            "verify_sub": False,
            "verify_jti": False,
        },
    )
    return found


def _key(kid: object, algorithm: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """The one key of the issuer's set; whatever key a token brings along is not looked at."""
    fitting = [
        each
        for each in keys["keys"]
        if (kid is None or each.get("kid") == kid)
        and each.get("use", "sig") == "sig"
        and each.get("alg", algorithm) == algorithm
        and each.get("kty") in ("RSA", "EC", "OKP")
    ]
    if len(fitting) != 1:
        raise TokenRefused("kid")
    return dict(fitting[0])


def _require_meant_for_us(claims: Mapping[str, Any], expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise TokenRefused("iss")
    if claims.get("aud") not in (expected.client_id, [expected.client_id]):
        raise TokenRefused("aud")
    if claims.get("azp", expected.client_id) != expected.client_id:
        raise TokenRefused("azp")
    nonce = claims.get("nonce")
    if not isinstance(nonce, str):
        raise TokenRefused("nonce")
    if not hmac.compare_digest(nonce.encode("utf-8", "replace"), expected.nonce.encode()):
        raise TokenRefused("nonce")


def _require_now(claims: Mapping[str, Any], now_s: float) -> None:
    ends, made, begins = (_moment(claims, name) for name in ("exp", "iat", "nbf"))
    if ends is None or ends <= now_s - _LEEWAY_S:
        raise TokenRefused("exp")
    if made is None or not now_s - _OLDEST_S - _LEEWAY_S <= made <= now_s + _LEEWAY_S:
        raise TokenRefused("iat")
    if begins is not None and begins > now_s + _LEEWAY_S:
        raise TokenRefused("nbf")


def _moment(claims: Mapping[str, Any], name: str) -> float | None:
    """Seconds since 1970; None where a token says nothing. Neither NaN nor a truth value."""
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise TokenRefused(name)
    return float(value)
