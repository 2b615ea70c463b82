"""The basket, shown and changed by the storefront over Oscar's rows."""

from typing import Any

from django.urls import path
from oscar.apps.basket.apps import BasketConfig as OscarBasketConfig


class BasketConfig(OscarBasketConfig):
    """Without vouchers and saved baskets."""

    def get_urls(self) -> list[Any]:
        """Look, add, set a quantity."""
        from shop.storefront.views import basket

        urls: list[Any] = self.post_process_urls(
            [
                path("", basket.summary, name="summary"),
                path("add/<int:pk>/", basket.add, name="add"),
                path("lines/<int:line_id>/", basket.change, name="change"),
            ]
        )
        return urls
