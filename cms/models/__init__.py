"""The kinds of pages."""

from cms.models.home_page import HomePage

__all__ = ["HomePage"]
