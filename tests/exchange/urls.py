"""The house with the doors of exchange, wherever they are wired."""

from __future__ import annotations

from django.urls import include, path

from yui.config.urls import (  # noqa: F401 -- Django reads the handlers from this module
    handler400,
    handler403,
    handler404,
    handler500,
)
from yui.config.urls import urlpatterns as house

urlpatterns = [path("exchange/", include("yui.exchange.urls")), *house]
