"""Rows of webhooks."""

from shop.webhooks.models.delivery import WebhookDelivery
from shop.webhooks.models.webhook import Webhook

__all__ = ["Webhook", "WebhookDelivery"]
