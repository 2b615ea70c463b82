"""Registers the room with Django."""

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    """`shop.storefront` under its own label."""

    name = "shop.storefront"
    label = "storefront"
    default_auto_field = "django.db.models.BigAutoField"
