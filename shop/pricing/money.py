"""Integer pence: split so that nothing is lost, taxed, written and read. Rounds half up, once, and only here."""

import re
from collections.abc import Sequence

PERMILLE = 1000
WRITTEN_POUNDS = re.compile(r"(?P<minus>[-−]?)£?(?P<pounds>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?P<pence>\d{1,2}))?", re.ASCII)
WRITTEN_PENCE = re.compile(r"(?P<minus>[-−]?)(?P<pence>\d+)p", re.ASCII)


class PricingError(ValueError):
    """The family of this room's refusals; the text is fit for the person's eyes."""


class NotAnAmount(PricingError):
    """What was typed can't be read as an amount of money."""


class NothingToSplitBy(PricingError):
    """Weights are missing, negative or all zero."""


def half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator to the nearest integer; a half goes away from zero, so that credits mirror bills.

    `denominator` is positive.
    """
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def split_pence(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` pence in proportion to `weights`; the parts sum to `total` exactly.

    Largest remainder (Hamilton): everyone gets their share rounded down, and the pence left over go one each to the
    largest remainders, earlier ones first when equal. No part is a penny or more away from its exact share. A
    negative total (a credit) splits as its positive twin. Raises NothingToSplitBy.
    """
    if not weights or min(weights) < 0 or not any(weights):
        raise NothingToSplitBy("Money can be split only by weights that are not negative and not all zero.")
    if total < 0:
        return [-part for part in split_pence(-total, weights)]
    whole = sum(weights)
    parts, remainders = zip(*(divmod(total * weight, whole) for weight in weights), strict=True)
    by_remainder = sorted(range(len(weights)), key=lambda at: (-remainders[at], at))
    lucky = frozenset(by_remainder[: total - sum(parts)])
    return [part + (at in lucky) for at, part in enumerate(parts)]


def vat_of(net_pence: int, permille: int) -> int:
    """VAT on a net amount, half up to the penny. Called once per rate group of an invoice, never per line."""
    return half_up(net_pence * permille, PERMILLE)


def net_within(gross_pence: int, permille: int) -> int:
    """The net amount that becomes `gross_pence` when its own VAT is added: vat_of read backwards, to the penny."""
    return half_up(gross_pence * PERMILLE, PERMILLE + permille)


# Signs, separators and all: more than any hub turns over.
LONGEST_AMOUNT = 20


def pounds(pence: int) -> str:
    """1234 -> £12.34; 123456 -> £1,234.56; -5 -> −£0.05."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'−' if pence < 0 else ''}£{whole:,}.{rest:02d}"


def parse_pounds(text: str) -> int:
    """£9.50, 9.5, "1,200" or 95p -> pence. Raises NotAnAmount.

    A third decimal is refused, not rounded: whoever typed it meant another number.
    """
    tidy = "".join(text.split())
    if len(tidy) > LONGEST_AMOUNT:
        raise NotAnAmount("That is too long to be an amount of money. Write it like £9.50 or 95p.")
    if found := WRITTEN_PENCE.fullmatch(tidy):
        pence = int(found["pence"])
    elif (found := WRITTEN_POUNDS.fullmatch(tidy)) and (found["pounds"] or found["pence"]):
        whole = (found["pounds"] or "0").replace(",", "")
        pence = int(whole) * 100 + int((found["pence"] or "0").ljust(2, "0"))
    else:
        raise NotAnAmount(f"“{text.strip()}” is not an amount of money. Write it like £9.50 or 95p.")
    return -pence if found["minus"] else pence
