"""Registers the room with Django."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """`cms`: Wagtail's pages."""

    name = "cms"
    label = "cms"
    default_auto_field = "django.db.models.BigAutoField"
