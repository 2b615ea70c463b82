"""Takes in lists of products with their packs; reads packs, seasons and allergens as people write them."""

from shop.produce.imports.products import import_products

__all__ = ["import_products"]
