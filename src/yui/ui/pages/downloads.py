"""A table to take away, as the answer to a request."""

from __future__ import annotations

from typing import Final, Literal

from django.http import HttpResponse
from django.utils.http import content_disposition_header

_MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(body: bytes, *, name: str, ending: Literal["csv", "xlsx", "zip"]) -> HttpResponse:
    """This function will return a file to be saved under a name with its ending."""
    response = HttpResponse(body, content_type=_MEDIA_TYPES[ending])
    response.headers["Content-Disposition"] = (
        content_disposition_header(True, f"{name}.{ending}") or ""
    )
    return response
