"""Takes in growers' price lists as listings of a delivery day."""

from shop.cycles.imports.listings import import_listings

__all__ = ["import_listings"]
