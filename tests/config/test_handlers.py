"""What answers a request for a host that is not ours."""

from __future__ import annotations

import pytest
from django.core.exceptions import DisallowedHost
from django.test import RequestFactory

from yui.config.handlers import bad_request


@pytest.mark.parametrize("hosts", [[".example.jp"], ["*.example.jp", ".example.jp"]])
def test_a_strange_host_gets_a_sentence_when_ours_have_no_name(settings, hosts):
    settings.ALLOWED_HOSTS = hosts
    response = bad_request(
        RequestFactory().get("/", headers={"host": "evil.example"}), DisallowedHost()
    )
    assert response.status_code == 400
    assert "この場所からは開けません" in response.content.decode()
    assert "evil" not in response.content.decode()
