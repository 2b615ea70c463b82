"""Registers the room with Django."""

from django.apps import AppConfig


class ProduceConfig(AppConfig):
    """`shop.produce` under its own label."""

    name = "shop.produce"
    label = "produce"
    default_auto_field = "django.db.models.BigAutoField"
