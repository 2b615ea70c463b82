"""Registers the room with Django."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """`shop.webhooks` under its own label."""

    name = "shop.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"
