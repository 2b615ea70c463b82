"""The one call into the native engine: numpy arrays laid out as its `question.hpp` says.

Knows shapes, not sense: what is asked and what the answer means is the caller's.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from logistics.planning.routing.engines.native import build

MOST_DIMENSIONS = 4
MOST_GAPS = 3
NOBODY = -1

TASK = np.dtype(
    [(name, np.int32) for name in ("place", "opens_s", "closes_s", "fixed_s", "goods_s", "group", "request")]
    + [("load", np.int32, (MOST_DIMENSIONS,))]
)
GAPS = np.dtype([(name, np.int32, (MOST_GAPS,)) for name in ("closes_s", "opens_s")])
PRICES = np.dtype(
    [*[(name, np.int32) for name in ("due_s", "known_s")], ("late_second", np.int64), ("shifted_second", np.int64)]
)
REQUEST = np.dtype([("pickup", np.int32), ("drop", np.int32), ("price", np.int64)])
VAN_TYPE = np.dtype(
    [(name, np.int32) for name in ("start", "end", "earliest_s", "latest_s", "driving_limit_s", "speed")]
    + [(name, np.int32) for name in ("count", "reloads", "rest_s", "rest_after_s")]
    + [("capacity", np.int32, (MOST_DIMENSIONS,))]
    + [(name, np.int64) for name in ("fixed", "per_metre", "per_second")],
    align=True,
)

#: The tasks of each route in order, and the van type of each route.
Answer = tuple[list[list[int]], list[int]]
#: Hears the best answer so far, None when it is no news; False stops the search.
Listener = Callable[[Callable[[], Answer] | None], bool]


@dataclass(frozen=True, eq=False, slots=True)
class Question:
    """What the engine is asked; see its question.hpp.

    distance_m   [from, to] metres
    travel_s     [speed, from, to] seconds
    allowed      [request, van type] whether that type can carry the request
    moved        [request, van type] what the request costs there because people know it elsewhere; None: nobody does
    gaps         [group] what lies between its tasks' windows; None: no task has several
    prices       [task] what it costs to begin at another moment; None: no moment has a price
    """

    dimensions: int
    distance_m: NDArray[np.int32]
    travel_s: NDArray[np.int32]
    tasks: NDArray[np.void]
    requests: NDArray[np.void]
    types: NDArray[np.void]
    allowed: NDArray[np.uint8]
    moved: NDArray[np.int64] | None = None
    gaps: NDArray[np.void] | None = None
    prices: NDArray[np.void] | None = None


@dataclass(frozen=True, slots=True)
class Tuning:
    """How the search moves; 0 for `mean_removed`, `heat`, `longest_string` and `part_tasks`: as the routes are long."""

    mean_removed: float = 0.0
    heat: float = 0.0
    cold: float = 0.015
    whole_routes: float = 0.0
    longest_string: int = 0
    routes_looked_at: int = 20
    part_tasks: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """When the search ends: after `steps` ruins if given, else after `seconds`, by the wall's or the processor's clock.

    fewer_vans   share of the budget spent on needing fewer vans before anything else
    """

    seconds: float
    seed: int
    steps: int | None = None
    fewer_vans: float = 0.0
    is_processor: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The best answer, its cost in the question's money, and what the search did."""

    routes: list[list[int]]
    types: list[int]
    cost: int
    left_out: int
    steps: int
    first_s: float


class _Sizes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int32) for name in ("places", "dimensions", "tasks", "requests", "types", "speeds")]


class _Arrays(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_void_p)
        for name in ("distance_m", "travel_s", "tasks", "requests", "types", "allowed", "moved", "gaps", "prices")
    ]


class _Tuning(ctypes.Structure):
    _fields_ = [
        *[(name, ctypes.c_double) for name in ("mean_removed", "heat", "cold", "whole_routes")],
        *[(name, ctypes.c_int32) for name in ("longest_string", "routes_looked_at", "part_tasks")],
    ]


_Heard = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_int32)


class _Wish(ctypes.Structure):
    _fields_ = [
        ("seconds", ctypes.c_double),
        ("steps", ctypes.c_int64),
        ("fewer_vans", ctypes.c_double),
        ("seed", ctypes.c_uint64),
        ("is_processor", ctypes.c_int32),
        ("listener", _Heard),
    ]


def is_available() -> bool:
    """Whether the library was built and this machine can load it."""
    path = build.find()
    return path is not None and _load(path) is not None


@cache
def _load(path: Path) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(str(path))
    except OSError:
        return None


def search(
    question: Question, *, limits: Limits, tuning: Tuning, hint: Answer | None = None, listener: Listener | None = None
) -> Found:
    """Search from the hint, or from nothing, until a limit is met or the listener says stop.

    Raises `build.CannotBuild` when the library is not there and `MemoryError` when there is not enough memory.
    """
    path = build.find()
    library = _load(path) if path is not None else None
    if library is None:
        raise build.CannotBuild("the native engine was not built")
    exchange = _Exchange(question, hint)
    raised: list[BaseException] = []

    def heard(is_new: int) -> int:
        try:
            return 0 if listener is None or listener(exchange.answer if is_new else None) else 1
        except BaseException as error:  # noqa: BLE001 - C cannot carry it; it is raised again below
            raised.append(error)
            return 1

    call = _Heard(heard) if listener is not None else _Heard()
    wish = _Wish(limits.seconds, limits.steps or 0, limits.fewer_vans, limits.seed, limits.is_processor, call)
    settings = _Tuning(
        tuning.mean_removed,
        tuning.heat,
        tuning.cold,
        tuning.whole_routes,
        tuning.longest_string,
        tuning.routes_looked_at,
        tuning.part_tasks,
    )
    figures = np.zeros(5, dtype=np.int64)
    status = library.foodshed_search(
        ctypes.byref(exchange.sizes),
        ctypes.byref(exchange.arrays),
        ctypes.byref(settings),
        ctypes.byref(wish),
        _pointer(exchange.order),
        _pointer(exchange.order_types),
        _pointer(exchange.length),
        _pointer(figures),
    )
    if raised:
        raise raised[0]
    if status:
        raise MemoryError("the native engine ran out of memory")
    routes, types = exchange.answer()
    cost, left_out, steps, _, first_us = figures.tolist()
    return Found(routes, types, cost, left_out, steps, first_us / 1e6)


class _Exchange:
    """The memory that both sides see during one search."""

    def __init__(self, question: Question, hint: Answer | None) -> None:
        self._kept = (
            np.ascontiguousarray(question.distance_m, dtype=np.int32),
            np.ascontiguousarray(question.travel_s, dtype=np.int32),
            np.ascontiguousarray(question.tasks, dtype=TASK),
            np.ascontiguousarray(question.requests, dtype=REQUEST),
            np.ascontiguousarray(question.types, dtype=VAN_TYPE),
            np.ascontiguousarray(question.allowed, dtype=np.uint8),
        )
        self._moved = None if question.moved is None else np.ascontiguousarray(question.moved, dtype=np.int64)
        self._gaps = None if question.gaps is None else np.ascontiguousarray(question.gaps, dtype=GAPS)
        self._prices = None if question.prices is None else np.ascontiguousarray(question.prices, dtype=PRICES)
        perhaps = [None if part is None else part.ctypes.data for part in (self._moved, self._gaps, self._prices)]
        self.arrays = _Arrays(*[part.ctypes.data for part in self._kept], *perhaps)
        self.sizes = _Sizes(
            question.distance_m.shape[0],
            question.dimensions,
            len(question.tasks),
            len(question.requests),
            len(question.types),
            question.travel_s.shape[0],
        )
        room = len(question.tasks)
        self.order = np.zeros(2 * room + 1, dtype=np.int32)
        self.order_types = np.zeros(room + 1, dtype=np.int32)
        self.length = np.zeros(1, dtype=np.int32)
        if hint is not None:
            self._put(*hint)

    def _put(self, routes: Sequence[Sequence[int]], types: Sequence[int]) -> None:
        flat = [number for route in routes for number in (*route, NOBODY)]
        self.order[: len(flat)] = flat
        self.order_types[: len(types)] = types
        self.length[0] = len(flat)

    def answer(self) -> Answer:
        """The routes that stand in the shared memory now."""
        routes: list[list[int]] = [[]]
        for number in self.order[: int(self.length[0])].tolist():
            if number == NOBODY:
                routes.append([])
            else:
                routes[-1].append(number)
        routes.pop()
        return routes, self.order_types[: len(routes)].tolist()


def _pointer(array: NDArray[np.int32] | NDArray[np.int64]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)
