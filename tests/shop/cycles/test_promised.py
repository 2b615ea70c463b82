"""A listing and the harvest that it promises move together, under the cut-off and never below what is sold."""

from datetime import timedelta
from typing import Any

import pytest

from shop.cycles.actions import change_promised, copy_listings, list_promise, withdraw_promised
from shop.cycles.errors import AlreadyListed, BadListing, ListingsClosed
from shop.cycles.models import Listing
from shop.supply.actions import reserve
from shop.supply.errors import NotEnoughStock
from shop.supply.models import Lot, StockMovement
from tests.cast import DAY, NOW, a_cycle, a_day, a_grower, a_hub, a_lot, a_pack, a_specification, carrots, yard_of

pytestmark = pytest.mark.django_db

TOO_LATE = NOW + timedelta(days=7)


@pytest.fixture
def hub() -> Any:
    return a_hub()


@pytest.fixture
def grower(hub: Any) -> Any:
    return a_grower(hub)


@pytest.fixture
def day(hub: Any) -> Any:
    return a_day(hub)


def promised(day: Any, grower: Any, pack: Any, packs: int = 12, now: Any = NOW, **fields: Any) -> Listing:
    fields = {"price_pence": 950, "packs_either": packs, **fields}
    return list_promise(delivery_day=day, grower=grower, place=yard_of(grower), pack=pack, by=None, now=now, **fields)


def lot_of(listing: Listing) -> Lot:
    return Lot.objects.get(pk=listing.lot_id)


def test_listing_promises_exactly_what_is_on_sale(hub: Any, day: Any, grower: Any) -> None:
    first = promised(day, grower, carrots(hub))
    second = promised(day, grower, a_pack(a_specification(hub, "Leeks"), "5 kg bag", 5_000), 3)

    assert (lot_of(first).quantity_base, lot_of(second).quantity_base) == (120_000, 15_000)
    assert (lot_of(first).code, lot_of(second).code) == (f"270309-{day.pk}-001", f"270309-{day.pk}-002")
    assert StockMovement.objects.of(hub).total_base() == 135_000


def test_the_same_pack_is_listed_once_a_day(hub: Any, day: Any, grower: Any) -> None:
    crate = carrots(hub)
    promised(day, grower, crate)

    with pytest.raises(AlreadyListed, match="Change that listing"):
        promised(day, grower, crate)

    assert (Listing.objects.count(), Lot.objects.count(), StockMovement.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("packs", [0, -1, 100_001])
def test_a_number_that_nobody_lists_is_refused(hub: Any, day: Any, grower: Any, packs: int) -> None:
    with pytest.raises(BadListing):
        promised(day, grower, carrots(hub), packs)

    assert (Listing.objects.count(), Lot.objects.count()) == (0, 0)


def test_the_lot_follows_up_and_down_by_movements(hub: Any, day: Any, grower: Any) -> None:
    listing = promised(day, grower, carrots(hub))

    change_promised(listing=listing, key="a", by=None, now=NOW, packs_either=15)
    assert lot_of(listing).quantity_base == 150_000
    change_promised(listing=listing, key="b", by=None, now=NOW, packs_either=9, price_pence=900)
    change_promised(listing=listing, key="b", by=None, now=NOW, packs_either=9, price_pence=900)

    listing.refresh_from_db()
    assert (listing.packs_either, listing.price_pence) == (9, 900)
    assert lot_of(listing).quantity_base == StockMovement.objects.of(hub).total_base() == 90_000
    assert [(row.kind, row.quantity_base) for row in StockMovement.objects.all()] == [
        ("promised", 120_000),
        ("promised", 30_000),
        ("corrected", -60_000),
    ]


def test_a_listing_never_shrinks_below_what_is_sold(hub: Any, day: Any, grower: Any) -> None:
    listing = promised(day, grower, carrots(hub))
    reserve(lot=listing.lot, quantity_base=40_000, key="household", now=NOW)

    with pytest.raises(NotEnoughStock):
        change_promised(listing=listing, key="a", by=None, now=NOW, packs_either=3)
    with pytest.raises(NotEnoughStock):
        withdraw_promised(listing=listing, by=None, now=NOW)

    listing.refresh_from_db()
    assert (listing.packs_either, listing.withdrawn_at, lot_of(listing).quantity_base) == (12, None, 120_000)
    change_promised(listing=listing, key="c", by=None, now=NOW, packs_either=4)
    assert lot_of(listing).available_base == 0


def test_withdrawing_takes_the_promise_back_once(hub: Any, day: Any, grower: Any) -> None:
    listing = promised(day, grower, carrots(hub))

    withdraw_promised(listing=listing, by=None, now=NOW)
    withdraw_promised(listing=listing, by=None, now=NOW)

    assert (listing.withdrawn_at, lot_of(listing).quantity_base) == (NOW, 0)
    assert StockMovement.objects.count() == 2


def test_after_listing_has_closed_nothing_moves(hub: Any, day: Any, grower: Any) -> None:
    crate = carrots(hub)
    listing = promised(day, grower, crate)
    before = StockMovement.objects.count()

    with pytest.raises(ListingsClosed):
        promised(day, grower, a_pack(a_specification(hub, "Leeks")), now=TOO_LATE)
    with pytest.raises(ListingsClosed):
        change_promised(listing=listing, key="a", by=None, now=TOO_LATE, packs_either=20)
    with pytest.raises(ListingsClosed):
        withdraw_promised(listing=listing, by=None, now=TOO_LATE)
    with pytest.raises(ListingsClosed):
        copy_listings(delivery_day=day, grower=grower, packs={listing.pk: 4}, by=None, now=TOO_LATE)

    listing.refresh_from_db()
    assert (listing.packs_either, listing.withdrawn_at) == (12, None)
    assert (StockMovement.objects.count(), Listing.objects.count(), Lot.objects.count()) == (before, 1, 1)


def test_a_harvested_lot_is_left_alone(hub: Any, day: Any, grower: Any) -> None:
    crate = carrots(hub)
    lot = a_lot(grower, crate.specification, 100_000)
    Lot.objects.filter(pk=lot.pk).update(kind="harvest")
    listing = promised(day, grower, crate)
    Listing.objects.filter(pk=listing.pk).update(lot=lot)

    change_promised(listing=listing, key="a", by=None, now=NOW, packs_either=10)

    assert Lot.objects.get(pk=lot.pk).quantity_base == 100_000


def test_copying_lists_anew_what_is_not_on_sale_with_shares_and_hours_as_they_were(hub: Any, grower: Any) -> None:
    week, next_week = DAY, DAY + timedelta(days=7)
    cycle = a_cycle(hub, (week, next_week))
    old_day, new_day = cycle.delivery_days.order_by("day")
    crate, leeks = carrots(hub), a_pack(a_specification(hub, "Leeks"), "5 kg bag", 5_000)
    old = promised(old_day, grower, crate, 10, packs_either=0, packs_shop=2, packs_bulk=8, minimum_packs=5)
    left, standing = promised(old_day, grower, leeks, 4), promised(new_day, grower, leeks, 2)

    copied = copy_listings(delivery_day=new_day, grower=grower, packs={old.pk: 5, left.pk: 4}, by=None, now=NOW)

    (new,) = copied.listings
    assert (new.packs_shop, new.packs_bulk, new.packs_either, new.minimum_packs) == (1, 4, 0, 5)
    assert (new.price_pence, new.handover) == (950, "collected")
    assert new.ready_from == old.ready_from + timedelta(days=7)
    assert lot_of(new).quantity_base == 50_000
    assert list(copied.left_out) == [left.pk]
    assert Listing.objects.filter(delivery_day=new_day).count() == 2
    assert lot_of(standing).quantity_base == 10_000


def test_copying_leaves_out_what_is_set_to_none_and_other_growers_listings(hub: Any, grower: Any) -> None:
    cycle = a_cycle(hub, (DAY, DAY + timedelta(days=7)))
    old_day, new_day = cycle.delivery_days.order_by("day")
    own = promised(old_day, grower, carrots(hub))
    others = promised(old_day, a_grower(hub, "Hill Farm"), own.pack)

    copied = copy_listings(delivery_day=new_day, grower=grower, packs={own.pk: 0, others.pk: 3}, by=None, now=NOW)

    assert (copied.listings, copied.left_out) == ([], {})
    assert not Listing.objects.filter(delivery_day=new_day).exists()
