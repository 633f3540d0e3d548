"""A table to take away, as the answer to a request."""

from __future__ import annotations

from typing import Final, Literal

from django.http import HttpResponse
from django.utils.http import content_disposition_header

Ending = Literal["csv", "xlsx", "zip", "docx", "pdf"]
_MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def download(body: bytes, *, name: str, ending: Ending) -> HttpResponse:
    """This function will return a file under a name with its ending; a PDF opens to be printed."""
    response = HttpResponse(body, content_type=_MEDIA_TYPES[ending])
    response.headers["Content-Disposition"] = (
        content_disposition_header(ending != "pdf", f"{name}.{ending}") or ""
    )
    return response
