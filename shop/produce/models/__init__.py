"""Rows of the produce room."""

from shop.produce.models.allergens import Allergen, AllergenStatement
from shop.produce.models.certificate import Certificate
from shop.produce.models.product import Pack, Product, Specification
from shop.produce.models.recipe import Recipe, Substitute
from shop.produce.models.vat import VatRate

__all__ = [
    "Allergen",
    "AllergenStatement",
    "Certificate",
    "Pack",
    "Product",
    "Recipe",
    "Specification",
    "Substitute",
    "VatRate",
]
