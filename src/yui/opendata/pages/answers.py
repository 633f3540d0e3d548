"""How open data is answered: for everybody, for a moment, with an entity tag of its bytes."""

from __future__ import annotations

import functools
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import IO, Any, cast

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header, http_date, parse_etags

from yui.policy.door import door

# One second: what was withdrawn must be gone from every copy within that time.
_MAX_AGE_S = 1
_IN_MEMORY_BYTES = 1_048_576
_BLOCK_BYTES = 65_536
View = Callable[..., HttpResponseBase]


class SpooledResponse(StreamingHttpResponse):
    """A file that was written out before it is sent; it is closed with the response."""

    def __init__(self, spool: IO[bytes], *, content_type: str) -> None:
        super().__init__(_blocks(spool), content_type=content_type)
        self._spool = spool
        self.headers["Content-Length"] = str(spool.tell())

    def drop_body(self) -> None:
        """This function will let the file go; the headers stay."""
        self._spool.close()
        self.streaming_content = iter(())

    def close(self) -> None:
        """This function will close the file with the response."""
        self._spool.close()
        super().close()


def open_door(object_type: str | None = None) -> Callable[[View], View]:
    """This function will declare a door of open data: public, GET and HEAD, from any origin."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            asked = request.method
            # Views answer GET; what HEAD leaves out is taken away here.
            request.method = "GET"
            response = view(request, *args, **kwargs)
            request.method = asked
            return _opened(response, without_body=asked == "HEAD")

        return door(policy="public", object_type=object_type)(opened)

    return wrap


def site_of(request: HttpRequest) -> str:
    """This function will return the address of this installation, no slash at its end."""
    configured: str = settings.YUI.base_url
    return configured or request.build_absolute_uri("/").rstrip("/")


def whole_answer(
    request: HttpRequest,
    body: bytes,
    content_type: str,
    *,
    modified_at: datetime | None = None,
    file_name: str = "",
) -> HttpResponseBase:
    """This function will answer with bytes, or with 304 when the asker has just these."""
    tag = _tag(hashlib.sha256(body))
    if _has_already(request, tag):
        return _marked(HttpResponse(status=304), tag, modified_at)
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Length"] = str(len(body))
    return _named(_marked(response, tag, modified_at), file_name)


def streamed_answer(
    request: HttpRequest,
    pieces: Iterable[bytes],
    content_type: str,
    *,
    modified_at: datetime | None = None,
    file_name: str = "",
) -> HttpResponseBase:
    """This function will answer with a file of any length, in constant memory.

    The file is written out first: its tag and length are known before the first byte goes.
    """
    spool = _spool()
    digest = hashlib.sha256()
    try:
        for piece in pieces:
            digest.update(piece)
            spool.write(piece)
    except BaseException:
        spool.close()
        raise
    tag = _tag(digest)
    if _has_already(request, tag):
        spool.close()
        return _marked(HttpResponse(status=304), tag, modified_at)
    response = SpooledResponse(spool, content_type=content_type)
    return _named(_marked(response, tag, modified_at), file_name)


def running_answer(pieces: Iterable[bytes], content_type: str) -> HttpResponseBase:
    """This function will answer with a stream that has no known end, such as ndjson."""
    return StreamingHttpResponse(pieces, content_type=content_type)


def _opened(response: HttpResponseBase, *, without_body: bool) -> HttpResponseBase:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={_MAX_AGE_S}, must-revalidate"
    if without_body and isinstance(response, SpooledResponse):
        response.drop_body()
    elif without_body and isinstance(response, StreamingHttpResponse):
        response.streaming_content = iter(())
    elif without_body and isinstance(response, HttpResponse):
        response.content = b""
    return response


def _tag(digest: Any) -> str:
    return f'"{digest.hexdigest()[:32]}"'


def _has_already(request: HttpRequest, tag: str) -> bool:
    """If-None-Match alone decides.

    A record that is withdrawn makes a list older, not newer: If-Modified-Since would keep it alive.
    """
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or tag in (each.removeprefix("W/") for each in known)


def _marked(response: HttpResponseBase, tag: str, modified_at: datetime | None) -> HttpResponseBase:
    response.headers["ETag"] = tag
    if modified_at is not None:
        response.headers["Last-Modified"] = http_date(modified_at.timestamp())
    return response


def _named(response: HttpResponseBase, file_name: str) -> HttpResponseBase:
    if file_name:
        disposition = content_disposition_header(as_attachment=True, filename=file_name)
        response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def _spool() -> IO[bytes]:
    folder = str(settings.YUI.data)
    # The response closes it, or whoever finds that nobody needs it.
    spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES, dir=folder)  # noqa: SIM115
    return cast(IO[bytes], spool)


def _blocks(spool: IO[bytes]) -> Iterator[bytes]:
    spool.seek(0)
    while block := spool.read(_BLOCK_BYTES):
        yield block
