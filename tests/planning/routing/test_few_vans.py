"""Where vans are few, or are to be few, as the native engine answers on its own."""

import random
from dataclasses import replace

import pytest

from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.engines import native_engine
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.engines.native.library import Limits
from logistics.planning.routing.problem import Problem, Window
from logistics.planning.routing.travel.estimate import Estimate
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, van
from tests.planning.routing.days import direct_day
from tests.planning.routing.native import planned, searched

pytestmark = pytest.mark.usefixtures("native_library")


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_fewer_vans_are_sought_first_where_vans_come_first(seed):
    """Four vans would drive no farther: home lies behind the farm, and each van has room for two."""
    vans = tuple(van(str(n), capacity=(200_000, 20), cost_fixed_pence=0, cost_per_hour_pence=0) for n in range(4))
    pairs = [shipment(f"{target} {n}", target=target) for target in ("farm", "home") for n in range(2)]
    compiled = compile_problem(problem(vans, *pairs))
    limits = Limits(seconds=60, seed=seed, steps=200, fewer_vans=0.5)

    found = native_engine.search(compiled, range(4), hint=[[] for _ in vans], limits=limits)

    assert planned(compiled, found).unserved == ()
    assert sum(bool(tasks) for tasks in found) == 2


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_on_long_routes_with_few_vans_the_cheapest_of_several_starts_goes_on(seed):
    """Two vans are so few that cooling hardly changes who rides in which: from one start these seeds came to 140,847
    pence and more, from the cheapest of several to 137,688 and less."""
    day = between_villages(80)
    compiled = compile_problem(day)
    limits = Limits(seconds=60, seed=seed, steps=8_000, fewer_vans=0.6)

    nothing: Sequences = [[] for _ in day.vehicles]

    found = native_engine.search(compiled, range(80), hint=nothing, limits=limits, manner=native_engine.Manner())
    again = native_engine.search(compiled, range(80), hint=nothing, limits=limits, manner=native_engine.Manner())
    plan = planned(compiled, found)

    assert (len(plan.routes), plan.unserved) == (2, ())
    assert plan.objective_pence < 139_000
    assert again == found


def between_villages(count: int) -> Problem:
    """Places in eight villages, and a day of thirty hours with eight for every pickup and drop."""
    day = direct_day(count, vans=12)
    rng = random.Random(101)
    hub = day.locations[0]
    middles = [(hub.lat + rng.uniform(-0.3, 0.3), hub.lon + rng.uniform(-0.5, 0.5)) for _ in range(8)]
    places = [hub]
    for place in day.locations[1:]:
        lat, lon = rng.choice(middles)
        places.append(replace(place, lat=lat + rng.uniform(-0.02, 0.02), lon=lon + rng.uniform(-0.03, 0.03)))
    shipments = []
    for one in day.shipments:
        pickup_s = rng.randint(0, 20 * HOUR)
        drop_s = pickup_s + rng.randint(HOUR, 6 * HOUR)
        ends = {
            end: replace(getattr(one, end), windows=(Window(opens_s, opens_s + 8 * HOUR),))
            for end, opens_s in (("pickup", pickup_s), ("drop", drop_s))
        }
        shipments.append(replace(one, temperature_class="ambient", price_unserved_pence=10**7, **ends))
    like = replace(
        day.vehicles[0],
        classes=frozenset({"ambient"}),
        earliest_s=0,
        latest_s=30 * HOUR,
        driving_limit_s=None,
        cost_fixed_pence=30_000,
        cost_per_hour_pence=0,
    )
    return replace(
        day,
        locations=tuple(places),
        travel=Estimate().between(places),
        shipments=tuple(shipments),
        vehicles=tuple(replace(like, id=one.id) for one in day.vehicles),
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_no_van_to_spare_a_plan_still_becomes_cheaper(seed):
    """One shipment left behind for less way, and narrow windows would never let it back in."""
    day = with_narrow_windows(direct_day(100, vans=50, seed=seed))
    vans_first = Limits(seconds=60, seed=1, steps=3_000, fewer_vans=1.0)
    nothing: Sequences = [[] for _ in day.vehicles]
    found = native_engine.search(compile_problem(day), range(100), hint=nothing, limits=vans_first)
    used = [tasks for tasks in found if tasks]
    tight = replace(day, vehicles=day.vehicles[: len(used)])
    before = planned(compile_problem(tight), used)

    plan = searched(tight, hint=used, steps=3_000)

    assert (before.unserved, plan.unserved) == ((), ())
    assert plan.objective_pence < before.objective_pence


def with_narrow_windows(day: Problem) -> Problem:
    """Most pickups and drops have a quarter of an hour; the vans are all alike."""
    rng = random.Random(1)
    shipments = []
    for one in day.shipments:
        pickup_s = rng.randint(7 * HOUR, 11 * HOUR)
        drop_s = pickup_s + rng.randint(90 * MINUTE, 150 * MINUTE)
        ends = {
            end: replace(getattr(one, end), windows=(Window(opens_s, opens_s + 15 * MINUTE),))
            for end, opens_s in (("pickup", pickup_s), ("drop", drop_s))
            if rng.random() < 0.75
        }
        shipments.append(replace(one, temperature_class="ambient", **ends))
    first = replace(day.vehicles[0], classes=frozenset({"ambient"}), cost_per_hour_pence=0)
    vans = tuple(replace(first, id=one.id) for one in day.vehicles)
    return replace(day, shipments=tuple(shipments), vehicles=vans)
