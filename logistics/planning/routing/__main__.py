"""`python -m logistics.planning.routing`: a question as JSON on stdin, its answer as JSON lines on stdout.

In:  {"problem": ..., "budget": {"seconds": 10} or {"iterations": 500}, "seed": 1}, and if wanted
     "on_time": {"permille": 950, "mornings": 200, "spread": {"morning_permille": 80, ...}} and
     "start": a plan to search on from
Out: one {"progress": ...} line per better plan, then {"plan": ..., "fingerprint": ..., "faults": []}, or
     {"refused": [sentences]} with exit status 2. Where punctuality was asked for, "late" names the visits that are
     late too often all the same.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any, TextIO

from logistics.planning.routing.check import faults
from logistics.planning.routing.codec import (
    budget_from_json,
    fingerprint,
    plan_to_json,
    problem_from_json,
)
from logistics.planning.routing.plan import Progress
from logistics.planning.routing.problem import ContradictoryProblem, RoutingError
from logistics.planning.routing.robust.on_time import demand_from_json, solve_on_time
from logistics.planning.routing.robust.replay import Odds
from logistics.planning.routing.shapes import Unreadable, decode
from logistics.planning.routing.solve import solve
from logistics.planning.routing.start import start_from_json


def main(source: TextIO, target: TextIO) -> int:
    """Answer one question. Returns the exit status: 0 with a plan, 2 when the question was refused."""

    def say(line: dict[str, Any]) -> None:
        print(json.dumps(line), file=target, flush=True)

    def tell(progress: Progress) -> None:
        say({"progress": asdict(progress)})

    try:
        question = _question(source.read())
        problem, budget = problem_from_json(question["problem"]), budget_from_json(question["budget"])
        seed = decode(int, question["seed"], "seed")
        start = start_from_json(question["start"]) if "start" in question else None
        late: dict[str, Any] = {}
        if "on_time" in question:
            demand = demand_from_json(question["on_time"])
            found = solve_on_time(problem, budget=budget, seed=seed, demand=demand, on_progress=tell, start=start)
            plan, late = found.plan, {"late": [_late(each) for each in found.unmet]}
        else:
            plan = solve(problem, budget=budget, seed=seed, on_progress=tell, start=start)
    except ContradictoryProblem as refusal:
        say({"refused": list(refusal.facts)})
        return 2
    except RoutingError as refusal:
        say({"refused": [str(refusal)]})
        return 2
    say(
        {"plan": plan_to_json(plan), "fingerprint": fingerprint(problem), "faults": list(faults(problem, plan)), **late}
    )
    return 0


def _late(odds: Odds) -> dict[str, Any]:
    return {"vehicle": odds.vehicle, "visit": odds.visit, "on_time": odds.on_time, "mornings": odds.mornings}


def _question(text: str) -> dict[str, Any]:
    try:
        question = json.loads(text)
    except ValueError as error:
        raise Unreadable(f"the question is not JSON: {error}") from error
    if not isinstance(question, dict) or set(question) - {"on_time", "start"} != {"problem", "budget", "seed"}:
        raise Unreadable("the question should be an object with problem, budget and seed")
    return question


if __name__ == "__main__":
    sys.exit(main(sys.stdin, sys.stdout))
