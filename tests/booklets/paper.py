"""Making services that may be printed, and reading PDF files back."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import pypdf

from tests.directory.builders import OFFICER, Town, published
from yui.directory.actions import Identity, ServiceInput, confirm_service
from yui.directory.states import ConfirmedHow


def confirmed(town: Town, at: datetime, given: ServiceInput | None = None) -> Identity:
    """A published service that its office confirmed by telephone on the same day."""
    made = published(town, at, given)
    confirm_service(by=OFFICER, at=at, service_id=made.id, how=ConfirmedHow.PHONE, on=at.date())
    return made


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """Every letter of a PDF in reading order, without what only breaks lines."""
    return "".join("".join(page.extract_text().split()) for page in reader(pdf).pages)


def body_of(response: Any) -> str:
    """The text of an answer that is a PDF."""
    assert response.status_code == 200, response.content.decode()[-2000:]
    assert response.headers["Content-Type"] == "application/pdf"
    return text_of(response.content)


def words_of(html: str) -> str:
    """Every letter of a page, without marks and without what only breaks lines."""
    return "".join(re.sub(r"<[^>]*>", "", html).split())


def sizes_of(pdf: bytes) -> dict[str, float]:
    """Every piece of text with its size in points."""
    found: dict[str, float] = {}

    def visit(text: str, matrix: Any, text_matrix: Any, _font: Any, size: float) -> None:
        if text.strip():
            found[text.strip()] = round(size * abs(text_matrix[0] or 1) * abs(matrix[0] or 1), 1)

    for page in reader(pdf).pages:
        page.extract_text(visitor_text=visit)
    return found
