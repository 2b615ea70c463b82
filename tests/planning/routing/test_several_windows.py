"""Several windows a place, as the native engine keeps them on its own."""

from dataclasses import replace

import pytest

from logistics.planning.routing.problem import Shipment, TaskSpec, Window
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, van
from tests.planning.routing.days import collection_day, delivery_day
from tests.planning.routing.native import searched

pytestmark = pytest.mark.usefixtures("native_library")


def test_the_window_that_makes_the_day_shortest_is_chosen_of_several():
    """Nine o'clock is when both can be served without waiting; half past six is earlier, but one van waits then."""
    early, late = Window(6 * HOUR + 30 * MINUTE, 6 * HOUR + 40 * MINUTE), Window(9 * HOUR, 9 * HOUR + 10 * MINUTE)
    twice = shipment(drop=replace(shipment().drop, windows=(early, late)))
    after = shipment(
        "leeks", target="school", drop=TaskSpec("school", (Window(9 * HOUR + 15 * MINUTE, 10 * HOUR),), 0, 0)
    )

    (route,) = searched(problem((van(),), twice, after)).routes

    assert [visit.location for visit in route.visits] == ["hub", "kitchen", "school"]
    assert late.opens_s <= route.visits[1].start_s <= late.closes_s
    assert [visit.wait_s for visit in route.visits] == [0, 0, 0]


@pytest.mark.parametrize("hub_end", ["pickup", "drop"])
def test_days_whose_doors_close_at_noon_are_served_in_the_hours_before_and_after(hub_end):
    day = (delivery_day if hub_end == "pickup" else collection_day)(60, vans=16)
    closed = replace(
        day, shipments=tuple(closed_in_the_middle(one, number) for number, one in enumerate(day.shipments))
    )

    plan = searched(closed, steps=1_500)

    assert len(plan.unserved) <= 2
    assert searched(closed, steps=1_500) == plan


def closed_in_the_middle(one: Shipment, number: int) -> Shipment:
    """Every third of its doors closes for a quarter of its hours, and opens again."""

    def closing(spec: TaskSpec) -> TaskSpec:
        if number % 3 or len(spec.windows) != 1:
            return spec
        (window,) = spec.windows
        quarter_s = (window.closes_s - window.opens_s) // 4
        before = Window(window.opens_s, window.opens_s + quarter_s)
        return replace(spec, windows=(before, Window(before.closes_s + quarter_s, window.closes_s)))

    return replace(one, pickup=closing(one.pickup), drop=closing(one.drop))
