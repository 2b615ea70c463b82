"""Registers the room with Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """`shop.journal` under its own label."""

    name = "shop.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
