"""Pence, grams and metres as people read them."""

from django import template

from shop.pricing import money, quantities

register = template.Library()


@register.filter
def pounds(pence: int) -> str:
    """1234 -> £12.34."""
    return money.pounds(pence)


@register.filter
def kilos(grams: int) -> str:
    """12500 -> 12.5 kg."""
    return quantities.kilos(grams)


@register.filter
def km(metres: int) -> str:
    """12345 -> 12.3 km."""
    return f"{metres / 1000:,.1f} km"
