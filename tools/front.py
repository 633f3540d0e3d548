"""A front server for measurements: compresses as nginx does, and says that it spoke HTTPS."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_COMPRESSIBLE = ("text/", "application/json", "image/svg+xml", "application/ld+json")
_LEAST_BYTES = 256
_OWN = ("connection", "transfer-encoding", "content-length", "server", "date", "keep-alive")


@contextlib.contextmanager
def compressing_front(upstream: str) -> Iterator[str]:
    """This function will stand in front of a site on a free port until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(urlsplit(upstream).netloc))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(upstream: str) -> type[BaseHTTPRequestHandler]:
    class Front(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            connection = http.client.HTTPConnection(upstream, timeout=30)
            headers = {**dict(self.headers), "X-Forwarded-Proto": "https", "Connection": "close"}
            connection.request("GET", self.path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            self._send(answer, body)

        def _send(self, answer: http.client.HTTPResponse, body: bytes) -> None:
            kept = [(n, v) for n, v in answer.getheaders() if n.lower() not in _OWN]
            if _is_compressible(answer, body, self.headers.get("Accept-Encoding", "")):
                body = gzip.compress(body, 6)
                kept += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
            self.send_response_only(answer.status)
            for name, value in [*kept, ("Content-Length", str(len(body)))]:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    return Front


def _is_compressible(answer: http.client.HTTPResponse, body: bytes, accepted: str) -> bool:
    kind = answer.getheader("Content-Type", "")
    is_plain = answer.getheader("Content-Encoding") is None
    is_long = len(body) >= _LEAST_BYTES
    return is_plain and is_long and "gzip" in accepted and kind.startswith(_COMPRESSIBLE)
