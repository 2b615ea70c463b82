"""A pool of good routes: several short searches, the best choice among all their routes, and a search from there.

The choice is a set partitioning model for CP-SAT: every shipment on one route of the pool, or left at its price.
Knows nothing of how a route is found.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ortools.sat.python import cp_model

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines import native_engine, native_question
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.engines.native.library import Limits
from logistics.planning.routing.engines.native_engine import Manner
from logistics.planning.routing.schedule import time_route

NAME = "pool of routes"
#: How many searches fill the pool, and which share of the budget they, the choice and the last search get.
STARTS = 4
SHARE_STARTS = 0.7
SHARE_CHOICE = 0.1
#: CP-SAT's deterministic time for the choice when the budget counts steps.
CHOICE_IN_STEPS = 2.0

#: Kind of van and its tasks in order.
Key = tuple[int, tuple[int, ...]]


@dataclass(slots=True)
class Pool:
    """Routes seen, each once, with what the dearest clerk would pay for it: `schedule`'s own reckoning."""

    compiled: Compiled
    kinds: list[list[int]]
    pence: dict[Key, int] = field(default_factory=dict)

    def add(self, sequences: Sequences) -> None:
        """Remember the routes of an answer that can be driven."""
        for key in self.keys(sequences):
            if key not in self.pence:
                route = time_route(self.compiled, self.kinds[key[0]][0], key[1])
                if route is not None:
                    self.pence[key] = route.cost.total_pence

    def keys(self, sequences: Sequences) -> Iterator[Key]:
        """The routes of an answer, by kind of van."""
        for kind, vans in enumerate(self.kinds):
            yield from ((kind, tuple(sequences[van])) for van in vans if sequences[van])

    def sequences(self, keys: Sequence[Key]) -> Sequences:
        """The routes given to vans of their kinds."""
        made: Sequences = [[] for _ in self.compiled.vehicles]
        free = [iter(vans) for vans in self.kinds]
        for kind, tasks in keys:
            made[next(free[kind])] = list(tasks)
        return made

    def cost_pence(self, sequences: Sequences, shipments: Sequence[int]) -> int:
        """What the answer costs, with the price of what it leaves; its routes must be in the pool."""
        served = {task // 2 for tasks in sequences for task in tasks}
        left = sum(self.compiled.shipments[s].penalty_pence for s in shipments if s not in served)
        return left + sum(self.pence[key] for key in self.keys(sequences))


def search(
    compiled: Compiled,
    shipments: Sequence[int],
    *,
    hint: Sequences,
    limits: Limits,
    manner: Manner = native_engine.MONEY,
    on_solution: Callable[[Sequences], bool] | None = None,
) -> Sequences:
    """Improve on the hint until a limit is met, as `native_engine.search` does, whose limits on problems hold here."""
    pool = Pool(compiled, native_question.alike(compiled))
    clock = time.process_time if limits.is_processor else time.monotonic
    began_s, goes_on = clock(), True

    def hear(sequences: Sequences) -> bool:
        nonlocal goes_on
        pool.add(sequences)
        goes_on = on_solution is None or on_solution(sequences)
        return goes_on

    def part(share: float, seed: int) -> Limits:
        steps = None if limits.steps is None else max(1, int(limits.steps * share))
        return replace(limits, seconds=limits.seconds * share, steps=steps, seed=seed)

    answers: list[Sequences] = []
    for number in range(STARTS):
        if not goes_on:
            break
        allowed = part(SHARE_STARTS / STARTS, limits.seed * STARTS + number)
        answers.append(
            native_engine.search(compiled, shipments, hint=hint, limits=allowed, manner=manner, on_solution=hear)
        )
        pool.add(answers[-1])
    drivable = [answer for answer in (*answers, hint) if all(key in pool.pence for key in pool.keys(answer))]
    best = min(drivable, key=lambda answer: pool.cost_pence(answer, shipments)) if drivable else answers[0]
    if not goes_on or best not in drivable:
        return best
    best = choose(pool, shipments, best, None if limits.steps else limits.seconds * SHARE_CHOICE)
    left_s = limits.seconds - (clock() - began_s)
    last = replace(part(1 - SHARE_STARTS - SHARE_CHOICE, limits.seed), seconds=max(0.0, left_s))
    calm = replace(manner, tuning=replace(manner.tuning, heat=native_engine.CALM.tuning.heat))
    return native_engine.search(compiled, shipments, hint=best, limits=last, manner=calm, on_solution=on_solution)


def choose(pool: Pool, shipments: Sequence[int], best: Sequences, seconds: float | None) -> Sequences:
    """The cheapest choice of routes from the pool that CP-SAT finds in time; `best` if it finds none cheaper."""
    model = cp_model.CpModel()
    takes = {key: model.new_bool_var("") for key in pool.pence}
    leaves = {s: model.new_bool_var("") for s in shipments}
    routes_of: dict[int, list[cp_model.IntVar]] = {s: [] for s in shipments}
    for (_, tasks), take in takes.items():
        for shipment in {task // 2 for task in tasks}:
            routes_of[shipment].append(take)
    for shipment in shipments:
        model.add_exactly_one(*routes_of[shipment], leaves[shipment])
    for kind, vans in enumerate(pool.kinds):
        model.add(sum(take for key, take in takes.items() if key[0] == kind) <= len(vans))
    penalties = sum(pool.compiled.shipments[s].penalty_pence * leave for s, leave in leaves.items())
    model.minimize(sum(pool.pence[key] * take for key, take in takes.items()) + penalties)
    chosen, served = set(pool.keys(best)), {task // 2 for tasks in best for task in tasks}
    for key, take in takes.items():
        model.add_hint(take, key in chosen)
    for shipment, leave in leaves.items():
        model.add_hint(leave, shipment not in served)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    if seconds is None:
        solver.parameters.max_deterministic_time = CHOICE_IN_STEPS
    else:
        solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return best
    found = pool.sequences([key for key, take in takes.items() if solver.boolean_value(take)])
    return found if pool.cost_pence(found, shipments) < pool.cost_pence(best, shipments) else best
