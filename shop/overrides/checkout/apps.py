"""Checking out on one page."""

from typing import Any

from django.urls import path
from oscar.apps.checkout.apps import CheckoutConfig as OscarCheckoutConfig


class CheckoutConfig(OscarCheckoutConfig):
    """One step where Oscar has five."""

    def get_urls(self) -> list[Any]:
        """The page, and the thanks."""
        from shop.overrides.checkout.views import CheckoutView
        from shop.storefront.views import orders

        urls: list[Any] = self.post_process_urls(
            [
                path("", CheckoutView.as_view(), name="index"),
                path("thank-you/", orders.thank_you, name="thank-you"),
            ]
        )
        return urls
