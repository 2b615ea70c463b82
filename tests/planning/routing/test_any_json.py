"""Any JSON either gets a judged plan or is refused with a message; nothing else comes out of the planning command."""

import copy
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logistics.planning.routing.__main__ import main
from logistics.planning.routing.codec import plan_to_json, problem_to_json
from logistics.planning.routing.plan import Cost, Plan, Reason, Route, Task, Unserved, Visit
from logistics.planning.routing.problem import (
    BreakRule,
    Known,
    NeverTogether,
    Problem,
    Shipment,
    TaskSpec,
    Vehicle,
    Wall,
)
from tests.planning.routing.cast import problem, shipment, until, van

pytestmark = pytest.mark.usefixtures("engine")
WALL = Wall("chilled", 1, 10)


def asked_for(vehicles: tuple[Vehicle, ...], *shipments: Shipment) -> Problem:
    return replace(problem(vehicles, *shipments), never_together=(NeverTogether("raw", "ready"),))


START = Plan(
    routes=(
        Route(
            "a",
            21_600,
            28_800,
            (
                Visit("hub", 21_600, 21_600, 22_020, (Task("carrots", "pickup"),), (200_000, 20)),
                Visit("kitchen", 23_220, 23_220, 23_760, (Task("carrots", "drop"),), (0, 0), 1_200, 20_000),
            ),
            40_000,
            2_400,
            Cost(2_000, 2_000, 2_400),
        ),
    ),
    unserved=(Unserved("leeks", Reason("late", {"late_s": 60}, "is late")),),
    cost=Cost(2_000, 2_000, 2_400),
    penalty_pence=4_000,
    travel_source="given",
    engine="a test",
)
ASKED: dict[str, Any] = {
    "problem": problem_to_json(
        asked_for(
            (van("a", break_rule=BreakRule(16_200, 2_700)), van("b", driving_limit_s=9_000, reloads=1, wall=WALL)),
            shipment(known=Known("a", 300, 28_800, 5), kind="raw"),
            shipment("leeks", origin="farm", target="school", price_unserved_pence=4_000, kind="ready"),
            shipment(
                "kale",
                drop=TaskSpec("home", until(28_800), 60, 60, late_s=1_800, late_minute_pence=5),
                max_ride_s=3_600,
            ),
        )
    ),
    "budget": {"iterations": 1},
    "seed": 1,
    "start": plan_to_json(START),
    "on_time": {
        "permille": 950,
        "mornings": 10,
        "spread": {"morning_permille": 80, "leg_permille": 200, "service_permille": 250, "source": "a test"},
    },
}
numbers = st.integers(-3, 3) | st.sampled_from([10**5, 10**9, 10**12, 10**13, -(10**12)])
leaves = st.none() | st.booleans() | numbers | st.floats(allow_nan=False) | st.text(max_size=4) | st.just("hub")
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner))


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in the question, but for the budget: a huge one is no mistake."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [spot for key in keys if key != "budget" for spot in ((*path, key), *spots(value[key], (*path, key)))]


SPOTS = spots(ASKED)


@st.composite
def questions(draw: st.DrawFn) -> Any:
    """The question with up to three of its parts changed for anything, or taken away."""
    asked = copy.deepcopy(ASKED)
    for spot in draw(st.lists(st.sampled_from(SPOTS), min_size=1, max_size=3)):
        holder: Any = asked
        try:
            for key in spot[:-1]:
                holder = holder[key]
            if draw(st.booleans()):
                holder[spot[-1]] = draw(values)
            else:
                del holder[spot[-1]]
        except (KeyError, IndexError, TypeError):
            continue
    return asked


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questions() | values)
def test_any_json_is_answered_or_refused(asked: Any):
    target = io.StringIO()

    status = main(io.StringIO(json.dumps(asked)), target)

    last = json.loads(target.getvalue().splitlines()[-1])
    if status == 0:
        assert last["faults"] == []
    else:
        assert status == 2
        assert last["refused"]
        assert all(isinstance(sentence, str) and sentence for sentence in last["refused"])
