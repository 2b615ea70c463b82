"""What OR-Tools finds on its own, with no plan to start from."""

from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.engines import ortools_engine
from logistics.planning.routing.problem import Problem
from logistics.planning.routing.schedule import feasible_groups
from logistics.planning.routing.screen import why_never


def handed_back_can_be_driven(question: Problem) -> None:
    """Assert that every route that OR-Tools hands back keeps what the problem asks for."""
    compiled = compile_problem(question)
    servable = [s for s in range(len(question.shipments)) if why_never(compiled, s) is None]
    found = servable and ortools_engine.search(
        compiled,
        servable,
        hint=[[] for _ in question.vehicles],
        limits=ortools_engine.Limits(remaining_s=lambda: 60.0, steps=10),
        seed=1,
        on_solution=lambda _: True,
    )
    for van, tasks in enumerate(found or []):
        assert not tasks or feasible_groups(compiled, van, tasks) is not None
