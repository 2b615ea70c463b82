"""How often vans are on time is reckoned when routes are stored, and shown with what it rests on."""

import pytest

from logistics.dispatching.running import running
from logistics.intake.rules import demand_of, rules_of
from logistics.models import PlanningRules, Stop
from logistics.outcome.punctuality import punctuality
from tests.cast import a_hub
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.dispatching.desk import a_routed_day, current, kept, stop_at
from tests.logistics.small_day import SmallDay

pytestmark = pytest.mark.django_db
ASSUMED = "a first assumption of Foodshed’s, until this hub’s own driven days say better"


def figures(small: SmallDay) -> list[int | None]:
    stops = Stop.objects.filter(route__plan_run=current(small)).order_by("route__number", "sequence")
    return list(stops.values_list("on_time_permille", flat=True))


def test_without_a_demand_plans_are_asked_for_nothing_more() -> None:
    assert demand_of(rules_of(a_hub())) is None


def test_every_stop_with_a_window_keeps_its_figure_and_the_run_what_it_rests_on() -> None:
    small = a_routed_day()
    run = current(small)

    assert run.replayed == {
        "mornings": 200,
        "seed": 1,
        "spread": {"morning_permille": 80, "leg_permille": 200, "service_permille": 250, "source": ASSUMED},
    }
    reckoned = punctuality(running(run), run.replayed)
    stops = Stop.objects.filter(route__plan_run=run).select_related("route")
    assert {
        (stop.route.day, f"vehicle:{stop.route.vehicle_id}", stop.sequence): stop.on_time_permille
        for stop in stops
        if stop.on_time_permille is not None
    } == reckoned
    assert stop_at(small, "Oakham School").on_time_permille is not None


def test_a_hub_s_own_spread_is_the_one_that_counts() -> None:
    small = an_ordered_day()
    PlanningRules.objects.create(
        hub=small.hub,
        spread_morning_permille=0,
        spread_leg_permille=0,
        spread_service_permille=0,
        spread_source="a hub where nothing ever varies",
    )
    conduct(small)

    assert set(figures(small)) <= {1000, None}
    assert current(small).replayed["spread"]["source"] == "a hub where nothing ever varies"


def test_a_changed_run_has_figures_of_its_own() -> None:
    small = a_routed_day()
    before = figures(small)
    stop = stop_at(small, "Oakham School")

    kept(small, kind="out", stop=stop.pk)

    assert current(small).replayed["mornings"] == 200
    assert len(figures(small)) < len(before)


def test_a_hub_that_demands_it_gets_vans_that_are_on_time() -> None:
    small = an_ordered_day()
    PlanningRules.objects.create(hub=small.hub, on_time_permille=950)
    conduct(small)

    demand = demand_of(rules_of(small.hub))
    assert demand is not None
    assert demand.permille == 950
    assert all(each is None or each >= 950 for each in figures(small))


def test_vans_that_leave_earlier_to_be_on_time_still_do_when_the_run_is_read_back() -> None:
    small = an_ordered_day()
    PlanningRules.objects.create(hub=small.hub, on_time_permille=990, spread_leg_permille=600)
    conduct(small)
    run = current(small)

    stands = running(run)

    planned = {
        (day, route.vehicle, number): stands.local(day).moment_of(visit.start_s)
        for day, plan in stands.plans.items()
        for route in plan.routes
        for number, visit in enumerate(route.visits, start=1)
    }
    stops = Stop.objects.filter(route__plan_run=run).select_related("route")
    stored = {(each.route.day, f"vehicle:{each.route.vehicle_id}", each.sequence): each.starts_at for each in stops}
    assert stored == planned
