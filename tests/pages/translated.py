"""A language that puts marks around every message, and what of a page is left when marked words are taken away."""

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup
from bs4.element import PreformattedString
from django.utils.translation.trans_real import DjangoTranslation

OPENED, CLOSED = "⟦", "⟧"
MARKED = re.compile(f"{OPENED}[^{OPENED}{CLOSED}]*{CLOSED}")
CONTEXT_ENDS = "\x04"
READ_OUT = ("aria-label", "alt", "placeholder", "title", "data-label")
NOT_READ = ["script", "style", "head"]
# The name of the product, and units, are the same in every language.
THE_SAME = ("Foodshed", "km", "kg", "p")


class EveryMessageMarked(DjangoTranslation):
    """British English in which every message that goes through gettext stands between brackets."""

    def gettext(self, message: str) -> str:
        """The message, marked. An empty one stays empty."""
        words = message.rpartition(CONTEXT_ENDS)[2]
        return f"{OPENED}{words}{CLOSED}" if words else ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One of the two, marked."""
        return self.gettext(msgid1 if n == 1 else msgid2)


def untranslated(html: str, from_rows: Iterable[str]) -> list[str]:
    """Words that a visitor sees or hears and that are neither marked nor from the database. The title counts too."""
    while MARKED.search(html):
        html = MARKED.sub("", html)
    page = BeautifulSoup(html, "html.parser")
    said = [page.title.get_text() if page.title else "", *described(page)]
    for part in page.find_all(NOT_READ):
        part.decompose()
    longest_first = sorted({*filter(None, from_rows), *THE_SAME}, key=len, reverse=True)
    known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    found = (known.sub("", words).strip() for words in [*said, *words_of(page)])
    return [words for words in found if any(mark.isalpha() for mark in words)]


def described(page: BeautifulSoup) -> Iterator[str]:
    """What the head tells others of the page."""
    for each in page.find_all("meta", attrs={"name": "description"}):
        yield str(each["content"])


def words_of(page: BeautifulSoup) -> Iterator[str]:
    """Each piece of text, and each attribute that is shown or read out."""
    yield from (str(text) for text in page.find_all(string=True) if not isinstance(text, PreformattedString))
    for name in READ_OUT:
        yield from (str(each[name]) for each in page.find_all(attrs={name: True}))
