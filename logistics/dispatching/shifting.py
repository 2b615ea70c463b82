"""Moving visits and shipments between vans, nothing of what is done already touched. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from logistics.dispatching.errors import CannotMove
from logistics.dispatching.making_room import Room
from logistics.dispatching.rounds import Begin, Rounds, Visits, numbers, timed, wrong_goods
from logistics.planning.routing.compiled import Compiled, compile_problem
from logistics.planning.routing.engines.draft import Draft
from logistics.planning.routing.engines.insertion import cheapest_in_van, cheapest_insertion
from logistics.planning.routing.plan import Plan, Reason, Task
from logistics.planning.routing.problem import Problem, Shipment, TaskSpec, Window
from logistics.planning.routing.reasons import why_left_out
from logistics.planning.routing.schedule import feasible_groups, named_task
from logistics.planning.routing.screen import why_never

DONE = "That stop is done: it stays as it is."


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One date as it can still be changed.

    `locked` says how many visits of a van's round are done, `moments` when each task of those began, `begins` when
    each van was to set out.
    """

    problem: Problem
    rounds: Rounds
    left: Mapping[str, Reason]
    locked: Mapping[str, int] = field(default_factory=dict)
    moments: Mapping[Task, int] = field(default_factory=dict)
    begins: Mapping[str, Begin] = field(default_factory=dict)

    def shipment(self, key: str) -> Shipment:
        """The shipment of that key."""
        return next(each for each in self.problem.shipments if each.id == key)

    def done(self) -> frozenset[str]:
        """Shipments of which something is done."""
        return frozenset(
            task.shipment for van, count in self.locked.items() for visit in self.rounds[van][:count] for task in visit
        )


def judged(desk: Desk) -> Plan:
    """The desk as a judged plan; what is done keeps its time. Raises CannotMove."""
    return timed(pinned(desk.problem, desk.moments), desk.rounds, desk.left, judged_by=desk.problem, begins=desk.begins)


def swapped(desk: Desk, van: str, first: int) -> Desk:
    """Visits `first` and the next one in each other's place. Raises CannotMove."""
    visits = list(desk.rounds[van])
    if first < 0 or first + 1 >= len(visits):
        raise CannotMove("That stop is at the end of its route already.")
    if first < desk.locked.get(van, 0):
        raise CannotMove(DONE)
    visits[first], visits[first + 1] = visits[first + 1], visits[first]
    return replace(desk, rounds={**desk.rounds, van: tuple(visits)})


def shipments_at(desk: Desk, van: str, index: int) -> tuple[str, ...]:
    """What is fetched or brought at a visit. Raises CannotMove for loading at the yard and for what is done."""
    if index < desk.locked.get(van, 0):
        raise CannotMove(DONE)
    vehicle = next(each for each in desk.problem.vehicles if each.id == van)
    found = tuple(dict.fromkeys(task.shipment for task in desk.rounds[van][index]))
    for task in desk.rounds[van][index]:
        spec = desk.shipment(task.shipment)
        if (spec.pickup if task.kind == "pickup" else spec.drop).location in (vehicle.start, vehicle.end):
            raise CannotMove("Loading and unloading at the yard goes with the stops: move those.")
    if desk.done().intersection(found):
        raise CannotMove("These goods are aboard already: they stay in their van.")
    return found


def taken_out(desk: Desk, shipments: Collection[str], reason: Reason | None) -> Desk:
    """The rounds without these shipments; with a reason they are left out, without one they wait for another van."""
    rounds = {
        van: tuple(rest for visit in visits if (rest := tuple(t for t in visit if t.shipment not in shipments)))
        for van, visits in desk.rounds.items()
    }
    left = dict(desk.left) | (dict.fromkeys(shipments, reason) if reason else {})
    return replace(desk, rounds=rounds, left=left)


def put_onto(desk: Desk, shipments: Sequence[str], van: str, *, now_s: int) -> Desk:
    """The shipments where they cost least on that van's round. Raises CannotMove with what stands against it."""
    alone = replace(desk.problem, vehicles=tuple(each for each in desk.problem.vehicles if each.id == van))
    if not alone.vehicles:
        raise CannotMove("That van is not manned on this day or is out of use.")
    compiled = compile_problem(not_before(pinned(alone, desk.moments), shipments, now_s))
    draft = Draft(compiled, [numbers(compiled, desk.rounds.get(van, ()))])
    for key in shipments:
        row = row_of(compiled, key)
        unfit = next(wrong_goods(compiled, 0, [2 * row]), "")
        if unfit:
            raise CannotMove(unfit)
        never = why_never(compiled, row)
        found = cheapest_in_van(draft, 0, row) if never is None else None
        if found is None:
            reason = never or why_left_out(draft, row)
            raise CannotMove(f"{compiled.shipments[row].label}: {reason.text}.")
        draft.replace(0, found.tasks)
    visits = grouped(compiled, 0, draft.sequences[0])
    refuse_touching_done(desk, van, visits)
    return without_reasons(replace(desk, rounds={**desk.rounds, van: visits}), shipments)


def put_anywhere(desk: Desk, shipments: Sequence[str], *, now_s: int) -> Desk:
    """Each shipment where it costs least on any round, the dearest to leave first; the rest is left with its reason.

    Rounds keep the order of what they do already. Only where a shipment would stay behind, one other may change vans.
    """
    compiled = compile_problem(not_before(pinned(desk.problem, desk.moments), shipments, now_s))
    draft = Draft(compiled, [numbers(compiled, desk.rounds.get(each.id, ())) for each in compiled.vehicles])
    left = {key: reason for key, reason in desk.left.items() if key not in shipments}
    rows = sorted((row_of(compiled, key) for key in shipments), key=lambda s: -compiled.shipments[s].penalty_pence)
    never = {row: reason for row in rows if (reason := why_never(compiled, row)) is not None}
    waiting = [row for row in rows if row not in never and not inserted(draft, row)]
    rows_by_key = {each.id: row for row, each in enumerate(compiled.shipments)}
    fixed = {rows_by_key[key] for key in desk.done() if key in rows_by_key}
    for row in Room(draft, fixed).made_for(waiting):
        never[row] = why_left_out(draft, row)
    left |= {compiled.shipments[row].id: reason for row, reason in never.items()}
    rounds = {
        vehicle.id: grouped(compiled, van, draft.sequences[van])
        for van, vehicle in enumerate(compiled.vehicles)
        if draft.sequences[van]
    }
    for van in desk.locked:
        refuse_touching_done(desk, van, rounds.get(van, ()))
    return replace(desk, rounds=rounds, left=left)


def inserted(draft: Draft, row: int) -> bool:
    """Put the shipment where it costs least, if it fits anywhere."""
    found = cheapest_insertion(draft, row)
    if found is not None:
        draft.replace(found.van, found.tasks)
    return found is not None


def without_reasons(desk: Desk, shipments: Collection[str]) -> Desk:
    """These are left out no more."""
    return replace(desk, left={key: reason for key, reason in desk.left.items() if key not in shipments})


def row_of(compiled: Compiled, key: str) -> int:
    """The shipment's number in the compiled problem."""
    return next(row for row, each in enumerate(compiled.shipments) if each.id == key)


def grouped(compiled: Compiled, van: int, tasks: Sequence[int]) -> Visits:
    """The order cut into visits as the schedule cuts it."""
    groups = feasible_groups(compiled, van, tasks) or []
    return tuple(tuple(named_task(compiled, task) for task in group.tasks) for group in groups)


def refuse_touching_done(desk: Desk, van: str, visits: Visits) -> None:
    """Raises CannotMove when something would come before or into what the van has done already."""
    count = desk.locked.get(van, 0)
    if visits[:count] != desk.rounds.get(van, ())[:count]:
        raise CannotMove("The van has passed the place where this would have to be fetched.")


def not_before(problem: Problem, shipments: Collection[str], now_s: int) -> Problem:
    """The problem in which nothing that waits for a van is fetched in the past."""
    return replace(
        problem,
        shipments=tuple(
            replace(each, ready_s=max(each.ready_s, now_s)) if each.id in shipments else each
            for each in problem.shipments
        ),
    )


def pinned(problem: Problem, moments: Mapping[Task, int]) -> Problem:
    """The problem in which what is done stays at its moment."""
    if not moments:
        return problem
    return replace(
        problem,
        shipments=tuple(
            replace(
                each,
                pickup=held(each.pickup, moments.get(Task(each.id, "pickup"))),
                drop=held(each.drop, moments.get(Task(each.id, "drop"))),
            )
            for each in problem.shipments
        ),
    )


def held(spec: TaskSpec, at_s: int | None) -> TaskSpec:
    """The task at its moment, where it has one."""
    return spec if at_s is None else replace(spec, windows=(Window(at_s, at_s),))
