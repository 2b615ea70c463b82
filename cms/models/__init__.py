"""The kinds of pages."""

from cms.models.home_page import HomePage
from cms.models.news import NewsIndex, NewsItem
from cms.models.pages import Guide, GuidesIndex, MoneyPage, StandardPage
from cms.models.stories import GrowersIndex, GrowerStory

__all__ = [
    "GrowerStory",
    "GrowersIndex",
    "Guide",
    "GuidesIndex",
    "HomePage",
    "MoneyPage",
    "NewsIndex",
    "NewsItem",
    "StandardPage",
]
