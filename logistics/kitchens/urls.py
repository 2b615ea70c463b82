"""Addresses of the kitchens' pages, under /kitchen/."""

from django.urls import path

from logistics.kitchens.views import checking, claims, home, orders, sheet

app_name = "kitchen"
urlpatterns = [
    path("", home.start, name="start"),
    path("<int:buyer_id>/", home.home, name="home"),
    path("<int:buyer_id>/days/<int:day_id>/", sheet.day, name="day"),
    path("<int:buyer_id>/days/<int:day_id>/check/", checking.day, name="check"),
    path("<int:buyer_id>/orders/<int:order_id>/", orders.order, name="order"),
    path("<int:buyer_id>/orders/<int:order_id>/change/", sheet.change, name="change"),
    path("<int:buyer_id>/orders/<int:order_id>/change/check/", checking.change, name="check-change"),
    path("<int:buyer_id>/orders/<int:order_id>/cancel/", orders.cancel, name="cancel"),
    path("<int:buyer_id>/orders/<int:order_id>/claims/<int:delivered_id>/", claims.claim, name="claim"),
]
