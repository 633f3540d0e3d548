"""Only the doors of ui, so that these tests stand on this floor alone."""

from django.urls import include, path

urlpatterns = [path("ui/", include("yui.ui.urls"))]
handler400 = "yui.ui.views.bad_request"
handler403 = "yui.ui.views.permission_denied"
handler404 = "yui.ui.views.page_not_found"
handler500 = "yui.ui.views.server_error"
