"""A collection that stays behind is told together with the kitchens that were promised what is in it."""

from datetime import time

import pytest
from django.test import Client

from logistics.dispatch.day_sheet import DaySheet, day_sheet
from logistics.dispatch.waiting import Waiting
from logistics.dispatch.written import as_lines, as_values
from logistics.models import PlanningRules, Shipment, ShipmentLine, Vehicle
from shop.enterprises.models import Enterprise, Place, PlaceWindow
from shop.procurement.models import LineConfirmation, PurchaseLine
from tests.cast import a_member, yard_of
from tests.logistics.conducting import conduct
from tests.logistics.small_day import SmallDay, a_small_day

pytestmark = pytest.mark.django_db

WEDNESDAY = 2


def closed_when_vans_collect(place: Place) -> None:
    PlaceWindow.objects.create(place=place, weekday=WEDNESDAY, opens=time(7), closes=time(16))


def a_day_without_the_dairy() -> SmallDay:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 4, "carrots": 3})
    small.order("Oakham School", {"milk": 1})
    closed_when_vans_collect(yard_of(small.growers["Vale Dairy"]))
    conduct(small)
    return small


def left_behind(sheet: DaySheet) -> dict[str, Waiting]:
    return {each.leg: each.waiting for each in sheet.unserved}


def test_a_collection_left_behind_names_the_kitchens_that_wait_and_their_packs() -> None:
    sheet = day_sheet(a_day_without_the_dairy().day)

    assert left_behind(sheet) == {
        "farm to hub": Waiting(("Oakham School kitchen", "Uppingham School kitchen"), 5),
    }
    assert "      waiting for it: 2 kitchens, 5 packs (Oakham School kitchen, Uppingham School kitchen)" in as_lines(
        sheet
    )
    assert as_values(sheet)["unserved"][0]["waiting"] == {
        "kitchens": ["Oakham School kitchen", "Uppingham School kitchen"],
        "packs": 5,
    }


def test_the_page_names_them_too() -> None:
    small = a_day_without_the_dairy()
    client = Client()
    client.force_login(a_member(Enterprise.objects.get(hub=small.hub, kind="hub"), role="coordinator"))

    answer = client.get(f"/hub/cycles/{small.day.cycle_id}/{small.day.day}/dispatch/?on={small.day.collection_day}")

    assert "Waiting for it: 2 kitchens, 5 packs (Oakham School kitchen, Uppingham School kitchen)." in answer.text


def test_what_a_processor_is_not_brought_or_does_not_give_is_told_in_the_packs_it_makes() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"carrots": 3})
    small.order("Oakham School", {"diced": 4})
    assert small.recipe is not None
    closed_when_vans_collect(small.recipe.place)

    conduct(small)

    oakham = Waiting(("Oakham School kitchen",), 4)
    assert left_behind(day_sheet(small.day)) == {"farm to processor": oakham, "processor to hub": oakham}
    assert str(oakham) == "1 kitchen, 4 packs (Oakham School kitchen)"


def test_a_kitchen_that_has_the_goods_straight_from_the_farm_does_not_wait() -> None:
    small = a_day_without_the_dairy()
    plan, kitchen = small.day.current_plan.run, small.kitchens["Uppingham School"]
    collection = plan.unserved.get().shipment
    straight = Shipment.objects.get(pk=collection.pk)
    straight.pk, straight.leg, straight.to_place = None, Shipment.Leg.DIRECT, kitchen
    straight.save(force_insert=True)
    ShipmentLine.objects.create(
        shipment=straight,
        confirmation=LineConfirmation.objects.get(order_line__drop__kitchen=kitchen, pack=small.packs["milk"]),
        purchase=PurchaseLine.objects.get(listing=small.listings["milk"]),
        packs=4,
        weight_g=1,
    )

    assert left_behind(day_sheet(small.day))["farm to hub"].kitchens == ("Oakham School kitchen",)


def test_a_drop_left_behind_names_its_own_kitchen_and_nobody_else() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 2})
    small.vans["Cold van"].shifts.filter(weekday=1).delete()

    conduct(small)

    assert left_behind(day_sheet(small.day)) == {"hub to kitchen": Waiting()}
    assert not [line for line in as_lines(day_sheet(small.day)) if "waiting" in line]


def test_of_a_collection_in_parts_only_the_packs_left_behind_are_counted() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 6})
    Vehicle.objects.filter(name="Cold van").update(capacity_crates=4)
    PlanningRules.objects.create(hub=small.hub, van_reloads=0)

    conduct(small)

    left = [each.waiting for each in day_sheet(small.day).unserved if each.leg == "farm to hub"]
    assert left == [Waiting(("Uppingham School kitchen",), 3)]
