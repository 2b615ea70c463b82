"""A grower changes what is on sale while households buy it, on PostgreSQL: never fewer than are sold."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from shop.cycles.actions import change_promised, list_promise, withdraw_promised
from shop.cycles.errors import AlreadyListed, CyclesError
from shop.cycles.models import Listing
from shop.supply.actions import reserve
from shop.supply.errors import SupplyError
from shop.supply.models import Lot, StockMovement
from tests.cast import NOW, a_day, a_grower, a_hub, carrots, yard_of
from tests.shop.meeting import all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def tried(work: Callable[[], Any]) -> str:
    try:
        work()
    except (CyclesError, SupplyError) as refusal:
        return type(refusal).__name__
    return "done"


def list_twelve(day: Any, grower: Any, crate: Any) -> Listing:
    return list_promise(
        delivery_day=day,
        grower=grower,
        place=yard_of(grower),
        pack=crate,
        price_pence=950,
        packs_either=12,
        by=None,
        now=NOW,
    )


def test_two_phones_list_the_same_crates_once() -> None:
    hub = a_hub()
    grower, crate, day = a_grower(hub), carrots(hub), a_day(hub)

    said = all_at_once([partial(tried, partial(list_twelve, day, grower, crate))] * 3)

    assert sorted(said) == [AlreadyListed.__name__, AlreadyListed.__name__, "done"]
    assert (Listing.objects.count(), Lot.objects.get().quantity_base) == (1, 120_000)


def test_lots_of_many_growers_listing_at_once_have_codes_of_their_own() -> None:
    hub = a_hub()
    crate, day = carrots(hub), a_day(hub)
    growers = [a_grower(hub, f"Farm {number}") for number in range(4)]

    all_at_once([partial(list_twelve, day, grower, crate) for grower in growers])

    assert sorted(Lot.objects.values_list("code", flat=True)) == [f"270309-{day.pk}-00{n}" for n in range(1, 5)]
    assert StockMovement.objects.all().total_base() == 480_000


@pytest.mark.parametrize("shrink", ["fewer", "withdraw"])
def test_a_listing_that_shrinks_while_a_household_buys_never_falls_below_what_is_sold(shrink: str) -> None:
    hub = a_hub()
    grower, crate, day = a_grower(hub), carrots(hub), a_day(hub)
    listing = list_twelve(day, grower, crate)

    def grower_shrinks() -> None:
        if shrink == "fewer":
            change_promised(listing=listing, key="a", by=None, now=NOW, packs_either=2)
        else:
            withdraw_promised(listing=listing, by=None, now=NOW)

    def household_buys() -> None:
        reserve(lot=listing.lot, quantity_base=50_000, key="household", now=NOW)

    said = all_at_once([partial(tried, grower_shrinks), partial(tried, household_buys)])

    lot = Lot.objects.get()
    left = {"fewer": 20_000, "withdraw": 0}[shrink]
    assert sorted(said) == ["NotEnoughStock", "done"]
    assert (lot.quantity_base, lot.reserved_base) in {(120_000, 50_000), (left, 0)}
    assert lot.quantity_base == StockMovement.objects.all().total_base()
