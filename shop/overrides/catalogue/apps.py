"""The market and its goods, shown by the storefront."""

from typing import Any

from django.urls import path, re_path
from oscar.apps.catalogue.apps import CatalogueConfig as OscarCatalogueConfig


class CatalogueConfig(OscarCatalogueConfig):
    """Oscar's rows, our pages; reviews have no address."""

    def get_urls(self) -> list[Any]:
        """The market, and a grower's pack under Oscar's usual address."""
        from shop.storefront.views import goods, market

        urls: list[Any] = self.post_process_urls(
            [
                path("", market.market, name="index"),
                re_path(r"^(?P<product_slug>[\w-]*)_(?P<pk>\d+)/$", goods.goods, name="detail"),
            ]
        )
        return urls
