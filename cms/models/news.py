"""News, the latest first."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel

from cms.models.public_page import WrittenPage, live_below

ON_A_PAGE = 30


class NewsIndex(WrittenPage):
    """The news of the hub; also as a feed."""

    template = "cms/news_index.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsItem"]

    class Meta(WrittenPage.Meta):
        verbose_name = "news"
        verbose_name_plural = "news"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the latest items."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "items": live_below(self, NewsItem).order_by("-day", "-pk")[:ON_A_PAGE]}


def today() -> Any:
    """The local day, for a form that an editor opens."""
    return timezone.localdate()


class NewsItem(WrittenPage):
    """Something that happened on a day."""

    day = models.DateField(default=today)

    content_panels = [*WrittenPage.content_panels[:1], FieldPanel("day"), *WrittenPage.content_panels[1:]]
    template = "cms/news_item.html"
    parent_page_types = ["cms.NewsIndex"]

    class Meta(WrittenPage.Meta):
        verbose_name = "news item"
