"""Registers the room with Django."""

from django.apps import AppConfig


class GazetteerConfig(AppConfig):
    """`shop.gazetteer` under its own label."""

    name = "shop.gazetteer"
    label = "gazetteer"
    default_auto_field = "django.db.models.BigAutoField"
