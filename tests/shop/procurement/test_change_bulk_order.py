"""Until the cut-off an order can be changed or taken back; under a basis it stays below the ceiling."""

from datetime import date, datetime
from typing import Any

import pytest

from shop.journal.models import LogLine
from shop.procurement.actions import cancel_bulk_order, change_bulk_order
from shop.procurement.errors import OrderingClosed, OrderRefused, OverCeiling
from shop.procurement.models import BulkOrder, BulkOrderLine
from shop.procurement.wanted import WantedDrop, WantedLine
from tests.cast import LONDON, NOW, a_buyer, a_cycle, a_grower, a_listing, a_pack
from tests.shop.procurement.scene import a_confirmed_day, an_order, line_of
from tests.shop.procurement.test_publish_price import a_basis

pytestmark = pytest.mark.django_db
CUT_OFF = datetime(2027, 3, 7, 12, tzinfo=LONDON)


def wanting(kitchen: Any, pack: Any, packs: int) -> list[WantedDrop]:
    return [WantedDrop(kitchen, [WantedLine(pack, packs)])]


def test_a_changed_order_has_the_new_lines_and_keeps_its_number(day: Any, kitchen: Any, pack: Any):
    order = an_order(day, kitchen, {pack: 4})

    change_bulk_order(order=order, drops=wanting(kitchen, pack, 6), by=None, now=NOW)

    assert BulkOrderLine.objects.get().packs == 6
    assert BulkOrder.objects.get().number == "BO-00001"
    assert [line.verb for line in LogLine.objects.about(order)] == ["place bulk order", "change bulk order"]


def test_a_change_that_is_refused_leaves_what_stood(day: Any, kitchen: Any, pack: Any):
    order = an_order(day, kitchen, {pack: 4})
    bag = a_pack(pack.specification, "5 kg bag", 5_000)

    with pytest.raises(OrderRefused):
        change_bulk_order(order=order, drops=wanting(kitchen, bag, 6), by=None, now=NOW)

    assert line_of(order).packs == 4


def test_after_the_cut_off_an_order_can_neither_be_changed_nor_cancelled(day: Any, kitchen: Any, pack: Any):
    order = an_order(day, kitchen, {pack: 4})

    with pytest.raises(OrderingClosed):
        change_bulk_order(order=order, drops=wanting(kitchen, pack, 6), by=None, now=CUT_OFF)
    with pytest.raises(OrderingClosed):
        cancel_bulk_order(order=order, by=None, now=CUT_OFF)

    order.refresh_from_db()
    assert (order.status, line_of(order).packs) == ("placed", 4)


def test_a_cancelled_order_no_longer_counts_and_cancelling_twice_is_once(day: Any, kitchen: Any, pack: Any):
    order = an_order(day, kitchen, {pack: 4})

    cancel_bulk_order(order=order, by=None, now=NOW)
    cancel_bulk_order(order=BulkOrder.objects.get(), by=None, now=CUT_OFF)

    assert order.status == "cancelled"
    assert not BulkOrderLine.objects.counting_for(day).exists()
    assert LogLine.objects.filter(verb="cancel bulk order").count() == 1


def test_a_cancelled_order_cannot_be_changed(day: Any, kitchen: Any, pack: Any):
    order = an_order(day, kitchen, {pack: 4})
    cancel_bulk_order(order=order, by=None, now=NOW)

    with pytest.raises(OrderRefused, match="BO-00001 is cancelled"):
        change_bulk_order(order=order, drops=wanting(kitchen, pack, 6), by=None, now=NOW)


def test_an_order_may_come_to_the_ceiling_of_its_basis_but_not_a_penny_above(day: Any, kitchen: Any, pack: Any):
    basis = a_basis(day.cycle.hub, kitchen.enterprise, ceiling_pence=6 * 1200)
    an_order(day, kitchen, {pack: 4}, basis=basis)

    with pytest.raises(
        OverCeiling, match=r"comes to £36\.00\. contract C-17 has £24\.00 left of its ceiling of £72\.00"
    ):
        an_order(day, kitchen, {pack: 3}, basis=basis)
    an_order(day, kitchen, {pack: 2}, basis=basis)

    assert sorted(BulkOrderLine.objects.values_list("packs", flat=True)) == [2, 4]


def test_a_changed_order_is_not_counted_twice_against_the_ceiling(day: Any, kitchen: Any, pack: Any):
    basis = a_basis(day.cycle.hub, kitchen.enterprise, ceiling_pence=6 * 1200)
    order = an_order(day, kitchen, {pack: 4}, basis=basis)

    change_bulk_order(order=order, drops=wanting(kitchen, pack, 6), by=None, now=NOW)
    with pytest.raises(OverCeiling):
        change_bulk_order(order=order, drops=wanting(kitchen, pack, 7), by=None, now=NOW)

    assert line_of(order).packs == 6


def test_a_cancelled_order_gives_its_share_of_the_ceiling_back(day: Any, kitchen: Any, pack: Any):
    basis = a_basis(day.cycle.hub, kitchen.enterprise, ceiling_pence=6 * 1200)
    cancel_bulk_order(order=an_order(day, kitchen, {pack: 6}, basis=basis), by=None, now=NOW)

    assert an_order(day, kitchen, {pack: 6}, basis=basis).status == "placed"


def test_a_confirmed_order_counts_for_what_was_confirmed(hub: Any, kitchen: Any, pack: Any):
    first, second = a_cycle(hub, (date(2027, 3, 9), date(2027, 3, 10))).delivery_days.all()
    basis = a_basis(hub, kitchen.enterprise, ceiling_pence=8 * 1200)
    a_listing(first, a_grower(hub), pack, 6)
    an_order(first, kitchen, {pack: 8}, basis=basis)
    a_confirmed_day(first)

    with pytest.raises(OverCeiling, match=r"£24\.00 left"):
        an_order(second, kitchen, {pack: 3}, basis=basis)
    an_order(second, kitchen, {pack: 2}, basis=basis)


def test_a_basis_of_another_buyer_or_another_time_is_refused(day: Any, kitchen: Any, pack: Any, hub: Any):
    others = a_basis(hub, a_buyer(hub, "Oakham School"))
    over = a_basis(hub, kitchen.enterprise, ends=date(2027, 3, 8))

    with pytest.raises(OrderRefused, match="contract C-17 is not Uppingham School's"):
        an_order(day, kitchen, {pack: 1}, basis=others)
    with pytest.raises(OrderRefused, match="from 01/01/2027 to 08/03/2027: not on Tuesday 9 March 2027"):
        an_order(day, kitchen, {pack: 1}, basis=over)

    assert not BulkOrder.objects.exists()


def test_a_change_may_bring_another_po_number_and_says_for_whom_it_was_made(day: Any, kitchen: Any, pack: Any):
    order = an_order(day, kitchen, {pack: 4}, po_number="PO 1")

    change_bulk_order(order=order, drops=wanting(kitchen, pack, 6), by=None, now=NOW)
    assert BulkOrder.objects.get().po_number == "PO 1"
    change_bulk_order(
        order=order, drops=wanting(kitchen, pack, 6), by=None, now=NOW, po_number=" PO 2 ", on_behalf=True
    )
    with pytest.raises(OrderRefused):
        change_bulk_order(order=order, drops=wanting(kitchen, pack, 7), by=None, now=NOW, po_number="9" * 41)
    cancel_bulk_order(order=order, by=None, now=NOW, on_behalf=True)

    assert BulkOrder.objects.get().po_number == "PO 2"
    assert [line.on_behalf_of for line in LogLine.objects.about(order)] == [None, None, order.buyer, order.buyer]
