"""How many packs of a listing households may still take, and at which VAT rate: what shelf and till share."""

from shop.cycles.models import DeliveryDay, Listing
from shop.produce.errors import NoVatRate


def left_of(listing: Listing, sold: int) -> int:
    """Packs a household could still take: what the listing leaves to the shop, and what its lot still holds."""
    share = listing.packs_shop + listing.packs_either - sold
    return max(0, min(share, listing.lot.available_base // listing.pack.quantity_base))


def rate_of(listing: Listing, rates: dict[str, int], delivery_day: DeliveryDay) -> int:
    """The VAT rate of what is listed, in permille. Raises NoVatRate."""
    code = listing.pack.specification.product.vat_code
    if code not in rates:
        raise NoVatRate(f"{listing.pack}: there is no VAT rate “{code}” for {delivery_day}.")
    return rates[code]
