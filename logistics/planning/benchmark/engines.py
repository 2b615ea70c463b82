"""Lets one engine answer a benchmark question within so many seconds of processor time, counted from the parsed file.

Every engine gets the same problem, the same thread and the same clock; the matrix counts, imports don't.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from logistics.planning.benchmark import pyvrp_peer, vroom_peer
from logistics.planning.benchmark.instance import Answer, Instance, Objective, as_answer, as_problem
from logistics.planning.routing.compiled import Compiled, compile_problem
from logistics.planning.routing.engines import native_engine, ortools_engine, pool_engine
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.engines.native import build
from logistics.planning.routing.engines.native.library import Limits, Tuning

#: Share of the budget in which fewer vehicles are sought, where vehicles come first.
FEWER_VANS = 0.6
#: OR-Tools reads the wall's clock; it gets plenty and is stopped by ours.
PLENTY = 20


@dataclass(frozen=True, slots=True)
class Run:
    """An answer and what it took, both clocks."""

    answer: Answer
    cpu_s: float
    wall_s: float


@dataclass(frozen=True, slots=True)
class Task:
    """What an engine is given: the compiled problem, how long it may take, and whether vehicles come first."""

    compiled: Compiled
    remaining_s: Callable[[], float]
    seed: int
    objective: Objective
    is_money: bool
    tuning: Tuning | None = None


def run(
    instance: Instance,
    *,
    engine: str,
    seconds: float,
    seed: int,
    objective: Objective,
    tuning: Tuning | None = None,
) -> Run:
    """Answer with one of `ENGINES`. `tuning` is for measuring our own engine with other settings."""
    cpu_s, wall_s = time.process_time(), time.monotonic()
    compiled = compile_problem(as_problem(instance, objective))
    task = Task(compiled, lambda: seconds - (time.process_time() - cpu_s), seed, objective, instance.is_money, tuning)
    answer = as_answer(instance, ENGINES[engine](task))
    return Run(answer, time.process_time() - cpu_s, time.monotonic() - wall_s)


def _own(task: Task) -> Sequences:
    return _native(task, native_engine.search)


def _pool(task: Task) -> Sequences:
    return _native(task, pool_engine.search)


def _native(task: Task, search: Callable[..., Sequences]) -> Sequences:
    build.build()
    vehicles_first = task.objective == "vehicles" and not task.is_money
    usual = native_engine.MONEY.tuning if task.is_money else Tuning()
    return search(
        task.compiled,
        range(len(task.compiled.shipments)),
        hint=_nothing(task.compiled),
        limits=Limits(
            max(0.0, task.remaining_s()),
            task.seed,
            fewer_vans=FEWER_VANS if vehicles_first else 0.0,
            is_processor=True,
        ),
        manner=native_engine.Manner(task.tuning or usual, share_visits=False),
    )


def _ortools(task: Task) -> Sequences:
    found = ortools_engine.search(
        task.compiled,
        range(len(task.compiled.shipments)),
        hint=_nothing(task.compiled),
        limits=ortools_engine.Limits(remaining_s=lambda: PLENTY * task.remaining_s(), steps=None),
        seed=task.seed,
        on_solution=lambda _: task.remaining_s() > 0,
    )
    return _nothing(task.compiled) if found is None else found


def _pyvrp(task: Task) -> Sequences:
    return pyvrp_peer.search(task.compiled, is_over=lambda: task.remaining_s() <= 0, seed=task.seed)


def _vroom(task: Task) -> Sequences:
    return vroom_peer.search(task.compiled, seconds=task.remaining_s())


def _nothing(compiled: Compiled) -> Sequences:
    return [[] for _ in compiled.vehicles]


ENGINES: dict[str, Callable[[Task], Sequences]] = {
    "own": _own,
    "pool": _pool,
    "ortools": _ortools,
    "pyvrp": _pyvrp,
    "vroom": _vroom,
}
