"""Figures and codes of an order as kitchens read them."""

from django import template

register = template.Library()


@register.filter
def with_sign(packs: int) -> str:
    """2 -> 2 packs more; -1 -> 1 pack fewer."""
    return f"{abs(packs)} pack{'' if abs(packs) == 1 else 's'} {'more' if packs > 0 else 'fewer'}"


@register.filter
def per_cent(permille: int) -> str:
    """200 -> 20 %; 175 -> 17.5 %."""
    return f"{permille / 10:g} %"


@register.filter
def in_words(fault: str) -> str:
    """not_fresh -> Not fresh."""
    return f"{fault.replace('_', ' ').capitalize()}." if fault else ""
