"""Households' boxes on the day: orders by three ways of paying, bought of the farm, on their way to be packed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from shop.overrides.checkout.placing import place_for_household
from shop.payments.actions import authorise, capture_on_commit
from shop.payments.models import Payment
from shop.payments.sweeping import sweep
from shop.procurement.actions import confirm_allocation
from shop.storefront.actions import close_boxes, record_boxes
from shop.storefront.boxes import BoxPackedNow
from shop.storefront.choosing import read_market
from shop.storefront.demand import bought_by_households
from shop.storefront.models import HouseholdLine, HouseholdOrder
from shop.storefront.wanted import Household
from tests.cast import NOW
from tests.shop.payments.pretended_cards import PretendedCards
from tests.shop.procurement.scene import AFTER_CUT_OFF, ON_THE_DAY, allocate, close, move_to
from tests.shop.storefront.scene import Shop, a_household


def an_order_of(shop: Shop, packs: dict[Any, int], payment: str, **fields: Any) -> HouseholdOrder:
    """Packs by listing, paid that way; on account by somebody with an account."""
    market = read_market("", now=NOW)
    assert market is not None
    products = {item.listing.pk: number for number, item in market.shelf.items()}
    email = fields.pop("email", f"{uuid4().hex[:8]}@rutland.example")
    person = a_household(shop, email) if payment == "account" else None
    return place_for_household(
        market=market,
        packs={products[listing.pk]: number for listing, number in packs.items()},
        point=fields.pop("point", shop.point),
        household=Household(name="Hetty House", email=email, user=person, **fields),
        payment=payment,
        client_key=uuid4(),
        by=None,
        now=NOW,
    )


def paid_by_card(order: HouseholdOrder, cards: PretendedCards) -> Payment:
    """The order's total is taken from a card."""
    number = order.order.number
    payment = authorise(
        hub=order.hub,
        order_key=number,
        amount_pence=order.total_pence,
        payment_method="pm_1",
        client_key=uuid4(),
        by=None,
        now=NOW,
    )
    with transaction.atomic():
        capture_on_commit(payment=payment, order_number=number, by=None, now=NOW)
    sweep(cards=cards, now=NOW)
    payment.refresh_from_db()
    return payment


def routed(shop: Shop) -> None:
    """Ordering has closed, the farm's packs are bought, and the vans are planned."""
    close(shop.day)
    confirm_allocation(
        delivery_day=shop.day,
        run=allocate(shop.day),
        by=None,
        now=AFTER_CUT_OFF + timedelta(hours=1),
        beside=bought_by_households(shop.day),
    )
    move_to(shop.day, "routed")


def pack_box(line: HouseholdLine, packs: int, fault: str = "poor quality", **fields: Any) -> None:
    """So many packs of the line went into its box."""
    fields = {"key": uuid4().hex, **fields}
    each = BoxPackedNow(line=line, packs_packed=packs, fault=fault if packs < line.packs else "", **fields)
    record_boxes(delivery_day=line.household_order.delivery_day, packings=[each], by=None, now=ON_THE_DAY)


def packed(shop: Shop, rest_fault: str = "") -> int:
    """Packing is done: what nobody packed stays short for the fault. Returns how many boxes are short."""
    lines = list(HouseholdLine.objects.standing_for(shop.day).values_list("pk", flat=True))
    with transaction.atomic():
        short = close_boxes(delivery_day=shop.day, lines=lines, rest_fault=rest_fault, by=None, now=ON_THE_DAY)
        move_to(shop.day, "packed")
    return short
