"""Registers the room with Django."""

from django.apps import AppConfig


class CyclesConfig(AppConfig):
    """`shop.cycles` under its own label."""

    name = "shop.cycles"
    label = "cycles"
    default_auto_field = "django.db.models.BigAutoField"
