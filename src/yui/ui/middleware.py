"""What every request meets first: bad input gets a sentence, a stopped database gets 503."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import structlog
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.middleware.security import SecurityMiddleware

from yui.ui.pages.errors import error_response, static_error

_LONGEST_QUERY = 8_000
# Django answers these itself, with our pages: they are nobody's mistake on this side.
_KNOWN_TO_DJANGO = (Http404, PermissionDenied, SuspiciousOperation, MultiPartParserError)
_log = structlog.get_logger("yui.request")


class RequestMiddleware:
    """This middleware will refuse impossible input and survive a stopped database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """This function will answer a request under a random id."""
        with structlog.contextvars.bound_contextvars(request_id=secrets.token_hex(8)):
            try:
                refused = _refuse_impossible(request)
                response = _secured(request, refused) if refused else self.get_response(request)
                response = _worded(request, response)
            except (OperationalError, InterfaceError) as error:
                response = _secured(request, _database_gone(error))
            _note(request, response)
            return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """This function will turn known exceptions of views into pages with a sentence."""
        if isinstance(exception, OperationalError | InterfaceError):
            return _database_gone(exception)
        if isinstance(exception, BadRequest):
            return error_response(request, 400, str(exception))
        if isinstance(exception, UnreadablePostError):
            return error_response(request, 400)
        if isinstance(exception, _KNOWN_TO_DJANGO):
            return None
        _log.error("unexpected", path=request.path, kind=type(exception).__name__, exc_info=True)
        return None


def _refuse_impossible(request: HttpRequest) -> HttpResponse | None:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > _LONGEST_QUERY or len(request.path) > _LONGEST_QUERY:
        return error_response(request, 400, "送られたことばが長すぎます。短くしてください。")
    if "%00" in query or "\x00" in request.path or "\ufffd" in request.path:
        return error_response(request, 400, "読めない文字がふくまれています。")
    return None


def _secured(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """What is answered before the other middleware was reached carries the same headers."""
    CSPMiddleware(lambda _: response).process_response(request, response)
    return SecurityMiddleware(lambda _: response).process_response(request, response)


def _worded(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A door that takes no such method says so in a sentence."""
    has_words = isinstance(response, HttpResponse) and bool(response.content)
    if response.status_code != 405 or has_words:
        return response
    page = error_response(request, 405)
    page.headers["Allow"] = response.headers.get("Allow", "")
    return _secured(request, page)


def _database_gone(error: Exception) -> HttpResponse:
    _log.error("database_gone", kind=type(error).__name__)
    return static_error(503, retry_after_s=10)


def _note(request: HttpRequest, response: HttpResponseBase) -> None:
    """One line per request: no query text, no address, no name (LG-01, LK-13)."""
    if settings.YUI.profile == "test" or request.path.startswith(settings.STATIC_URL):
        return
    _log.info("request", method=request.method, path=request.path, status=response.status_code)
