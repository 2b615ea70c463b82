"""Finding “carrots” whether somebody types carrot, Carrots or carro: words cut to their stems, matched from the front.

What is on sale for a day is a few hundred names that the page has read anyway, so they are matched here and not in an
index: it answers alike on every database and is never out of date. Pure.
"""

import re
from collections.abc import Iterable
from unicodedata import normalize

WORD = re.compile(r"[a-z0-9]+")
SHORTEST = 3
#: Endings of English plurals, the longest first, and what stands in their place.
ENDINGS = (("ies", "y"), ("oes", "o"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("ss", "ss"), ("s", ""))


def stem(word: str) -> str:
    """Carrots and carrot, berries and berry, potatoes and potato come to one."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST - 1:
            return word[: -len(ending)] + instead
    return word


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, without accents or case."""
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return tuple(stem(word) for word in WORD.findall(plain))


def matches(wanted: str, texts: Iterable[str]) -> bool:
    """Whether every wanted word begins a word of one of the texts. Nothing wanted matches everything."""
    known = [word for text in texts for word in stems(text)]
    return all(any(word.startswith(start) for word in known) for start in stems(wanted))
