"""Money, distances and addresses as the shop writes them."""

from typing import Any
from uuid import UUID, uuid4

from django import template
from django.utils.translation import gettext

from shop.pricing import money

register = template.Library()

MILE_M = 1609.344


@register.filter
def pounds(pence: int) -> str:
    """1234 -> £12.34."""
    return money.pounds(pence)


@register.filter
def miles(metres: int) -> str:
    """9656 -> 6 miles away, as the crow flies from the packhouse."""
    whole = round(metres / MILE_M)
    return gettext("a mile away or less") if whole <= 1 else gettext("{miles} miles away").format(miles=whole)


@register.filter
def keeping(temperature_class: str) -> str:
    """How a household keeps what comes chilled, frozen or as it is."""
    known = {"chilled": gettext("In the fridge"), "frozen": gettext("In the freezer")}
    return known.get(temperature_class, gettext("Somewhere cool and dry"))


@register.filter
def lower_first(text: str) -> str:
    """Carrots -> carrots, for the middle of a sentence."""
    return text[:1].lower() + text[1:]


@register.simple_tag
def new_key() -> UUID:
    """A form's own key."""
    return uuid4()


@register.simple_tag(takes_context=True)
def link_with(context: dict[str, Any], **changes: str) -> str:
    """This page's address with some of its questions changed; an empty one is left out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}" if query else context["request"].path
