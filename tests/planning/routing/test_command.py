import io
import json
import subprocess
import sys
from typing import Any

import pytest

from logistics.planning.routing.__main__ import main
from logistics.planning.routing.check import faults
from logistics.planning.routing.codec import (
    budget_from_json,
    budget_to_json,
    fingerprint,
    plan_from_json,
    problem_from_json,
    problem_to_json,
)
from logistics.planning.routing.problem import Iterations, RoutingError, Seconds
from tests.planning.routing.cast import problem, shipment, van

QUESTION = problem((van(),), shipment(), shipment("leeks", target="school", loads=(2_000_000, 1)))


def question(**changes: Any) -> dict[str, Any]:
    return {"problem": problem_to_json(QUESTION), "budget": {"iterations": 5}, "seed": 1} | changes


def answer(asked: Any) -> tuple[int, list[dict[str, Any]]]:
    target = io.StringIO()
    status = main(io.StringIO(asked if isinstance(asked, str) else json.dumps(asked)), target)
    return status, [json.loads(line) for line in target.getvalue().splitlines()]


def test_the_command_answers_with_progress_and_a_judged_plan():
    status, lines = answer(question())

    assert status == 0
    assert lines[0]["progress"]["unserved"] == 0
    last = lines[-1]
    plan = plan_from_json(last["plan"])
    assert faults(QUESTION, plan) == ()
    assert (last["faults"], last["fingerprint"]) == ([], fingerprint(QUESTION))
    assert plan.unserved[0].reason.text == "weighs 2,000 kg; the largest van carries 900 kg"


def test_the_command_runs_as_a_process_of_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "logistics.planning.routing"],
        input=json.dumps(question()),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )

    assert "plan" in json.loads(done.stdout.splitlines()[-1])


ON_TIME = {
    "permille": 950,
    "spread": {"morning_permille": 80, "leg_permille": 200, "service_permille": 250, "source": "a test"},
}


def test_the_command_names_what_is_late_too_often_where_punctuality_was_asked_for():
    _, usual = answer(question())
    status, lines = answer(question(on_time=ON_TIME))

    assert status == 0
    assert "late" not in usual[-1]
    assert (lines[-1]["late"], lines[-1]["faults"]) == ([], [])


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ("{", "the question is not JSON"),
        ("[]", "the question should be an object with problem, budget and seed"),
        (question(seed="one"), "seed should be a whole number, not 'one'"),
        (question(budget={"seconds": -1}), "the budget should be"),
        (question(budget={"iterations": 0}), "the budget should be"),
        (question(problem=[]), "problem should be an object, not []"),
        (question(problem={}), "problem lacks locations"),
        (question(on_time={}), "on_time lacks spread"),
        (question(on_time=ON_TIME | {"mornings": 0}), "on_time asks for 0 to 1000 permille of 1 to 10000 mornings"),
        (
            question(on_time=ON_TIME | {"spread": ON_TIME["spread"] | {"leg_permille": 2000}}),
            "the spread of times goes from 0 to 1000 permille",
        ),
    ],
)
def test_a_question_of_the_wrong_shape_is_refused_with_a_message(asked: Any, refusal: str):
    status, lines = answer(asked)

    assert status == 2
    assert len(lines) == 1
    assert lines[0]["refused"][0].startswith(refusal)


def test_a_contradictory_question_is_refused_with_its_facts():
    twins = problem_to_json(problem((van(), van()), shipment()))

    assert answer(question(problem=twins)) == (2, [{"refused": ["the van van is given 2 times"]}])


def broken(path: str, value: Any) -> dict[str, Any]:
    whole = problem_to_json(QUESTION)
    part: Any = whole
    *way, last = path.split(".")
    for step in way:
        part = part[int(step) if step.isdigit() else step]
    part[last] = value
    return whole


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("vehicles.0.latest_s", 1.5, "problem.vehicles[0].latest_s should be a whole number, not 1.5"),
        ("vehicles.0.latest_s", True, "problem.vehicles[0].latest_s should be a whole number, not True"),
        ("vehicles.0.latest_s", 10**30, "problem.vehicles[0].latest_s should be a whole number, not 1000000"),
        ("vehicles.0.colour", "red", "problem.vehicles[0] has colour, which is not known here"),
        ("vehicles.0.classes", "chilled", "problem.vehicles[0].classes should be a list, not 'chilled'"),
        ("vehicles.0.break_rule", {"after_s": 1}, "problem.vehicles[0].break_rule lacks break_s"),
        ("shipments.0.loads", ["heavy"], "problem.shipments[0].loads[0] should be a whole number, not 'heavy'"),
        ("shipments.0.drop.windows", [{"opens_s": 1}], "problem.shipments[0].drop.windows[0] lacks closes_s"),
        ("locations.0.lat", "north", "problem.locations[0].lat should be a number, not 'north'"),
        ("locations.0.name", 7, "problem.locations[0].name should be text, not 7"),
        ("travel.source", "guessed", "problem.travel.source should be one of estimated, by road, given"),
        ("travel.travel_s", [[0, 1]], "problem.travel.travel_s[0] should be 1 whole numbers, not [0, 1]"),
    ],
)
def test_a_part_of_the_wrong_kind_is_named_by_its_place(path: str, value: Any, message: str):
    with pytest.raises(RoutingError) as refusal:
        problem_from_json(broken(path, value))

    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize("budget", [Seconds(2.5), Iterations(7)])
def test_budgets_survive_json(budget: Any):
    assert budget_from_json(json.loads(json.dumps(budget_to_json(budget)))) == budget


def test_the_fingerprint_is_the_same_for_equal_problems_and_changes_with_any_fact():
    again = problem((van(),), shipment(), shipment("leeks", target="school", loads=(2_000_000, 1)))
    heavier = problem((van(),), shipment(), shipment("leeks", target="school", loads=(2_000_001, 1)))

    assert fingerprint(again) == fingerprint(QUESTION) == fingerprint(problem_from_json(problem_to_json(QUESTION)))
    assert fingerprint(heavier) != fingerprint(QUESTION)


def test_the_command_searches_on_from_a_plan() -> None:
    _, first = answer(question())
    start = first[-1]["plan"]

    status, second = answer(question(start=start))

    assert status == 0
    assert second[-1]["plan"]["routes"] == start["routes"]


def test_a_start_that_fetches_twice_or_never_brings_is_refused() -> None:
    _, lines = answer(question())
    plan = lines[-1]["plan"]
    (route,) = plan["routes"]
    visits = route["visits"]
    twice = {**plan, "routes": [route, {**route, "vehicle": "other"}]}
    never = {**plan, "routes": [{**route, "visits": visits[:1]}]}

    for start in (twice, never, "none"):
        status, said = answer(question(start=start))
        assert status == 2
        assert "start" in said[-1]["refused"][0] or "plan" in said[-1]["refused"][0]
