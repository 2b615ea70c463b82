"""Confirmed goods become shipments: which way they go, what is merged, and what no van can be asked for."""

from datetime import datetime, time, timedelta

import pytest

from logistics.dispatch.route_sheet import route_sheets
from logistics.intake.consignments import Consignment, consignments
from logistics.intake.facts import NotMovable
from logistics.intake.moving import read_facts
from logistics.models import Shift, Vehicle
from shop.cycles.actions import change_listing
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import PlaceWindow
from shop.procurement.models import KitchenDrop
from tests.cast import LONDON, NOW, yard_of
from tests.logistics.conducting import conduct
from tests.logistics.small_day import SmallDay, a_small_day

pytestmark = pytest.mark.django_db

HOUR = 3600


def moved(small: SmallDay, **direct: object) -> list[Consignment]:
    """Confirm the day and read its consignments."""
    conduct(small, until="confirm")
    return list(consignments(read_facts(small.day), **direct))  # type: ignore[arg-type]


def ends(small: SmallDay, each: Consignment) -> tuple[str, str, str, int, int]:
    names = {place.pk: place.name for place in small.hub.places.all()}
    return each.leg, names[each.from_place], names[each.to_place], each.crates, each.weight_g


def test_a_kitchens_goods_of_one_class_are_one_drop_and_a_farms_are_one_pickup() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"carrots": 3, "milk": 2})
    small.order("Uppingham School", {"carrots": 2})
    small.order("Oakham School", {"milk": 1})
    for name in ("manor",):
        change_listing(listing=small.listings[name], by=None, now=NOW, packs_bulk=1)

    legs = [ends(small, each) for each in moved(small)]

    assert ("to_kitchen", "The packhouse", "Uppingham School kitchen", 5, 5 * 10_401) in legs
    assert ("to_kitchen", "The packhouse", "Uppingham School kitchen", 2, 2 * 10_401) in legs
    assert ("to_hub", "Vale Dairy yard", "The packhouse", 3, 3 * 10_401) in legs
    assert sum(1 for leg in legs if leg[0] == "to_kitchen") == 3


def test_crates_are_counted_whole_per_pack() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"diced": 3})

    drop = next(each for each in moved(small) if each.leg == "to_kitchen")

    assert drop.crates == 2  # three bags, two to a crate


def test_what_a_grower_brings_in_needs_no_pickup() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 2})
    change_listing(listing=small.listings["milk"], by=None, now=NOW, handover="brought_in")

    assert [each.leg for each in moved(small)] == ["to_kitchen"]


def test_what_is_brought_in_for_a_processor_goes_on_from_the_hub() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"diced": 2})
    for name in ("manor", "hill"):
        change_listing(listing=small.listings[name], by=None, now=NOW, handover="brought_in")

    legs = [ends(small, each)[:3] for each in moved(small)]

    assert ("to_processor", "The packhouse", "Stamford Veg Prep dock") in [leg[:3] for leg in legs]
    assert not [leg for leg in legs if leg[0] == "to_hub"]


def test_a_processors_output_is_ready_its_hours_after_the_last_input() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"diced": 2})

    found = {each.leg: each for each in moved(small)}

    brought, fetched = found["to_processor"], found["from_processor"]
    assert fetched.pickup[0][0] - brought.drop[-1][1] == 3 * HOUR
    # Vans are manned from 05:00 to 18:00: ten hours less than thirteen, halved.
    assert brought.drop[-1][1] == 10 * HOUR


def test_a_place_that_is_closed_that_day_is_said_before_planning_and_stored_as_unserved() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 2})
    yard = yard_of(small.growers["Vale Dairy"])
    PlaceWindow.objects.create(place=yard, weekday=2, opens=time(7), closes=time(16))

    conduct(small)

    unserved = small.day.current_plan.run.unserved.get()
    assert unserved.reason_code == "place_closed"
    assert unserved.reason_text == (
        "Vale Dairy yard takes no vans on Monday 8 March at the hours that these goods need."
    )
    assert unserved.shipment.from_place == yard


def test_opening_the_place_that_day_is_what_lets_the_goods_travel() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 2})
    yard = yard_of(small.growers["Vale Dairy"])
    PlaceWindow.objects.create(place=yard, weekday=0, opens=time(7), closes=time(16))

    conduct(small)

    assert small.day.current_plan.run.unserved.count() == 0


def test_goods_that_are_ready_on_another_day_are_not_collected() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 2})
    sunday = datetime(2027, 3, 7, 8, tzinfo=LONDON)
    listing = small.listings["milk"]
    change_listing(listing=listing, by=None, now=NOW, ready_from=sunday, ready_until=sunday + timedelta(hours=3))

    refused = [each for each in moved(small) if each.refusal is not None]

    assert [each.refusal.code for each in refused if each.refusal] == ["not_ready_that_day"]


def test_ready_windows_that_share_no_hour_are_two_pickups() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"carrots": 30})
    hill, manor = small.listings["hill"], small.listings["manor"]
    morning, evening = datetime(2027, 3, 8, 7, tzinfo=LONDON), datetime(2027, 3, 8, 15, tzinfo=LONDON)
    change_listing(listing=hill, by=None, now=NOW, ready_from=morning, ready_until=morning + timedelta(hours=2))
    change_listing(listing=manor, by=None, now=NOW, ready_from=evening, ready_until=evening + timedelta(hours=2))
    Listing.objects.filter(pk=hill.pk).update(place=manor.place)

    pickups = [each for each in moved(small) if each.leg == "to_hub"]

    assert sorted(each.pickup for each in pickups) == [((7 * HOUR, 9 * HOUR),), ((15 * HOUR, 17 * HOUR),)]


def test_a_direct_pair_skips_the_hub_and_takes_nothing_else_with_it() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 2, "carrots": 3})
    pair = (yard_of(small.growers["Vale Dairy"]).pk, small.kitchens["Uppingham School"].pk)

    legs = [ends(small, each)[:3] for each in moved(small, direct=frozenset({pair}))]

    assert ("direct", "Vale Dairy yard", "Uppingham School kitchen") in legs
    assert ("to_hub", "Vale Dairy yard", "The packhouse") not in legs
    assert sum(1 for leg in legs if leg[0] == "to_kitchen") == 1


def test_a_drop_larger_than_any_van_is_two_tasks_at_the_kitchen_for_one_order() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 6})
    Vehicle.objects.update(capacity_crates=4, temperature_class="chilled")

    conduct(small)

    plan = small.day.current_plan.run
    assert list(plan.shipments.values_list("leg", "crates", "weight_g").order_by("leg", "id")) == [
        ("to_hub", 3, 3 * 10_401),
        ("to_hub", 3, 3 * 10_401),
        ("to_kitchen", 3, 3 * 10_401),
        ("to_kitchen", 3, 3 * 10_401),
    ]
    assert KitchenDrop.objects.count() == 1
    assert plan.unserved.count() == 0
    at_kitchen = [
        task
        for route in route_sheets(plan)
        for stop in route.stops
        if stop.place == "Uppingham School kitchen"
        for task in stop.tasks
    ]
    assert at_kitchen == ["drop 3 crates from The packhouse"] * 2


def test_a_drop_is_not_cut_because_a_smaller_van_stands_beside_one_that_takes_it() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 6})
    small.vans["Big van"].capacity_crates = 4
    small.vans["Big van"].save()

    assert [(each.leg, each.crates) for each in moved(small)] == [("to_hub", 6), ("to_kitchen", 6)]


def test_the_vans_of_its_own_class_decide_whether_goods_are_cut() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 6, "carrots": 6})
    small.vans["Cold van"].capacity_crates = 4
    small.vans["Cold van"].save()

    found = [(each.temperature_class, each.crates) for each in moved(small) if each.leg == "to_kitchen"]

    assert found == [("ambient", 6), ("chilled", 3), ("chilled", 3)]


def test_collecting_on_the_delivery_day_itself_is_refused_with_advice() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 2})
    conduct(small, until="confirm")
    DeliveryDay.objects.update(collection_day=small.day.day)
    small.day.refresh_from_db()

    with pytest.raises(NotMovable, match="Set the hub's clock to collect earlier"):
        read_facts(small.day)


def test_a_hub_without_a_place_is_told_to_add_one() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 2})
    conduct(small, until="confirm")
    small.packhouse.enterprise.kind = "wholesaler"
    small.packhouse.enterprise.save()

    with pytest.raises(NotMovable, match="has no place of its own"):
        read_facts(small.day)


def test_a_van_without_a_shift_on_the_weekday_stays_at_home() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 2})
    conduct(small, until="confirm")
    Shift.objects.filter(vehicle=small.vans["Big van"], weekday=1).delete()

    facts = read_facts(small.day)

    assert [van.name for van in facts.vans[small.day.collection_day]] == ["Cold van", "Big van"]
    assert [van.name for van in facts.vans[small.day.day]] == ["Cold van"]
