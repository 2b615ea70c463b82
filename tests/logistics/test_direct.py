"""Farm to kitchen without the hub: tried by planning with and without, kept only where it pays."""

from datetime import datetime

import pytest

from logistics.models import PlanningRules, Shipment, StepRun
from shop.cycles.actions import change_listing
from shop.procurement.models import LineConfirmation
from tests.cast import LONDON, NOW
from tests.logistics.conducting import conduct
from tests.logistics.small_day import SmallDay, a_small_day

pytestmark = pytest.mark.django_db

EARLY, LATE = datetime(2027, 3, 8, 7, tzinfo=LONDON), datetime(2027, 3, 9, 12, tzinfo=LONDON)


def a_day_with_a_farm_beside_a_kitchen() -> SmallDay:
    """The dairy lies on the way to Uppingham and has its milk ready from the day before until noon on the day."""
    small = a_small_day()
    change_listing(listing=small.listings["milk"], by=None, now=NOW, ready_from=EARLY, ready_until=LATE)
    small.order("Uppingham School", {"milk": 4})
    return small


def legs() -> set[str]:
    return set(Shipment.objects.values_list("leg", flat=True))


def test_a_direct_run_that_saves_a_whole_collection_is_kept() -> None:
    small = a_day_with_a_farm_beside_a_kitchen()

    conduct(small)

    assert legs() == {"direct"}
    shipment = Shipment.objects.get()
    assert (shipment.crates, shipment.day) == (4, small.day.day)
    line = shipment.lines.get()
    assert (line.confirmation, line.packs) == (LineConfirmation.objects.get(), 4)
    assert line.purchase is not None
    first, second = StepRun.objects.get(step="move").counts["direct_trials"]
    assert (first["pairs"], second["pairs"]) == (0, 1)
    assert second["pence"] + 200 < first["pence"]


def test_a_direct_run_that_saves_less_than_the_hubs_tolerance_is_not() -> None:
    small = a_day_with_a_farm_beside_a_kitchen()
    PlanningRules.objects.create(hub=small.hub, direct_saving_pence=1_000_000)

    conduct(small)

    assert legs() == {"to_hub", "to_kitchen"}


def test_goods_that_are_ready_only_the_day_before_are_not_tried() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"milk": 4})

    conduct(small)

    assert legs() == {"to_hub", "to_kitchen"}
    assert StepRun.objects.get(step="move").counts["direct_trials"] == [
        {"pairs": 0, "pence": small.day.current_plan.run.cost_pence}
    ]
