"""Registers the room with Django."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """`privacy` under its own label."""

    name = "privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"
