"""Registers the room with Django."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    """`shop.enterprises` under its own label."""

    name = "shop.enterprises"
    label = "enterprises"
    default_auto_field = "django.db.models.BigAutoField"
