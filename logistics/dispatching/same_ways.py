"""Which shipments of a plan that stands are, to people, the same as those of goods that are planned again."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from logistics.dispatching.running import Running
from logistics.intake.consignments import Consignment
from logistics.models import Shipment
from logistics.outcome.reworked import freight_of
from logistics.planning.routing.plan import Plan, Task, Visit


def same_ways(
    stands: Running, planned: Collection[str], goods: Sequence[Consignment], asked: Collection[str]
) -> dict[str, str]:
    """Old key to new key: of what stands those in `planned`, of the goods those in `asked`, which go the same way."""
    rows = sorted((each for each in stands.freight if each.key in planned), key=lambda each: hours(each.row))
    return matched(
        {each.key: way_of(each.row) for each in rows},
        {each.key: way_of(freight_of(each).row) for each in goods if each.key in asked},
    )


def matched(before: Mapping[str, Hashable], after: Mapping[str, Hashable]) -> dict[str, str]:
    """Old key to new key of shipments that go the same way, first to first where several do."""
    free: dict[Hashable, list[str]] = defaultdict(list)
    for key, way in after.items():
        free[way].append(key)
    return {key: free[way].pop(0) for key, way in before.items() if free[way]}


def way_of(row: Shipment) -> Hashable:
    """What makes two shipments the same to people: the same way, as cold."""
    return row.leg, row.from_place_id, row.to_place_id, row.temperature_class


def hours(row: Shipment) -> tuple[Any, ...]:
    """The order of shipments that go the same way."""
    return row.pickup_opens_at, row.drop_opens_at, row.pk


def renamed_plan(plan: Plan, names: Mapping[str, str]) -> Plan:
    """The plan with its shipments under new keys; what has none is left out, and so are visits with nothing left."""
    routes = tuple(
        replace(route, visits=tuple(fresh for visit in route.visits if (fresh := renamed_visit(visit, names)).tasks))
        for route in plan.routes
    )
    left = tuple(replace(each, shipment=names[each.shipment]) for each in plan.unserved if each.shipment in names)
    return replace(plan, routes=routes, unserved=left)


def renamed_visit(visit: Visit, names: Mapping[str, str]) -> Visit:
    """The visit with what has a new key."""
    tasks = tuple(Task(names[task.shipment], task.kind) for task in visit.tasks if task.shipment in names)
    return replace(visit, tasks=tasks)
