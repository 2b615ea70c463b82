"""A small day from its cut-off to its routes, to the penny, the pack and the crate."""

from dataclasses import replace
from datetime import timedelta

import pytest

from logistics.models import CurrentPlan, PlanRun, Shipment, StepRun
from logistics.run_cycle import Heard
from shop.procurement.models import AllocationRun, LineConfirmation, PurchaseLine, Shortage
from shop.supply.models import Lot
from tests.logistics.conducting import QUICK, an_ordered_day, conduct
from tests.logistics.small_day import CUT_OFF, SmallDay, a_small_day

pytestmark = pytest.mark.django_db


def test_a_day_goes_from_its_cut_off_to_its_routes() -> None:
    small = an_ordered_day()

    done = conduct(small)

    assert [(step, outcome.stage) for step, outcome in done.steps] == [
        ("close", "done"),
        ("aggregate", "done"),
        ("allocate", "done"),
        ("confirm", "done"),
        ("move", "done"),
    ]
    assert small.day.status == "routed"
    assert dict(done.steps[1][1].counts) == {
        "orders": 2,
        "kitchens": 2,
        "lines": 5,
        "demands": 3,
        "packs": 31,
        "weight_g": 17 * 10_401 + 10 * 10_401 + 4 * 5_201,
    }


def test_what_is_sold_bought_and_short_is_right_to_the_penny() -> None:
    small = an_ordered_day()

    conduct(small)

    sold = sum(row.packs * row.price_pence for row in LineConfirmation.objects.all())
    assert sold == 17 * 1200 + 6 * 1000 + 4 * 1100
    bought = {str(row.seller): row.packs for row in PurchaseLine.objects.all()}
    # 20 kg of dice at 850 g a kilo take three crates: 20 of the 30 crates of carrots, 6 boxes of milk, 4 bags diced.
    assert bought["Vale Dairy"] == 6
    assert bought["Stamford Veg Prep"] == 4
    assert bought["Manor Farm"] + bought["Hill Farm"] == 17 + 3
    assert sum(row.packs for row in Shortage.objects.all()) == 4


def test_stock_is_held_for_exactly_what_was_confirmed() -> None:
    small = an_ordered_day()

    conduct(small)

    held = {lot.pk: lot.reserved_base for lot in Lot.objects.all()}
    assert held[small.listings["milk"].lot_id] == 60_000
    assert held[small.listings["manor"].lot_id] + held[small.listings["hill"].lot_id] == 200_000


def test_every_kilo_and_crate_that_was_confirmed_travels_to_the_hub_and_on() -> None:
    small = an_ordered_day()

    conduct(small)

    by_leg: dict[str, list[int]] = {}
    for shipment in Shipment.objects.all():
        entry = by_leg.setdefault(shipment.leg, [0, 0])
        entry[0] += shipment.weight_g
        entry[1] += shipment.crates
    assert by_leg == {
        "to_hub": [(17 + 6) * 10_401, 17 + 6],
        "to_processor": [3 * 10_401, 3],
        "from_processor": [4 * 5_201, 2],
        "to_kitchen": [(17 + 6) * 10_401 + 4 * 5_201, 17 + 6 + 2],
    }
    plan = CurrentPlan.objects.get(delivery_day=small.day).run
    assert plan.unserved.count() == 0
    assert plan.travel_source == "estimated"


def test_a_run_that_is_done_changes_nothing_when_it_is_run_again() -> None:
    small = an_ordered_day()
    conduct(small)
    before = (AllocationRun.objects.count(), PlanRun.objects.count(), StepRun.objects.count())

    again = conduct(small)

    assert {outcome.stage for _, outcome in again.steps} == {"stood"}
    assert (AllocationRun.objects.count(), PlanRun.objects.count(), StepRun.objects.count()) == before


def test_until_stops_after_that_step() -> None:
    small = an_ordered_day()

    conduct(small, until="allocate")

    assert small.day.status == "allocated"
    assert LineConfirmation.objects.count() == 0


def test_before_the_cut_off_nothing_is_closed() -> None:
    small = an_ordered_day()

    done = conduct(small, now=CUT_OFF - timedelta(seconds=1))

    assert done.is_waiting
    assert [(step, outcome.stage) for step, outcome in done.steps] == [("close", "waiting")]
    assert small.day.status == "ordering"


def test_a_day_without_an_order_goes_through_empty() -> None:
    small = a_small_day()

    conduct(small)

    assert small.day.status == "routed"
    assert Shipment.objects.count() == 0


def test_the_same_day_gives_the_same_answer_twice() -> None:
    first = an_ordered_day()
    conduct(first)
    answers = [shape(first)]

    conduct(first, again="The coordinator asked for it.")

    answers.append(shape(first))
    assert answers[0] == answers[1]
    latest = CurrentPlan.objects.get(delivery_day=first.day).run
    assert (latest.number, latest.why, latest.supersedes.number) == (2, "The coordinator asked for it.", 1)


def test_routes_that_two_processes_search_for_are_judged_and_stored_like_any() -> None:
    small = an_ordered_day()

    done = conduct(small, budget=replace(QUICK, processes=2))

    assert done.steps[-1][1].stage == "done"
    assert done.steps[-1][1].counts["unserved"] == 0


def shape(small: SmallDay) -> list[tuple]:
    run_ = CurrentPlan.objects.get(delivery_day=small.day).run
    return [
        (route.vehicle.name, route.starts_at, [(stop.place.name, stop.arrives_at) for stop in route.stops.all()])
        for route in run_.routes.all()
    ]


def test_each_step_says_how_far_it_is_and_leaves_a_row() -> None:
    small = an_ordered_day()
    heard: list[Heard] = []

    conduct(small, report=heard.append)

    assert [each.step for each in heard if each.stage == "done"] == [
        "close",
        "aggregate",
        "allocate",
        "confirm",
        "move",
    ]
    rows = StepRun.objects.filter(delivery_day=small.day)
    assert {row.status for row in rows} == {"done"}
    assert rows.get(step="move").counts["unserved"] == 0


def test_the_log_holds_no_grower_s_name_or_number(caplog: pytest.LogCaptureFixture) -> None:
    small = an_ordered_day()
    small.growers["Manor Farm"].phone = "01632 960001"
    small.growers["Manor Farm"].save(update_fields=["phone"])

    with caplog.at_level("INFO", logger="logistics.run_cycle"):
        conduct(small, now=CUT_OFF)

    assert "confirm waiting {'asked': 3, 'silent': 3}" in caplog.text
    assert "Manor Farm" not in caplog.text
    assert "01632" not in caplog.text
