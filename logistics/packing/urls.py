"""Addresses of the packhouse's pages, under /pack/."""

from django.urls import path

from logistics.packing.views import collecting, days, packing, papers, receiving

app_name = "pack"
urlpatterns = [
    path("", days.door, name="door"),
    path("days/<int:day_id>/", days.day, name="day"),
    path("days/<int:day_id>/in/", receiving.goods_in, name="in"),
    path("days/<int:day_id>/routes/<int:van>/", packing.route, name="route"),
    path("days/<int:day_id>/done/", packing.done, name="done"),
    path("days/<int:day_id>/boxes/", collecting.boxes, name="boxes"),
    path("days/<int:day_id>/labels/", papers.labels, name="labels"),
    path("days/<int:day_id>/sheets/", papers.sheets, name="sheets"),
]
