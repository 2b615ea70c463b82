"""Asks the finished routes what they could take if one fact were kinder. The routes themselves stay as they are.

Knows nothing of why it is asked, nor of words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines.draft import Draft
from logistics.planning.routing.engines.insertion import cheapest_in_van
from logistics.planning.routing.plan import Route
from logistics.planning.routing.schedule import time_route


@dataclass(frozen=True, slots=True)
class Fit:
    """A van's route with the shipment in it, which only a relaxation allows."""

    van: int
    tasks: list[int]
    route: Route


def fits_under(draft: Draft, relaxed: Compiled, shipment: int) -> Iterator[Fit]:
    """Every van's cheapest way to take the shipment under relaxed facts."""
    trial = Draft(relaxed, draft.sequences)
    for van in draft.compiled.allowed[shipment]:
        found = cheapest_in_van(trial, van, shipment)
        route = time_route(relaxed, van, found.tasks) if found is not None else None
        if found is not None and route is not None:
            yield Fit(van, found.tasks, route)


def with_task(compiled: Compiled, task: int, *, windows: Any, closes_s: int) -> Compiled:
    """The same question, with one task's windows changed."""
    all_windows, closes = list(compiled.windows), compiled.closes_array.copy()
    all_windows[task], closes[task] = windows, closes_s
    return replace(compiled, windows=all_windows, closes_array=closes)


def with_vehicles(compiled: Compiled, **changes: Any) -> Compiled:
    """The same question, with all vans changed alike."""
    vehicles = tuple(replace(vehicle, **changes) for vehicle in compiled.vehicles)
    return replace(compiled, problem=replace(compiled.problem, vehicles=vehicles))
