"""A URL declares its policy, or nothing starts."""

from __future__ import annotations

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

from yui.policy.checks import check_doors
from yui.policy.door import door
from yui.policy.roles import Role
from yui.policy.viewer import Viewer


def _naked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("no door")


urlpatterns = [path("naked/", _naked)]


@override_settings(ROOT_URLCONF="tests.policy.test_door")
def test_start_up_stops_when_a_url_has_no_door() -> None:
    assert [error.id for error in check_doors()] == ["policy.E001"]


@door(policy="public")
def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


@door(policy="staff")
def _desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse("desk")


def _request(viewer: Viewer | None, method: str = "get") -> HttpRequest:
    request = getattr(RequestFactory(), method)("/x/?a=1")
    if viewer:
        request.viewer = viewer
    return request


def test_other_methods_are_refused_when_not_declared() -> None:
    assert _page(_request(None, "post")).status_code == 405


def test_staff_pages_lead_to_sign_in_when_nobody_is_signed_in() -> None:
    answer = _desk(_request(None))
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/x/%3Fa%3D1"


def test_staff_pages_do_not_exist_when_a_member_of_an_organization_asks() -> None:
    member = Viewer(role=Role.ORGANIZATION_EDITOR, user_id=1, body_id=1, area_path="14/14100/")
    with pytest.raises(Http404):
        _desk(_request(member))


def test_answers_to_people_are_never_stored_when_they_are_signed_in() -> None:
    officer = Viewer(role=Role.MUNICIPAL_OFFICER, user_id=1, body_id=1, area_path="14/14100/")
    assert _desk(_request(officer))["Cache-Control"] == "no-store, private"
    assert "Cache-Control" not in _page(_request(None))
