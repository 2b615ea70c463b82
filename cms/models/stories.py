"""Who grew it and who made it: a story for each grower and processor."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.market import pence_of_a_pound, products_listed, seller
from cms.models.public_page import WrittenPage, live_below

SELLERS = ("grower", "processor")


class GrowersIndex(WrittenPage):
    """All stories, those who list something now first."""

    template = "cms/growers_index.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GrowerStory"]

    class Meta(WrittenPage.Meta):
        verbose_name = "growers and processors"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the stories and how many products each seller lists."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        kind = request.GET.get("kind", "")
        stories = list(live_below(self, GrowerStory).select_related("enterprise").order_by("title"))
        kinds = sorted({story.enterprise.kind for story in stories})
        counts = products_listed((story.enterprise_id for story in stories), now=timezone.now())
        shown = [(story, counts.get(story.enterprise_id, 0)) for story in stories]
        if kind in kinds:
            shown = [(story, count) for story, count in shown if story.enterprise.kind == kind]
        shown.sort(key=lambda pair: not pair[1])
        return {**context, "stories": shown, "kinds": kinds, "kind": kind if kind in kinds else ""}


class GrowerStory(WrittenPage):
    """The story of one grower or processor; what they list now stands beside it."""

    enterprise = models.OneToOneField(
        "enterprises.Enterprise",
        on_delete=models.PROTECT,
        related_name="story_page",
        limit_choices_to={"kind__in": SELLERS},
        verbose_name="grower or processor",
        help_text="Each has one story.",
    )
    shows_share = models.BooleanField(
        "show what they were paid of each pound",
        default=False,
        help_text="Ask them first: it is their income. Read from invoices and statements of the last six weeks.",
    )

    content_panels = [
        *WrittenPage.content_panels[:1],
        FieldPanel("enterprise"),
        *WrittenPage.content_panels[1:],
        FieldPanel("shows_share"),
    ]
    search_fields = [
        *WrittenPage.search_fields,
        index.RelatedFields("enterprise", [index.SearchField("name"), index.AutocompleteField("name")]),
    ]
    template = "cms/grower_story.html"
    parent_page_types = ["cms.GrowersIndex"]

    class Meta(WrittenPage.Meta):
        verbose_name = "story of a grower or processor"
        verbose_name_plural = "stories of growers and processors"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the rows say of the seller."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        share = pence_of_a_pound(self.enterprise, now=now) if self.shows_share else None
        return {**context, "seller": seller(self.enterprise, now=now), "share": share}
