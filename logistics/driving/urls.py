"""Addresses of the driver's pages, under /drive/."""

from django.urls import path

from logistics.driving.views import offline, pages, telling

app_name = "drive"
urlpatterns = [
    path("", pages.home, name="home"),
    path("sw.js", offline.worker, name="worker"),
    path("no-signal/", offline.no_signal, name="no-signal"),
    path("token/", offline.token, name="token"),
    path("routes/<int:route_id>/", pages.route, name="route"),
    path("routes/<int:route_id>/start/", telling.start, name="start"),
    path("routes/<int:route_id>/finish/", telling.finish, name="finish"),
    path("routes/<int:route_id>/stops/<int:sequence>/arrive/", telling.arrive, name="arrive"),
    path("routes/<int:route_id>/stops/<int:sequence>/undo/", telling.undo, name="undo"),
    path("routes/<int:route_id>/stops/<int:sequence>/done/", telling.done, name="done"),
    path("routes/<int:route_id>/stops/<int:sequence>/skip/", telling.skip, name="skip"),
]
