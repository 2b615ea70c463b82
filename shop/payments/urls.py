"""Addresses of this room, under /payments/."""

from django.urls import path

from shop.payments import views

app_name = "payments"
urlpatterns = [path("stripe/", views.stripe_webhook, name="stripe")]
