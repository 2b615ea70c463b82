"""Large questions are searched part by part; here the parts are made small enough for small questions."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from logistics.planning.routing.changes import change_pence
from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.engines import insertion, native_engine
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.engines.native.library import Limits, Tuning
from logistics.planning.routing.plan import Plan
from logistics.planning.routing.problem import Known, Problem
from tests.planning.routing.days import collection_day, delivery_day, direct_day
from tests.planning.routing.native import planned, servable
from tests.planning.routing.test_native_engine import always_ready
from tests.planning.routing.worlds import worlds

small = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WHOLE = 1_000_000

pytestmark = pytest.mark.usefixtures("native_library")


def found(
    question: Problem,
    *,
    part_tasks: int,
    steps: int,
    seed: int = 1,
    hint: Sequences | None = None,
    fewer_vans: float = 0.0,
    on_solution: Callable[[Sequences], bool] | None = None,
) -> Sequences:
    compiled = compile_problem(question)
    return native_engine.search(
        compiled,
        servable(compiled),
        hint=hint or [[] for _ in question.vehicles],
        limits=Limits(seconds=60, seed=seed, steps=steps, fewer_vans=fewer_vans),
        manner=native_engine.Manner(Tuning(whole_routes=0.08, part_tasks=part_tasks)),
        on_solution=on_solution,
    )


def judged(question: Problem, sequences: Sequences) -> Plan:
    """The plan, which must pass the judge and serve every shipment once or not at all."""
    tasks = sorted(task for route in sequences for task in route)
    assert tasks == sorted({end for task in tasks for end in (task, task ^ 1)})
    return planned(compile_problem(question), sequences)


@small
@given(worlds(shipments=8, vans=3))
def test_every_world_searched_in_parts_passes_the_judge(world: Problem):
    if servable(compile_problem(world)):
        judged(world, found(world, part_tasks=2, steps=300))


@small
@given(worlds(shipments=8, vans=3))
def test_seeking_fewer_vans_first_leaves_parts_no_van_too_many(world: Problem):
    if servable(compile_problem(world)):
        judged(world, found(world, part_tasks=2, steps=300, fewer_vans=0.4))


@small
@given(worlds(shipments=8, vans=3).map(always_ready))
def test_parts_never_make_dearer_what_the_search_began_with(world: Problem):
    compiled = compile_problem(world)
    if shipments := servable(compiled):
        hint = insertion.construct(compiled, shipments)
        plan = judged(world, found(world, part_tasks=2, steps=120, hint=hint))
        assert plan.objective_pence <= judged(world, hint).objective_pence


@pytest.mark.parametrize("day", [delivery_day, collection_day, direct_day])
def test_a_day_in_parts_is_served_whole_and_much_cheaper_than_inserted(day):
    question = day(60, vans=15)
    inserted = judged(question, insertion.construct(compile_problem(question), range(60)))

    plan = judged(question, found(question, part_tasks=25, steps=3_000))

    assert plan.unserved == ()
    assert plan.objective_pence < 0.95 * inserted.objective_pence


def test_the_same_seed_and_steps_give_the_same_parts_and_plan():
    question = delivery_day(60, vans=15)

    sequences = found(question, part_tasks=20, steps=1_500, seed=7)

    assert found(question, part_tasks=20, steps=1_500, seed=7) == sequences
    assert found(question, part_tasks=20, steps=1_500, seed=8) != sequences


def test_questions_below_twice_the_size_of_a_part_are_searched_as_a_whole():
    question = delivery_day(60, vans=15)
    whole = found(question, part_tasks=WHOLE, steps=1_500)

    assert found(question, part_tasks=300, steps=1_500) == whole
    assert found(question, part_tasks=20, steps=1_500) != whole


def test_parts_know_what_people_know():
    """Everybody's van is known, and another costs more than any way could save."""
    question = direct_day(40, vans=12)
    first = found(question, part_tasks=WHOLE, steps=300)
    van_of = {task // 2: question.vehicles[van].id for van, tasks in enumerate(first) for task in tasks}
    known = replace(
        question,
        shipments=tuple(
            replace(one, known=Known(vehicle=van_of[number], other_vehicle_pence=50_000))
            for number, one in enumerate(question.shipments)
        ),
    )

    plan = judged(known, found(known, part_tasks=20, steps=1_500, hint=first))

    assert change_pence(known, plan.routes) == 0
    assert plan.objective_pence <= judged(known, first).objective_pence


def test_shipments_without_a_van_wait_in_the_part_nearest_to_them():
    """Two vans too few: what finds no place costs its price once, however often its part was searched."""
    question = delivery_day(60, vans=3)
    hint = insertion.construct(compile_problem(question), range(60))

    plan = judged(question, found(question, part_tasks=20, steps=1_500, hint=hint))

    assert 0 < len(plan.unserved) <= len(judged(question, hint).unserved)
    assert plan.objective_pence <= judged(question, hint).objective_pence


def test_who_says_stop_while_a_part_is_searched_gets_what_was_told_last():
    heard: list[Sequences] = []

    def stop(sequences: Sequences) -> bool:
        heard.append(sequences)
        return len(heard) < 5

    question = direct_day(40, vans=12)
    sequences = found(question, part_tasks=20, steps=4_000, on_solution=stop)

    assert len(heard) == 5
    assert judged(question, sequences).objective_pence <= judged(question, heard[-1]).objective_pence
