"""Rates as people read them."""

from django import template

register = template.Library()


@register.filter
def rate(permille: int) -> str:
    """200 -> 20 %; 175 -> 17.5 %."""
    whole, tenth = divmod(abs(permille), 10)
    return f"{'−' if permille < 0 else ''}{whole}{f'.{tenth}' if tenth else ''} %"
