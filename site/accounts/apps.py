"""Registers the room with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """`accounts`: people and how they sign in."""

    name = "accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
