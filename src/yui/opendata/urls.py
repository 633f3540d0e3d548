"""The doors of open data. Those of the API come from django-ninja and get their door here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.urls import URLPattern, include, path

from yui.opendata import feeds, views
from yui.opendata.api import api, document
from yui.opendata.pages.answers import View, open_door

# What the doors of single records show; lists show many.
_SHOWS = {
    "service": "directory.service",
    "organization": "directory.organization",
    "location": "directory.location",
    "service_at_location": "directory.serviceatlocation",
    "taxonomy": "taxonomy.taxonomy",
    "taxonomy_term": "taxonomy.taxonomyterm",
}


def _hsds_doors() -> Iterator[URLPattern]:
    for pattern in api.urls[0]:
        # django-ninja adds a page of its own for the root; ours stands before it.
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            opened = open_door(_SHOWS.get(pattern.name or ""))(cast(View, pattern.callback))
            yield URLPattern(pattern.pattern, opened, pattern.default_args, pattern.name)


app_name = "opendata"
urlpatterns = [
    path("", views.home, name="home"),
    path("catalog.csv", feeds.catalogue_csv, name="catalogue_csv"),
    path("catalog.jsonld", feeds.catalogue_jsonld, name="catalogue_jsonld"),
    path("hsds/", include((list(_hsds_doors()), "hsds"))),
    path("openapi.json", document, name="openapi"),
    path("sitemap-<int:number>.xml", feeds.sitemap_part, name="sitemap_part"),
    path("sitemap.xml", feeds.sitemap_index, name="sitemap"),
    path("<str:jis>/", views.area_page, name="area"),
    path("<str:jis>/changes.atom", feeds.changes_atom, name="changes"),
    path("<str:jis>/services.csv", feeds.services_csv, name="services_csv"),
    path("<str:jis>/services.geojson", feeds.services_geojson, name="services_geojson"),
    path("<str:jis>/services.jsonld", feeds.services_jsonld, name="services_jsonld"),
    path("<str:jis>/services.xlsx", feeds.services_xlsx, name="services_xlsx"),
]
