"""An order is taken while ordering is open, at published prices, once per click."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shop.enterprises.actions import add_place
from shop.journal.models import LogLine
from shop.procurement.actions import place_bulk_order
from shop.procurement.errors import NoPublishedPrice, OrderingClosed, OrderRefused
from shop.procurement.models import BulkOrder, BulkOrderLine, KitchenDrop
from shop.procurement.wanted import WantedDrop, WantedLine
from tests.cast import (
    LONDON,
    NOW,
    OAKHAM,
    a_buyer,
    a_cycle,
    a_day,
    a_grower,
    a_hub,
    a_kitchen,
    a_pack,
    a_person,
    a_place,
    carrots,
)
from tests.shop.procurement.scene import a_price, an_order, close, line_of

pytestmark = pytest.mark.django_db
CUT_OFF = datetime(2027, 3, 7, 12, tzinfo=LONDON)


def nothing_was_written() -> bool:
    return not BulkOrder.objects.exists() and not KitchenDrop.objects.exists() and not BulkOrderLine.objects.exists()


def test_an_order_stands_with_the_price_the_cook_saw(day: Any, kitchen: Any, pack: Any):
    cook = a_person()

    order = an_order(day, kitchen, {pack: 4}, po_number=" PO 7 ", by=cook)

    assert (order.number, order.po_number, order.status) == ("BO-00001", "PO 7", "placed")
    assert (order.placed_by, order.placed_at, order.entered_on_behalf) == (cook, NOW, False)
    line = line_of(order)
    assert (line.pack, line.packs, line.price_pence, line.substitution_rule) == (pack, 4, 1200, "none")
    said = LogLine.objects.about(order).get()
    assert (said.by, said.on_behalf_of, said.detail) == (cook, None, {"value_pence": 4800})


def test_the_drop_comes_in_the_kitchens_own_window(day: Any, kitchen: Any, pack: Any):
    drop = an_order(day, kitchen, {pack: 1}).drops.get()

    assert drop.opens_at == datetime(2027, 3, 9, 6, 30, tzinfo=LONDON)
    assert drop.closes_at == datetime(2027, 3, 9, 10, 30, tzinfo=LONDON)


def test_the_weekdays_window_comes_before_the_every_day_one(day: Any, hub: Any, pack: Any):
    buyer = a_buyer(hub)
    windows = [(None, time(6), time(9)), (1, time(11), time(12)), (2, time(5), time(6))]
    kitchen = a_place(buyer, "Canteen", OAKHAM, windows)

    drop = an_order(day, kitchen, {pack: 1}).drops.get()

    assert drop.opens_at == datetime(2027, 3, 9, 11, tzinfo=LONDON)


def test_what_is_entered_for_a_kitchen_says_so(day: Any, kitchen: Any, pack: Any):
    order = an_order(day, kitchen, {pack: 1}, on_behalf=True)

    assert order.entered_on_behalf
    assert LogLine.objects.about(order).get().on_behalf_of == kitchen.enterprise


def test_the_second_click_returns_the_standing_order(day: Any, kitchen: Any, pack: Any):
    key = uuid4()
    first = an_order(day, kitchen, {pack: 4}, client_key=key)

    again = an_order(day, kitchen, {pack: 9}, client_key=key)

    assert again == first
    assert line_of(first).packs == 4
    assert LogLine.objects.filter(verb="place bulk order").count() == 1


def test_the_second_click_after_the_cut_off_still_finds_the_order(day: Any, kitchen: Any, pack: Any):
    key = uuid4()
    first = an_order(day, kitchen, {pack: 4}, client_key=key)

    assert an_order(day, kitchen, {pack: 4}, client_key=key, now=CUT_OFF + timedelta(days=1)) == first


def test_a_key_opens_no_other_buyers_order(day: Any, kitchen: Any, pack: Any, hub: Any):
    key = uuid4()
    an_order(day, kitchen, {pack: 4}, client_key=key)
    stranger = a_kitchen(a_buyer(hub, "Oakham School"))

    with pytest.raises(OrderRefused, match="Open it anew"):
        an_order(day, stranger, {pack: 4}, client_key=key)

    assert BulkOrder.objects.count() == 1


def test_an_order_is_taken_until_the_last_second_before_the_cut_off(day: Any, kitchen: Any, pack: Any):
    assert an_order(day, kitchen, {pack: 1}, now=CUT_OFF - timedelta(seconds=1)).pk


def test_the_cut_off_holds_without_any_worker(day: Any, kitchen: Any, pack: Any):
    with pytest.raises(OrderingClosed, match=r"closed on 07/03/2027 at 12:00\. Ring the hub"):
        an_order(day, kitchen, {pack: 1}, now=CUT_OFF)

    assert day.status == "ordering"
    assert nothing_was_written()


def test_a_closed_day_takes_no_order_whatever_the_clock_says(day: Any, kitchen: Any, pack: Any):
    close(day)

    with pytest.raises(OrderingClosed):
        an_order(day, kitchen, {pack: 1}, now=NOW)

    assert nothing_was_written()


def test_a_draft_cycle_takes_no_order(hub: Any, kitchen: Any, pack: Any):
    day = a_cycle(hub, is_open=False).delivery_days.get()

    with pytest.raises(OrderingClosed, match="has not opened yet"):
        an_order(day, kitchen, {pack: 1})


def test_a_pack_without_a_published_price_is_refused_by_name(day: Any, kitchen: Any, pack: Any):
    bag = a_pack(pack.specification, "5 kg bag", 5_000)

    with pytest.raises(NoPublishedPrice, match="Carrots, 5 kg bag has no published price on Tuesday 9 March 2027"):
        an_order(day, kitchen, {pack: 1, bag: 1})

    assert nothing_was_written()


def test_a_line_ceiling_below_the_price_is_refused(day: Any, kitchen: Any, pack: Any):
    drop = WantedDrop(kitchen, [WantedLine(pack, 1, ceiling_pence=1199)])

    with pytest.raises(OrderRefused, match=r"costs £12\.00, above your ceiling of £11\.99"):
        placed(day, kitchen.enterprise, [drop])


def placed(day: Any, buyer: Any, drops: list[WantedDrop], **fields: Any) -> BulkOrder:
    return place_bulk_order(delivery_day=day, buyer=buyer, drops=drops, client_key=uuid4(), by=None, now=NOW, **fields)


def test_an_empty_order_is_refused(day: Any, kitchen: Any):
    with pytest.raises(OrderRefused, match="nothing in this order"):
        placed(day, kitchen.enterprise, [])
    with pytest.raises(OrderRefused, match="Nothing is ordered for Uppingham School kitchen"):
        placed(day, kitchen.enterprise, [WantedDrop(kitchen, [])])


def test_another_schools_kitchen_is_refused(day: Any, kitchen: Any, pack: Any, hub: Any):
    other = a_kitchen(a_buyer(hub, "Oakham School"))

    with pytest.raises(OrderRefused, match="Oakham School kitchen is not a kitchen of Uppingham School"):
        placed(day, kitchen.enterprise, [WantedDrop(other, [WantedLine(pack, 1)])])

    assert nothing_was_written()


def test_a_kitchen_comes_once(day: Any, kitchen: Any, pack: Any):
    drop = WantedDrop(kitchen, [WantedLine(pack, 1)])

    with pytest.raises(OrderRefused, match="in this order twice"):
        placed(day, kitchen.enterprise, [drop, drop])


def test_a_pack_comes_once_a_kitchen(day: Any, kitchen: Any, pack: Any):
    with pytest.raises(OrderRefused, match="ordered twice"):
        placed(day, kitchen.enterprise, [WantedDrop(kitchen, [WantedLine(pack, 1), WantedLine(pack, 2)])])


@pytest.mark.parametrize("packs", [0, -1, 10_000])
def test_a_number_of_packs_that_nobody_means_is_refused(day: Any, kitchen: Any, pack: Any, packs: int):
    with pytest.raises(OrderRefused, match="between 1 and 9,999 packs"):
        an_order(day, kitchen, {pack: packs})


def test_an_unknown_substitution_rule_is_refused(day: Any, kitchen: Any, pack: Any):
    with pytest.raises(OrderRefused, match="not a substitution rule"):
        an_order(day, kitchen, {pack: 1}, rule="whatever")


def test_a_grower_does_not_order(day: Any, pack: Any, hub: Any):
    grower = a_grower(hub)

    with pytest.raises(OrderRefused, match="does not buy from Rutland Food Hub"):
        placed(day, grower, [WantedDrop(grower.places.get(), [WantedLine(pack, 1)])])


def test_another_hubs_buyer_and_another_hubs_pack_are_refused(day: Any, kitchen: Any, pack: Any):
    fens = a_hub("Fens Food Hub", "fens")
    stranger, leeks = a_kitchen(a_buyer(fens)), carrots(fens)
    a_price(leeks)

    with pytest.raises(OrderRefused, match="does not buy from Rutland Food Hub"):
        an_order(day, stranger, {pack: 1})
    with pytest.raises(OrderRefused, match="is not sold by Rutland Food Hub"):
        an_order(day, kitchen, {leeks: 1})

    assert nothing_was_written()


def test_a_kitchen_without_a_window_must_say_when(day: Any, hub: Any, pack: Any):
    buyer = a_buyer(hub)
    kitchen = add_place(
        enterprise=buyer,
        name="Annexe",
        latitude=OAKHAM[0],
        longitude=OAKHAM[1],
        position_source="given",
        by=None,
        now=NOW,
    )

    with pytest.raises(OrderRefused, match="Annexe takes no deliveries on a Tuesday"):
        an_order(day, kitchen, {pack: 1})

    seven, eight = datetime(2027, 3, 9, 7, tzinfo=LONDON), datetime(2027, 3, 9, 8, tzinfo=LONDON)
    drop = placed(day, buyer, [WantedDrop(kitchen, [WantedLine(pack, 1)], seven, eight)]).drops.get()
    assert (drop.opens_at, drop.closes_at) == (seven, eight)


@pytest.mark.parametrize(
    ("opens", "closes", "why"),
    [
        (datetime(2027, 3, 9, 9, tzinfo=LONDON), datetime(2027, 3, 9, 8, tzinfo=LONDON), "comes before the time from"),
        (datetime(2027, 3, 8, 8, tzinfo=LONDON), datetime(2027, 3, 8, 9, tzinfo=LONDON), "not on Tuesday 9 March 2027"),
    ],
)
def test_a_window_that_cannot_be_meant_is_refused(
    day: Any, kitchen: Any, pack: Any, opens: datetime, closes: datetime, why: str
):
    with pytest.raises(OrderRefused, match=why):
        placed(day, kitchen.enterprise, [WantedDrop(kitchen, [WantedLine(pack, 1)], opens, closes)])


def test_a_po_number_that_is_too_long_is_refused(day: Any, kitchen: Any, pack: Any):
    with pytest.raises(OrderRefused, match="at most 40 characters"):
        an_order(day, kitchen, {pack: 1}, po_number="7" * 41)


def test_order_numbers_run_on_within_a_hub(day: Any, kitchen: Any, pack: Any):
    fens = a_hub("Fens Food Hub", "fens")
    leeks = carrots(fens)
    a_price(leeks)

    numbers = [an_order(day, kitchen, {pack: 1}).number for _ in range(2)]
    numbers.append(an_order(a_day(fens), a_kitchen(a_buyer(fens)), {leeks: 1}).number)

    assert numbers == ["BO-00001", "BO-00002", "BO-00001"]


def test_a_refused_order_uses_up_no_number(day: Any, kitchen: Any, pack: Any):
    with pytest.raises(OrderRefused):
        an_order(day, kitchen, {pack: 0})

    assert an_order(day, kitchen, {pack: 1}).number == "BO-00001"


def test_each_hub_sees_its_own_orders(day: Any, kitchen: Any, pack: Any, hub: Any):
    order = an_order(day, kitchen, {pack: 1})

    assert list(BulkOrder.objects.of(hub)) == [order]
    assert not BulkOrder.objects.of(a_hub("Fens Food Hub", "fens")).exists()
