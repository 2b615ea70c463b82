"""What a body is put together of. Blocks with figures read them from cms.market when the page is asked for."""

from typing import Any

from django.forms.utils import ErrorList
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.market import Seller, kept_here, seller, this_week
from shop.produce.models import Product

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class PictureBlock(blocks.StructBlock):
    """A picture, cut around its focal point; nobody publishes one without saying what is on it."""

    picture = ImageChooserBlock()
    description = blocks.CharBlock(max_length=200, help_text="What is on it, for those who do not see it.")
    caption = blocks.CharBlock(max_length=200, required=False)

    class Meta:
        icon = "image"
        template = "cms/blocks/picture.html"


class QuotationBlock(blocks.StructBlock):
    """Somebody's words."""

    words = blocks.TextBlock(max_length=600)
    who = blocks.CharBlock(max_length=120)

    class Meta:
        icon = "openquote"
        template = "cms/blocks/quotation.html"


class CallBlock(blocks.StructBlock):
    """One next step, as a button."""

    words = blocks.CharBlock(max_length=60, help_text="What happens on a click: “See the market”.")
    page = blocks.PageChooserBlock(required=False, help_text="A page of this site, or else an address below.")
    address = blocks.CharBlock(
        max_length=200, required=False, help_text="An address of this site that begins with /, such as /shop/."
    )

    class Meta:
        icon = "link"
        template = "cms/blocks/call.html"

    def clean(self, value: Any) -> Any:
        """Want exactly one place to lead to, and only within this site."""
        cleaned = super().clean(value)
        address = cleaned["address"]
        if bool(cleaned["page"]) == bool(address):
            raise refused(gettext("Choose a page or write an address: one of the two."))
        if address and (not address.startswith("/") or address.startswith("//")):
            raise refused(gettext("{address} does not begin with one /.").format(address=address))
        return cleaned


def refused(why: str) -> blocks.StructBlockValidationError:
    """What an editor reads above the block."""
    return blocks.StructBlockValidationError(non_block_errors=ErrorList([why]))


class ProductsBlock(blocks.StructBlock):
    """Cards of what is listed at this moment; nothing is shown while nothing is listed."""

    heading = blocks.CharBlock(max_length=80, default="On sale now")
    category = blocks.ChoiceBlock(choices=Product.Category.choices, required=False, help_text="Empty: a few of each.")

    class Meta:
        icon = "list-ul"
        template = "cms/blocks/products.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add what is listed now."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        week = this_week(now=timezone.now(), category=value["category"] or "")
        return {**context, "week": week}


class GrowerBlock(blocks.StructBlock):
    """A grower or processor with a story, and how much they list now."""

    story = blocks.PageChooserBlock(page_type="cms.GrowerStory")

    class Meta:
        icon = "user"
        template = "cms/blocks/grower.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the story when it is public, and what its seller lists now."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        story = value["story"] and value["story"].specific
        if story is None or not story.live:
            return {**context, "story": None}
        found: Seller = seller(story.enterprise, now=timezone.now())
        return {**context, "story": story, "seller": found}


class FigureBlock(blocks.StructBlock):
    """One figure from the rows; while there is no row it is not shown."""

    figure = blocks.ChoiceBlock(
        choices=[
            ("products", _("products listed now")),
            ("growers", _("growers and processors who list now")),
            ("pence", _("pence of each pound sold that went to growers and processors")),
        ]
    )

    class Meta:
        icon = "order"
        template = "cms/blocks/figure.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the figure with its unit."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "asked": value["figure"], "found": figure_of(value["figure"])}


def figure_of(name: str) -> Any:
    """The week or the money that the figure is of; None where no row says it."""
    now = timezone.now()
    return kept_here(now=now) if name == "pence" else this_week(now=now)


BODY = [
    ("heading", blocks.CharBlock(max_length=120, icon="title", template="cms/blocks/heading.html")),
    ("text", blocks.RichTextBlock(features=TEXT_FEATURES)),
    ("picture", PictureBlock()),
    ("quotation", QuotationBlock()),
    ("call", CallBlock(label="call to action")),
    ("products", ProductsBlock(label="product cards")),
    ("grower", GrowerBlock(label="grower card")),
    ("figure", FigureBlock(label="figure from the market")),
]
