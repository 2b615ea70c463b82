"""Seasons and allergens as people write them into a list of products. Pure."""

import re
from collections.abc import Mapping

from shop.imports.cells import did_you_mean
from shop.imports.report import RowRefused

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ALL_YEAR = frozenset({"", "all year", "all year round", "year round", "all"})
RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*")
CONTAINS, MAY_CONTAIN, ABSENT = "contains", "may_contain", "absent"


def season(text: str) -> tuple[int, ...]:
    """Jun-Oct, "November to February", "5, 6, 9" as months; all year is no months at all. Raises RowRefused."""
    if text.casefold() in ALL_YEAR:
        return ()
    months: set[int] = set()
    for part in re.split(r"[,;&]|\band\b", text.casefold()):
        ends = [month(word, text) for word in RANGE.split(part.strip())]
        if len(ends) > 2:
            raise RowRefused(f"The season “{text}” is not clear: write it like Jun-Oct.")
        first, last = ends[0], ends[-1]
        months.update((first - 1 + ahead) % 12 + 1 for ahead in range((last - first) % 12 + 1))
    return tuple(sorted(months))


def month(word: str, text: str) -> int:
    """A month by its name or its number."""
    if word[:3] in MONTHS and word.isalpha():
        return MONTHS.index(word[:3]) + 1
    if word.isdecimal() and 1 <= int(word) <= len(MONTHS):
        return int(word)
    raise RowRefused(f"“{word}” in the season “{text}” is not a month: write it like Jun-Oct.")


def allergens(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """Code to presence. `known` is code to name of the 14.

    "milk, may contain nuts" states two and leaves twelve unknown; "none" states that all are absent. An empty cell
    states nothing: unknown is not none. Raises RowRefused.
    """
    if not text:
        return {}
    if text.casefold() in ("none", "no allergens"):
        return dict.fromkeys(known, ABSENT)
    names = {name.casefold(): code for code, name in known.items()} | {code: code for code in known}
    stated: dict[str, str] = {}
    presence = CONTAINS
    for part in re.split(r"[,;&]|\band\b", text.casefold()):
        presence, name = presence_and_name(part.strip(), presence)
        if not name:
            continue
        if name not in names:
            raise RowRefused(f"“{name}” is not one of the 14 allergens.{did_you_mean(name, names)}")
        stated[names[name]] = presence
    return stated


def presence_and_name(part: str, before: str) -> tuple[str, str]:
    """ "may contain: nuts" -> may_contain, nuts. What opens a list holds for the words that follow it."""
    for opening, presence in (("may contain", MAY_CONTAIN), ("contains", CONTAINS), ("free from", ABSENT)):
        if part.startswith(opening):
            return presence, part.removeprefix(opening).strip(" :")
        if part.endswith(f"({opening})"):
            return presence, part.removesuffix(f"({opening})").strip()
    return before, part
