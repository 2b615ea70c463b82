"""The cheapest plan of a tiny problem by trying everything: every assignment, order, grouping and start of the day.

Written apart from the core and slow on purpose. All times of the problem must be multiples of five minutes.
"""

import itertools
from collections.abc import Callable, Iterator
from functools import cache

from logistics.planning.routing.problem import Problem, Shipment, TaskSpec, Vehicle

STEP_S = 300
NEVER_S = 10**9
Job = tuple[int, str]


def cheapest_pence(problem: Problem) -> int:
    """Money and prices of what stays behind, over every plan that keeps the rules."""

    @cache
    def route_pence(van: int, load: frozenset[int]) -> float:
        if not load:
            return 0
        vehicle = problem.vehicles[van]
        return min((_pence(problem, vehicle, jobs) for jobs in _orders(load)), default=float("inf"))

    totals = []
    vans = range(len(problem.vehicles))
    for choice in itertools.product([*vans, None], repeat=len(problem.shipments)):
        left = sum(s.penalty_pence for s, van in zip(problem.shipments, choice, strict=True) if van is None)
        routes = [route_pence(van, frozenset(n for n, chosen in enumerate(choice) if chosen == van)) for van in vans]
        totals.append(left + sum(routes))
    return int(min(totals))


def _orders(load: frozenset[int]) -> Iterator[tuple[Job, ...]]:
    jobs = [(number, kind) for number in load for kind in ("pickup", "drop")]
    for order in itertools.permutations(jobs):
        if all(order.index((number, "pickup")) < order.index((number, "drop")) for number in load):
            yield order


def _pence(problem: Problem, vehicle: Vehicle, jobs: tuple[Job, ...]) -> float:
    if not _carries(problem, vehicle, jobs):
        return float("inf")
    row = {location.id: number for number, location in enumerate(problem.locations)}
    stops = [vehicle.start, *(_spec(problem, job).location for job in jobs), vehicle.end]
    legs = [(row[a], row[b]) for a, b in itertools.pairwise(stops)]
    metres = sum(int(problem.travel.distance_m[leg]) for leg in legs)
    drive = [int(problem.travel.travel_s[leg]) for leg in legs]
    if vehicle.driving_limit_s is not None and sum(drive) > vehicle.driving_limit_s:
        return float("inf")
    best = float("inf")
    same = [here == there for here, there in itertools.pairwise(stops[1:-1])]
    for joined in itertools.product(*[(False, True) if alike else (False,) for alike in same]):
        for start_s in range(vehicle.earliest_s, vehicle.latest_s + 1, STEP_S):
            end_s, moments_pence = _end(problem, vehicle, jobs, drive, joined, start_s)
            if end_s <= vehicle.latest_s:
                wages = ((end_s - start_s) * vehicle.cost_per_hour_pence + 1800) // 3600
                best = min(best, wages + moments_pence)
    distance = (metres * vehicle.cost_per_km_pence + 500) // 1000
    known = [problem.shipments[number].known for number, kind in jobs if kind == "drop"]
    moved = sum(one.other_vehicle_pence for one in known if one is not None and one.vehicle not in (None, vehicle.id))
    return vehicle.cost_fixed_pence + distance + best + moved


def _carries(problem: Problem, vehicle: Vehicle, jobs: tuple[Job, ...]) -> bool:
    aboard = [0] * len(problem.dimensions)
    inside: set[int] = set()
    most = [0, 0]
    for number, kind in jobs:
        inside = inside | {number} if kind == "pickup" else inside - {number}
        kinds = {problem.shipments[one].kind for one in inside}
        if any({pair.one, pair.other} <= kinds for pair in problem.never_together):
            return False
        if vehicle.wall is not None:
            for side in (0, 1):
                sides = [
                    problem.shipments[one].loads[vehicle.wall.dimension]
                    for one in inside
                    if (problem.shipments[one].temperature_class == vehicle.wall.temperature_class) == (side == 0)
                ]
                most[side] = max(most[side], sum(sides))
        shipment = problem.shipments[number]
        if shipment.temperature_class not in vehicle.classes or not shipment.skills <= vehicle.skills:
            return False
        sign = 1 if kind == "pickup" else -1
        aboard = [load + sign * part for load, part in zip(aboard, shipment.loads, strict=True)]
        if any(load > room for load, room in zip(aboard, vehicle.capacity, strict=True)):
            return False
    if vehicle.wall is not None:
        places = range(0, vehicle.capacity[vehicle.wall.dimension] + 1, vehicle.wall.step)
        room = vehicle.capacity[vehicle.wall.dimension]
        if not any(place >= most[0] and room - place >= most[1] for place in places):
            return False
    return _calls_in_mid_route(problem, vehicle, jobs) <= vehicle.reloads


def _calls_in_mid_route(problem: Problem, vehicle: Vehicle, jobs: tuple[Job, ...]) -> int:
    places = [place for place, _ in itertools.groupby(_spec(problem, job).location for job in jobs)]
    middle = places[places[0] == vehicle.start :]
    if middle and middle[-1] == vehicle.end:
        middle = middle[:-1]
    return middle.count(vehicle.start)


def _end(
    problem: Problem, vehicle: Vehicle, jobs: tuple[Job, ...], drive: list[int], joined: tuple[bool, ...], start_s: int
) -> tuple[int, int]:
    """When the route ends if it starts then, and what its moments cost; jobs joined to the one before are done in
    the same visit. Never, if a window is missed or goods are on board for too long however long the van waits."""
    floors = [0] * len(jobs)
    while True:
        rested = _rested(vehicle, drive)
        end_s, moments_pence, begins, ends = _drive(problem, jobs, rested, joined, start_s, floors)
        too_long = [
            jobs.index((number, "pickup"))
            for number, most_s in ((number, problem.shipments[number].max_ride_s) for number, _ in jobs)
            if most_s is not None and end_s <= 86_400
            if begins[jobs.index((number, "drop"))] - ends[jobs.index((number, "pickup"))] > most_s
        ]
        if not too_long:
            return end_s, moments_pence
        floors[too_long[0]] = begins[too_long[0]] + STEP_S


Ways = Callable[[int, int], int]


def _rested(vehicle: Vehicle, drive: list[int]) -> Ways:
    """How long leg by leg takes with the breaks before it, asked in order, each with the wait before it."""
    driven_s, rule = 0, vehicle.break_rule

    def way_s(at: int, waited_s: int) -> int:
        nonlocal driven_s
        if at == 0 or rule is None or waited_s >= rule.break_s:
            driven_s = 0
        if rule is None:
            return drive[at]
        if drive[at] > rule.after_s:
            return NEVER_S
        rest_s = rule.break_s if driven_s + drive[at] > rule.after_s else 0
        driven_s = drive[at] + (0 if rest_s else driven_s)
        return drive[at] + rest_s

    return way_s


def _drive(
    problem: Problem, jobs: tuple[Job, ...], way_s: Ways, joined: tuple[bool, ...], start_s: int, floors: list[int]
) -> tuple[int, int, list[int], list[int]]:
    """The end, the price of its moments, and when service begins and ends for each job, none before its floor."""
    clock_s, at, waited_s, moments_pence = start_s, 0, 0, 0
    begins: list[int] = []
    ends: list[int] = []
    while at < len(jobs):
        size = 1 + sum(1 for _ in itertools.takewhile(bool, joined[at:]))
        visit = jobs[at : at + size]
        arrive_s = clock_s + way_s(at, waited_s)
        clock_s = max(arrive_s, *floors[at : at + size])
        while not all(_welcome(problem, job, clock_s) for job in visit):
            clock_s += STEP_S
            if clock_s > 86_400:
                return NEVER_S, 0, [], []
        specs = [_spec(problem, job) for job in visit]
        for spec in specs:
            over_s = clock_s - max((window.closes_s for window in spec.windows), default=clock_s)
            moments_pence += max(0, over_s) * spec.late_minute_pence // 60
        moments_pence += sum(_shifted_pence(problem, job, clock_s) for job in visit)
        waited_s = clock_s - arrive_s
        begins += size * [clock_s]
        clock_s += max(spec.service_fixed_s for spec in specs) + sum(spec.service_goods_s for spec in specs)
        ends += size * [clock_s]
        at += size
    return clock_s + way_s(len(jobs), waited_s), moments_pence, begins, ends


def _shifted_pence(problem: Problem, job: Job, clock_s: int) -> int:
    known = problem.shipments[job[0]].known
    if job[1] == "pickup" or known is None or known.drop_s is None:
        return 0
    return abs(clock_s - known.drop_s) * known.minute_pence // 60


def _welcome(problem: Problem, job: Job, clock_s: int) -> bool:
    spec, shipment = _spec(problem, job), problem.shipments[job[0]]
    spans = [(window.opens_s, window.closes_s) for window in spec.windows]
    last_s = max((closes_s for _, closes_s in spans), default=0)
    open_now = not spans or any(o <= clock_s <= c for o, c in spans) or last_s < clock_s <= last_s + spec.late_s
    return open_now and (job[1] == "drop" or clock_s >= shipment.ready_s)


def _spec(problem: Problem, job: Job) -> TaskSpec:
    shipment: Shipment = problem.shipments[job[0]]
    return shipment.pickup if job[1] == "pickup" else shipment.drop
