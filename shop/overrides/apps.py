"""The shop's addresses: what households need, and Oscar's dashboard for staff. Nothing else of Oscar's is public."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from oscar.config import Shop

to_market = RedirectView.as_view(url=settings.OSCAR_HOMEPAGE)


class ShopConfig(Shop):
    """Oscar's shop without wishlists, reviews, vouchers, promotions and its own password pages."""

    def ready(self) -> None:
        """Staff don't get Oscar's forms for promotions and basket lines: nobody needs them, and empty ones break."""
        super().ready()
        for label, name in (
            ("offer", "Condition"),
            ("offer", "Benefit"),
            ("basket", "Line"),
            ("basket", "LineAttribute"),
        ):
            admin.site.unregister(apps.get_model(label, name))

    def get_urls(self) -> list[Any]:
        """The rooms of the shop; a promotion's page, which the dashboard links to, is the market."""
        labels = {"catalogue": "catalogue", "basket": "basket", "checkout": "checkout", "accounts": "customer"}
        configs: dict[str, Any] = apps.app_configs
        rooms = [path(f"{prefix}/", configs[label].urls) for prefix, label in labels.items()]
        return [
            path("", to_market, name="home"),
            *rooms,
            path("search/", configs["search"].urls),
            path("keeping/", include("shop.storefront.urls")),
            path("dashboard/", self.dashboard_app.urls),
            path("offers/", include(([path("<slug:slug>/", to_market, name="detail")], "offer"))),
        ]
