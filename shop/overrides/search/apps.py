"""Searching is the market with words in its search field."""

from typing import Any

from django.urls import path, reverse_lazy
from django.views.generic import RedirectView
from oscar.apps.search.apps import SearchConfig as OscarSearchConfig


class SearchConfig(OscarSearchConfig):
    """No page of its own."""

    def get_urls(self) -> list[Any]:
        """Lead to the market, the words with it."""
        to_market = RedirectView.as_view(url=reverse_lazy("catalogue:index"), query_string=True)
        urls: list[Any] = self.post_process_urls([path("", to_market, name="search")])
        return urls
