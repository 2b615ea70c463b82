"""Addresses of the hub's working pages, under /hub/."""

from django.urls import path

from logistics.views import cycles, running

app_name = "hub"
urlpatterns = [
    path("", cycles.hub, name="cycles"),
    path("cycles/<int:cycle_id>/", cycles.cycle, name="cycle"),
    path("cycles/<int:cycle_id>/progress/", running.progress, name="progress"),
    path("cycles/<int:cycle_id>/run/", running.run, name="run"),
]
