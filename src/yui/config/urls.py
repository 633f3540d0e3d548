"""The addresses of the house: the first segment names the room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

handler400 = "yui.config.handlers.bad_request"
handler403 = "yui.ui.views.permission_denied"
handler404 = "yui.ui.views.page_not_found"
handler500 = "yui.config.handlers.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("yui.portal.urls")),
    path("accounts/", include("yui.accounts.urls")),
    path("areas/", include("yui.areas.urls")),
    path("booklets/", include("yui.booklets.urls")),
    path("directory/", include("yui.directory.urls")),
    path("events/", include("yui.events.urls")),
    path("exchange/", include("yui.exchange.urls")),
    path("members/", include("yui.members.urls")),
    path("notices/", include("yui.notices.urls")),
    path("opendata/", include("yui.opendata.urls")),
    path("review/", include("yui.review.urls")),
    path("ui/", include("yui.ui.urls")),
]
