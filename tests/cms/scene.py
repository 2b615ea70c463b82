"""Pages of the tests, below the front page that set-up makes."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Page

from cms.actions import ensure_start_page
from cms.models import GrowersIndex, GrowerStory, NewsIndex, NewsItem
from shop.enterprises.models import Enterprise
from tests.cast import NOW

ROOTS_BODY = [("text", "<p>Nantes carrots from sandy ground.</p>")]


def an_image(title: str = "A field") -> Image:
    """A small green picture."""
    kept = BytesIO()
    Picture.new("RGB", (64, 36), (40, 120, 60)).save(kept, "PNG")
    return Image.objects.create(title=title, width=64, height=36, file=ContentFile(kept.getvalue(), name="field.png"))


def a_story(enterprise: Enterprise, title: str = "", *, live: bool = True, **fields: Any) -> GrowerStory:
    """A story below the growers' index."""
    ensure_start_page(now=NOW)
    title = title or f"The story of {enterprise}"
    page = GrowerStory(title=title, enterprise=enterprise, live=live, **{"summary": "Lifted by hand.", **fields})
    return below(GrowersIndex, page)


def a_news_item(title: str, *, live: bool = True, **fields: Any) -> NewsItem:
    """News of the day of NOW."""
    ensure_start_page(now=NOW)
    page = NewsItem(title=title, live=live, **{"day": NOW.date(), "summary": "Read all about it.", **fields})
    return below(NewsIndex, page)


def below(index: type[Page], page: Any) -> Any:
    """Hang the page below the one index of that kind."""
    index.objects.get().add_child(instance=page)
    return page
