"""Registers the room with Django."""

from django.apps import AppConfig


class SupplyConfig(AppConfig):
    """`shop.supply` under its own label."""

    name = "shop.supply"
    label = "supply"
    default_auto_field = "django.db.models.BigAutoField"
