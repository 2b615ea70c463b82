"""The front page: what this is, and a door for each who comes."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import BODY
from cms.doors import open_doors
from cms.market import kept_here, this_week
from cms.models.public_page import OnTheMap, live_below
from cms.models.stories import GrowerStory

STORIES = 4


class HomePage(OnTheMap, Page):
    """The page at /."""

    heading = models.CharField(max_length=120)
    lead = models.TextField("first sentences", max_length=600, blank=True)

    body = StreamField(BODY, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = "front page"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the doors that lead somewhere, what is listed now, and what of the money stayed."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        shown = {"doors": open_doors(), "week": this_week(now=now), "kept": kept_here(now=now)}
        return {**context, **shown, "stories": self.stories()}

    def stories(self) -> Any:
        """A few stories with pictures, the latest first."""
        told = live_below(self, GrowerStory).exclude(picture=None).select_related("enterprise")
        return told.order_by("-first_published_at", "-pk")[:STORIES]
