"""Tells the demonstration's stories once, below the pages that set-up made."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.actions import ensure_start_page
from cms.demonstration.drawings import SIZE, drawing
from cms.demonstration.stories import INVENTED, STORIES, Told
from cms.models import GrowersIndex, GrowerStory, NewsIndex, NewsItem
from shop.enterprises.models import Enterprise

NEWS_SLUG = "the-demonstration-is-open"


@transaction.atomic
def tell(*, now: datetime) -> int:
    """Tell what is not told yet, of enterprises that exist; return how many stories were added."""
    ensure_start_page(now=now)
    index = GrowersIndex.objects.first()
    if index is None:
        return 0
    known = {each.slug: each for each in Enterprise.objects.filter(slug__in=[told.slug for told in STORIES])}
    told_of = set(GrowerStory.objects.values_list("enterprise_id", flat=True))
    fresh = [each for each in STORIES if each.slug in known and known[each.slug].pk not in told_of]
    for told in fresh:
        add_story(index, told, known[told.slug], now=now)
    add_news(now=now)
    return len(fresh)


def add_story(index: GrowersIndex, told: Told, enterprise: Enterprise, *, now: datetime) -> None:
    """One published story with its drawing."""
    body: list[tuple[str, Any]] = [("text", RichText("".join(f"<p>{words}</p>" for words in told.words)))]
    body.append(("quotation", {"words": told.quotation, "who": told.who}))
    body.append(("text", RichText(f"<p><i>{INVENTED}</i></p>")))
    page = GrowerStory(
        title=told.title,
        slug=told.slug,
        summary=told.summary,
        enterprise=enterprise,
        picture=drawn(told),
        picture_description=told.picture,
        body=body,
        first_published_at=now,
        last_published_at=now,
    )
    Page.objects.get(pk=index.pk).add_child(instance=page)


def drawn(told: Told) -> Image:
    """The story's drawing among the images, its focal point where things stand."""
    content = ContentFile(drawing(told.subject, seed=told.slug), name=f"{told.slug}.png")
    image = Image(title=told.picture, description=told.picture, width=SIZE[0], height=SIZE[1], file=content)
    image.focal_point_x, image.focal_point_y = SIZE[0] // 2, SIZE[1] * 2 // 3
    image.focal_point_width, image.focal_point_height = SIZE[0] // 2, SIZE[1] // 2
    image.save()
    return image


def add_news(*, now: datetime) -> None:
    """One item that says what one is looking at."""
    index = NewsIndex.objects.first()
    if index is None or NewsItem.objects.filter(slug=NEWS_SLUG).exists():
        return
    words = (
        "<p>This is a demonstration. Places are real, people, farms and prices are invented, and every figure on "
        "these pages is counted from the rows of this invented hub.</p>"
    )
    page = NewsItem(
        title="The demonstration is open",
        slug=NEWS_SLUG,
        summary="What you see here is invented; how it works is not.",
        day=now.date(),
        body=[("text", RichText(words)), ("figure", {"figure": "growers"}), ("products", {"heading": "On sale now"})],
        first_published_at=now,
        last_published_at=now,
    )
    Page.objects.get(pk=index.pk).add_child(instance=page)
