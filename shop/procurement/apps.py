"""Registers the room with Django."""

from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    """`shop.procurement` under its own label."""

    name = "shop.procurement"
    label = "procurement"
    default_auto_field = "django.db.models.BigAutoField"
