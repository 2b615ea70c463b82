"""Reads what cooks type: packs, times and ceilings. Pure: a text in, a number out, or a refusal in their words."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from shop.pricing.money import NotAnAmount, parse_pounds
from shop.procurement.checked_order import MOST_PACKS

LONGEST_TEXT = 20


class BadText(ValueError):
    """What was typed can't be read; the message is fit for the cook's eyes."""


def packs_in(text: str) -> int:
    """12, 1,200 or 12.0 -> packs; nothing typed, a dash or 0 is no packs. Raises BadText."""
    tidy = "".join(text.split()).replace(",", "")
    if tidy in ("", "-", "–"):
        return 0
    whole, _, rest = tidy.partition(".")
    if not (whole.isascii() and whole.isdigit()) or not (rest == "" or (rest.isascii() and rest.isdigit())):
        raise BadText(f"“{shortened(text)}” is not a number of packs.")
    if rest.strip("0"):
        raise BadText(f"“{shortened(text)}”: packs come whole. Order {whole} or {int(whole[:5]) + 1}.")
    if len(whole.lstrip("0")) > len(str(MOST_PACKS)) or int(whole) > MOST_PACKS:
        raise BadText(f"“{shortened(text)}” is more than the {MOST_PACKS:,} packs that one line can hold.")
    return int(whole)


def ceiling_in(text: str) -> int | None:
    """£12.50 -> pence; nothing typed is no ceiling. Raises BadText."""
    if not text.strip():
        return None
    try:
        pence = parse_pounds(text)
    except NotAnAmount as error:
        raise BadText(str(error)) from error
    if pence < 0:
        raise BadText("A ceiling is never below £0.")
    return pence


def clock_in(text: str) -> time:
    """06:30, 6.30 or 630 -> a time of day. Raises BadText."""
    tidy = text.strip().replace(".", ":").replace(":", "")
    digits = tidy.rjust(4, "0")
    if tidy and len(digits) == 4 and digits.isascii() and digits.isdigit():
        hour, minute = int(digits[:2]), int(digits[2:])
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise BadText(f"“{shortened(text)}” is not a time. Write it like 06:30.")


def shortened(text: str) -> str:
    """The text as it can be shown in a message."""
    tidy = text.strip()
    return tidy if len(tidy) <= LONGEST_TEXT else f"{tidy[:LONGEST_TEXT]}…"


def clock_of(moment: datetime, zone: str) -> str:
    """A moment as the clocks of `zone` show it: 06:30."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"
