"""Leaving earlier and waiting at the door: the cheapest way to be on time, which no shortest day would choose.

Knows nothing of other orders of the stops: those are for the search.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from logistics.planning.routing.changes import change_pence
from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.plan import Cost, Plan, Route
from logistics.planning.routing.robust.replay import Demand, Odds, late_visits, replay
from logistics.planning.routing.schedule import time_route_from
from logistics.planning.routing.start import sequences_of

STEP_S = 300
MOST_STEPS = 9


@dataclass(frozen=True, slots=True)
class Earlier:
    """Looks for better times to leave, on the same mornings as the demand is judged by."""

    compiled: Compiled
    demand: Demand
    seed: int

    def left(self, plan: Plan) -> Plan:
        """The plan whose late routes leave earlier, each by as little as makes its late visits fewest."""
        late = {odds.vehicle for odds in self._late(plan)}
        if not late:
            return plan
        tasks = sequences_of(self.compiled, plan)
        van = {vehicle.id: number for number, vehicle in enumerate(self.compiled.vehicles)}
        routes = tuple(
            self._route(plan, route, van[route.vehicle], tasks[van[route.vehicle]]) if route.vehicle in late else route
            for route in plan.routes
        )
        return replace(
            plan,
            routes=routes,
            cost=sum((route.cost for route in routes), Cost()),
            change_pence=change_pence(self.compiled.problem, routes),
        )

    def _route(self, plan: Plan, route: Route, van: int, tasks: list[int]) -> Route:
        earliest_s = self.compiled.vehicles[van].earliest_s
        best, fewest = route, len(self._late(replace(plan, routes=(route,))))
        for step in range(1, MOST_STEPS + 1):
            start_s = max(earliest_s, route.start_s - step * STEP_S)
            earlier = time_route_from(self.compiled, van, tasks, start_s)
            if earlier is None:
                break
            count = len(self._late(replace(plan, routes=(earlier,))))
            if count < fewest:
                best, fewest = earlier, count
            if not fewest or start_s == earliest_s:
                break
        return best

    def _late(self, plan: Plan) -> tuple[Odds, ...]:
        demand = self.demand
        odds = replay(self.compiled.problem, plan, spread=demand.spread, seed=self.seed, mornings=demand.mornings)
        return late_visits(odds, demand.permille)
