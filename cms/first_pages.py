"""The first pages, until editors write better: true of the software, with no figure and no promise of a hub's.

Their bodies stand beside this file in first_words/: a line that begins with # is a heading, one with > a button to the
market, everything between is text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wagtail.rich_text import RichText

from cms.models import GrowersIndex, Guide, GuidesIndex, MoneyPage, NewsIndex, StandardPage
from cms.models.public_page import WrittenPage

WORDS = Path(__file__).with_name("first_words")
MARKET = "/shop/catalogue/"


@dataclass(frozen=True)
class FirstPage:
    """A page to begin with. `below` is the slug of its parent, empty for the front page."""

    kind: type[WrittenPage]
    slug: str
    title: str
    summary: str
    below: str = ""
    in_menu: bool = False

    def body(self) -> list[tuple[str, Any]]:
        """The blocks of its body; none where no words stand on file."""
        file = WORDS / f"{self.slug}.html"
        return list(blocks_of(file.read_text(encoding="utf-8"))) if file.is_file() else []


def blocks_of(words: str) -> Iterator[tuple[str, Any]]:
    """Headings, buttons and texts in their order. Pure."""
    text: list[str] = []
    for line in [*words.splitlines(), "#"]:
        if not line.startswith(("#", ">")):
            text.append(line.strip())
            continue
        if text:
            yield "text", RichText("".join(text))
            text = []
        said = line[1:].strip()
        if said:
            yield ("heading", said) if line.startswith("#") else ("call", call(said))


def call(words: str) -> dict[str, Any]:
    """A button that leads to the market."""
    return {"words": words, "page": None, "address": MARKET}


FIRST_PAGES = (
    FirstPage(
        GrowersIndex,
        "growers",
        "Who grows it",
        "The growers and processors behind the food, and what each of them has on sale now.",
        in_menu=True,
    ),
    FirstPage(
        GuidesIndex,
        "guides",
        "Guides",
        "How to begin, for those who cook, grow or eat.",
        in_menu=True,
    ),
    FirstPage(
        Guide,
        "how-a-school-starts",
        "How a school starts",
        "From the first call to the first invoice, for school kitchens and their caterers.",
        below="guides",
    ),
    FirstPage(
        Guide,
        "how-a-grower-starts",
        "How a grower starts",
        "What to have ready, what you do each week, and when you are paid.",
        below="guides",
    ),
    FirstPage(
        Guide,
        "how-a-household-orders",
        "How a household orders",
        "A basket from several farms, collected or brought round.",
        below="guides",
    ),
    FirstPage(
        MoneyPage,
        "money",
        "Where the money goes",
        "Every pound of the settled delivery days, followed to the pockets it went to. Nothing here is estimated.",
        in_menu=True,
    ),
    FirstPage(NewsIndex, "news", "News", "What happens at the hub.", in_menu=True),
    FirstPage(StandardPage, "about", "About", "What a food hub does, and how it is kept fair."),
    FirstPage(StandardPage, "contact", "Contact", "Whom to ask, and what to have at hand."),
    FirstPage(
        StandardPage,
        "accessibility",
        "Accessibility",
        "What was tested, what not, and whom to tell.",
    ),
    FirstPage(StandardPage, "privacy", "Privacy", "What is kept of whom, and who sees it."),
)
