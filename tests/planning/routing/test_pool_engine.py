import pytest

from logistics.planning.routing.compiled import Compiled, compile_problem
from logistics.planning.routing.engines import insertion, native_question, pool_engine
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.engines.native import build
from logistics.planning.routing.engines.native.library import Limits
from logistics.planning.routing.engines.pool_engine import Pool, choose
from logistics.planning.routing.schedule import time_route
from tests.planning.routing.cast import problem, shipment, van
from tests.planning.routing.days import delivery_day

#: Pickup and drop of each shipment, on a van alone.
MILL_A, MILL_B, HOME_A, HOME_B = [0, 1], [2, 3], [4, 5], [6, 7]


@pytest.fixture(scope="module", autouse=True)
def _library() -> None:
    try:
        build.build()
    except build.CannotBuild as refusal:
        pytest.skip(str(refusal))


def two_near_two_far(vans: int, **price: int) -> Compiled:
    """Each van has room for two, at one mill and at one home."""
    alike = [van(f"v{number}", capacity=(200_000, 20)) for number in range(vans)]
    places = ("mill", "mill", "home", "home")
    asked = [shipment(f"s{n}", target=place, **price) for n, place in enumerate(places)]
    return compile_problem(problem(tuple(alike), *asked))


def filled(compiled: Compiled, *answers: Sequences) -> Pool:
    pool = Pool(compiled, native_question.alike(compiled))
    for answer in answers:
        pool.add(answer)
    return pool


def test_the_best_halves_of_two_answers_make_one_better_than_both():
    compiled = two_near_two_far(4)
    near_well = [MILL_A[:1] + MILL_B[:1] + MILL_A[1:] + MILL_B[1:], HOME_A, HOME_B, []]
    far_well = [MILL_A, MILL_B, HOME_A[:1] + HOME_B[:1] + HOME_A[1:] + HOME_B[1:], []]
    pool = filled(compiled, near_well, far_well)

    found = choose(pool, range(4), near_well, None)

    assert sorted(found) == sorted([near_well[0], far_well[2], [], []])
    assert pool.cost_pence(found, range(4)) == sum(
        route.cost.total_pence
        for route in (time_route(compiled, 0, near_well[0]), time_route(compiled, 0, far_well[2]))
        if route
    )


def test_no_more_vans_of_a_kind_are_taken_than_there_are():
    compiled = two_near_two_far(2, price_unserved_pence=100_000)
    one_each = [HOME_A, HOME_B]
    pool = filled(compiled, one_each, [MILL_A, MILL_B])

    found = choose(pool, range(4), one_each, None)

    assert len([tasks for tasks in found if tasks]) == 2
    assert pool.cost_pence(found, range(4)) <= pool.cost_pence(one_each, range(4))


def test_what_costs_more_to_bring_than_to_leave_stays():
    compiled = two_near_two_far(4, price_unserved_pence=1)
    everything = [MILL_A, MILL_B, HOME_A, HOME_B]
    pool = filled(compiled, everything)

    assert choose(pool, range(4), everything, None) == [[], [], [], []]


def test_a_route_that_cannot_be_driven_never_enters_the_pool():
    compiled = two_near_two_far(1)

    assert filled(compiled, [MILL_A[:1] + MILL_B[:1] + HOME_A + MILL_A[1:] + MILL_B[1:]]).pence == {}


def test_a_day_is_planned_no_dearer_than_inserted_and_the_same_with_the_same_seed():
    compiled = compile_problem(delivery_day(40, vans=12))
    hint = insertion.construct(compiled, range(40))
    limits = Limits(seconds=60, seed=3, steps=2_000)

    found = pool_engine.search(compiled, range(40), hint=hint, limits=limits)

    both = filled(compiled, hint, found)
    assert both.cost_pence(found, range(40)) < 0.95 * both.cost_pence(hint, range(40))
    assert sorted(task for tasks in found for task in tasks) == list(range(80))
    assert pool_engine.search(compiled, range(40), hint=hint, limits=limits) == found


def test_it_stops_when_told_with_the_best_it_has():
    compiled = compile_problem(delivery_day(40, vans=12))
    heard: list[Sequences] = []

    def stop(sequences: Sequences) -> bool:
        heard.append(sequences)
        return False

    found = pool_engine.search(
        compiled, range(40), hint=[[] for _ in compiled.vehicles], limits=Limits(60, 1, steps=10**9), on_solution=stop
    )

    assert len(heard) == 1
    assert sorted(task for tasks in found for task in tasks) == sorted(task for tasks in heard[0] for task in tasks)
