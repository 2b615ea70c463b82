"""What people write into cells, as values. Pure; raises RowRefused with the cell's words in the reason."""

import re
from collections.abc import Iterable, Mapping
from datetime import time
from difflib import get_close_matches

from shop.imports.report import RowRefused
from shop.pricing.money import NotAnAmount, parse_pounds
from shop.spreadsheets import Row

PACK_WORDS = r"(?:crates?|packs?|boxes|box|bags?|trays?|nets?|sacks?|bunches|bunch|punnets?|cases?|units?|items?)"
COUNT = re.compile(rf"(\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.0+)?\s*(?:x\s*)?{PACK_WORDS}?", re.IGNORECASE | re.ASCII)
PER_PACK = re.compile(
    rf"\s*(?:/|\bper\b|\ba\b|\bper\b\s+a\b)\s*(?:{PACK_WORDS}|each)\s*$|\s+each\s*$", re.IGNORECASE | re.ASCII
)
PER_WEIGHT = re.compile(r"(?:/|\bper\b|\ba\b)\s*(?:kg|kilo|kilos|g|lb|litre|l)\s*$", re.IGNORECASE | re.ASCII)
CURRENCY_WORDS = re.compile(r"\b(?:gbp|pounds?)\b", re.IGNORECASE | re.ASCII)
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*(am|pm)?", re.IGNORECASE | re.ASCII)
YES = frozenset({"yes", "y", "true", "1", "x"})
NO = frozenset({"", "no", "n", "false", "0"})


def required(row: Row, column: str, *, what: str = "") -> str:
    """The cell's text; refuses an empty one."""
    text = row.text(column)
    if not text:
        raise RowRefused(f"The {what or column} is missing.")
    return text


def pence(text: str, *, what: str = "price") -> int:
    """An amount above nothing: £9.50, 9.5, 95p, "£9.50 per box". Refuses prices per kilo."""
    if PER_WEIGHT.search(text):
        raise RowRefused(f"The {what} “{text}” is by weight: write what one pack costs.")
    bare = CURRENCY_WORDS.sub("", PER_PACK.sub("", text))
    try:
        amount = parse_pounds(bare)
    except NotAnAmount as error:
        raise RowRefused(f"The {what} “{text}” is not an amount of money: write it like £9.50.") from error
    if amount < 0:
        raise RowRefused(f"The {what} “{text}” is below nothing.")
    if amount == 0:
        raise RowRefused(f"The {what} “{text}” is nothing: write what one pack costs.")
    return amount


def count(text: str, *, what: str = "quantity", of: str = "packs") -> int:
    """A whole number, with or without a word behind it: 12, "12 crates", "1,200". Refuses "a few" and -3."""
    found = COUNT.fullmatch(text.strip())
    if found is None:
        below = " below nothing" if re.fullmatch(r"[-−]\s*\d.*", text) else " not a whole number"
        raise RowRefused(f"The {what} “{text}” is{below}: write how many {of}.")
    return int(found[1].replace(",", ""))


def yes_or_no(text: str, *, what: str) -> bool:
    """Yes, y, x, true, 1 or their opposites; an empty cell is no."""
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise RowRefused(f"“{text}” under {what} is neither yes nor no.")


def clock(text: str, *, what: str) -> time:
    """06:30, 6.30, 6:30 am, 14:00:00 as a time of day."""
    found = CLOCK.fullmatch(text.strip())
    if found is not None:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif half:
            hour = 24
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise RowRefused(f"“{text}” under {what} is not a time: write it like 06:30.")


def did_you_mean(text: str, known: Iterable[str]) -> str:
    """Did you mean “Carrots”? - with a blank before it, or nothing when nothing is near."""
    by_fold = {name.casefold(): name for name in known}
    near = get_close_matches(text.casefold(), list(by_fold), n=3, cutoff=0.6)
    if not near:
        return ""
    names = [f"“{by_fold[name]}”" for name in near]
    return f" Did you mean {' or '.join(filter(None, [', '.join(names[:-1]), names[-1]]))}?"


def choice(text: str, choices: Mapping[str, str], *, what: str, if_none: str | None = None) -> str:
    """The value whose value or label the text is. Raises RowRefused with the nearest."""
    if not text and if_none is not None:
        return if_none
    by_text = {label.casefold(): value for value, label in choices.items()} | {value: value for value in choices}
    if text.casefold() not in by_text:
        near = did_you_mean(text, by_text) or f" There are: {', '.join(choices)}."
        raise RowRefused(f"“{text}” is not a {what}.{near}" if text else f"The {what} is missing.")
    return by_text[text.casefold()]
