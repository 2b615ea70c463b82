"""Addresses of the dispatcher's desk, under /hub/cycles/<cycle>/<day>/dispatch/."""

from django.urls import path

from logistics.dispatching.views import changing, desk, publishing

app_name = "dispatch"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("change/", changing.look, name="change"),
    path("keep/", changing.keep_change, name="keep"),
    path("publish/", publishing.publish_routes, name="publish"),
    path("vans/<int:vehicle_id>/back/", publishing.van_is_back, name="van-is-back"),
]
