"""Shared van routes: `solve(problem, budget=..., seed=...)` answers, `check.faults(problem, plan)` judges."""
