"""The doors of the areas room: finding one's town and one's own 包括, and keeping an area."""

from django.urls import path

from yui.areas.views import finding, keeping

app_name = "areas"
urlpatterns = [
    path("", finding.prefecture_list, name="prefectures"),
    path("find/", finding.find, name="find"),
    path("keeping/", keeping.own, name="keeping-own"),
    path("<str:code>/", finding.municipality_list, name="municipalities"),
    path("<str:code>/centre/", finding.centre, name="centre"),
    path("<str:code>/keeping/", keeping.keeping, name="keeping"),
    path("<str:code>/keeping/<slug:layer>/", keeping.keeping_layer, name="keeping-layer"),
]
