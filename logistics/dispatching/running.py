"""The run that stands, read back from its rows as the values it was written from, with what is done of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from logistics.dispatching.rounds import Begin, timed
from logistics.dispatching.shifting import Desk
from logistics.driving.standing import ended_stops
from logistics.intake.consignments import Carried
from logistics.intake.keys import key_of
from logistics.intake.local_day import LocalDay
from logistics.intake.vans import driver_key
from logistics.models import PlanRun, Route, Shipment, UnservedShipment
from logistics.outcome.reworked import Freight
from logistics.planning.routing.codec import problem_from_json
from logistics.planning.routing.plan import Plan, Reason, Task, TaskKind
from logistics.planning.routing.problem import Problem

Spot = tuple[date, str, int]


@dataclass(frozen=True, kw_only=True)
class Running:
    """A run as values. `spots` tells date, van and place in the round (0 is first) of each stop (id)."""

    run: PlanRun
    collection: LocalDay
    delivery: LocalDay
    problems: Mapping[date, Problem]
    plans: Mapping[date, Plan]
    desks: Mapping[date, Desk]
    freight: tuple[Freight, ...]
    drivers: Mapping[str, int | None]
    spots: Mapping[int, Spot]
    done: frozenset[int]

    def local(self, day: date) -> LocalDay:
        """The planning day of a date."""
        return self.delivery if day == self.delivery.day else self.collection

    def repeats(self) -> dict[tuple[date, str, int], int]:
        """Which stops (ids) are done, by date, van and sequence (1 is first)."""
        return {(day, van, place + 1): stop for stop, (day, van, place) in self.spots.items() if stop in self.done}


def running(run: PlanRun) -> Running:
    """Read the run: a handful of queries, however many stops it has."""
    day, zone = run.delivery_day, run.delivery_day.cycle.hub.time_zone
    keys, freight = read_freight(run)
    problems = {date.fromisoformat(text): unpriced(problem_from_json(data)) for text, data in run.problems.items()}
    rounds: dict[date, dict[str, tuple[tuple[Task, ...], ...]]] = {each: {} for each in problems}
    begins: dict[date, dict[str, Begin]] = {each: {} for each in problems}
    drivers, spots = {}, {}
    done = frozenset(ended_stops(run))
    locked: dict[date, dict[str, int]] = defaultdict(dict)
    for route in Route.objects.filter(plan_run=run).prefetch_related("stops__tasks").order_by("day", "number"):
        van = key_of("vehicle", route.vehicle_id)
        visits = []
        for place, stop in enumerate(route.stops.all()):
            visits.append(tuple(Task(keys[task.shipment_id], kind_of(task.kind)) for task in stop.tasks.all()))
            spots[stop.pk] = (route.day, van, place)
            if stop.pk in done:
                locked[route.day][van] = place + 1
        rounds[route.day][van] = tuple(visits)
        local = LocalDay(route.day, zone)
        begins[route.day][van] = Begin(tuple(visits), local.seconds_of(route.starts_at))
        drivers[driver_key(route.day, van)] = route.driver_id
    left = read_left(run, keys)
    asked = {shipment.id for problem in problems.values() for shipment in problem.shipments}
    desks = {
        each: Desk(
            problem=problem,
            rounds=rounds[each],
            left={s.id: left[s.id] for s in problem.shipments if s.id in left},
            locked=locked[each],
            begins=begins[each],
        )
        for each, problem in problems.items()
    }
    plans = {
        each: timed(desk.problem, desk.rounds, desk.left, judged_by=desk.problem, engine=run.engine, begins=desk.begins)
        for each, desk in desks.items()
    }
    return Running(
        run=run,
        collection=LocalDay(day.collection_day, zone),
        delivery=LocalDay(day.day, zone),
        problems=problems,
        plans=plans,
        desks={each: replace(desk, moments=moments(plans[each], desk.locked)) for each, desk in desks.items()},
        freight=tuple(replace(each, refusal=None if each.key in asked else left.get(each.key)) for each in freight),
        drivers=drivers,
        spots=spots,
        done=done,
    )


def unpriced(problem: Problem) -> Problem:
    """The problem without the prices of what was known when it was planned: those were for that planning."""
    return replace(problem, shipments=tuple(replace(each, known=None) for each in problem.shipments))


def moments(plan: Plan, locked: Mapping[str, int]) -> dict[Task, int]:
    """When that which is done began, as it was planned."""
    return {
        task: visit.start_s
        for route in plan.routes
        for visit in route.visits[: locked.get(route.vehicle, 0)]
        for task in visit.tasks
    }


def kind_of(kind: str) -> TaskKind:
    """The task's kind as the plan says it."""
    return "pickup" if kind == "pickup" else "drop"


def read_freight(run: PlanRun) -> tuple[dict[int, str], list[Freight]]:
    """The run's shipments with their papers, and the plan's key of each (id): numbered in the order of their rows."""
    keys, freight = {}, []
    rows = Shipment.objects.filter(plan_run=run).prefetch_related("lines").order_by("id")
    for number, row in enumerate(rows, start=1):
        keys[row.pk] = key_of("shipment", number)
        carried = tuple(
            Carried(line.purchase_id, line.confirmation_id, line.packs, line.weight_g)
            for line in sorted(row.lines.all(), key=lambda line: int(line.pk))
        )
        freight.append(Freight(keys[row.pk], row, carried))
    return keys, freight


def read_left(run: PlanRun, keys: Mapping[int, str]) -> dict[str, Reason]:
    """Why each shipment that stays behind does."""
    return {
        keys[row.shipment_id]: Reason(row.reason_code, row.reason_numbers, row.reason_text)
        for row in UnservedShipment.objects.filter(plan_run=run)
    }
