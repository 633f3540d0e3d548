"""決裁日 and 文書番号, typed beside the button of an approving door.

Every room that approves what was submitted has a door of its own, for what it makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect


@dataclass(frozen=True, slots=True)
class TypedDocument:
    """This value will hold both as they were typed; both may be empty."""

    chosen: str
    number: str

    @property
    def decision_date(self) -> date | None:
        """The day, or None for what is no day."""
        try:
            return date.fromisoformat(self.chosen)
        except ValueError:
            return None


def typed_document(request: HttpRequest) -> TypedDocument:
    """This function will read both, cut to lengths an address can carry."""
    given = request.POST
    return TypedDocument(
        given.get("decision_date", "")[:10], given.get("document_number", "")[:200]
    )


def back_with(
    request: HttpRequest, typed: TypedDocument, *, to: str, sentence: str
) -> HttpResponseRedirect:
    """This function will lead back to the page of the button, say why, and keep what was typed."""
    messages.error(request, sentence)
    kept = urlencode({"decision_date": typed.chosen, "document_number": typed.number})
    return HttpResponseRedirect(f"{to}?{kept}" if typed.number or typed.chosen else to)
