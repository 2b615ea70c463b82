"""Moving stops by hand: what a change makes of the routes, what it refuses, and what it leaves alone."""

from datetime import timedelta

import pytest

from logistics.dispatching.changes import proposal
from logistics.dispatching.errors import CannotMove, Superseded
from logistics.dispatching.keeping import keep
from logistics.dispatching.proposing import Change
from logistics.dispatching.running import running
from logistics.models import CurrentPlan, Driver, PlanRun, Shipment, Stop, Task, UnservedShipment
from logistics.planning.routing import check
from shop.journal.models import LogLine
from tests.logistics.dispatching.desk import LATER, a_routed_day, current, kept, places, stop_at
from tests.logistics.small_day import SmallDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallDay:
    return a_routed_day()


def test_the_run_read_back_is_the_run_that_was_written(small: SmallDay) -> None:
    run = current(small)
    stands = running(run)

    assert sum(plan.cost.total_pence for plan in stands.plans.values()) == run.cost_pence
    for day, plan in stands.plans.items():
        assert check.faults(stands.problems[day], plan) == ()
        rows = Stop.objects.filter(route__plan_run=run, route__day=day).order_by("route__number", "sequence")
        local = stands.local(day)
        read = [
            (local.moment_of(v.arrive_s), local.moment_of(v.start_s), local.moment_of(v.depart_s), *v.loads_after)
            for route in plan.routes
            for v in route.visits
        ]
        assert read == [(r.arrives_at, r.starts_at, r.departs_at, r.load_g, r.load_crates) for r in rows]


def test_a_stop_moved_earlier_becomes_a_new_run_and_the_old_one_stays(small: SmallDay) -> None:
    before = current(small)
    stop = Stop.objects.filter(route__plan_run=before, route__day=small.day.day).order_by("-sequence").first()
    assert stop is not None
    van = stop.route.vehicle.name
    order = places(small, van)
    rows = list(Stop.objects.filter(route__plan_run=before).values_list("id", "starts_at"))

    run = kept(small, kind="earlier", stop=stop.pk)

    assert places(small, van) == [*order[:-2], order[-1], order[-2]]
    assert (run.number, run.supersedes, run.why) == (2, before, f"{stop.place} earlier on route {stop.route.number}")
    assert run.goods_fingerprint == before.goods_fingerprint
    assert CurrentPlan.objects.get().run == run
    assert list(Stop.objects.filter(route__plan_run=before).values_list("id", "starts_at")) == rows
    assert Shipment.objects.filter(plan_run=run).count() == Shipment.objects.filter(plan_run=before).count()
    assert LogLine.objects.filter(verb="change routes").count() == 1


def test_later_and_earlier_again_is_the_same_route(small: SmallDay) -> None:
    first = current(small)
    stop = Stop.objects.filter(route__plan_run=first, route__day=small.day.day, sequence=2).first()
    assert stop is not None
    van, order = stop.route.vehicle.name, places(small, stop.route.vehicle.name)
    kept(small, kind="later", stop=stop.pk)
    moved = Stop.objects.get(
        route__plan_run=current(small), route__vehicle=stop.route.vehicle, place=stop.place, route__day=small.day.day
    )

    run = kept(small, kind="earlier", stop=moved.pk)

    assert places(small, van) == order
    assert run.cost_pence == first.cost_pence


def test_a_stop_can_go_onto_another_van_or_out_and_back_again(small: SmallDay) -> None:
    stop = stop_at(small, "Oakham School")
    other = small.vans["Big van" if stop.route.vehicle.name == "Cold van" else "Cold van"]
    goods = sorted(Task.objects.filter(stop=stop).values_list("shipment__weight_g", flat=True))
    if other.name == "Big van":
        with pytest.raises(CannotMove, match="Big van does not carry chilled goods"):
            proposal(current(small), Change(kind="onto", stop=stop.pk, vehicle=other.pk), now=LATER)

    run = kept(small, kind="out", stop=stop.pk)

    left = UnservedShipment.objects.filter(plan_run=run, reason_code="taken_out").select_related("shipment")
    assert sorted(each.shipment.weight_g for each in left) == goods
    assert {each.reason_text for each in left} == {f"taken out of route {stop.route.number} by hand"}
    for _ in goods:
        waiting = UnservedShipment.objects.filter(plan_run=current(small), reason_code="taken_out").first()
        assert waiting is not None
        kept(small, kind="serve", shipment=waiting.shipment_id, vehicle=stop.route.vehicle_id)
    assert not UnservedShipment.objects.filter(plan_run=current(small), reason_code="taken_out").exists()
    assert "Oakham School kitchen" in places(small, stop.route.vehicle.name)


def test_loading_at_the_yard_is_not_moved_by_itself(small: SmallDay) -> None:
    stop = Stop.objects.filter(route__plan_run=current(small), route__day=small.day.day, sequence=1).first()
    assert stop is not None
    with pytest.raises(CannotMove, match="goes with the stops"):
        proposal(current(small), Change(kind="out", stop=stop.pk), now=LATER)
    with pytest.raises(CannotMove, match="before it is fetched at The packhouse"):
        proposal(current(small), Change(kind="later", stop=stop.pk), now=LATER)


def test_what_breaks_a_window_is_refused_with_both_times(small: SmallDay) -> None:
    stop = stop_at(small, "Uppingham School")
    run = current(small)
    narrow(run, small)
    kind = "later" if stop.sequence < stop.route.stops.count() else "earlier"

    with pytest.raises(CannotMove, match=r"takes vans from \d\d:\d\d to \d\d:\d\d; it would be \d\d:\d\d"):
        proposal(run, Change(kind=kind, stop=stop.pk), now=LATER)

    assert PlanRun.objects.count() == 1


def narrow(run: PlanRun, small: SmallDay) -> None:
    """Every window of the day in the stored problem closes when its stop begins as planned, or there about."""
    day = small.day.day.isoformat()
    stands = running(run)
    at_s = {
        task.shipment: visit.start_s
        for route in stands.plans[small.day.day].routes
        for visit in route.visits
        for task in visit.tasks
        if task.kind == "drop"
    }
    for shipment in run.problems[day]["shipments"]:
        moment = at_s.get(shipment["id"])
        if moment is not None:
            shipment["drop"]["windows"] = [{"opens_s": moment - 60, "closes_s": moment}]
    run.save(update_fields=["problems"])


def test_a_driver_is_chosen_and_taken_back(small: SmallDay) -> None:
    ann = Driver.objects.create(hub=small.hub, name="Ann Driver")
    first = current(small)
    route = first.routes.order_by("-number")[0]

    run = kept(small, kind="driver", route=route.pk, driver=ann.pk)

    assert run.routes.get(number=route.number).driver == ann
    assert first.routes.get(number=route.number).driver != ann
    assert run.cost_pence == first.cost_pence
    back = kept(small, kind="undo")
    assert back.routes.get(number=route.number).driver == route.driver
    assert back.why == "Back to routes 1"
    assert back.number == 3


def test_a_change_of_a_superseded_run_is_told_who_was_first(small: SmallDay) -> None:
    stop = stop_at(small, "Oakham School")
    mine = proposal(current(small), Change(kind="out", stop=stop.pk), now=LATER)
    kept(small, kind="out", stop=stop_at(small, "Uppingham School").pk)

    with pytest.raises(Superseded, match="changed the routes at 18:00: Uppingham School kitchen taken out"):
        keep(proposal=mine, shown=mine.fingerprint, by=None, now=LATER)

    assert PlanRun.objects.count() == 2


def test_what_was_not_shown_is_not_kept(small: SmallDay) -> None:
    stop = stop_at(small, "Oakham School")
    mine = proposal(current(small), Change(kind="out", stop=stop.pk), now=LATER)

    with pytest.raises(Superseded, match="Look at the change again"):
        keep(proposal=mine, shown="something else", by=None, now=LATER + timedelta(minutes=1))

    assert PlanRun.objects.count() == 1


def test_a_delivered_day_is_not_changed(small: SmallDay) -> None:
    mine = proposal(current(small), Change(kind="out", stop=stop_at(small, "Oakham School").pk), now=LATER)
    small.day.status = "delivered"
    small.day.save()

    with pytest.raises(CannotMove, match="is delivered"):
        keep(proposal=mine, shown=mine.fingerprint, by=None, now=LATER)
