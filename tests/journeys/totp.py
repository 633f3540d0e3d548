"""The six digits an authenticator shows (RFC 6238), for signing in as people of the world do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time


def six_digits(secret: str) -> str:
    """This function will return the code of this half minute for a base32 secret."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
