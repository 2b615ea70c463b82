"""What households bought on a small day: out of the kitchens' reach, bought of its grower, and on a van."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.contrib.sites.models import Site

from logistics.driving.out import send_out
from logistics.intake.keys import Names
from logistics.intake.offers import read_offers
from logistics.models import Shipment, ShipmentLine, StepRun, UnservedShipment
from shop.cycles.models import Listing
from shop.overrides.checkout.placing import place_for_household
from shop.procurement.models import PurchaseLine
from shop.settlement.actions import settle_day
from shop.settlement.models import LedgerEntry, Statement
from shop.storefront.actions import add_handover_point, cancel_order, open_shop
from shop.storefront.choosing import read_market
from shop.storefront.models import HouseholdOrder
from shop.storefront.wanted import Household
from shop.supply.models import Reservation
from tests.cast import NOW, a_place
from tests.logistics.conducting import conduct
from tests.logistics.small_day import SmallDay, a_small_day

pytestmark = pytest.mark.django_db
VILLAGE = ("52.620000", "-0.650000")


def a_day_with_a_household(packs: int = 3, *, in_village: bool = True) -> SmallDay:
    """Three crates of Manor Farm's carrots are sold to a household that collects in a village."""
    small = a_small_day()
    Listing.objects.filter(pk=small.listings["manor"].pk).update(packs_bulk=16, packs_shop=4)
    open_shop(hub=small.hub, site=Site.objects.get(pk=1), by=None, now=NOW)
    hall = a_place(small.packhouse.enterprise, "Village hall", VILLAGE) if in_village else small.packhouse
    point = add_handover_point(place=hall, name=str(hall), opens=time(15), closes=time(18), by=None, now=NOW)
    market = read_market("", now=NOW + timedelta(hours=1))
    assert market is not None
    (product,) = market.shelf
    place_for_household(
        market=market,
        packs={product: packs},
        point=point,
        household=Household(name="Hetty House", email="hetty@rutland.example"),
        payment="at_handover",
        client_key=uuid4(),
        by=None,
        now=NOW + timedelta(hours=1),
    )
    return small


def test_the_allocation_is_not_offered_what_the_shop_sold_and_all_that_it_did_not_sell() -> None:
    small = a_day_with_a_household()

    offers = read_offers(small.day, names=Names(), caps={})

    by_id = {each.id: each for each in offers.listings}
    manor = by_id[f"listing:{small.listings['manor'].pk}"]
    assert (manor.packs, manor.offered_packs) == (17, 17)


def test_kitchens_get_the_rest_and_the_grower_is_asked_for_all_of_it() -> None:
    small = a_day_with_a_household()
    small.order("Uppingham School", {"carrots": 30})

    conduct(small)

    bought = PurchaseLine.objects.get(listing=small.listings["manor"])
    assert bought.packs == 20
    assert sum(PurchaseLine.objects.values_list("packs", flat=True)) == 30
    assert Reservation.objects.held().filter(lot=small.listings["manor"].lot).total_base() == 200_000


def test_a_van_brings_it_to_the_hub_and_on_to_the_village() -> None:
    small = a_day_with_a_household()
    small.order("Uppingham School", {"carrots": 5})

    conduct(small)

    line = ShipmentLine.objects.get(shipment__to_place__name="Village hall")
    assert line.purchase is not None
    assert (line.packs, line.confirmation, line.purchase.listing) == (3, None, small.listings["manor"])
    shipment = line.shipment
    assert shipment.leg in (Shipment.Leg.TO_KITCHEN, Shipment.Leg.DIRECT)
    assert shipment.drop_closes_at.astimezone(NOW.tzinfo).time() == time(15)
    assert UnservedShipment.objects.count() == 0


def test_households_alone_make_a_day() -> None:
    small = a_day_with_a_household()

    done = conduct(small)

    assert done.steps[-1][0] == StepRun.Step.MOVE
    assert PurchaseLine.objects.get().packs == 3
    assert small.day.status == "routed"


def test_a_cancelled_order_is_neither_bought_nor_carried_and_kitchens_may_have_it() -> None:
    small = a_day_with_a_household()
    cancel_order(household_order=HouseholdOrder.objects.get(), by=None, now=NOW + timedelta(hours=2))
    small.order("Uppingham School", {"carrots": 30})

    conduct(small)

    assert PurchaseLine.objects.get(listing=small.listings["manor"]).packs == 20
    assert Reservation.objects.held().filter(key__contains=":household:").count() == 0
    assert not ShipmentLine.objects.filter(shipment__to_place__name="Village hall").exists()
    assert LedgerEntry.objects.per_kind() == {"households": 0, "price_difference": 0}


def test_what_is_held_for_households_leaves_with_the_days_vans() -> None:
    small = a_day_with_a_household()
    conduct(small)

    send_out(small.day, by=None, now=NOW + timedelta(days=8))

    assert set(Reservation.objects.values_list("status", flat=True)) == {"dispatched"}
    small.listings["manor"].lot.refresh_from_db()
    assert small.listings["manor"].lot.dispatched_base == 30_000


def test_who_collects_at_the_packhouse_needs_no_second_van() -> None:
    small = a_day_with_a_household(in_village=False)

    conduct(small)

    assert [row.leg for row in Shipment.objects.all()] == ["to_hub"]


def test_a_settled_day_pays_the_grower_and_keeps_the_margin() -> None:
    small = a_day_with_a_household()
    conduct(small)
    for step in ("packed", "out", "delivered"):
        small.day.status = step
        small.day.save()

    settle_day(delivery_day=small.day, by=None, now=NOW + timedelta(days=8))

    assert Statement.objects.get().total_pence == 3 * 950
    assert HouseholdOrder.objects.get().total_pence == 3 * 1188
    assert LedgerEntry.objects.per_kind() == {
        "households": 3 * 1188,
        "payable": -3 * 950,
        "price_difference": -3 * (1188 - 950),
    }
