"""The addresses of the house: the first segment names the room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("areas/", include("yui.areas.urls")),
    path("directory/", include("yui.directory.urls")),
]
