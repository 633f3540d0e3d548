"""`@door`: every URL says aloud who may pass; a URL without one stops start-up (checks.py)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, resolve_url

from yui.policy.roles import MEMBERS, Role
from yui.policy.viewer import ANONYMOUS, Viewer

Policy = Literal["public", "signed_in", "staff", "development", "sign_in_pages"]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class Door:
    """This value will hold what `yui inventory` says of a URL.

    `object_type` is "room.model" of the thing the URL shows, if it shows one;
    `writes` says whether any of the methods changes the database.
    """

    policy: Policy
    methods: tuple[str, ...] = ("GET", "HEAD")
    object_type: str | None = None
    writes: bool = False


class _HasDoor(Protocol):
    door: Door


def door(
    *,
    policy: Policy,
    methods: tuple[str, ...] = ("GET", "HEAD"),
    object_type: str | None = None,
    writes: bool = False,
) -> Callable[[View], View]:
    """This function will declare a view's policy and keep out whom the policy keeps out.

    "public": anyone. "signed_in": a person who signed in. "staff": in a role, and not
    as an organization's member. "development": 404 outside the dev and test profiles.
    "sign_in_pages": the pages of signing in themselves.
    What a viewer may do with one object is decided by the room's rules, not here.
    """
    declared = Door(policy, methods, object_type, writes)

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            refused = _refusal(declared, request)
            if refused is not None:
                return refused
            response = view(request, *args, **kwargs)
            if viewer_of(request).is_signed_in:
                response.headers["Cache-Control"] = "no-store, private"
            return response

        cast(_HasDoor, guarded).door = declared
        return cast(View, guarded)

    return wrap


def door_of(view: object) -> Door | None:
    """This function will return the declared door of a view, or None."""
    declared = getattr(view, "door", None)
    return declared if isinstance(declared, Door) else None


def viewer_of(request: HttpRequest) -> Viewer:
    """This function will return the viewer that `accounts.middleware` put on the request."""
    return cast(Viewer, getattr(request, "viewer", ANONYMOUS))


def address_of(request: HttpRequest) -> str:
    """This function will return the client's address behind the known number of proxies."""
    proxies: int = settings.YUI.trusted_proxies
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    if proxies and len(hops) >= proxies:
        return str(hops[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


def _refusal(declared: Door, request: HttpRequest) -> HttpResponseBase | None:
    if declared.policy == "development" and settings.YUI.profile not in ("dev", "test"):
        raise Http404
    if declared.policy not in ("signed_in", "staff"):
        return None
    viewer = viewer_of(request)
    if not viewer.is_signed_in:
        return _to_sign_in(request)
    if declared.policy == "staff" and viewer.role is Role.ANONYMOUS:
        return redirect(settings.CONTEXT_URL)  # signed in without a role: that page says why
    if declared.policy == "staff" and viewer.role in MEMBERS:
        raise Http404
    return None


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    from django.contrib.auth.views import redirect_to_login

    return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
