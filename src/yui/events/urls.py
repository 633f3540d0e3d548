"""The doors of the events room, under `/events/`."""

from django.urls import path

from yui.events import feeds, views

app_name = "events"
urlpatterns = [
    path("", views.event_list, name="list"),
    path("calendar.ics", feeds.calendar, name="calendar"),
    path("<str:short_code>/", views.event, name="event"),
]
