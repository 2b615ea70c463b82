"""What every public page shows around its content."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language, gettext, to_locale
from wagtail.models import Page, Site

from cms.market import the_hub_s_place

register = template.Library()


@register.simple_tag(takes_context=True)
def top_pages(context: dict[str, Any]) -> list[Page]:
    """Public pages right below the front page, in the editors' order: two queries at most."""
    request = context.get("request")
    site = Site.find_for_request(request) if request is not None else None
    if site is None:
        return []
    return list(site.root_page.get_children().live().public())


@register.simple_tag
def hub_s_place() -> Any:
    """The hub's place with its enterprise; None while there is none, or several."""
    return the_hub_s_place()


@register.simple_tag(takes_context=True)
def full_address(context: dict[str, Any], path: str) -> str:
    """An address of this site with scheme and host."""
    request = context.get("request")
    return request.build_absolute_uri(path) if request is not None else path


@register.simple_tag
def trail_of(page: Page) -> list[Page]:
    """The public pages above the page, the front page first. One query."""
    return list(page.get_ancestors().filter(depth__gt=1).live())


@register.filter
def kind_words(kind: str) -> str:
    """What a list of such sellers is called."""
    return {"grower": gettext("Growers"), "processor": gettext("Processors")}.get(kind, kind)


@register.simple_tag
def page_locale() -> str:
    """The language that the page is in, as Open Graph writes it: en_GB."""
    return to_locale(get_language() or settings.LANGUAGE_CODE)
