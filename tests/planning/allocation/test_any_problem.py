"""Whatever is asked, the answer is true, no worse than the first, and the best there is."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.check import check
from logistics.planning.allocation.codec import (
    allocation_from_json,
    fingerprint,
    problem_from_json,
    to_json,
)
from logistics.planning.allocation.solve import solve
from tests.planning.allocation.brute_force import best_values, count
from tests.planning.allocation.small import problems

NOTHING = Budget(deterministic=0.0)
PLENTY = Budget(deterministic=5.0, gap=0.0)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(problems(), st.integers(0, 5))
def test_greedy_and_solver_pass_the_judge_and_the_solver_is_no_worse(problem, seed):
    greedy = solve(problem, budget=NOTHING, seed=seed)
    exact = solve(problem, budget=PLENTY, seed=seed)

    assert check(problem, greedy) == []
    assert check(problem, exact) == []
    assert [level.value for level in exact.levels] <= [level.value for level in greedy.levels]
    assert solve(problem, budget=PLENTY, seed=seed) == exact


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(demands=2, listings=3, packs=4))
def test_tiny_problems_reach_the_best_of_all_answers(problem):
    assume(1 < count(problem) <= 1500)

    answer = solve(problem, budget=PLENTY, seed=3)

    assert [(level.name, level.value) for level in answer.levels] == best_values(problem, seed=3)
    assert answer.status == "optimal"


@SLOW
@given(problems())
def test_json_gives_back_the_same_problem_answer_and_fingerprint(problem):
    answer = solve(problem, budget=NOTHING, seed=0)

    again = problem_from_json(to_json(problem))

    assert (again, fingerprint(again)) == (problem, fingerprint(problem))
    assert allocation_from_json(to_json(answer)) == answer
    assert answer.fingerprint == fingerprint(problem)


@SLOW
@given(problems())
def test_a_re_share_of_an_unchanged_problem_moves_nothing(problem):
    before = solve(problem, budget=PLENTY, seed=1)

    again = replace(problem, previous=before)
    after = solve(again, budget=PLENTY, seed=1)

    assert check(again, after) == []
    assert [line.fills for line in after.lines] == [line.fills for line in before.lines]
