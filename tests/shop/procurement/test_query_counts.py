"""A day ten times as large asks the database no more often where only lines grow."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shop.procurement.actions import record_deliveries
from shop.procurement.handed_over import HandedOver
from shop.procurement.models import BulkOrderLine, LineConfirmation
from shop.settlement.actions import settle_day
from tests.cast import a_buyer, a_day, a_grower, a_hub, a_kitchen, a_listing, a_pack, a_specification
from tests.shop.procurement.scene import (
    ON_THE_DAY,
    a_price,
    allocate,
    an_order,
    close,
    confirm,
    from_listing,
    move_to,
    shares,
)

pytestmark = pytest.mark.django_db


def counted(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def queries_of_a_day(kitchens: int) -> dict[str, int]:
    """A school with so many kitchens, one grower with one large listing; queries by step."""
    hub = a_hub(f"Hub {kitchens}", f"hub-{kitchens}")
    pack, day = a_pack(a_specification(hub)), a_day(hub)
    a_price(pack)
    listing = a_listing(day, a_grower(hub), pack, 2 * kitchens)
    buyer = a_buyer(hub)
    order = an_order(day, a_kitchen(buyer), {pack: 1})
    line = BulkOrderLine.objects.get(drop__order=order)
    for number in range(kitchens - 1):
        drop = order.drops.create(
            kitchen=a_kitchen(buyer, f"Kitchen {number}"),
            opens_at=line.drop.opens_at,
            closes_at=line.drop.closes_at,
        )
        drop.lines.create(pack=pack, packs=1, price_pence=line.price_pence)
    close(day)
    lines = BulkOrderLine.objects.filter(drop__order=order)
    shared = shares(*(from_listing(row, listing, 1) for row in lines))
    seen = {"allocate": counted(lambda: allocate(day, shared))}
    run = day.current_allocation.run
    seen["confirm"] = counted(lambda: confirm(day, run))
    handed = [
        HandedOver(confirmation=row, packs_accepted=1, key=f"line:{row.pk}")
        for row in LineConfirmation.objects.filter(run=run)
    ]
    assert len(handed) == kitchens
    seen["deliver"] = counted(lambda: record_deliveries(delivery_day=day, handed_over=handed, by=None, now=ON_THE_DAY))
    move_to(day, "routed", "out", "delivered")
    seen["settle"] = counted(lambda: settle_day(delivery_day=day, by=None, now=ON_THE_DAY))
    return seen


def test_more_lines_are_not_more_queries():
    assert queries_of_a_day(20) == queries_of_a_day(2)


def test_a_larger_order_is_not_more_queries():
    def placing(products: int) -> int:
        hub = a_hub(f"Hub {products}", f"hub-{products}")
        day, kitchen = a_day(hub), a_kitchen(a_buyer(hub))
        packs = [a_pack(a_specification(hub, f"Product {number}")) for number in range(products)]
        for pack in packs:
            a_price(pack)
        return counted(lambda: an_order(day, kitchen, dict.fromkeys(packs, 1)))

    assert placing(20) == placing(2)
