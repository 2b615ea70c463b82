"""The judge: recomputes a plan's feasibility and cost from the problem alone, and names every fault.

Reads problem and plan, nothing else; shares no line with any engine, so that it cannot repeat their mistakes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from logistics.planning.routing.plan import Cost, Plan, Route, Task, Visit
from logistics.planning.routing.problem import Problem, Shipment, TaskSpec, Vehicle


def faults(problem: Problem, plan: Plan) -> tuple[str, ...]:
    """Everything that is wrong with the plan, one sentence each; empty means that it may be believed."""
    return tuple(_faults(problem, plan))


def _faults(problem: Problem, plan: Plan) -> Iterator[str]:
    yield from _served_faults(problem, plan)
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    for name, count in Counter(route.vehicle for route in plan.routes).items():
        if count > 1:
            yield f"{name} drives {count} routes"
    for route in plan.routes:
        if route.vehicle not in vehicles:
            yield f"{route.vehicle} is no van of this problem"
            continue
        judge = _RouteJudge(problem, vehicles[route.vehicle], route)
        yield from (f"{route.vehicle}: {fault}" for fault in judge.faults())
    yield from _total_faults(problem, plan)


def _served_faults(problem: Problem, plan: Plan) -> Iterator[str]:
    """Every shipment exactly once: picked up and dropped, or unserved with a reason."""
    done = Counter(task for route in plan.routes for visit in route.visits for task in visit.tasks)
    unserved = Counter(entry.shipment for entry in plan.unserved)
    known = {shipment.id for shipment in problem.shipments}
    for stranger in sorted({task.shipment for task in done} | set(unserved)):
        if stranger not in known:
            yield f"{stranger} is no shipment of this problem"
    for shipment in problem.shipments:
        times = (done[Task(shipment.id, "pickup")], done[Task(shipment.id, "drop")], unserved[shipment.id])
        if times not in ((1, 1, 0), (0, 0, 1)):
            yield f"{shipment.id} is picked up {times[0]}, dropped {times[1]} and left out {times[2]} times"
    for entry in plan.unserved:
        if not entry.reason.code or not entry.reason.text:
            yield f"{entry.shipment} is left out without a reason"


def _total_faults(problem: Problem, plan: Plan) -> Iterator[str]:
    total = Cost()
    for route in plan.routes:
        total = total + route.cost
    if plan.cost != total:
        yield f"the plan says it costs {plan.cost}, its routes add up to {total}"
    left_out = {entry.shipment for entry in plan.unserved}
    penalty = sum(shipment.penalty_pence for shipment in problem.shipments if shipment.id in left_out)
    if plan.penalty_pence != penalty:
        yield f"the plan pays {plan.penalty_pence} pence for what it leaves, the prices add up to {penalty}"
    changes = _change_pence(problem, plan)
    if plan.change_pence != changes:
        yield f"the plan pays {plan.change_pence} pence for changes, their prices add up to {changes}"
    if plan.travel_source != problem.travel.source:
        yield f"the plan calls its travel {plan.travel_source}, the problem {problem.travel.source}"
    if plan.bound_pence is not None and plan.bound_pence > total.total_pence + penalty + changes + _late_pence(plan):
        yield f"the plan is cheaper than its own bound of {plan.bound_pence} pence"


def _late_pence(plan: Plan) -> int:
    return sum(visit.late_pence for route in plan.routes for visit in route.visits)


def _change_pence(problem: Problem, plan: Plan) -> int:
    """Another van than the known one, and the minutes by which a drop begins earlier or later than known."""
    known = {shipment.id: shipment.known for shipment in problem.shipments}
    total = 0
    for route in plan.routes:
        for visit in route.visits:
            for about in [known.get(task.shipment) for task in visit.tasks if task.kind == "drop"]:
                if about is None:
                    continue
                if about.vehicle is not None and about.vehicle != route.vehicle:
                    total += about.other_vehicle_pence
                if about.drop_s is not None:
                    seconds = max(visit.start_s, about.drop_s) - min(visit.start_s, about.drop_s)
                    total += floor(Fraction(seconds * about.minute_pence, 60) + Fraction(1, 2))
    return total


def _over_s(spec: TaskSpec, visit: Visit) -> int:
    """Seconds from the end of the task's last window to the start of service; 0 if it is not late, or may not be."""
    if not spec.windows or not spec.late_s:
        return 0
    return max(0, visit.start_s - max(window.closes_s for window in spec.windows))


class _RouteJudge:
    """Walks one route from start to end with its own clock, odometer and load."""

    def __init__(self, problem: Problem, vehicle: Vehicle, route: Route) -> None:
        self.problem, self.vehicle, self.route = problem, vehicle, route
        self.row = {location.id: row for row, location in enumerate(problem.locations)}
        self.shipments = {shipment.id: shipment for shipment in problem.shipments}

    def faults(self) -> Iterator[str]:
        if not self.route.visits:
            yield "drives without a visit"
        unknown = [visit.location for visit in self.route.visits if visit.location not in self.row]
        if unknown:
            yield f"visits {unknown[0]}, which is no place of this problem"
            return
        yield from self._travel_faults()
        yield from self._rest_faults()
        yield from self._load_faults()
        yield from self._ride_faults()
        for visit in self.route.visits:
            yield from (f"at {visit.location} {fault}" for fault in self._visit_faults(visit))
        yield from self._reload_faults()
        yield from self._cost_faults()

    def _leg(self, origin: str, target: str) -> tuple[int, int]:
        """Seconds at this van's speed, rounded half-up, and metres."""
        matrix_s = int(self.problem.travel.travel_s[self.row[origin], self.row[target]])
        metres = int(self.problem.travel.distance_m[self.row[origin], self.row[target]])
        return floor(Fraction(matrix_s * 1000, self.vehicle.speed_permille) + Fraction(1, 2)), metres

    def _travel_faults(self) -> Iterator[str]:
        vehicle, route = self.vehicle, self.route
        place, clock_s, driven_s, metres = vehicle.start, route.start_s, 0, 0
        for visit in route.visits:
            leg_s, leg_m = self._leg(place, visit.location)
            if (visit.travel_s, visit.distance_m) != (leg_s, leg_m):
                said = f"{visit.travel_s} s and {visit.distance_m} m"
                yield f"{place} to {visit.location} takes {leg_s} s and {leg_m} m, not {said}"
            if visit.arrive_s != clock_s + leg_s:
                yield f"reaches {visit.location} at {visit.arrive_s} s, not {clock_s + leg_s} s"
            place, clock_s, driven_s, metres = visit.location, visit.depart_s, driven_s + leg_s, metres + leg_m
        leg_s, leg_m = self._leg(place, vehicle.end)
        if route.end_s != clock_s + leg_s:
            yield f"ends at {route.end_s} s, not {clock_s + leg_s} s"
        if (route.travel_s, route.distance_m) != (driven_s + leg_s, metres + leg_m):
            yield f"drives {driven_s + leg_s} s and {metres + leg_m} m, not {route.travel_s} and {route.distance_m}"
        if route.start_s < vehicle.earliest_s or route.end_s > vehicle.latest_s:
            shift = f"{vehicle.earliest_s} to {vehicle.latest_s} s"
            yield f"is out from {route.start_s} to {route.end_s} s, the shift is {shift}"
        if vehicle.driving_limit_s is not None and driven_s + leg_s > vehicle.driving_limit_s:
            yield f"drives {driven_s + leg_s} s, the limit is {vehicle.driving_limit_s} s"

    def _rest_faults(self) -> Iterator[str]:
        """Driving since the last rest: a wait at a door, or a break behind the service, that is long enough."""
        rule, place, driven_s = self.vehicle.break_rule, self.vehicle.start, 0
        if rule is None:
            return
        for visit in self.route.visits:
            driven_s += self._leg(place, visit.location)[0]
            if driven_s > rule.after_s:
                yield f"drives {driven_s} s to {visit.location} without a break, {rule.after_s} s are allowed"
            if visit.start_s - visit.arrive_s >= rule.break_s or visit.break_s >= rule.break_s:
                driven_s = 0
            place = visit.location
        driven_s += self._leg(place, self.vehicle.end)[0]
        if driven_s > rule.after_s:
            yield f"drives {driven_s} s home without a break, {rule.after_s} s are allowed"

    def _load_faults(self) -> Iterator[str]:
        """Capacity after every single task, pickup before drop, nothing left on board."""
        aboard: set[str] = set()
        most = (0, 0)
        for visit in self.route.visits:
            for task in visit.tasks:
                if task.shipment not in self.shipments:
                    continue
                if task.kind == "pickup":
                    aboard.add(task.shipment)
                elif task.shipment in aboard:
                    aboard.remove(task.shipment)
                else:
                    yield f"drops {task.shipment} at {visit.location} without having it on board"
                yield from self._overloads(aboard, visit)
                yield from self._meetings(aboard, visit)
                here = self._sides(aboard)
                most = max(most[0], here[0]), max(most[1], here[1])
            if visit.loads_after != self._loads(aboard):
                yield f"leaves {visit.location} with {self._loads(aboard)}, not {visit.loads_after}"
        if aboard:
            yield f"comes home with {', '.join(sorted(aboard))} on board"
        yield from self._wall_faults(*most)

    def _ride_faults(self) -> Iterator[str]:
        """From the end of service at the pickup, a break behind it not counted, to the start of service at the drop."""
        fetched = {
            task.shipment: visit.depart_s - visit.break_s
            for visit in self.route.visits
            for task in visit.tasks
            if task.kind == "pickup"
        }
        for visit in self.route.visits:
            for name in [task.shipment for task in visit.tasks if task.kind == "drop" and task.shipment in fetched]:
                most_s = self.shipments[name].max_ride_s if name in self.shipments else None
                if most_s is not None and visit.start_s - fetched[name] > most_s:
                    yield f"has {name} on board for {visit.start_s - fetched[name]} s, {most_s} s are allowed"

    def _loads(self, aboard: set[str]) -> tuple[int, ...]:
        count = len(self.problem.dimensions)
        return tuple(sum(self.shipments[name].loads[number] for name in aboard) for number in range(count))

    def _overloads(self, aboard: set[str], visit: Visit) -> Iterator[str]:
        loads = zip(self.problem.dimensions, self._loads(aboard), self.vehicle.capacity, strict=True)
        for dimension, load, capacity in loads:
            if load > capacity:
                yield f"carries {load} {dimension.unit} of {dimension.name} at {visit.location}, not at most {capacity}"

    def _meetings(self, aboard: set[str], visit: Visit) -> Iterator[str]:
        kinds = {self.shipments[name].kind for name in aboard}
        for pair in self.problem.never_together:
            if {pair.one, pair.other} <= kinds:
                yield f"carries {pair.one} and {pair.other} together at {visit.location}"

    def _sides(self, aboard: set[str]) -> tuple[int, int]:
        """What is on board of the wall's class, and of all others, in its dimension."""
        wall = self.vehicle.wall
        if wall is None:
            return 0, 0
        inside = {name for name in aboard if self.shipments[name].temperature_class == wall.temperature_class}
        return self._loads(inside)[wall.dimension], self._loads(aboard - inside)[wall.dimension]

    def _wall_faults(self, inside: int, outside: int) -> Iterator[str]:
        """No place of the wall, in whole steps, leaves room on both sides all the way."""
        wall = self.vehicle.wall
        if wall is None:
            return
        nearest = ceil(Fraction(inside, wall.step)) * wall.step
        if self.vehicle.capacity[wall.dimension] - nearest < outside:
            goods = f"{inside} {wall.temperature_class} and {outside} other"
            yield f"carries {goods}; no place of its wall has room for both"

    def _visit_faults(self, visit: Visit) -> Iterator[str]:
        if not visit.tasks:
            yield "nothing is done"
        specs: list[TaskSpec] = []
        for task in visit.tasks:
            shipment = self.shipments.get(task.shipment)
            if shipment is None:
                continue
            spec = shipment.pickup if task.kind == "pickup" else shipment.drop
            specs.append(spec)
            yield from self._task_faults(visit, task, shipment, spec)
        service_s = max((spec.service_fixed_s for spec in specs), default=0) + sum(
            spec.service_goods_s for spec in specs
        )
        if visit.start_s < visit.arrive_s:
            yield f"service starts at {visit.start_s} s, before the van is there"
        late = (
            max((_over_s(spec, visit) for spec in specs), default=0),
            sum(floor(Fraction(_over_s(spec, visit) * spec.late_minute_pence, 60) + Fraction(1, 2)) for spec in specs),
        )
        if (visit.late_s, visit.late_pence) != late:
            yield f"service is {late[0]} s late for {late[1]} pence, not {visit.late_s} s for {visit.late_pence}"
        if visit.break_s < 0:
            yield f"the driver rests for {visit.break_s} s"
        if visit.depart_s != visit.start_s + service_s + visit.break_s:
            until_s = visit.start_s + service_s + visit.break_s
            yield f"the van leaves at {visit.depart_s} s, service and break last until {until_s} s"

    def _task_faults(self, visit: Visit, task: Task, shipment: Shipment, spec: TaskSpec) -> Iterator[str]:
        if spec.location != visit.location:
            yield f"the {task.kind} of {task.shipment} is done, which belongs to {spec.location}"
        over_s = _over_s(spec, visit)
        in_window = any(window.opens_s <= visit.start_s <= window.closes_s for window in spec.windows)
        if spec.windows and not in_window and not 0 < over_s <= spec.late_s:
            yield f"{task.shipment} is served at {visit.start_s} s, outside its windows"
        if task.kind == "pickup" and visit.start_s < shipment.ready_s:
            yield f"{task.shipment} is fetched at {visit.start_s} s, it is ready at {shipment.ready_s} s"
        if task.kind == "pickup" and shipment.temperature_class not in self.vehicle.classes:
            yield f"{task.shipment} is {shipment.temperature_class}, which this van does not carry"
        if task.kind == "pickup" and not shipment.skills.issubset(self.vehicle.skills):
            yield f"{task.shipment} needs {', '.join(sorted(shipment.skills - self.vehicle.skills))}"

    def _reload_faults(self) -> Iterator[str]:
        """Calls at the start place, but for the one that opens the route and the one that ends it there."""
        calls: list[str] = [self.vehicle.start]
        for visit in self.route.visits:
            if visit.location != calls[-1]:
                calls.append(visit.location)
        if calls[-1] == self.vehicle.end and len(calls) > 1:
            calls.pop()
        returns = calls[1:].count(self.vehicle.start)
        if returns > self.vehicle.reloads:
            yield f"calls at {self.vehicle.start} {returns} times in mid-route, {self.vehicle.reloads} are allowed"

    def _cost_faults(self) -> Iterator[str]:
        vehicle, route = self.vehicle, self.route
        half = Fraction(1, 2)
        cost = Cost(
            fixed_pence=vehicle.cost_fixed_pence,
            distance_pence=floor(Fraction(route.distance_m * vehicle.cost_per_km_pence, 1000) + half),
            time_pence=floor(Fraction((route.end_s - route.start_s) * vehicle.cost_per_hour_pence, 3600) + half),
        )
        if route.cost != cost:
            yield f"costs {cost}, not {route.cost}"
