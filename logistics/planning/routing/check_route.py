"""The judge's aide for one route: its clock, its odometer, its rests, what is done at each visit, and its cost."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from logistics.planning.routing.check_goods import GoodsJudge
from logistics.planning.routing.plan import Cost, Route, Task, Visit
from logistics.planning.routing.problem import Problem, Shipment, TaskSpec, Vehicle


class RouteJudge:
    """Walks one route from start to end with its own clock and odometer."""

    def __init__(self, problem: Problem, vehicle: Vehicle, route: Route) -> None:
        self.problem, self.vehicle, self.route = problem, vehicle, route
        self.row = {location.id: row for row, location in enumerate(problem.locations)}
        self.shipments = {shipment.id: shipment for shipment in problem.shipments}

    def faults(self) -> Iterator[str]:
        """What is wrong with the route, one sentence each."""
        if not self.route.visits:
            yield "drives without a visit"
        unknown = [visit.location for visit in self.route.visits if visit.location not in self.row]
        if unknown:
            yield f"visits {unknown[0]}, which is no place of this problem"
            return
        yield from self._travel_faults()
        yield from self._rest_faults()
        yield from GoodsJudge(self.problem, self.vehicle, self.route).faults()
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


def _over_s(spec: TaskSpec, visit: Visit) -> int:
    """Seconds from the end of the task's last window to the start of service; 0 if it is not late, or may not be."""
    if not spec.windows or not spec.late_s:
        return 0
    return max(0, visit.start_s - max(window.closes_s for window in spec.windows))
