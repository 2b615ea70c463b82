"""Guides, standing pages and the pound followed."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.market import followed
from cms.models.public_page import WrittenPage, live_below

PERIODS = (("", _("All settled days"), None), ("6-weeks", _("Last 6 weeks"), 42), ("1-year", _("Last year"), 365))


class GuidesIndex(WrittenPage):
    """How a school starts, how a grower starts."""

    template = "cms/guides_index.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.Guide"]

    class Meta(WrittenPage.Meta):
        verbose_name = "guides"
        verbose_name_plural = "guides"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the guides in the order in which editors put them."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "guides": live_below(self, Guide).order_by("path")}


class Guide(WrittenPage):
    """How something is done, step by step."""

    template = "cms/written_page.html"
    parent_page_types = ["cms.GuidesIndex"]

    class Meta(WrittenPage.Meta):
        verbose_name = "guide"


class StandardPage(WrittenPage):
    """About, contact, privacy: what stands."""

    template = "cms/written_page.html"
    parent_page_types = ["cms.HomePage"]

    class Meta(WrittenPage.Meta):
        verbose_name = "standing page"


class MoneyPage(WrittenPage):
    """Where the money goes: every pound of the settled days, followed to the pockets it went to."""

    template = "cms/money_page.html"
    parent_page_types = ["cms.HomePage"]
    max_count = 1

    class Meta(WrittenPage.Meta):
        verbose_name = "where the money goes"
        verbose_name_plural = "where the money goes"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pound of the period that the address asks for."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        known = {code: days for code, _, days in PERIODS}
        asked = request.GET.get("period", "")
        period = asked if asked in known else ""
        return {**context, "periods": PERIODS, "period": period, "followed": followed(since=start_of(known[period]))}


def start_of(days: int | None) -> date | None:
    """The first day of a period that ends today."""
    return None if days is None else timezone.localdate() - timedelta(days=days)
