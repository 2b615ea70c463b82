"""The routes of a delivery day as one answer: its consignments, and a judged plan for each date. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from logistics.intake.consignments import Consignment, Direct
from logistics.planning.routing.plan import Cost, Plan
from logistics.planning.routing.problem import Problem


@dataclass(frozen=True, slots=True)
class Trial:
    """One measured choice of direct runs: how many pairs, and what the day would have cost with them."""

    pairs: int
    objective_pence: int


@dataclass(frozen=True, kw_only=True)
class PlannedDay:
    """Problems and plans by date (collections, then drops), and the direct pairs that were kept.

    `known_run` is the run (id) whose rounds people knew when it was planned; None when they knew of none.
    """

    consignments: tuple[Consignment, ...]
    problems: Mapping[date, Problem]
    plans: Mapping[date, Plan]
    direct: Direct = frozenset()
    trials: tuple[Trial, ...] = field(default=())
    known_run: int | None = None

    @property
    def objective_pence(self) -> int:
        """What the day costs, with the prices of what stays behind."""
        return sum(plan.objective_pence for plan in self.plans.values())

    @property
    def cost(self) -> Cost:
        """What is paid for driving, in its parts."""
        return sum((plan.cost for plan in self.plans.values()), Cost())

    @property
    def distance_m(self) -> int:
        """Road metres of all routes."""
        return sum(plan.distance_m for plan in self.plans.values())

    @property
    def routes(self) -> int:
        """Vans that go out, counted once a date."""
        return sum(len(plan.routes) for plan in self.plans.values())

    @property
    def unserved(self) -> int:
        """Consignments that no van takes, those that were refused before planning included."""
        refused = sum(1 for each in self.consignments if each.refusal is not None)
        return refused + sum(len(plan.unserved) for plan in self.plans.values())

    @property
    def travel_source(self) -> str:
        """“by road” only when every distance is; “estimated” for a day without any route."""
        sources = {str(plan.travel_source) for plan in self.plans.values()}
        return sources.pop() if len(sources) == 1 else "estimated"

    @property
    def engine(self) -> str:
        """Who found the plans."""
        return ", ".join(sorted({plan.engine for plan in self.plans.values()})) or "none needed"
