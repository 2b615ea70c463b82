"""What a household's order means in the books: it owes the hub the total."""

from shop.settlement.ledger import KIND, Posting
from shop.storefront.models import HouseholdOrder

HUB = None


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
