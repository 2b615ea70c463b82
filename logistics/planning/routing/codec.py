"""Problems, plans and budgets as JSON and back, and the fingerprint of a problem.

Knows shapes, not sense: whether a problem contradicts itself is found out by `solve`.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, cast

from logistics.planning.routing.plan import Plan
from logistics.planning.routing.problem import Budget, Iterations, Problem, Seconds
from logistics.planning.routing.shapes import Unreadable, decode, encode


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """Plain values in a stable order; `problem_from_json` gives an equal problem back."""
    return cast(dict[str, Any], encode(problem))


def problem_from_json(data: Any) -> Problem:
    """Raises `Unreadable` with the place when a part is missing, unknown or of the wrong kind."""
    return cast(Problem, decode(Problem, data, "problem"))


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Plain values in a stable order; `plan_from_json` gives an equal plan back."""
    return cast(dict[str, Any], encode(plan))


def plan_from_json(data: Any) -> Plan:
    """Raises `Unreadable` with the place when a part is missing, unknown or of the wrong kind."""
    return cast(Plan, decode(Plan, data, "plan"))


def budget_to_json(budget: Budget) -> dict[str, Any]:
    """What `budget_from_json` reads."""
    return {"iterations": budget.count} if isinstance(budget, Iterations) else {"seconds": budget.seconds}


def budget_from_json(data: Any) -> Budget:
    """Reads {"seconds": 10} or {"iterations": 500}."""
    if isinstance(data, dict) and set(data) == {"seconds"}:
        seconds = decode(float, data["seconds"], "budget.seconds")
        if seconds >= 0:
            return Seconds(seconds)
    if isinstance(data, dict) and set(data) == {"iterations"}:
        count = decode(int, data["iterations"], "budget.iterations")
        if count >= 1:
            return Iterations(count)
    raise Unreadable('the budget should be {"seconds": 10} or {"iterations": 500}')


def fingerprint(problem: Problem) -> str:
    """The same for equal problems, on any machine: SHA-256 of the canonical JSON."""
    text = json.dumps(problem_to_json(problem), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
