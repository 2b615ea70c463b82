"""What must hold before a household's order is taken. Each check raises an OrderRefused in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shop.cycles.models import DeliveryDay, Listing
from shop.produce.models import VatRate
from shop.storefront.errors import OnlySoMany, OrderRefused, ShopClosed
from shop.storefront.models import HandoverPoint, HouseholdAccount, HouseholdLine, HouseholdOrder, ShopFront
from shop.storefront.prices import PackPrice, pack_price
from shop.storefront.shares import left_of, rate_of
from shop.storefront.wanted import Household, WantedPacks

PAYMENT = HouseholdOrder.Payment


def require_open(delivery_day: DeliveryDay, now: datetime) -> None:
    """Raise ShopClosed unless orders are taken for the day at `now`, whatever any worker has done."""
    if not DeliveryDay.objects.open_at(now).filter(pk=delivery_day.pk).exists():
        raise ShopClosed(f"Ordering for {delivery_day} has closed. Your basket is kept: choose another day for it.")


def require_reachable(point: HandoverPoint, delivery_day: DeliveryDay, household: Household) -> None:
    """Raise OrderRefused unless the point belongs to the hub, is open on the day and, for a round, goes to the door."""
    if point.hub_id != delivery_day.cycle.hub_id or not point.is_offered:
        raise OrderRefused("Choose where you want your order.")
    if point.weekdays and delivery_day.day.weekday() not in point.weekdays:
        raise OrderRefused(f"{point} is not open on {delivery_day}. Choose another place.")
    if point.is_round and not household.door.strip():
        raise OrderRefused(f"Say to which door {point} should come.")
    if point.is_round and not point.serves(household.postcode):
        raise OrderRefused(f"{point} goes to {', '.join(point.outcodes)} only. Choose a collection point.")


def require_payable(front: ShopFront, household: Household, payment: str) -> None:
    """Raise OrderRefused unless the household may pay this way."""
    if payment not in PAYMENT.values:
        raise OrderRefused("Choose how you want to pay.")
    if payment == PAYMENT.ACCOUNT and not may_pay_later(front, household.user):
        raise OrderRefused("Your hub has not agreed an account with you. Pay when you get it, or ring the hub.")


def may_pay_later(front: ShopFront, user: Any) -> bool:
    """Whether the hub agreed an account with the person."""
    if user is None or not user.is_authenticated:
        return False
    return HouseholdAccount.objects.of(front.hub).filter(user=user, ended_at=None).exists()


def listings_under(delivery_day: DeliveryDay, wanted: Sequence[WantedPacks]) -> dict[int, Listing]:
    """The wanted listings as they stand now. Raises OrderRefused when the basket is empty or one was withdrawn."""
    if not wanted:
        raise OrderRefused("Your basket is empty.")
    rows = Listing.objects.standing().filter(delivery_day=delivery_day, pk__in={each.listing_id for each in wanted})
    found = {row.pk: row for row in rows.named().select_related("lot__hub")}
    for each in wanted:
        if each.listing_id not in found:
            raise OrderRefused(f"{each.order_line.title} is no longer on sale for {delivery_day}.")
    return found


def require_left(wanted: Sequence[WantedPacks], listings: dict[int, Listing]) -> None:
    """Raise OnlySoMany for the first listing of which less is left than is wanted."""
    sold = HouseholdLine.objects.sold_of(listings)
    for each in wanted:
        listing = listings[each.listing_id]
        left = left_of(listing, sold.get(listing.pk, 0))
        if each.packs > left:
            raise OnlySoMany(str(listing), asked=each.packs, left=left)


def prices_of(front: ShopFront, delivery_day: DeliveryDay, listings: dict[int, Listing]) -> dict[int, PackPrice]:
    """Each listing's price as it stands now."""
    rates = VatRate.objects.permille_on(delivery_day.day)
    return {
        number: pack_price(
            row.price_pence, margin_permille=front.margin_permille, vat_permille=rate_of(row, rates, delivery_day)
        )
        for number, row in listings.items()
    }


def require_seen_prices(
    wanted: Sequence[WantedPacks], listings: dict[int, Listing], prices: dict[int, PackPrice]
) -> None:
    """Raise OrderRefused when a price is not the one that the household saw."""
    for each in wanted:
        if each.price_pence != prices[each.listing_id].gross_pence:
            raise OrderRefused(f"The price of {listings[each.listing_id]} has changed. Look at your basket again.")
