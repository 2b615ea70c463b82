"""What every peer needs to be told of the vans and shipments, whichever words it has for them."""

from __future__ import annotations

from logistics.planning.routing.compiled import Compiled


class CannotRace(Exception):
    """The peer is not installed, or lacks what the question asks for; the message says which."""


def kinds(compiled: Compiled) -> list[list[int]]:
    """The vans by everything that a peer hears of them."""
    found: dict[tuple[object, ...], list[int]] = {}
    for number, van in enumerate(compiled.vehicles):
        key = (
            *(van.start, van.end, van.capacity, van.classes, van.earliest_s, van.latest_s),
            *(van.cost_fixed_pence, van.cost_per_km_pence),
        )
        found.setdefault(key, []).append(number)
    return list(found.values())


def loaded_at_the_start(compiled: Compiled) -> list[int]:
    """Shipments loaded where and when every van starts, at no time: deliveries without a pickup of their own."""
    starts = set(compiled.start)
    return [
        s
        for s in range(len(compiled.shipments))
        if starts == {compiled.place[2 * s]} and compiled.fixed_s[2 * s] + compiled.goods_s[2 * s] == 0
    ]


def window(compiled: Compiled, task: int) -> tuple[int, int]:
    """The task's only window, which ends with the last shift."""
    ((opens_s, closes_s),) = compiled.windows[task]
    return opens_s, min(closes_s, max(van.latest_s for van in compiled.vehicles))


def service_s(compiled: Compiled, task: int) -> int:
    """Seconds at the task's place: peers know of no visits that tasks share."""
    return compiled.fixed_s[task] + compiled.goods_s[task]
