"""The order in which vans call, timed and judged; and in plain words what keeps an order from being driven. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from logistics.dispatching.errors import CannotMove
from logistics.planning.routing import check
from logistics.planning.routing.changes import change_pence
from logistics.planning.routing.compiled import Compiled, can_carry, compile_problem
from logistics.planning.routing.plan import Cost, Plan, Reason, Route, Task, Unserved
from logistics.planning.routing.problem import Problem
from logistics.planning.routing.schedule import driving_s, reloads, time_route, time_route_from
from logistics.planning.routing.visiting import group_visits
from logistics.planning.routing.words import amount, clock, duration, joined

Visits = tuple[tuple[Task, ...], ...]
Rounds = Mapping[str, Visits]
BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Begin:
    """When a van set out on this round, in seconds of its day."""

    visits: Visits
    start_s: int


NO_BEGINS: Mapping[str, Begin] = MappingProxyType({})


def visits_of(route: Route) -> Visits:
    """What is done at each visit."""
    return tuple(visit.tasks for visit in route.visits)


def rounds_of(plan: Plan) -> dict[str, Visits]:
    """The plan's vans with what they do at each visit."""
    return {route.vehicle: visits_of(route) for route in plan.routes}


def numbers(compiled: Compiled, visits: Visits) -> list[int]:
    """The tasks in order as the compiled problem numbers them."""
    rows = {shipment.id: row for row, shipment in enumerate(compiled.shipments)}
    return [2 * rows[task.shipment] + (task.kind == "drop") for visit in visits for task in visit]


def timed(
    problem: Problem,
    rounds: Rounds,
    left: Mapping[str, Reason],
    *,
    judged_by: Problem,
    engine: str = BY_HAND,
    begins: Mapping[str, Begin] = NO_BEGINS,
) -> Plan:
    """The rounds as a plan, with what is left out; no word of it is believed before `judged_by`'s judge has agreed.

    A round that is still as it was when it began at that time begins then again, where that can be. Raises CannotMove
    with what stands against it.
    """
    compiled = compile_problem(problem)
    vans = {vehicle.id: van for van, vehicle in enumerate(problem.vehicles)}
    routes = []
    for vehicle, visits in rounds.items():
        tasks = numbers(compiled, visits)
        if not tasks:
            continue
        route = begun_as_before(compiled, vans[vehicle], tasks, visits, begins.get(vehicle))
        if route is None:
            raise CannotMove(why_not(compiled, vans[vehicle], tasks))
        routes.append(route)
    prices = {shipment.id: shipment.penalty_pence for shipment in judged_by.shipments}
    plan = Plan(
        routes=tuple(routes),
        unserved=tuple(Unserved(key, left[key]) for key in sorted(left)),
        cost=sum((route.cost for route in routes), Cost()),
        penalty_pence=sum(prices[key] for key in left),
        change_pence=change_pence(judged_by, routes),
        travel_source=problem.travel.source,
        engine=engine,
    )
    faults = check.faults(judged_by, plan)
    if faults:
        raise CannotMove(f"The judge refuses it: {in_names(judged_by, faults[0])}.")
    return plan


def begun_as_before(
    compiled: Compiled, van: int, tasks: Sequence[int], visits: Visits, begin: Begin | None
) -> Route | None:
    """The round as a route: a plan may have let it leave earlier than the shortest day would."""
    if begin is not None and begin.visits == visits:
        route = time_route_from(compiled, van, tasks, begin.start_s)
        if route is not None:
            return route
    return time_route(compiled, van, tasks)


def in_names(problem: Problem, fault: str) -> str:
    """The judge's sentence with people's names in place of keys, the longest key first."""
    names = {each.id: each.label for each in problem.locations}
    names |= {each.id: each.label for each in problem.vehicles} | {each.id: each.label for each in problem.shipments}
    for key in sorted(names, key=len, reverse=True):
        fault = fault.replace(key, names[key])
    return fault


def why_not(compiled: Compiled, van: int, tasks: Sequence[int]) -> str:
    """The first fact that keeps the van from driving this order, with its numbers, as a sentence."""
    for facts in (wrong_goods, wrong_order, overloaded, too_late, driven_too_long, loading_again):
        fact = next(facts(compiled, van, tasks), None)
        if fact is not None:
            return fact
    return f"{compiled.vehicles[van].label} can't keep every window in this order."


def wrong_goods(compiled: Compiled, van: int, tasks: Sequence[int]) -> Iterator[str]:
    """Goods that the van may not carry at all."""
    vehicle = compiled.vehicles[van]
    for task in tasks:
        shipment = compiled.shipments[task // 2]
        if shipment.temperature_class not in vehicle.classes:
            yield f"{shipment.label}: {vehicle.label} does not carry {shipment.temperature_class} goods."
        elif not can_carry(vehicle, shipment):
            yield f"{shipment.label} alone is more than {vehicle.label} takes."


def wrong_order(compiled: Compiled, van: int, tasks: Sequence[int]) -> Iterator[str]:
    """Drops that come before their pickup."""
    del van
    fetched = set()
    for task in tasks:
        if task % 2 == 0:
            fetched.add(task // 2)
        elif task // 2 not in fetched:
            goods = compiled.shipments[task // 2].label
            there, here = name(compiled, task), name(compiled, task - 1)
            yield f"{goods} would be brought to {there} before it is fetched at {here}."


def overloaded(compiled: Compiled, van: int, tasks: Sequence[int]) -> Iterator[str]:
    """Where the van is fuller than it may be."""
    vehicle = compiled.vehicles[van]
    on_board = [0] * len(compiled.problem.dimensions)
    for task in tasks:
        on_board = [load + change for load, change in zip(on_board, compiled.load[task], strict=True)]
        for load, most, dimension in zip(on_board, vehicle.capacity, compiled.problem.dimensions, strict=True):
            if load > most:
                yield (
                    f"At {name(compiled, task)} {vehicle.label} would carry {amount(load, dimension)}; "
                    f"it takes {amount(most, dimension)}."
                )


def too_late(compiled: Compiled, van: int, tasks: Sequence[int]) -> Iterator[str]:
    """The first window that is missed however early the van sets out, or the end of its shift."""
    vehicle, travel = compiled.vehicles[van], compiled.travel_s[van]
    here, at_s = compiled.start[van], vehicle.earliest_s
    for group in group_visits(compiled, tasks, share=True):
        at_s += travel[here][group.place]
        opens_s = next((opens_s for opens_s, closes_s in group.windows if at_s <= closes_s), None)
        if opens_s is None:
            hours = joined(f"from {clock(opens)} to {clock(closes)}" for opens, closes in group.windows)
            place = compiled.problem.locations[group.place].label
            yield f"{place} takes vans {hours}; it would be {clock(at_s, up=True)} at the earliest."
            return
        at_s, here = max(at_s, opens_s) + group.service_s, group.place
    back_s = at_s + travel[here][compiled.end[van]]
    if back_s > vehicle.latest_s:
        yield f"{vehicle.label} would be back at {clock(back_s, up=True)}; its shift ends at {clock(vehicle.latest_s)}."


def driven_too_long(compiled: Compiled, van: int, tasks: Sequence[int]) -> Iterator[str]:
    """More hours at the wheel than the driver may drive."""
    vehicle, wheel_s = compiled.vehicles[van], driving_s(compiled, van, tasks)
    if vehicle.driving_limit_s is not None and wheel_s > vehicle.driving_limit_s:
        limit = duration(vehicle.driving_limit_s)
        yield f"{vehicle.label} would be driven for {duration(wheel_s)}; its driver may drive {limit}."


def loading_again(compiled: Compiled, van: int, tasks: Sequence[int]) -> Iterator[str]:
    """More calls at the yard than the hub allows."""
    vehicle = compiled.vehicles[van]
    if reloads(compiled, van, tasks) > vehicle.reloads:
        yard = compiled.problem.locations[compiled.start[van]].label
        yield f"{vehicle.label} would come back to {yard} in mid-route more often than the hub allows."


def name(compiled: Compiled, task: int) -> str:
    """Where the task is done."""
    return compiled.problem.locations[compiled.place[task]].label
