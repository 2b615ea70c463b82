"""Finding pages by words: “carrot” finds “carrots” and “carrots” finds “carrot”, on every database."""

from typing import Any

from wagtail.models import Page

from shop.storefront.finding import stems

MOST = 30
MOST_WORDS = 6


def beginnings(words: str) -> list[str]:
    """The words cut so that singular and plural begin alike: berries and berry come to berr. Pure."""
    cut = (stem[:-1] if stem.endswith("y") and len(stem) > len("day") else stem for stem in stems(words))
    return list(dict.fromkeys(cut))[:MOST_WORDS]


def pages_found(words: str, *, below: Page) -> list[Any]:
    """Public pages below `below` that hold words beginning so, the best first; none for no words.

    Each word is asked for by itself: SQLite's index takes only the last of several for a beginning.
    """
    public = Page.objects.descendant_of(below).live().public()
    ranked = [[page.pk for page in public.autocomplete(word)] for word in beginnings(words)]
    if not ranked:
        return []
    everywhere = set(ranked[0]).intersection(*ranked[1:])
    best = [pk for pk in ranked[0] if pk in everywhere][:MOST]
    pages = Page.objects.specific().in_bulk(best)
    return [pages[pk] for pk in best]
