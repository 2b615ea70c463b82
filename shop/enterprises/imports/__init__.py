"""Takes in lists of places: kitchens, growers, processors, each as an enterprise with the place it is served at."""

from shop.enterprises.imports.places import import_places

__all__ = ["import_places"]
