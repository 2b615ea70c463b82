"""Several searches at once: the best sound answer wins, and a process that dies, hangs or lies costs only its own."""

import json
import logging
import sys
from collections.abc import Sequence

import pytest

from logistics.planning.routing.check import faults
from logistics.planning.routing.codec import fingerprint, plan_to_json
from logistics.planning.routing.engines.native import build
from logistics.planning.routing.one_search import Question
from logistics.planning.routing.plan import Plan, Progress
from logistics.planning.routing.problem import ContradictoryProblem, Iterations, Known, Seconds
from logistics.planning.routing.processes import COMMAND, solve_with
from logistics.planning.routing.robust.replay import Demand, Spread
from logistics.planning.routing.solve import solve
from tests.planning.routing.cast import problem, shipment, van
from tests.planning.routing.days import delivery_day

DAY = delivery_day(60, vans=9)
ASKED = Question(DAY, Iterations(2))


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """Ruin and recreate, whose answers differ by seed."""
    try:
        build.build()
    except build.CannotBuild as refusal:
        pytest.skip(str(refusal))


def python(script: str) -> Sequence[str]:
    return (sys.executable, "-c", script)


#: Killed as the kernel kills: at once, in the middle of the question, or after a first word.
KILLED = python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
KILLED_LATER = python(
    "import os, signal, sys; sys.stdin.read();"
    """print('{"progress": {"cost_pence": 1, "penalty_pence": 0, "unserved": 0, "elapsed_s": 0.1, "engine": "x", """
    """"routes": 1}}', flush=True); os.kill(os.getpid(), signal.SIGKILL)"""
)
HANGS = python("import signal; signal.pause()")
MUMBLES = python("import sys; sys.stdin.read(); print('what?')")


def as_if_alone(seed: int) -> Plan:
    return solve(DAY, budget=Iterations(2), seed=seed)


def test_the_best_of_several_seeds_wins() -> None:
    alone = [as_if_alone(seed) for seed in (1, 2)]

    found = solve_with(ASKED, seed=1, processes=2)

    assert found == min(alone, key=lambda plan: plan.objective_pence)
    assert alone[0].objective_pence != alone[1].objective_pence


def test_one_process_is_this_one() -> None:
    found = solve_with(ASKED, seed=1, processes=1, commands=[KILLED])

    assert found == as_if_alone(1)


@pytest.mark.parametrize("broken", [KILLED, KILLED_LATER, HANGS, MUMBLES, ("/no/such/program",)])
def test_a_process_that_dies_or_hangs_is_survived_by_the_other_s_answer(broken: Sequence[str]) -> None:
    found = solve_with(ASKED, seed=1, processes=2, commands=[broken, COMMAND], patience_s=0.5)

    assert found == as_if_alone(2)


def test_where_all_die_this_process_plans_alone(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        found = solve_with(ASKED, seed=1, processes=2, commands=[KILLED, KILLED_LATER])

    assert found == as_if_alone(1)
    assert "planning with seed 2 ended with status -9" in caplog.text


def test_where_all_hang_past_their_deadline_this_process_plans_alone() -> None:
    question = Question(problem((van(),), shipment()), Seconds(0.1))

    found = solve_with(question, seed=1, processes=2, commands=[HANGS, HANGS], patience_s=0.1)

    assert [route.vehicle for route in found.routes] == ["van"]
    assert found.unserved == ()


def test_an_answer_that_the_judge_refuses_or_that_is_another_question_s_is_not_believed() -> None:
    whole = as_if_alone(2)
    torn = {**plan_to_json(whole), "routes": plan_to_json(whole)["routes"][1:]}
    lies = [
        {"plan": torn, "fingerprint": fingerprint(DAY), "faults": []},
        {"plan": plan_to_json(whole), "fingerprint": "another's", "faults": []},
        {"plan": "none", "fingerprint": fingerprint(DAY), "faults": []},
    ]
    liars = [python(f"import sys; sys.stdin.read(); print({json.dumps(json.dumps(lie))})") for lie in lies]

    found = solve_with(ASKED, seed=1, processes=3, commands=liars)

    assert found == as_if_alone(1)
    assert faults(DAY, found) == ()


def test_a_running_plan_known_rounds_and_punctuality_are_asked_of_each_process() -> None:
    roads = problem((van("red"), van("blue", cost_fixed_pence=2_500)), shipment(known=Known("blue", 2_501)))
    start = solve(roads, budget=Iterations(1), seed=1)
    demand = Demand(Spread(80, 200, 250, "a guess"), 950)

    found = solve_with(Question(roads, Iterations(2), demand=demand, start=start), seed=1, processes=2)

    assert [route.vehicle for route in found.routes] == ["blue"]
    assert faults(roads, found) == ()


def test_progress_is_heard_only_when_it_is_better_and_false_stops_all() -> None:
    heard: list[Progress] = []

    def stop(progress: Progress) -> bool:
        heard.append(progress)
        return False

    found = solve_with(Question(DAY, Iterations(100_000)), seed=1, processes=2, on_progress=stop)

    assert len(heard) <= 2
    assert faults(DAY, found) == ()


def test_a_question_that_contradicts_itself_is_refused_before_anything_is_started() -> None:
    wrong = problem((van(),), shipment(known=Known("van", -1)))

    with pytest.raises(ContradictoryProblem, match="negative price"):
        solve_with(Question(wrong, Iterations(1)), seed=1, processes=2, commands=[KILLED, KILLED])
