"""A household's order is taken in the transaction that writes Oscar's: all of it, or nothing.

The delivery day is locked, so that no two orders look at the same share of a listing, and stock moves by supply's
conditional UPDATE, lots in the order of their ids.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from shop.cycles.models import DeliveryDay, Listing
from shop.journal.actions import log
from shop.payments.actions import refund_order
from shop.procurement.freezing import stated_allergens
from shop.procurement.locks import lock_day
from shop.produce.models import VatRate
from shop.rows.moves import NotAllowedMove, move
from shop.settlement.ledger import post
from shop.storefront.checked_order import (
    listings_under,
    prices_of,
    require_left,
    require_open,
    require_payable,
    require_reachable,
    require_seen_prices,
)
from shop.storefront.errors import OrderRefused
from shop.storefront.models import HandoverPoint, HouseholdLine, HouseholdOrder, ShopFront
from shop.storefront.models.household_order import MOVES
from shop.storefront.money import order_posting, reversed_posting
from shop.storefront.prices import PackPrice
from shop.storefront.shares import rate_of
from shop.storefront.telling import tell_cancelled, tell_ordered
from shop.storefront.wanted import Household, WantedPacks
from shop.supply.actions import release, reserve
from shop.supply.errors import SupplyError

PAYMENT, STATUS = HouseholdOrder.Payment, HouseholdOrder.Status


@transaction.atomic
def take_order(  # noqa: PLR0913 - keyword-only
    *,
    front: ShopFront,
    order: Any,
    delivery_day: DeliveryDay,
    point: HandoverPoint,
    household: Household,
    payment: str,
    wanted: Sequence[WantedPacks],
    client_key: UUID,
    by: User | None,
    now: datetime,
) -> HouseholdOrder:
    """Reserve what Oscar's `order` asks for, freeze it, post what is owed, and tell the household.

    Raises ShopClosed after the cut-off, OnlySoMany when less is left, OrderRefused when a price, the place or the way
    to pay can't stand. Whoever calls it rolls Oscar's order back with it.
    """
    lock_day(delivery_day)
    require_open(delivery_day, now)
    require_reachable(point, delivery_day, household)
    require_payable(front, household, payment)
    listings = listings_under(delivery_day, wanted)
    require_left(wanted, listings)
    prices = prices_of(front, delivery_day, listings)
    require_seen_prices(wanted, listings, prices)
    taken = write_order(front, order, delivery_day, point, household, payment, wanted, prices, client_key, now)
    write_lines(taken, wanted, listings, prices, delivery_day)
    hold(taken, wanted, listings, now=now, by=by)
    post(hub=front.hub, delivery_day=delivery_day, postings=[order_posting(taken)], now=now)
    tell_ordered(taken, now=now)
    log(hub=front.hub, verb="household order", subject=taken, by=by, now=now, total_pence=taken.total_pence)
    return taken


@transaction.atomic
def cancel_order(*, household_order: HouseholdOrder, by: User | None, now: datetime) -> bool:
    """Let go what an order holds and owes, until the cut-off. True if this call cancelled it.

    What was paid by card is given back. Raises ShopClosed after the cut-off.
    """
    day = household_order.delivery_day
    lock_day(day)
    household_order.refresh_from_db(fields=["status"])
    if household_order.status == STATUS.CANCELLED:
        return False
    require_open(day, now)
    try:
        move(household_order, to=STATUS.CANCELLED, moves=MOVES, cancelled_at=now)
    except NotAllowedMove:
        return False
    for line in household_order.lines.select_related("household_order__order").order_by("listing__lot_id", "id"):
        release(key=line.reservation_key, now=now, by=by)
    post(hub=household_order.hub, delivery_day=day, postings=[reversed_posting(household_order)], now=now)
    refund_order(
        hub=household_order.hub,
        order_number=household_order.order.number,
        reason="The order was cancelled.",
        by=by,
        now=now,
    )
    tell_cancelled(household_order, now=now)
    log(hub=household_order.hub, verb="cancel household order", subject=household_order, by=by, now=now)
    return True


def write_order(  # noqa: PLR0913 - one row has this many facts
    front: ShopFront,
    order: Any,
    delivery_day: DeliveryDay,
    point: HandoverPoint,
    household: Household,
    payment: str,
    wanted: Sequence[WantedPacks],
    prices: dict[int, PackPrice],
    client_key: UUID,
    now: datetime,
) -> HouseholdOrder:
    """The order's row with its sums."""
    net_pence = sum(each.packs * prices[each.listing_id].net_pence for each in wanted)
    vat_pence = sum(each.packs * prices[each.listing_id].vat_pence for each in wanted)
    return HouseholdOrder.objects.create(
        hub=front.hub,
        delivery_day=delivery_day,
        order=order,
        user=household.user,
        point=point,
        name=household.name,
        email=household.email,
        phone=household.phone,
        door=household.door if point.is_round else "",
        payment=payment,
        net_pence=net_pence,
        vat_pence=vat_pence,
        fee_pence=point.fee_pence,
        total_pence=net_pence + vat_pence + point.fee_pence,
        client_key=client_key,
        placed_at=now,
    )


def write_lines(
    taken: HouseholdOrder,
    wanted: Sequence[WantedPacks],
    listings: dict[int, Listing],
    prices: dict[int, PackPrice],
    delivery_day: DeliveryDay,
) -> None:
    """Freeze each line as it is now."""
    rates = VatRate.objects.permille_on(delivery_day.day)
    allergens = stated_allergens({row.pack.specification_id for row in listings.values()})
    HouseholdLine.objects.bulk_create(
        HouseholdLine(
            household_order=taken,
            order_line=each.order_line,
            listing=listing,
            packs=each.packs,
            price_pence=prices[each.listing_id].gross_pence,
            grower_pence=listing.price_pence,
            vat_code=listing.pack.specification.product.vat_code,
            vat_permille=rate_of(listing, rates, delivery_day),
            specification_text=str(listing.pack.specification),
            pack_text=listing.pack.name,
            pack_base=listing.pack.quantity_base,
            grower_text=listing.grower.name,
            allergens=allergens.get(listing.pack.specification_id, {}),
        )
        for each in wanted
        for listing in (listings[each.listing_id],)
    )


def hold(
    taken: HouseholdOrder,
    wanted: Sequence[WantedPacks],
    listings: dict[int, Listing],
    *,
    now: datetime,
    by: User | None,
) -> None:
    """Reserve each listing's packs, lots in the order of their ids. Raises OrderRefused in words."""
    packs = {each.listing_id: each.packs for each in wanted}
    for line in sorted(taken.lines.all(), key=lambda line: (listings[line.listing_id].lot_id, line.listing_id)):
        listing = listings[line.listing_id]
        try:
            reserve(
                lot=listing.lot,
                quantity_base=packs[listing.pk] * listing.pack.quantity_base,
                key=line.reservation_key,
                now=now,
                by=by,
            )
        except SupplyError as error:
            raise OrderRefused(f"{listing}: {error}") from error
