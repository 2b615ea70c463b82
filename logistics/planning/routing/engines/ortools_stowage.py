"""What may be in a van together, added to the OR-Tools model: kinds that never meet, and movable walls.

Knows nothing of times, nor of searching.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.problem import Wall
from logistics.planning.routing.stowage import apart

#: More than any van carries.
ANY_AMOUNT = 10**15


def add_kinds(compiled: Compiled, model: Any) -> None:
    """Kinds that never ride together, from pickup to drop."""
    routing, kept_apart = model.routing, apart(compiled.problem)
    kinds = {task: kind for task in model.node_of if (kind := compiled.shipments[task // 2].kind) in kept_apart}
    number = {kind: row for row, kind in enumerate(sorted(set(kinds.values())))}
    for task, kind in kinds.items():
        policy = routing.ADDED_TYPE_REMOVED_FROM_VEHICLE if task % 2 else routing.TYPE_ADDED_TO_VEHICLE
        routing.SetVisitType(model.manager.NodeToIndex(model.node_of[task]), number[kind], policy)
    for pair in compiled.problem.never_together:
        if pair.one in number and pair.other in number:  # it dies of a type that no node has
            routing.AddTemporalTypeIncompatibility(number[pair.one], number[pair.other])


def add_walls(compiled: Compiled, model: Any) -> None:
    """For each kind of wall a dimension on either side of it, and for each such van where its wall stands."""
    walls = {(van.wall.temperature_class, van.wall.dimension) for van in compiled.vehicles if van.wall is not None}
    for temperature_class, dimension in sorted(walls):
        rooms = [
            _rooms(model.routing, van.wall, van.capacity[dimension])
            if van.wall is not None
            and (van.wall.temperature_class, van.wall.dimension) == (temperature_class, dimension)
            else (None, None)
            for van in compiled.vehicles
        ]
        for side, is_inside in enumerate((True, False)):
            name = f"{'inside' if is_inside else 'outside'} {temperature_class} {dimension}"

            def is_here(shipment: int, temperature_class: str = temperature_class, is_inside: bool = is_inside) -> bool:
                return (compiled.shipments[shipment].temperature_class == temperature_class) == is_inside

            _add_side(compiled, model, name, dimension, is_here, [room[side] for room in rooms])


def _rooms(routing: Any, wall: Wall, capacity: int) -> tuple[Any, Any]:
    """The room on either side of the wall, as expressions of the steps that it stands at."""
    steps = routing.solver().IntVar(0, capacity // wall.step)
    routing.AddVariableMinimizedByFinalizer(steps)
    return steps * wall.step, capacity - steps * wall.step


def _add_side(
    compiled: Compiled, model: Any, name: str, dimension: int, is_here: Callable[[int], bool], rooms: list[Any]
) -> None:
    """What is on one side never exceeds its room in the van that carries it."""
    routing, solver, depot = model.routing, model.routing.solver(), model.depot
    loaded_at_start = depot is not None and depot.side == 0
    change = [compiled.load[task][dimension] if task >= 0 and is_here(task // 2) else 0 for task in model.task_of]
    evaluator = routing.RegisterUnaryTransitVector(change)
    routing.AddDimension(evaluator, 0, ANY_AMOUNT, not loaded_at_start, name)
    load = routing.GetDimensionOrDie(name)
    plenty = solver.IntConst(ANY_AMOUNT)
    by_van = [plenty, *(plenty if room is None else room.Var() for room in rooms)]
    for node in model.node_of.values():
        index = model.manager.NodeToIndex(node)
        solver.Add(load.CumulVar(index) <= solver.Element(by_van, (routing.VehicleVar(index) + 1).Var()))
    for van, room in enumerate(rooms):
        if loaded_at_start:
            load.CumulVar(routing.End(van)).SetMax(0)
        if room is not None:
            solver.Add(load.CumulVar(routing.Start(van)) <= room)
            solver.Add(load.CumulVar(routing.End(van)) <= room)
