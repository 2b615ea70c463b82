"""A van that breaks down, and goods that change: what is planned again, and what stays as it is."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db.models import Sum

from logistics.dispatching.changes import proposal
from logistics.dispatching.differences import difference
from logistics.dispatching.errors import CannotMove, Superseded
from logistics.dispatching.keeping import keep
from logistics.dispatching.proposing import Change
from logistics.dispatching.publishing import is_out_of_date, publish
from logistics.dispatching.running import running
from logistics.dispatching.staying import BY_HAND
from logistics.models import (
    CurrentPlan,
    PlanRun,
    Route,
    RouteProgress,
    Shipment,
    ShipmentLine,
    Stop,
    StopProgress,
    Task,
    UnservedShipment,
    Vehicle,
)
from logistics.planning.routing import check
from logistics.planning.routing.plan import Reason
from shop.produce.models import Pack
from tests.cast import LONDON, a_cycle
from tests.logistics.dispatching.desk import LATER, a_routed_day, current, kept, route_of, stop_at
from tests.logistics.small_day import SmallDay

pytestmark = pytest.mark.django_db

ON_THE_ROAD = datetime(2027, 3, 9, 7, 0, tzinfo=LONDON)


@pytest.fixture
def small() -> SmallDay:
    return a_routed_day()


def both_chilled(small: SmallDay) -> None:
    """Plan again with two chilled vans."""
    Vehicle.objects.update(temperature_class="chilled")
    kept(small, kind="again")


def judged(run: PlanRun) -> bool:
    """Whether the judge believes every date of the run as it was stored."""
    stands = running(run)
    return all(check.faults(stands.problems[day], plan) == () for day, plan in stands.plans.items())


def drive_until(stop: Stop, at: datetime) -> None:
    """The driver started the route and did every stop up to this one."""
    RouteProgress.objects.create(key=uuid4(), at=at, noted_at=at, route=stop.route, fact="started")
    for each in stop.route.stops.filter(sequence__lte=stop.sequence):
        StopProgress.objects.create(key=uuid4(), at=at, noted_at=at, stop=each, fact="done")


def carried(run: PlanRun) -> list[tuple[int | None, int]]:
    """Each confirmation with the packs that the run's shipments carry of it to its kitchen."""
    lines = ShipmentLine.objects.filter(shipment__plan_run=run, shipment__leg="to_kitchen")
    return sorted(lines.values_list("confirmation", "packs"))


def test_a_van_that_breaks_down_before_it_starts_hands_all_to_the_other(small: SmallDay) -> None:
    both_chilled(small)
    before = current(small)
    used = before.routes.filter(day=small.day.day).select_related("vehicle").first()
    assert used is not None
    other = small.vans["Cold van" if used.vehicle.name == "Big van" else "Big van"]

    run = kept(small, kind="broken", vehicle=used.vehicle_id, on=small.day.collection_day)

    assert judged(run)
    assert set(run.routes.values_list("vehicle__name", flat=True)) == {other.name}
    assert carried(run) == carried(before)
    assert (
        not UnservedShipment.objects.filter(plan_run=run)
        .exclude(reason_code__in=before.unserved.values("reason_code"))
        .exists()
    )
    assert Vehicle.objects.get(pk=used.vehicle_id).out_of_use_since == LATER
    assert run.why == f"{used.vehicle} is out of use"


def test_goods_that_need_the_broken_van_are_left_with_their_reason_and_the_rest_goes_on(small: SmallDay) -> None:
    before = current(small)
    cold = small.vans["Cold van"]

    run = kept(small, kind="broken", vehicle=cold.pk, on=small.day.day)

    assert judged(run)
    left = UnservedShipment.objects.filter(plan_run=run, shipment__day=small.day.day).select_related("shipment")
    assert left
    assert {each.shipment.temperature_class for each in left} == {"chilled"}
    assert all("chilled van" in each.reason_text for each in left)
    assert list(run.routes.filter(day=small.day.collection_day).values_list("cost_pence")) == list(
        before.routes.filter(day=small.day.collection_day).values_list("cost_pence")
    )


def test_why_goods_stay_behind_is_told_anew_with_every_change(small: SmallDay) -> None:
    without_cold = kept(small, kind="broken", vehicle=small.vans["Cold van"].pk, on=small.day.day)
    told = without_cold.unserved.filter(shipment__day=small.day.day).values_list("reason_code", "reason_text")
    before = sorted(told)
    without_cold.unserved.update(reason_code="full", reason_text="as it was an hour ago")
    stop = Stop.objects.filter(route__plan_run=without_cold, route__day=small.day.day).order_by("-sequence").first()
    assert stop is not None

    run = kept(small, kind="out", stop=stop.pk)

    after = run.unserved.filter(shipment__day=small.day.day).values_list("reason_code", "reason_text")
    assert sorted(each for each in after if each[0] != BY_HAND) == before
    assert run.unserved.filter(reason_code=BY_HAND).exists()


def test_what_was_looked_at_is_kept_a_minute_later_though_reasons_are_told_otherwise(small: SmallDay) -> None:
    run = kept(small, kind="broken", vehicle=small.vans["Cold van"].pk, on=small.day.day)
    shown = proposal(run, Change(kind="broken", vehicle=small.vans["Big van"].pk, on=small.day.day), now=LATER)
    plans = {
        day: replace(
            plan, unserved=tuple(replace(each, reason=Reason("late", {}, "by a minute more")) for each in plan.unserved)
        )
        for day, plan in shown.rework.plans.items()
    }
    a_minute_later = replace(shown, rework=replace(shown.rework, plans=plans))
    assert a_minute_later.rework.plans != shown.rework.plans

    assert a_minute_later.fingerprint == shown.fingerprint
    nothing_left = {day: replace(plan, unserved=()) for day, plan in plans.items()}
    assert replace(shown, rework=replace(shown.rework, plans=nothing_left)).fingerprint != shown.fingerprint


def test_a_van_that_breaks_down_on_its_round_hands_over_where_it_stands(small: SmallDay) -> None:
    both_chilled(small)
    small.day.status = "out"
    small.day.save()
    before = current(small)
    stop = Stop.objects.filter(route__plan_run=before, route__day=small.day.day, sequence=2).first()
    assert stop is not None
    assert stop.route.stops.count() == 3
    drive_until(stop, ON_THE_ROAD)
    dead = stop.route.vehicle
    other = small.vans["Cold van" if dead.name == "Big van" else "Big van"]
    done = list(stop.route.stops.filter(sequence__lte=2).values_list("place", "starts_at", "departs_at"))
    last = stop.route.stops.get(sequence=3)

    asked = Change(kind="broken", vehicle=dead.pk, on=small.day.day)
    crates = last.tasks.aggregate(crates=Sum("shipment__crates"))["crates"]
    assert proposal(before, asked, now=ON_THE_ROAD).notes == (f"{dead} hands over {crates} crates at {stop.place}.",)

    run = kept(small, now=ON_THE_ROAD, kind="broken", vehicle=dead.pk, on=small.day.day)

    assert judged(run)
    stopped = run.routes.get(vehicle=dead, day=small.day.day)
    assert list(stopped.stops.values_list("place", "starts_at", "departs_at")) == done
    assert [each.repeats_id for each in stopped.stops.order_by("sequence")] == list(
        stop.route.stops.filter(sequence__lte=2).order_by("sequence").values_list("pk", flat=True)
    )
    rescue = run.routes.get(vehicle=other, day=small.day.day)
    assert list(rescue.stops.values_list("place", flat=True)) == [stop.place_id, last.place_id]
    assert rescue.stops.get(sequence=1).starts_at >= ON_THE_ROAD
    assert carried(run) == carried(before)
    handed = Shipment.objects.filter(plan_run=run, to_place=stop.place_id, tasks__stop__route=stopped, lines=None)
    onward = Shipment.objects.filter(plan_run=run, from_place=stop.place_id, tasks__stop__route=rescue)
    assert sorted(handed.distinct().values_list("weight_g", flat=True)) == sorted(
        onward.distinct().values_list("weight_g", flat=True)
    )
    assert Task.objects.filter(shipment__in=handed).count() == 2 * handed.distinct().count()
    assert set(StopProgress.objects.done_stops(run)) == set(stopped.stops.all())
    assert StopProgress.objects.count() == 2


def test_done_stops_are_neither_moved_nor_taken_out_and_routes_are_not_taken_back(small: SmallDay) -> None:
    kept(small, kind="driver", route=current(small).routes.all()[0].pk, driver=0)
    stop = Stop.objects.filter(route__plan_run=current(small), route__day=small.day.day, sequence=2).first()
    assert stop is not None
    drive_until(stop, ON_THE_ROAD)

    for kind in ("earlier", "later", "out"):
        with pytest.raises(CannotMove, match="done"):
            proposal(current(small), Change(kind=kind, stop=stop.pk), now=ON_THE_ROAD)
    with pytest.raises(CannotMove, match="done"):
        proposal(current(small), Change(kind="undo"), now=ON_THE_ROAD)
    assert PlanRun.objects.count() == 2


def test_goods_aboard_stay_in_their_van(small: SmallDay) -> None:
    loading = Stop.objects.filter(route__plan_run=current(small), route__day=small.day.day, sequence=1).first()
    assert loading is not None
    drive_until(loading, ON_THE_ROAD)
    next_stop = loading.route.stops.get(sequence=2)

    with pytest.raises(CannotMove, match="stay in their van"):
        proposal(current(small), Change(kind="out", stop=next_stop.pk), now=ON_THE_ROAD)


def test_a_stop_that_was_done_while_a_change_was_looked_at_stops_the_keeping(small: SmallDay) -> None:
    stop = stop_at(small, "Oakham School")
    mine = proposal(current(small), Change(kind="out", stop=stop.pk), now=LATER)
    drive_until(stop, ON_THE_ROAD)

    with pytest.raises(Superseded, match="A driver has done more stops"):
        keep(proposal=mine, shown=mine.fingerprint, by=None, now=LATER)

    assert PlanRun.objects.count() == 1


def test_planning_again_for_the_same_goods_changes_nothing_but_the_number(small: SmallDay) -> None:
    before = current(small)
    again = proposal(before, Change(kind="again"), now=LATER)

    seen = difference(again.stands.plans, again.stands.problems, again.rework)

    assert seen.is_nothing
    assert (seen.cost_pence, seen.distance_m) == (0, 0)


def test_planning_again_takes_changed_goods_and_makes_the_routes_publishable(small: SmallDay) -> None:
    before = current(small)
    Pack.objects.filter(pk=small.packs["carrots"].pk).update(gross_weight_g=20_000)
    assert is_out_of_date(before)

    run = kept(small, kind="again")

    assert judged(run)
    assert not is_out_of_date(run)
    assert publish(plan_run=run, by=None, now=LATER).plan_run == run
    assert [each.place_id for each in stops(run)] == [each.place_id for each in stops(before)]
    assert sum(each.load_g for each in stops(run)) > sum(each.load_g for each in stops(before))
    assert route_of(small, "Cold van") or route_of(small, "Big van")


def stops(run: PlanRun) -> list[Stop]:
    return list(Stop.objects.filter(route__plan_run=run).order_by("route__number", "sequence"))


def test_goods_that_change_between_looking_and_keeping_must_be_looked_at_again(small: SmallDay) -> None:
    mine = proposal(current(small), Change(kind="again"), now=LATER)
    Pack.objects.filter(pk=small.packs["carrots"].pk).update(gross_weight_g=11_000)

    with pytest.raises(Superseded, match="Look at the change again"):
        keep(proposal=mine, shown=mine.fingerprint, by=None, now=LATER + timedelta(minutes=1))

    assert PlanRun.objects.count() == 1


def test_a_date_that_has_begun_stays_as_it_is_while_the_other_is_planned_again(small: SmallDay) -> None:
    before = current(small)
    first = Stop.objects.filter(route__plan_run=before, route__day=small.day.collection_day, sequence=1).first()
    assert first is not None
    drive_until(first, LATER)
    Pack.objects.filter(pk=small.packs["carrots"].pk).update(gross_weight_g=20_000)

    run = kept(small, kind="again")

    assert judged(run)
    fixed, moved = small.day.collection_day, small.day.day
    assert loads(run, fixed) == loads(before, fixed)
    assert loads(run, moved) > loads(before, moved)
    assert Stop.objects.get(repeats=first).route.plan_run == run
    assert set(StopProgress.objects.done_stops(run)) == {Stop.objects.get(repeats=first)}


def loads(run: PlanRun, day: date) -> list[int]:
    rows = Stop.objects.filter(route__plan_run=run, route__day=day).order_by("route__number", "sequence")
    return list(rows.values_list("load_g", flat=True))


def test_routes_that_need_a_van_out_of_use_are_not_gone_back_to(small: SmallDay) -> None:
    kept(small, kind="broken", vehicle=small.vans["Cold van"].pk, on=small.day.collection_day)

    with pytest.raises(CannotMove, match="Cold van is out of use, and routes 1 need it"):
        proposal(current(small), Change(kind="undo"), now=LATER)

    Vehicle.objects.update(out_of_use_since=None)
    assert kept(small, kind="undo").cost_pence == PlanRun.objects.get(number=1).cost_pence


def test_a_van_that_another_delivery_day_needs_at_that_time_is_not_taken(small: SmallDay) -> None:
    mine = proposal(current(small), Change(kind="driver", route=current(small).routes.all()[0].pk, driver=0), now=LATER)
    other = a_cycle(small.hub, days=(date(2027, 3, 10),), name="Week 10, again").delivery_days.get()
    theirs = PlanRun.objects.create(
        delivery_day=other,
        number=1,
        travel_source="estimated",
        engine="none",
        problems={},
        cost_fixed_pence=0,
        cost_distance_pence=0,
        cost_time_pence=0,
        made_at=LATER,
    )
    CurrentPlan.objects.create(delivery_day=other, run=theirs)
    driven = current(small).routes.filter(day=small.day.day)[0]
    Route.objects.create(
        plan_run=theirs,
        number=1,
        day=driven.day,
        vehicle=driven.vehicle,
        starts_at=driven.starts_at,
        ends_at=driven.ends_at,
        distance_m=0,
        travel_s=0,
        cost_pence=0,
    )

    with pytest.raises(CannotMove, match=f"{driven.vehicle} is on another delivery day's route until"):
        keep(proposal=mine, shown=mine.fingerprint, by=None, now=LATER)

    assert current(small).number == 1
