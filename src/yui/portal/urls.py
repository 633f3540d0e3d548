"""The portal's doors: homes, search, short addresses, the desk, pages of text."""

from __future__ import annotations

from django.urls import path, re_path

from yui.portal.views import desk, guides, health, homes, register, results, short, start, texts

# Two digits: a prefecture, 00 the nation. Five or six: a municipality or ward.
_CODE = r"^(?P<jis>\d{2}|\d{5}|\d{6})/"

app_name = "portal"
urlpatterns = [
    path("", homes.nation, name="nation"),
    re_path(_CODE + r"$", homes.area_home, name="area"),
    re_path(_CODE + r"search/$", results.results, name="search"),
    path("s/", short.typed_code, name="slip"),
    path("s/<str:code>", short.short_address, name="short"),
    path("desk/", desk.desk, name="desk"),
    path("desk/register/", register.register, name="register"),
    path("desk/register.csv", register.register_csv, name="register-csv"),
    path("desk/register.xlsx", register.register_xlsx, name="register-xlsx"),
    path("desk/first-week/", desk.first_week_away, name="first-week"),
    path("desk/start/", start.start, name="start"),
    path("desk/start/<uuid:submission_id>/open/", start.opened, name="open"),
    path("desk/help/<slug:room>/<slug:page>/", guides.screen, name="help"),
    path("portal/<slug:name>/", texts.text, name="text"),
    path("robots.txt", texts.robots, name="robots"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]
