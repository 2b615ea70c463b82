"""Addresses of the growers' and processors' pages, under /grow/."""

from django.urls import path

from logistics.growing.views import answering, copying, listings, picking, week

app_name = "grow"
urlpatterns = [
    path("", week.door, name="door"),
    path("<int:enterprise_id>/", week.week, name="week"),
    path("<int:enterprise_id>/days/<int:day_id>/list/", listings.choose, name="choose"),
    path("<int:enterprise_id>/days/<int:day_id>/list/<int:pack_id>/", listings.new, name="new"),
    path("<int:enterprise_id>/listings/<int:listing_id>/", listings.change, name="change"),
    path("<int:enterprise_id>/listings/<int:listing_id>/withdraw/", listings.withdraw, name="withdraw"),
    path("<int:enterprise_id>/days/<int:day_id>/copy/", copying.copy, name="copy"),
    path("<int:enterprise_id>/days/<int:day_id>/answer/", answering.answer, name="answer"),
    path("<int:enterprise_id>/days/<int:day_id>/pick/", picking.pick, name="pick"),
]
