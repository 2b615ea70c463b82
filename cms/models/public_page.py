"""What all kinds of written pages have in common."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import BODY


class OnTheMap:
    """A page that the map of the site names by the host that was asked, whatever Wagtail's site is called."""

    def get_sitemap_urls(self, request: HttpRequest) -> list[dict[str, Any]]:
        """One entry, as Wagtail's map wants it."""
        page: Any = self
        address = request.build_absolute_uri(page.get_url(request))
        return [{"location": address, "lastmod": page.last_published_at or page.latest_revision_created_at}]


class WrittenPage(OnTheMap, Page):
    """A title, its first sentences, a picture and a body of blocks. Shown on its own and as a card in lists."""

    summary = models.CharField(
        "first sentences",
        max_length=300,
        blank=True,
        help_text="Stands under the title, in lists, and where search engines and messages show the page.",
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="It is cut to fit: set its focal point where it is kept, under Images.",
    )
    picture_description = models.CharField(
        max_length=200, blank=True, help_text="What is on the picture, for those who do not see it."
    )
    body = StreamField(BODY, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_description")], heading="Picture"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.AutocompleteField("summary"),
        index.AutocompleteField("body"),
    ]
    subpage_types: list[str] = []

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(picture=None) | ~Q(picture_description=""),
                name="%(class)s_picture_is_described",
                violation_error_message=_("Say what is on the picture, for those who do not see it."),
            )
        ]

    def clean(self) -> None:
        """Refuse a picture that nobody described, where its editor can see why."""
        super().clean()
        if self.picture_id and not self.picture_description.strip():
            raise ValidationError(
                {"picture_description": _("Say what is on the picture, for those who do not see it.")}
            )


def live_below(page: Page, kind: Any) -> Any:
    """Public pages of `kind` anywhere below the page, their pictures with them."""
    return kind.objects.descendant_of(page).live().public().select_related("picture")
