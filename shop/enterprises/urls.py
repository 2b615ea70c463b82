"""Addresses of this room's pages, under /account/."""

from django.urls import path

from shop.enterprises import guarding_views, views

app_name = "enterprises"
urlpatterns = [
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("hubs/<int:hub_id>/people/", guarding_views.people, name="people"),
    path("hubs/<int:hub_id>/people/<int:person_id>/reset/", guarding_views.reset_factor, name="reset-factor"),
]
