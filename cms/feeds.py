"""The news as a feed, in Atom and in RSS."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from cms.models import NewsItem

MOST = 20


@dataclass(frozen=True)
class Entry:
    """An item with its full address."""

    item: Any
    address: str


class NewsFeed(Feed[Entry, HttpRequest]):
    """The latest news in RSS 2.0."""

    title = _("News of the food hub")
    description = _("What happens at the food hub.")

    def get_object(self, request: HttpRequest) -> HttpRequest:
        """Addresses in the feed are those of the host that was asked."""
        return request

    def link(self, request: HttpRequest) -> str:
        """Where people read the news."""
        return request.build_absolute_uri("/news/")

    def feed_url(self, request: HttpRequest) -> str:
        """Where the feed itself is."""
        return request.build_absolute_uri(request.path)

    def items(self, request: HttpRequest) -> list[Entry]:
        """Public items, the latest first."""
        latest = NewsItem.objects.live().public().order_by("-day", "-pk")[:MOST]
        return [Entry(item, request.build_absolute_uri(item.get_url(request))) for item in latest]

    def item_title(self, entry: Any) -> str:
        """The page's title; the feed escapes it."""
        return str(entry.item.title)

    def item_description(self, entry: Entry) -> str:
        """The first sentences."""
        return str(entry.item.summary)

    def item_link(self, entry: Entry) -> str:
        """Where it stands."""
        return entry.address

    def item_pubdate(self, entry: Entry) -> datetime:
        """The morning of its day."""
        return timezone.make_aware(datetime.combine(entry.item.day, time(6)))

    def item_updateddate(self, entry: Entry) -> datetime:
        """When editors last published it."""
        return entry.item.last_published_at or self.item_pubdate(entry)


class NewsAtom(NewsFeed):
    """The latest news in Atom."""

    feed_type = Atom1Feed
    subtitle = NewsFeed.description
