"""The doors of open data with those its pages lead to."""

from django.urls import include, path

urlpatterns = [
    path("opendata/", include("yui.opendata.urls")),
    path("ui/", include("yui.ui.urls")),
]
