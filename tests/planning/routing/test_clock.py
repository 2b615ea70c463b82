"""The engine's own clock: drivers who rest, several windows and moments with a price, to the penny."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logistics.planning.routing.compiled import PENCE_UNITS, Compiled, compile_problem
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.engines.native import library
from logistics.planning.routing.engines.native_engine import why_not
from logistics.planning.routing.engines.native_question import ask
from logistics.planning.routing.problem import BreakRule, Known, Problem, TaskSpec
from tests.planning.routing.days import collection_day, delivery_day, direct_day
from tests.planning.routing.native import planned, searched, servable
from tests.planning.routing.worlds import SHIFT, STEP_S, worlds

pytestmark = pytest.mark.usefixtures("native_library")
EU = BreakRule(after_s=16_200, break_s=2_700)


@st.composite
def timed_worlds(draw: st.DrawFn) -> Problem:
    """Prices and times such that every part of the money is a whole number of pence."""
    world = draw(worlds(shipments=6, vans=3))
    rules = st.none() | st.builds(
        BreakRule,
        after_s=st.integers(4, 16).map(lambda steps: steps * STEP_S),
        break_s=st.integers(1, 6).map(lambda steps: steps * STEP_S),
    )
    known = st.none() | st.builds(
        Known,
        vehicle=st.none(),
        drop_s=st.integers(SHIFT[0] // STEP_S, SHIFT[1] // STEP_S).map(lambda steps: steps * STEP_S),
        minute_pence=st.integers(0, 50),
    )

    def late(spec: TaskSpec) -> TaskSpec:
        if not spec.windows:
            return spec
        return replace(spec, late_s=draw(st.sampled_from([0, 6 * STEP_S])), late_minute_pence=20)

    return replace(
        world,
        vehicles=tuple(
            replace(each, cost_per_km_pence=40, cost_per_hour_pence=1200, reloads=0, break_rule=draw(rules))
            for each in world.vehicles
        ),
        shipments=tuple(
            replace(each, pickup=late(each.pickup), drop=late(each.drop), known=draw(known)) for each in world.shipments
        ),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(timed_worlds())
def test_what_a_day_costs_by_the_engines_clock_is_what_it_costs_by_the_timetable(world: Problem):
    compiled = compile_problem(world)
    shipments = servable(compiled)
    if not shipments:
        return
    asked = ask(compiled, shipments, share_visits=True)

    found = library.search(asked.question, limits=library.Limits(60, 1, steps=200), tuning=library.Tuning())

    sequences = asked.sequences(found.routes, found.types)
    plan = planned(compiled, sequences)
    pence = plan.objective_pence
    pence -= sum(s.penalty_pence for number, s in enumerate(world.shipments) if number not in shipments)
    unit = compiled.shipments[shipments[0]].penalty_pence * PENCE_UNITS // int(asked.question.requests["price"][0])
    assert pence * PENCE_UNITS <= found.cost * unit
    if not shares_visits_of_different_windows(compiled, sequences):
        assert pence * PENCE_UNITS == found.cost * unit


def shares_visits_of_different_windows(compiled: Compiled, sequences: Sequences) -> bool:
    """A timetable may do that, the engine never does."""
    return any(
        compiled.place[here] == compiled.place[there]
        and (compiled.windows[here], compiled.fixed_s[here]) != (compiled.windows[there], compiled.fixed_s[there])
        for tasks in sequences
        for here, there in pairwise(tasks)
    )


@pytest.mark.parametrize(
    ("day", "vans"), [(delivery_day(40, vans=5), 5), (collection_day(40, vans=5), 5), (direct_day(24, vans=5), 5)]
)
def test_days_on_which_drivers_must_rest_are_driven_with_breaks(day: Problem, vans: int):
    """At half the speed a day's work is more than a driver may drive without a rest."""
    tired = replace(
        day, vehicles=tuple(replace(each, speed_permille=400, break_rule=EU, latest_s=86_400) for each in day.vehicles)
    )

    plan = searched(tired, steps=1_500)

    assert any(visit.break_s for route in plan.routes for visit in route.visits)
    assert searched(tired, steps=1_500) == plan


def test_breaks_that_add_up_to_more_than_can_be_counted_are_left_to_another_engine():
    day = delivery_day(40, vans=5)
    endless = BreakRule(after_s=3_600, break_s=10**9)

    def resting(latest_s: int) -> Problem:
        return replace(day, vehicles=tuple(replace(v, break_rule=endless, latest_s=latest_s) for v in day.vehicles))

    assert why_not(compile_problem(resting(86_400)), range(40)) == ""
    assert why_not(compile_problem(resting(10**8)), range(40)) == "ruin and recreate cannot count so far"
    assert not any(visit.break_s for route in searched(resting(86_400), steps=300).routes for visit in route.visits)
