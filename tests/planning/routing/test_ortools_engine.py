"""The OR-Tools engine at the edge of its limits."""

import pytest

from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.engines import ortools_engine
from tests.planning.routing.days import delivery_day


def test_a_budget_of_no_iterations_asks_nothing_and_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    limits = ortools_engine.Limits(remaining_s=lambda: 5.0, steps=0)

    found = ortools_engine.search(
        compile_problem(delivery_day(5, vans=2)),
        range(5),
        hint=[[], []],
        limits=limits,
        seed=1,
        on_solution=lambda _: pytest.fail("a search was begun"),
    )

    assert found is None
    assert capfd.readouterr() == ("", "")
