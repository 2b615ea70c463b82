"""A long step writes only what still fits, and only what the judge believed."""

from dataclasses import replace

import pytest

from logistics.models import CurrentPlan, PlanRun, Vehicle
from logistics.planning.allocation.fault import Fault
from logistics.planning.routing.codec import problem_from_json
from logistics.run_cycle import Heard, Refused, routing, sharing
from logistics.run_cycle.errors import KeptChanging
from shop.cycles.models import Listing
from shop.procurement.models import AllocationRun
from tests.logistics.conducting import an_ordered_day, conduct

pytestmark = pytest.mark.django_db


def test_a_listing_that_changes_while_the_solver_thinks_makes_it_think_again() -> None:
    small = an_ordered_day()
    changed: list[int] = []

    def withdraw_once(heard: Heard) -> None:
        if (heard.step, heard.stage) == ("allocate", "solved") and not changed:
            changed.append(
                Listing.objects.filter(pk=small.listings["hill"].pk).update(
                    withdrawn_at=small.day.closed_at or small.day.orders_close_at
                )
            )

    conduct(small, until="allocate", report=withdraw_once)

    run = AllocationRun.objects.get()
    assert run.number == 1
    assert not run.lines.filter(listing=small.listings["hill"]).exists()
    assert f"listing:{small.listings['hill'].pk}" not in {each["id"] for each in run.problem["listings"]}


def test_a_day_that_never_stops_changing_is_given_up_with_nothing_stored() -> None:
    small = an_ordered_day()

    def dearer(heard: Heard) -> None:
        if (heard.step, heard.stage) == ("allocate", "solved"):
            listing = Listing.objects.get(pk=small.listings["hill"].pk)
            Listing.objects.filter(pk=listing.pk).update(price_pence=listing.price_pence + 1)

    with pytest.raises(KeptChanging, match="changed 3 times"):
        conduct(small, report=dearer)

    assert AllocationRun.objects.count() == 0


def test_a_van_that_breaks_down_while_routes_are_planned_is_planned_around() -> None:
    small = an_ordered_day()
    big = small.vans["Big van"]

    def break_down(heard: Heard) -> None:
        if (heard.step, heard.stage) == ("move", "solved"):
            Vehicle.objects.filter(pk=big.pk).update(out_of_use_since=small.day.orders_close_at)

    conduct(small, report=break_down)

    run = PlanRun.objects.get()
    assert {route.vehicle.name for route in run.routes.all()} == {"Cold van"}


def test_an_allocation_that_the_judge_refuses_is_never_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    small = an_ordered_day()
    fault = Fault("stock", "listing:1 is used twice over")
    monkeypatch.setattr(sharing, "check", lambda *_: [fault])

    with pytest.raises(Refused, match="refused and not stored: listing:1 is used twice over"):
        conduct(small)

    small.day.refresh_from_db()
    assert small.day.status == "closed"
    assert AllocationRun.objects.count() == 0


def test_a_fault_planted_in_a_plan_is_found_by_the_judge_and_the_plan_never_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = an_ordered_day()
    honest = routing.solve_with

    def lazy(problem: object, **told: object) -> object:
        plan = honest(problem, **told)
        route, *others = plan.routes
        return replace(plan, routes=(replace(route, visits=route.visits[:-1]), *others))

    monkeypatch.setattr(routing, "solve_with", lazy)
    with pytest.raises(Refused) as refused:
        conduct(small)

    assert refused.value.faults
    small.day.refresh_from_db()
    assert small.day.status == "confirmed"
    assert PlanRun.objects.count() == 0
    assert not CurrentPlan.objects.exists()


def test_the_stored_problems_can_be_judged_again() -> None:
    small = an_ordered_day()
    conduct(small)

    run = PlanRun.objects.get()
    problems = [problem_from_json(each) for _, each in sorted(run.problems.items())]
    assert [len(problem.shipments) for problem in problems] == [
        run.shipments.filter(day=small.day.collection_day).count(),
        run.shipments.filter(day=small.day.day).count(),
    ]
