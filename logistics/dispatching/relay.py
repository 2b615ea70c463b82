"""A van that drives no further: what it had aboard waits where it last stood, for another van to fetch. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from logistics.dispatching.rounds import Visits
from logistics.dispatching.shifting import Desk
from logistics.intake.keys import key_of
from logistics.planning.routing.plan import Plan, Task
from logistics.planning.routing.problem import Shipment, TaskSpec


@dataclass(frozen=True, slots=True)
class Relay:
    """Goods that change vans: `first` ends at `place`, where `second` begins from `ready_s` on."""

    first: str
    second: str
    place: str
    ready_s: int


@dataclass(frozen=True, slots=True)
class Stranded:
    """The desk without the van's further round, the shipments that now wait for a van, and those that change vans."""

    desk: Desk
    waiting: tuple[str, ...]
    relays: tuple[Relay, ...]


def without_van(desk: Desk, plan: Plan, van: str, *, now_s: int, next_number: int) -> Stranded:
    """Take the van out of use. What is done stays done; what it had loaded where it stands is unloaded again there.

    `plan` is the plan that stands; `next_number` is the first free number for the shipments that relays add.
    """
    visits, count = desk.rounds.get(van, ()), desk.locked.get(van, 0)
    place, since_s = last_seen(plan, van, count)
    aboard = on_board(visits[:count])
    loaded_here = tuple(key for key in aboard if desk.shipment(key).pickup.location == place)
    handed_on = tuple(key for key in aboard if key not in loaded_here)
    kept = tuple(
        rest for visit in visits[:count] if (rest := tuple(task for task in visit if task.shipment not in loaded_here))
    )
    ahead = tuple(dict.fromkeys(task.shipment for visit in visits[count:] for task in visit))
    relays = tuple(
        Relay(key, key_of("shipment", number), place, max(now_s, since_s))
        for number, key in enumerate(handed_on, start=next_number)
    )
    waiting = (*loaded_here, *(key for key in ahead if key not in handed_on), *(each.second for each in relays))
    return Stranded(stopped(desk, van, kept, relays, since_s), waiting, relays)


def last_seen(plan: Plan, van: str, count: int) -> tuple[str, int]:
    """Where the van's last done visit was and when it was over; nowhere for a van that has not begun."""
    if not count:
        return "", 0
    route = next(each for each in plan.routes if each.vehicle == van)
    visit = route.visits[count - 1]
    return visit.location, visit.depart_s


def on_board(visits: Visits) -> tuple[str, ...]:
    """What has been fetched and not yet brought."""
    aboard: dict[str, None] = {}
    for visit in visits:
        for task in visit:
            if task.kind == "pickup":
                aboard[task.shipment] = None
            else:
                aboard.pop(task.shipment, None)
    return tuple(aboard)


def stopped(desk: Desk, van: str, kept: Visits, relays: tuple[Relay, ...], since_s: int) -> Desk:
    """The desk in which the van's round and shift end with what is kept, at `since_s`.

    A van that did nothing is out of the problem.
    """
    rounds = {key: visits for key, visits in desk.rounds.items() if key != van}
    locked = {key: count for key, count in desk.locked.items() if key != van}
    vehicles = tuple(each for each in desk.problem.vehicles if each.id != van)
    if kept:
        handed_over = tuple(Task(each.first, "drop") for each in relays)
        rounds[van] = (*kept[:-1], (*kept[-1], *handed_over))
        locked[van] = len(kept)
        end = relays[0].place if relays else where(desk, kept[-1][-1])
        vehicles = tuple(
            replace(each, end=end, latest_s=since_s) if each.id == van else each for each in desk.problem.vehicles
        )
    tasks = {task for visits in rounds.values() for visit in visits for task in visit}
    problem = replace(desk.problem, vehicles=vehicles, shipments=tuple(shared(desk, relays)))
    moments = {task: moment for task, moment in desk.moments.items() if task in tasks}
    return replace(desk, problem=problem, rounds=rounds, locked=locked, moments=moments)


def where(desk: Desk, task: Task) -> str:
    """The place of a task."""
    shipment = desk.shipment(task.shipment)
    return (shipment.pickup if task.kind == "pickup" else shipment.drop).location


def shared(desk: Desk, relays: tuple[Relay, ...]) -> Iterator[Shipment]:
    """All shipments; one that changes vans becomes two, and handing over takes as long as loading did."""
    by_first = {each.first: each for each in relays}
    for shipment in desk.problem.shipments:
        relay = by_first.get(shipment.id)
        yield shipment if relay is None else replace(shipment, drop=TaskSpec(relay.place))
    for relay in relays:
        whole = desk.shipment(relay.first)
        yield replace(
            whole,
            id=relay.second,
            pickup=TaskSpec(
                relay.place,
                service_fixed_s=whole.pickup.service_fixed_s,
                service_goods_s=whole.pickup.service_goods_s,
            ),
            ready_s=relay.ready_s,
        )
