"""Moving tasks between vans without a database: whatever is asked in whatever order, the judge accepts what is kept."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logistics.dispatching.errors import CannotMove
from logistics.dispatching.rounds import why_not
from logistics.dispatching.shifting import Desk, judged, put_anywhere, put_onto, shipments_at, swapped, taken_out
from logistics.dispatching.staying import ROOM_NOW, taken_by_hand, told_anew
from logistics.planning.routing import check
from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.plan import Reason
from logistics.planning.routing.problem import Location, Problem, Shipment, TaskSpec, Travel, Vehicle, Window

HOUR = 3600
OUT = taken_by_hand(7)


def a_problem(drops: int = 6) -> Problem:
    """A yard in the middle of a line of kitchens ten minutes apart, a chilled and an ambient van."""
    names = ["yard", *(f"kitchen {number}" for number in range(drops))]
    spots = [0, *(number + 1 if number % 2 else -number - 1 for number in range(drops))]
    minutes = np.array([[abs(a - b) * 600 for b in spots] for a in spots], dtype=np.int64)
    return Problem(
        locations=tuple(Location(name, 52.0, 0.0) for name in names),
        travel=Travel(minutes, minutes * 10, "given"),
        vehicles=tuple(
            Vehicle(
                id=name,
                start="yard",
                end="yard",
                capacity=(500_000, 30),
                classes=classes,
                earliest_s=5 * HOUR,
                latest_s=12 * HOUR,
                cost_fixed_pence=1000,
                cost_per_km_pence=40,
                cost_per_hour_pence=1200,
            )
            for name, classes in (("cold", frozenset({"ambient", "chilled"})), ("warm", frozenset({"ambient"})))
        ),
        shipments=tuple(
            Shipment(
                id=f"goods {number}",
                pickup=TaskSpec("yard", service_fixed_s=300),
                drop=TaskSpec(
                    f"kitchen {number}", (Window(6 * HOUR, 9 * HOUR + number * 600),), 120, service_goods_s=60
                ),
                loads=(80_000, 7),
                temperature_class="chilled" if number % 3 == 0 else "ambient",
            )
            for number in range(drops)
        ),
    )


def a_desk() -> Desk:
    """Everything on vans that fits."""
    problem = a_problem()
    desk = Desk(problem=problem, rounds={}, left={})
    return put_anywhere(desk, [each.id for each in problem.shipments], now_s=0)


steps = st.lists(
    st.tuples(
        st.sampled_from(["earlier", "later", "onto", "out", "serve", "anywhere"]),
        st.sampled_from(["cold", "warm"]),
        st.integers(0, 7),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_whatever_is_asked_what_is_kept_is_accepted_by_the_judge_and_nothing_is_lost(
    asked: list[tuple[str, str, int]],
) -> None:
    desk = a_desk()
    wanted = {each.id for each in desk.problem.shipments}
    for kind, van, number in asked:
        try:
            changed = step(desk, kind, van, number)
            plan = judged(changed)
        except CannotMove:
            continue
        assert check.faults(desk.problem, plan) == ()
        served = {task.shipment for route in plan.routes for visit in route.visits for task in visit.tasks}
        assert served | {each.shipment for each in plan.unserved} == wanted
        desk = changed


def step(desk: Desk, kind: str, van: str, number: int) -> Desk:
    """One wish, as a click would make it. Raises CannotMove."""
    visits = desk.rounds.get(van, ())
    left = sorted(desk.left)
    if kind in ("earlier", "later"):
        return swapped(desk, van, number - (kind == "earlier"))
    if kind == "serve" and left:
        return put_onto(desk, [left[number % len(left)]], van, now_s=0)
    if kind == "anywhere":
        return put_anywhere(desk, left, now_s=0)
    if not visits:
        raise CannotMove("Nothing is there.")
    goods = shipments_at(desk, van, number % len(visits))
    if kind == "out":
        return taken_out(desk, goods, OUT)
    return put_onto(taken_out(desk, goods, None), goods, "warm" if van == "cold" else "cold", now_s=0)


@pytest.mark.parametrize(
    ("tasks", "van", "says"),
    [
        ([0, 1], 1, "goods 0: warm does not carry chilled goods."),
        ([1, 0], 0, "goods 0 would be brought to kitchen 0 before it is fetched at yard."),
        ([0, 2, 4, 6, 8, 9, 7, 5, 3, 1], 0, "At yard cold would carry 35 crates; it takes 30 crates."),
    ],
)
def test_the_first_thing_that_breaks_is_named_with_its_numbers(tasks: list[int], van: int, says: str) -> None:
    assert why_not(compile_problem(a_problem()), van, tasks) == says


def test_a_window_and_a_shift_that_are_missed_are_named_with_both_times() -> None:
    compiled = compile_problem(a_problem(18))
    far = [34, 35]
    assert why_not(compiled, 0, [*far, 0, 1]) == (
        "kitchen 0 takes vans from 06:00 to 09:00; it would be 11:23 at the earliest."
    )
    assert why_not(compile_problem(a_problem(24)), 0, [46, 47]) == (
        "cold would be back at 13:08; its shift ends at 12:00."
    )


def test_goods_that_any_van_takes_make_room_for_those_that_need_the_chilled_one() -> None:
    problem = a_problem(5)
    full = Desk(problem=problem, rounds={}, left={})
    for key in ("goods 1", "goods 2", "goods 4", "goods 0"):
        full = put_onto(full, [key], "cold", now_s=0)

    desk = put_anywhere(full, ["goods 3"], now_s=0)

    assert desk.left == {}
    aboard = {van: {task.shipment for visit in visits for task in visit} for van, visits in desk.rounds.items()}
    assert {"goods 0", "goods 3"} < aboard["cold"]
    assert len(aboard["warm"]) == 1
    assert check.faults(problem, judged(desk)) == ()


def test_goods_that_are_aboard_make_room_for_nothing() -> None:
    problem = a_problem(5)
    full = Desk(problem=problem, rounds={}, left={})
    for key in ("goods 1", "goods 2", "goods 4", "goods 0"):
        full = put_onto(full, [key], "cold", now_s=0)
    plan = judged(replace(full, left={"goods 3": OUT}))
    moments = dict.fromkeys(plan.routes[0].visits[0].tasks, plan.routes[0].visits[0].start_s)
    begun = Desk(problem=problem, rounds=full.rounds, left={}, locked={"cold": 1}, moments=moments)

    desk = put_anywhere(begun, ["goods 3"], now_s=6 * HOUR)

    assert desk.rounds == full.rounds
    assert set(desk.left) == {"goods 3"}


def test_what_stays_behind_is_told_of_the_rounds_as_they_are_now() -> None:
    problem = a_problem(5)
    full = Desk(problem=problem, rounds={}, left={})
    for key in ("goods 1", "goods 2", "goods 4", "goods 0"):
        full = put_onto(full, [key], "cold", now_s=0)
    full = told_anew(replace(full, left={"goods 3": Reason("late", {}, "as it was")}), now_s=0)
    assert (
        full.left["goods 3"].text == "needs a chilled van; the only one is full between 06:00 and 09:30: 5 crates over"
    )

    ambient_alone = replace(problem, vehicles=problem.vehicles[1:])
    lost = told_anew(replace(full, problem=ambient_alone, rounds={}), now_s=0)

    assert lost.left["goods 3"].text == "needs a chilled van; no van carries chilled goods"
    assert told_anew(replace(lost, left={"goods 3": OUT}), now_s=0).left == {"goods 3": OUT}

    freed = told_anew(taken_out(full, ["goods 0"], OUT), now_s=0)
    assert freed.left == {"goods 0": OUT, "goods 3": ROOM_NOW}
    assert put_anywhere(freed, ["goods 3"], now_s=0).left == {"goods 0": OUT}
