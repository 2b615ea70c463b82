"""Confirming holds the stock, fixes each line and confirms the orders: once, and all or nothing."""

from typing import Any

import pytest

from shop.journal.models import LogLine, OutboxMessage
from shop.procurement.actions import ConfirmedDay
from shop.procurement.errors import ConfirmationRefused, Superseded
from shop.procurement.models import AllocationRun, BulkOrder, LineConfirmation, PurchaseLine
from shop.produce.errors import NoVatRate
from shop.produce.models import VatRate
from shop.supply.actions import correct_stock
from shop.supply.errors import NotEnoughStock
from shop.supply.models import Reservation
from tests.cast import (
    NOW,
    a_buyer,
    a_day,
    a_grower,
    a_hub,
    a_kitchen,
    a_listing,
    a_lot,
    a_pack,
    a_processor,
    a_recipe,
    a_specification,
    carrots,
)
from tests.shop.procurement.scene import (
    a_price,
    allocate,
    an_order,
    close,
    confirm,
    from_listing,
    from_recipe,
    greedy,
    line_of,
    shares,
    short,
    taken_in,
)
from tests.shop.procurement.test_publish_price import a_basis

pytestmark = pytest.mark.django_db


def nothing_was_written(day: Any) -> bool:
    day.refresh_from_db()
    rows = (LineConfirmation, PurchaseLine, Reservation, OutboxMessage)
    return (
        not any(model.objects.exists() for model in rows)
        and day.status == "allocated"
        and not BulkOrder.objects.filter(status="confirmed").exists()
        and not LogLine.objects.filter(verb="confirm allocation").exists()
    )


def test_a_confirmed_day_holds_stock_and_fixes_both_sides(day: Any, hub: Any, kitchen: Any, pack: Any):
    manor = a_listing(day, a_grower(hub), pack, 6, price_pence=950)
    hill = a_listing(day, a_grower(hub, "Hill Farm"), pack, 4, price_pence=900)
    order = an_order(day, kitchen, {pack: 8})
    close(day)
    run = allocate(day)

    done = confirm(day, run)

    assert done == ConfirmedDay(orders=1, packs=8, short_lines=0, growers=2)
    order.refresh_from_db()
    assert (day.status, order.status) == ("confirmed", "confirmed")
    held = {row.key: (row.lot, row.quantity_base) for row in Reservation.objects.all()}
    assert held == {
        f"day:{day.pk}:listing:{manor.pk}": (manor.lot, 60_000),
        f"day:{day.pk}:listing:{hill.pk}": (hill.lot, 20_000),
    }
    promise = LineConfirmation.objects.get()
    assert (promise.packs, promise.fills, promise.price_pence, promise.vat_code, promise.vat_permille) == (
        8,
        8,
        1200,
        "Z",
        0,
    )
    bought = [(row.seller, row.packs, row.price_pence, row.product_text) for row in PurchaseLine.objects.all()]
    assert sorted(bought, key=lambda row: -row[1]) == [
        (manor.grower, 6, 950, "Carrots, 10 kg crate"),
        (hill.grower, 2, 900, "Carrots, 10 kg crate"),
    ]


def test_the_second_confirmation_changes_nothing(day: Any, hub: Any, kitchen: Any, pack: Any):
    listing = a_listing(day, a_grower(hub), pack, 6)
    an_order(day, kitchen, {pack: 8})
    close(day)
    run = allocate(day)
    first = confirm(day, run)
    messages = OutboxMessage.objects.count()

    assert confirm(day, run) == first == ConfirmedDay(orders=1, packs=6, short_lines=1, growers=1)

    listing.lot.refresh_from_db()
    assert listing.lot.reserved_base == 60_000
    assert LineConfirmation.objects.count() == PurchaseLine.objects.count() == 1
    assert OutboxMessage.objects.count() == messages
    assert LogLine.objects.filter(verb="confirm allocation").count() == 1


def test_a_lot_that_shrank_meanwhile_leaves_nothing_half_written(day: Any, hub: Any, kitchen: Any, pack: Any):
    a_listing(day, a_grower(hub), pack, 6)
    shrinking = a_listing(day, a_grower(hub, "Hill Farm"), pack, 4)
    an_order(day, kitchen, {pack: 10})
    close(day)
    run = allocate(day)
    correct_stock(lot=shrinking.lot, quantity_base=-1, reason="Slugs", key="slugs", by=None, now=NOW)

    with pytest.raises(NotEnoughStock, match="asked for"):
        confirm(day, run)

    assert nothing_was_written(day)


def test_a_run_that_was_superseded_is_not_confirmed(day: Any, hub: Any, kitchen: Any, pack: Any):
    a_listing(day, a_grower(hub), pack, 6)
    an_order(day, kitchen, {pack: 6})
    close(day)
    first = allocate(day)
    allocate(day, greedy(day, "f2"), supersedes=first, why="again")

    with pytest.raises(Superseded, match="Run 2 stands for Tuesday 9 March 2027, not run 1"):
        confirm(day, first)

    assert nothing_was_written(day)


def test_a_day_that_is_not_allocated_is_not_confirmed(day: Any, hub: Any, kitchen: Any, pack: Any):
    a_listing(day, a_grower(hub), pack, 6)
    an_order(day, kitchen, {pack: 6})
    close(day)
    nowhere = AllocationRun(delivery_day=day, number=1)

    with pytest.raises(ConfirmationRefused, match="Tuesday 9 March 2027 is not allocated yet"):
        confirm(day, nowhere)

    assert not LineConfirmation.objects.exists()


def test_a_missing_vat_rate_stops_the_day(day: Any, hub: Any, kitchen: Any, pack: Any):
    a_listing(day, a_grower(hub), pack, 6)
    an_order(day, kitchen, {pack: 6})
    close(day)
    run = allocate(day)
    VatRate.objects.all().delete()

    with pytest.raises(NoVatRate, match="Carrots, 10 kg crate: there is no VAT rate “Z”"):
        confirm(day, run)

    assert nothing_was_written(day)


def test_two_growers_crates_for_one_line_are_one_promise(day: Any, hub: Any, kitchen: Any, pack: Any):
    a_listing(day, a_grower(hub), pack, 3)
    a_listing(day, a_grower(hub, "Hill Farm"), pack, 5)
    an_order(day, kitchen, {pack: 8})
    close(day)

    confirm(day, allocate(day))

    assert LineConfirmation.objects.get().packs == 8


def test_two_listings_of_one_lot_are_held_each_by_its_own_key(day: Any, hub: Any, kitchen: Any, pack: Any):
    grower = a_grower(hub)
    lot = a_lot(grower, pack.specification, 100_000)
    bag = a_pack(pack.specification, "5 kg bag", 5_000)
    a_price(bag, 700)
    a_listing(day, grower, pack, 6, lot=lot)
    a_listing(day, grower, bag, 8, lot=lot)
    an_order(day, kitchen, {pack: 6, bag: 8})
    close(day)

    confirm(day, allocate(day))

    lot.refresh_from_db()
    assert (lot.reserved_base, lot.available_base) == (100_000, 0)
    assert Reservation.objects.filter(lot=lot).count() == 2


def test_an_order_of_which_nothing_comes_is_confirmed_without_a_line(day: Any, kitchen: Any, pack: Any):
    order = an_order(day, kitchen, {pack: 8})
    close(day)

    done = confirm(day, allocate(day))

    order.refresh_from_db()
    assert done == ConfirmedDay(orders=1, packs=0, short_lines=1, growers=0)
    assert order.status == "confirmed"
    assert not LineConfirmation.objects.exists()


class Substituted:
    """Eight crates of carrots wanted at £12.00 under the hub's listed substitutes; parsnips stand in for two."""

    def __init__(self, own_pence: int | None, basis_pence: int | None = None) -> None:
        hub = a_hub()
        self.pack, self.day, buyer = carrots(hub), a_day(hub), a_buyer(hub)
        a_price(self.pack, 1200)
        parsnips = a_pack(a_specification(hub, "Parsnips"))
        if own_pence:
            a_price(parsnips, own_pence)
        basis = None
        if basis_pence:
            basis = a_basis(hub, buyer)
            a_price(parsnips, basis_pence, basis=basis)
        six = a_listing(self.day, a_grower(hub), self.pack, 6)
        other = a_listing(self.day, a_grower(hub, "Hill Farm"), parsnips, 6)
        line = line_of(an_order(self.day, a_kitchen(buyer), {self.pack: 8}, "listed", basis=basis))
        close(self.day)
        confirm(self.day, allocate(self.day, shares(from_listing(line, six, 6), from_listing(line, other, 2))))
        self.promise = LineConfirmation.objects.get(pack=parsnips)


@pytest.mark.parametrize(
    ("own_pence", "basis_pence", "paid_pence"),
    [(1100, None, 1100), (1500, None, 1200), (None, None, 1200), (1100, 1050, 1050), (1000, 1050, 1050)],
)
def test_a_substitute_costs_its_own_price_but_never_more_than_what_was_wanted(
    own_pence: int | None, basis_pence: int | None, paid_pence: int
):
    promise = Substituted(own_pence, basis_pence).promise

    assert (promise.packs, promise.fills, promise.price_pence) == (2, 2, paid_pence)
    assert promise.specification_text == "Parsnips"


def test_bags_that_fill_crates_never_cost_more_than_the_crates(day: Any, hub: Any, kitchen: Any, pack: Any):
    bag = a_pack(pack.specification, "2.5 kg bag", 2_500)
    a_price(bag, 350)
    bags = a_listing(day, a_grower(hub), bag, 24)
    order = an_order(day, kitchen, {pack: 6})
    close(day)

    confirm(day, allocate(day, shares(from_listing(line_of(order), bags, 24, fills=6))))

    promise = LineConfirmation.objects.get()
    assert (promise.packs, promise.fills, promise.price_pence, promise.pack_text) == (24, 6, 300, "2.5 kg bag")


def test_a_processor_gets_its_fee_and_its_growers_their_price(day: Any, hub: Any, kitchen: Any, pack: Any):
    diced = a_pack(a_specification(hub, cut="diced"), "2.5 kg bag", 2_500)
    a_price(diced, 600)
    listing = a_listing(day, a_grower(hub), pack, 6, price_pence=950)
    processor = a_processor(hub)
    recipe = a_recipe(processor, pack.specification, diced)
    bags, crates = (line_of(an_order(day, kitchen, wanted)) for wanted in ({diced: 10}, {pack: 3}))
    close(day)
    shared = shares(from_recipe(bags, recipe, 10), taken_in(recipe, listing, 3), from_listing(crates, listing, 3))

    done = confirm(day, allocate(day, shared))

    assert done == ConfirmedDay(orders=2, packs=13, short_lines=0, growers=1)
    grown = PurchaseLine.objects.get(listing=listing)
    assert (grown.seller, grown.packs, grown.price_pence) == (listing.grower, 6, 950)
    made = PurchaseLine.objects.get(recipe=recipe)
    assert (made.seller, made.packs, made.price_pence, made.product_text) == (
        processor,
        10,
        120,
        "Carrots, diced, 2.5 kg bag",
    )
    assert Reservation.objects.get().quantity_base == 60_000


def test_one_line_short_twice_is_one_short_line(day: Any, hub: Any, kitchen: Any, pack: Any):
    line = line_of(an_order(day, kitchen, {pack: 8}))
    close(day)

    done = confirm(day, allocate(day, shares(short(line, 5), short(line, 3, "Frost"))))

    assert done.short_lines == 1
