"""The doors of the notices room, under `/notices/`."""

from django.urls import path

from yui.notices import views

app_name = "notices"
urlpatterns = [path("stop/<str:token>/", views.stop, name="stop")]
