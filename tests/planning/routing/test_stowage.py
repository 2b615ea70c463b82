"""Goods that never ride together, and vans with a movable wall: planned by OR-Tools, judged, and explained."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logistics.planning.routing.check import faults
from logistics.planning.routing.codec import plan_from_json, plan_to_json, problem_from_json, problem_to_json
from logistics.planning.routing.plan import Plan
from logistics.planning.routing.problem import (
    ContradictoryProblem,
    Iterations,
    NeverTogether,
    Problem,
    Shipment,
    Vehicle,
    Wall,
)
from logistics.planning.routing.solve import solve
from tests.planning.routing.brute import cheapest_pence
from tests.planning.routing.cast import problem, shipment, van
from tests.planning.routing.ortools import handed_back_can_be_driven
from tests.planning.routing.worlds import worlds

APART = (NeverTogether("raw meat", "salad"),)
MEAT, SALAD = shipment("meat", kind="raw meat"), shipment("salad", kind="salad")
CHILLED = Wall("chilled", dimension=1, step=25)


def asked(vehicles: tuple[Vehicle, ...], *shipments: Shipment) -> Problem:
    return replace(problem(vehicles, *shipments), never_together=APART)


def solved(question: Problem, count: int = 30) -> Plan:
    plan = solve(question, budget=Iterations(count), seed=1)
    assert faults(question, plan) == ()
    assert plan_from_json(plan_to_json(plan)) == plan
    assert problem_from_json(problem_to_json(question)) == question
    return plan


def walled(name: str = "van", **changes: object) -> Vehicle:
    return replace(van(name, **changes), wall=CHILLED)


def crates(name: str, count: int, temperature_class: str) -> Shipment:
    return shipment(name, loads=(1_000, count), temperature_class=temperature_class)


@pytest.mark.usefixtures("engine")
def test_kinds_that_never_ride_together_take_two_vans_or_one_after_the_other():
    two = solved(asked((van("a"), van("b")), MEAT, SALAD))
    one = solved(asked((van("a", reloads=1),), MEAT, SALAD))

    assert (len(two.routes), two.unserved) == (2, ())
    assert (len(one.routes), one.unserved) == (1, ())
    assert [visit.location for visit in one.routes[0].visits] == ["hub", "kitchen", "hub", "kitchen"]


def test_the_plan_says_that_another_engine_searched_and_why(engine: str):
    kinds, wall = solved(asked((van("a"),), MEAT)), solved(problem((walled(),), shipment()))

    if engine == "OR-Tools":
        assert {kinds.engine_because, wall.engine_because} == {"ruin and recreate was not built here"}
    else:
        assert kinds.engine_because == "ruin and recreate does not know goods that never ride together"
        assert wall.engine_because == "ruin and recreate does not know movable walls"


@pytest.mark.usefixtures("engine")
def test_what_stays_because_of_its_kind_says_so_and_goes_when_it_may_ride():
    question = asked((van(),), MEAT, SALAD)

    (left,) = solved(question).unserved

    assert (left.shipment, left.reason.code) == ("salad", "kept_apart")
    assert left.reason.text == "is salad, which never rides with raw meat; every van with room has that on board then"
    assert solved(replace(question, never_together=())).unserved == ()


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("cold", "warm", "vans"), [(25, 65, 1), (26, 40, 1), (26, 41, 2), (50, 41, 2)])
def test_a_wall_in_whole_steps_shares_the_van(cold: int, warm: int, vans: int):
    plan = solved(
        problem((walled("a"), walled("b")), crates("milk", cold, "chilled"), crates("leeks", warm, "ambient"))
    )

    assert (len(plan.routes), plan.unserved) == (vans, ())


@pytest.mark.usefixtures("engine")
def test_what_stays_because_of_the_wall_says_so_and_goes_without_it():
    goods = crates("milk", 26, "chilled"), crates("leeks", 41, "ambient")

    (left,) = solved(problem((walled(name="blue van"),), *goods)).unserved

    assert left.reason.code == "walled_off"
    assert left.reason.numbers == {"vehicle": "blue van", "inside": 26, "outside": 41, "over": 1, "step": 25}
    assert left.reason.text == (
        "would make 26 crates of chilled and 41 crates of other goods in blue van, "
        "whose wall moves in steps of 25 crates: 1 crate over"
    )
    assert solved(problem((van(),), *goods)).unserved == ()


@pytest.mark.usefixtures("engine")
def test_goods_larger_than_all_steps_of_a_wall_are_too_big():
    (left,) = solved(problem((walled(),), crates("milk", 76, "chilled"))).unserved

    assert (left.reason.code, left.reason.numbers["largest"]) == ("too_big", 75)
    assert solved(problem((walled(),), crates("milk", 75, "chilled"))).unserved == ()


def test_the_judge_finds_kinds_together_and_a_wall_without_a_place():
    loose = replace(asked((van(),), MEAT, SALAD), never_together=())
    (fault,) = faults(asked((van(),), MEAT, SALAD), solved(loose))
    assert fault == "van: carries raw meat and salad together at hub"
    goods = crates("milk", 26, "chilled"), crates("leeks", 41, "ambient")
    assert faults(problem((walled(),), *goods), solved(problem((van(),), *goods))) == (
        "van: carries 26 chilled and 41 other; no place of its wall has room for both",
    )


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (replace(problem(()), never_together=(NeverTogether("a", "a"),)), "a is kept apart from itself"),
        (replace(problem(()), never_together=(NeverTogether("a", ""),)), "goods without a kind are kept apart"),
        (problem((van(wall=Wall("chilled", 2, 1)),)), "has a wall in dimension 2 of 2, counted from 0"),
        (problem((van(wall=Wall("chilled", 1, 0)),)), "has a wall that moves in steps of 0"),
    ],
)
def test_kinds_and_walls_that_make_no_sense_are_refused(question: Problem, words: str):
    with pytest.raises(ContradictoryProblem, match=words):
        solve(question, budget=Iterations(1), seed=1)


@st.composite
def choosy_worlds(draw: st.DrawFn, *, shipments: int, vans: int) -> Problem:
    world = draw(worlds(shipments=shipments, vans=vans))
    kinds, walls = st.sampled_from(["", "raw meat", "salad"]), st.sampled_from([None, Wall("chilled", 1, 4)])
    return replace(
        world,
        vehicles=tuple(replace(each, wall=draw(walls)) for each in world.vehicles),
        shipments=tuple(replace(each, kind=draw(kinds)) for each in world.shipments),
        never_together=APART,
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(choosy_worlds(shipments=6, vans=3))
def test_every_world_with_kinds_and_walls_passes_the_judge(world: Problem):
    solved(world, 10)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(choosy_worlds(shipments=3, vans=2))
def test_tiny_worlds_with_kinds_and_walls_cost_what_trying_everything_finds(world: Problem):
    assert solved(world, 150).objective_pence == cheapest_pence(world)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(choosy_worlds(shipments=6, vans=3))
def test_what_the_other_engine_hands_back_can_be_driven_without_mending(world: Problem):
    handed_back_can_be_driven(world)
