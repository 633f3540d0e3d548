"""The doors of the ui room, under `/ui/`."""

from django.urls import path

from yui.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("desk/", views.desk_gallery, name="desk-gallery"),
    path("settings/", views.display_settings, name="settings"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<str:mail_id>/", views.mail, name="mail"),
]
