"""How long the two solvers may think about one day."""

from dataclasses import dataclass

from logistics.planning.allocation.budget import Budget as SharingBudget
from logistics.planning.routing.problem import Budget as RoutingBudget
from logistics.planning.routing.problem import Iterations, Seconds

ROUTED_DATES = 2


@dataclass(frozen=True, slots=True)
class Budget:
    """What allocation may spend, what each date's routing may spend, and how many choices of direct runs are tried.

    Where a hub lets packs move for the rounds, each of `meeting_trials` may spend as much as one date's routing.
    `processes` search for each date's routes at once, each with a seed of its own and that budget.
    """

    sharing: SharingBudget
    routing: RoutingBudget
    direct_trials: int = 2
    meeting_trials: int = 4
    processes: int = 1

    @classmethod
    def repeatable(
        cls, *, deterministic: float = 4.0, iterations: int = 200, direct_trials: int = 2, processes: int = 1
    ) -> "Budget":
        """The same input gives the same answer on any machine: demonstration, tests, and the default."""
        sharing = SharingBudget(deterministic=deterministic)
        return cls(sharing, Iterations(iterations), direct_trials, processes=processes)

    @classmethod
    def within(cls, seconds: float, *, workers: int = 1, processes: int = 1) -> "Budget":
        """About so many seconds of wall clock in all: half for sharing out, the rest for the routes of both dates."""
        each = seconds / 2 / (ROUTED_DATES * 2)
        return cls(
            SharingBudget(seconds=seconds / 2, workers=workers), Seconds(each), direct_trials=1, processes=processes
        )
