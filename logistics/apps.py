"""Registers the room with Django."""

from django.apps import AppConfig


class LogisticsConfig(AppConfig):
    """`logistics`: conducting the cycle, sharing out, shipments, routes."""

    name = "logistics"
    label = "logistics"
    default_auto_field = "django.db.models.BigAutoField"
