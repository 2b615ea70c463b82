"""The native engine: what it can be asked, and its answer as the order of tasks of each van.

Knows nothing of plans, and nothing of how the search goes; that is told in native/search.hpp.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.engines.native import library
from logistics.planning.routing.engines.native.library import Answer, Limits, Tuning
from logistics.planning.routing.engines.native_question import Asked, ask, has_small_numbers

NAME = "ruin and recreate"
#: Ruins that count as one iteration of a budget: together about as long as a step of OR-Tools.
RUINS_AN_ITERATION = 100
READ_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class Manner:
    """How to search, and whether tasks in a row at one place share a visit: its window and its fixed time."""

    tuning: Tuning = field(default_factory=Tuning)
    share_visits: bool = True


#: Where vans differ and money counts, some ruins empty whole routes, so that a route can change its van.
MONEY = Manner(Tuning(whole_routes=0.08))
#: From a running plan: no route is emptied, and next to nothing is made dearer for a while.
CALM = Manner(Tuning(heat=0.1))


def supports(compiled: Compiled, shipments: Sequence[int]) -> bool:
    """Whether the engine keeps everything that these shipments and the vans ask for, in numbers that it can hold."""
    return bool(shipments) and bool(compiled.vehicles) and not why_not(compiled, shipments)


def why_not(compiled: Compiled, shipments: Sequence[int]) -> str:
    """The first thing these shipments and the vans ask for that the engine does not keep; empty if there is none."""
    if not shipments or not compiled.vehicles:
        return ""
    if not library.is_available():
        return "ruin and recreate was not built here"
    tasks = [task for s in shipments for task in (2 * s, 2 * s + 1)]
    windows = library.MOST_GAPS + 1
    lacks = {
        f"more than {library.MOST_DIMENSIONS} dimensions of load": len(compiled.problem.dimensions)
        > library.MOST_DIMENSIONS,
        f"more than {windows} windows a place": any(len(compiled.windows[task]) > windows for task in tasks),
        "goods that never ride together": any(
            compiled.shipments[s].kind in (pair.one, pair.other)
            for pair in compiled.problem.never_together
            for s in shipments
        ),
        "a longest time on board": any(s in compiled.rides for s in shipments),
        "movable walls": any(vehicle.wall is not None for vehicle in compiled.vehicles),
    }
    for lack, is_wanted in lacks.items():
        if is_wanted:
            return f"ruin and recreate does not know {lack}"
    return "" if has_small_numbers(compiled, shipments, tasks) else "ruin and recreate cannot count so far"


def search(
    compiled: Compiled,
    shipments: Sequence[int],
    *,
    hint: Sequences,
    limits: Limits,
    manner: Manner = MONEY,
    on_solution: Callable[[Sequences], bool] | None = None,
) -> Sequences:
    """Improve on the hint until a limit is met. Returns each van's tasks; what is missing did not fit.

    `on_solution` gets the best answer so far, again and again; False stops the search. The problem must be one that
    the engine `supports`.
    """
    asked = ask(compiled, shipments, manner.share_visits)
    found = library.search(
        asked.question,
        limits=limits,
        tuning=manner.tuning,
        hint=asked.hint(hint),
        listener=None if on_solution is None else _listener(asked, on_solution),
    )
    return asked.sequences(found.routes, found.types)


def _listener(asked: Asked, on_solution: Callable[[Sequences], bool]) -> library.Listener:
    """Reads the answer only now and then: most of the early ones are gone before anybody could look at them."""
    waiting: Callable[[], Answer] | None = None
    latest: Sequences = []
    read_s = -math.inf

    def listen(read: Callable[[], Answer] | None) -> bool:
        nonlocal waiting, latest, read_s
        waiting = read or waiting
        if waiting is not None and time.monotonic() - read_s >= READ_EVERY_S:
            latest, waiting, read_s = asked.sequences(*waiting()), None, time.monotonic()
        return on_solution(latest)

    return listen
