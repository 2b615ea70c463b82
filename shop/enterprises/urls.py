"""Addresses of this room's pages, under /account/."""

from django.urls import path

from shop.enterprises import views

app_name = "enterprises"
urlpatterns = [path("invitations/<str:token>/", views.invitation, name="invitation")]
