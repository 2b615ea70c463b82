"""A household's orders; whoever signs in does so at the one door."""

from typing import Any

from django.urls import path, reverse_lazy
from django.views.generic import RedirectView
from oscar.apps.customer.apps import CustomerConfig as OscarCustomerConfig


class CustomerConfig(OscarCustomerConfig):
    """Orders only: the account itself is at /account/."""

    def get_urls(self) -> list[Any]:
        """Own orders, one of them, cancelling it, and a guest's by its signed address."""
        from shop.storefront.views import orders

        to_account = RedirectView.as_view(url=reverse_lazy("accounts:account"))
        urls: list[Any] = self.post_process_urls(
            [
                path("", to_account, name="summary"),
                path("orders/", orders.orders, name="order-list"),
                path("orders/<slug:order_number>/", orders.order, name="order"),
                path("orders/<slug:order_number>/cancel/", orders.cancel, name="order-cancel"),
                path("order-status/<slug:order_number>/<str:hash>/", orders.guest_order, name="anon-order"),
                path(
                    "order-status/<slug:order_number>/<str:hash>/cancel/",
                    orders.cancel_guest_order,
                    name="anon-order-cancel",
                ),
            ]
        )
        return urls
