"""Registers the room with Django."""

from django.apps import AppConfig


class SettlementConfig(AppConfig):
    """`shop.settlement` under its own label."""

    name = "shop.settlement"
    label = "settlement"
    default_auto_field = "django.db.models.BigAutoField"
