"""Registers the room with Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """`shop.payments` under a label beside Oscar's `payment`."""

    name = "shop.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
