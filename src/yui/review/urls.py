"""The doors of the review room, under `/review/`."""

from django.urls import path

from yui.review import views

app_name = "review"
urlpatterns = [
    path("", views.waiting, name="queue"),
    path("alone/", views.alone, name="alone"),
    path("<uuid:submission_id>/", views.submission, name="submission"),
]
