"""What a household's order means in the books: it owes the hub the total, less what it did not get."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shop.pricing.money import net_within
from shop.settlement.ledger import KIND, Posting
from shop.storefront.models import HouseholdLine, HouseholdOrder, ShortBox

HUB = None


@dataclass(frozen=True, slots=True)
class ShortSum:
    """What is not charged: pence net, VAT, and a round's fee."""

    net_pence: int
    vat_pence: int
    fee_pence: int

    @property
    def total_pence(self) -> int:
        """All of it."""
        return self.net_pence + self.vat_pence + self.fee_pence


def short_sum(missing: Iterable[tuple[HouseholdLine, int]], *, fee_pence: int) -> ShortSum:
    """What packs of frozen lines came to: each pack's price with the VAT that was rounded into it when it was sold."""
    gross = net = 0
    for line, packs in missing:
        gross += packs * line.price_pence
        net += packs * net_within(line.price_pence, line.vat_permille)
    return ShortSum(net, gross - net, fee_pence)


def order_posting(row: HouseholdOrder) -> Posting:
    """Households owe the total: its VAT is the tax office's, a round's fee stands alone, the rest meets the growers."""
    return Posting(
        key=f"household:{row.pk}",
        reason=f"Household order {row.order.number}",
        entries=(
            ((KIND.HOUSEHOLDS, HUB), row.total_pence),
            ((KIND.VAT, HUB), -row.vat_pence),
            ((KIND.DELIVERY_FEES, HUB), -row.fee_pence),
            ((KIND.PRICE_DIFFERENCE, HUB), -row.net_pence),
        ),
    )


def reversed_posting(row: HouseholdOrder) -> Posting:
    """The order never was: every entry once more, the other way round."""
    placed = order_posting(row)
    return Posting(
        key=f"{placed.key}:cancelled",
        reason=f"{placed.reason} cancelled",
        entries=tuple((account, -pence) for account, pence in placed.entries),
    )


def short_posting(short: ShortBox) -> Posting:
    """What the household did not get it does not owe: the order's entries, the other way round, in part."""
    return Posting(
        key=f"household:{short.household_order_id}:short:{short.number}",
        reason=f"Missing of household order {short.household_order.order.number}",
        entries=(
            ((KIND.HOUSEHOLDS, HUB), -short.total_pence),
            ((KIND.VAT, HUB), short.vat_pence),
            ((KIND.DELIVERY_FEES, HUB), short.fee_pence),
            ((KIND.PRICE_DIFFERENCE, HUB), short.net_pence),
        ),
    )


def lost_posting(short: ShortBox, lost: Iterable[Any]) -> Posting:
    """On a settled day: what the hub has paid for the packs is its loss."""
    pence = sum(row.packs * row.purchase.price_pence for row in lost)
    return Posting(
        key=f"household:{short.household_order_id}:short:{short.number}:lost",
        reason=f"Missing of household order {short.household_order.order.number} after the day was settled",
        entries=(((KIND.LOSS, HUB), pence), ((KIND.PRICE_DIFFERENCE, HUB), -pence)),
    )
