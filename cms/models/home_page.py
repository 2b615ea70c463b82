"""The front page: what this is, and a door for each who comes."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.doors import open_doors


class HomePage(Page):
    """The page at /."""

    heading = models.CharField(max_length=120)
    lead = models.TextField("first sentences", max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("lead")]
    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = "front page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the doors that lead somewhere."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "doors": open_doors()}
