"""Placing, changing and cancelling a bulk order while ordering is open."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from shop.cycles.models import DeliveryDay
from shop.journal.actions import log
from shop.pricing.money import pounds
from shop.procurement.checked_order import PricedDrop, priced
from shop.procurement.errors import OrderingClosed, OrderRefused, OverCeiling
from shop.procurement.locks import lock_day
from shop.procurement.models import BulkOrder, BulkOrderLine, BuyingBasis, KitchenDrop
from shop.procurement.models.bulk_order import MOVES
from shop.procurement.numbering import ORDERS, take_numbers
from shop.procurement.wanted import WantedDrop
from shop.rows.moves import move


@transaction.atomic
def place_bulk_order(  # noqa: PLR0913 - an order is all of these
    *,
    delivery_day: DeliveryDay,
    buyer: Any,
    drops: Sequence[WantedDrop],
    client_key: UUID,
    by: Any,
    now: datetime,
    po_number: str = "",
    basis: BuyingBasis | None = None,
    on_behalf: bool = False,
) -> BulkOrder:
    """Order packs for one or many kitchens of a buyer, each at the price published for the day.

    The same `client_key` again returns the standing order and changes nothing, whether or not ordering is still open.
    Raises OrderingClosed, NoPublishedPrice, OverCeiling or another OrderRefused.
    """
    lock_day(delivery_day)
    standing: BulkOrder | None = BulkOrder.objects.filter(client_key=client_key).first()
    if standing is not None:
        if (standing.buyer_id, standing.delivery_day_id) != (buyer.pk, delivery_day.pk):
            raise OrderRefused("This form was sent before, for another order. Open it anew.")
        return standing
    require_open(delivery_day, now)
    wanted = priced(delivery_day=delivery_day, buyer=buyer, drops=drops, basis=basis, po_number=po_number)
    require_within_ceiling(basis, wanted, without=None)
    hub = delivery_day.cycle.hub
    order: BulkOrder = BulkOrder.objects.create(
        hub=hub,
        number=take_numbers(hub=hub, series=ORDERS, how_many=1)[0],
        delivery_day=delivery_day,
        buyer=buyer,
        basis=basis,
        po_number=po_number.strip(),
        status=BulkOrder.Status.PLACED,
        placed_at=now,
        placed_by=by,
        entered_on_behalf=on_behalf,
        client_key=client_key,
    )
    write_drops(order, wanted)
    log(
        hub=hub,
        verb="place bulk order",
        subject=order,
        by=by,
        now=now,
        on_behalf_of=buyer if on_behalf else None,
        value_pence=value_of(wanted),
    )
    return order


@transaction.atomic
def change_bulk_order(
    *,
    order: BulkOrder,
    drops: Sequence[WantedDrop],
    by: Any,
    now: datetime,
    po_number: str | None = None,
    on_behalf: bool = False,
) -> BulkOrder:
    """Put other drops and lines in the place of the order's, at the prices published now. Until the cut-off.

    Without a `po_number` it keeps the one it has. Raises the same as place_bulk_order; what stood stays then.
    """
    hold_open_order(order, now)
    po_number = order.po_number if po_number is None else po_number
    wanted = priced(
        delivery_day=order.delivery_day, buyer=order.buyer, drops=drops, basis=order.basis, po_number=po_number
    )
    require_within_ceiling(order.basis, wanted, without=order)
    order.drops.all().delete()
    write_drops(order, wanted)
    order.po_number = po_number.strip()
    order.save(update_fields=["po_number"])
    log(
        hub=order.hub,
        verb="change bulk order",
        subject=order,
        by=by,
        now=now,
        on_behalf_of=order.buyer if on_behalf else None,
        value_pence=value_of(wanted),
    )
    return order


@transaction.atomic
def cancel_bulk_order(*, order: BulkOrder, by: Any, now: datetime, on_behalf: bool = False) -> BulkOrder:
    """Take the order back, until the cut-off. A cancelled order stays cancelled and says so."""
    lock_day(order.delivery_day)
    order.refresh_from_db(fields=["status"])
    if order.status == BulkOrder.Status.CANCELLED:
        return order
    require_open(order.delivery_day, now)
    move(order, to=BulkOrder.Status.CANCELLED, moves=MOVES)
    log(
        hub=order.hub,
        verb="cancel bulk order",
        subject=order,
        by=by,
        now=now,
        on_behalf_of=order.buyer if on_behalf else None,
    )
    return order


def hold_open_order(order: BulkOrder, now: datetime) -> None:
    """Lock the order's day; raise when ordering is over or the order is no longer placed."""
    lock_day(order.delivery_day)
    require_open(order.delivery_day, now)
    order.refresh_from_db(fields=["status"])
    if order.status != BulkOrder.Status.PLACED:
        raise OrderRefused(f"Order {order.number} is {order.get_status_display()} and can't be changed.")


def require_open(delivery_day: DeliveryDay, now: datetime) -> None:
    """Raise OrderingClosed unless orders for the (locked) day are taken at `now`."""
    if DeliveryDay.objects.open_at(now).filter(pk=delivery_day.pk).exists():
        return
    if delivery_day.cycle.status == "draft" or now < delivery_day.cycle.opens_at:
        raise OrderingClosed(f"Ordering for {delivery_day} has not opened yet.")
    closed_at = delivery_day.orders_close_at.astimezone(ZoneInfo(delivery_day.cycle.hub.time_zone))
    raise OrderingClosed(f"Ordering for {delivery_day} closed on {closed_at:%d/%m/%Y at %H:%M}. Ring the hub.")


def require_within_ceiling(
    basis: BuyingBasis | None, wanted: Sequence[PricedDrop], *, without: BulkOrder | None
) -> None:
    """Hold the basis' row and raise OverCeiling when all its orders together would come to more than it allows."""
    if basis is None:
        return
    ceiling_pence = BuyingBasis.objects.select_for_update(no_key=True).get(pk=basis.pk).ceiling_pence
    if ceiling_pence is None:
        return
    others = BulkOrder.objects.filter(basis=basis).exclude(pk=without.pk if without else None)
    left_pence = ceiling_pence - others.spent_pence()
    if value_of(wanted) > left_pence:
        raise OverCeiling(
            f"This order comes to {pounds(value_of(wanted))}. {basis} has {pounds(max(left_pence, 0))} left "
            f"of its ceiling of {pounds(ceiling_pence)}."
        )


def value_of(drops: Sequence[PricedDrop]) -> int:
    """What the drops come to in pence, net of VAT."""
    return sum(line.packs * price for drop in drops for line, price in drop.lines)


def write_drops(order: BulkOrder, wanted: Sequence[PricedDrop]) -> None:
    """Store drops and lines, in two statements however many there are."""
    drops = KitchenDrop.objects.bulk_create(
        KitchenDrop(order=order, kitchen=drop.kitchen, opens_at=drop.opens_at, closes_at=drop.closes_at)
        for drop in wanted
    )
    BulkOrderLine.objects.bulk_create(
        BulkOrderLine(
            drop=row,
            pack=line.pack,
            packs=line.packs,
            price_pence=price_pence,
            ceiling_pence=line.ceiling_pence,
            substitution_rule=line.substitution_rule,
        )
        for row, drop in zip(drops, wanted, strict=True)
        for line, price_pence in drop.lines
    )
