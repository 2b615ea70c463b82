"""Planning again for what is confirmed now, from the running plan, at a price for every round that is known."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from logistics.dispatching.calming import calmed, known_from
from logistics.dispatching.errors import CannotMove
from logistics.dispatching.known import known_run, prices_of
from logistics.dispatching.proposing import Change, Proposal
from logistics.dispatching.replanning import planned_anew
from logistics.dispatching.running import Running
from logistics.dispatching.same_ways import renamed_plan, same_ways
from logistics.dispatching.shifting import Desk, judged
from logistics.dispatching.staying import told_anew
from logistics.intake.consignments import Consignment, consignments
from logistics.intake.facts import MoveFacts, NotMovable
from logistics.intake.keys import key_of
from logistics.intake.moving import read_facts
from logistics.intake.routing import routing_problem
from logistics.models import Shipment
from logistics.outcome.reworked import Freight, Rework, freight_of
from logistics.planning.routing.plan import Plan
from logistics.planning.routing.problem import Known, Problem
from logistics.travel import travel_for


def planned_again(stands: Running, change: Change, now: datetime) -> Proposal:
    """Both dates for the goods that are confirmed now; a date of which something is done stays as it is.

    Raises CannotMove.
    """
    del change
    day = stands.run.delivery_day
    try:
        facts = read_facts(day)
    except NotMovable as error:
        raise CannotMove(str(error)) from error
    begun = {each for each, desk in stands.desks.items() if desk.locked}
    freight, names = kept_freight(stands, begun)
    problems: dict[date, Problem] = {each: renamed_problem(stands.problems[each], names) for each in begun}
    plans: dict[date, Plan] = {each: renamed_plan(stands.plans[each], names) for each in begun}
    direct = frozenset(
        (each.row.from_place_id, each.row.to_place_id) for each in stands.freight if each.row.leg == Shipment.Leg.DIRECT
    )
    goods = fresh_goods(facts, direct, begun, first=len(freight) + 1)
    is_known = known_run(day) is not None
    for local in (facts.collection, facts.delivery):
        if local.day in begun:
            continue
        problem = routing_problem(facts, local.day, goods, travel=travel_for(day.cycle.hub))
        if problem is not None:
            now_s = local.seconds_of(now)
            desk, known = carried_over(stands, local.day, problem, goods, now_s=now_s)
            desk = calmed(desk, known if is_known else {}, now_s=now_s)
            problems[local.day], plans[local.day] = problem, judged(told_anew(desk, now_s=now_s))
    rework = Rework(
        base=stands.run,
        collection=stands.collection,
        delivery=stands.delivery,
        drivers={**facts.drivers, **{key: each for key, each in stands.drivers.items() if each is not None}},
        problems=problems,
        plans=plans,
        freight=(*freight, *(freight_of(each) for each in goods)),
        goods_fingerprint=facts.goods_fingerprint,
        engine="insertion",
        repeats=stands.repeats(),
    )
    why = "Planned again for what is confirmed now"
    return Proposal(rework=rework, stands=stands, why=why, facts=facts.fingerprint)


def carried_over(
    stands: Running, day: date, problem: Problem, goods: tuple[Consignment, ...], *, now_s: int
) -> tuple[Desk, dict[str, Known]]:
    """The date's old rounds with its new goods, and how people would know each of these, by its new key."""
    old = stands.desks.get(day) or Desk(problem=replace(problem, shipments=()), rounds={}, left={})
    planned = {each.id for each in old.problem.shipments}
    same = same_ways(stands, planned, goods, {each.id for each in problem.shipments})
    rounds = known_from(stands.plans[day], prices_of(stands.run.delivery_day.cycle.hub)) if day in stands.plans else {}
    known = {same[key]: each for key, each in rounds.items() if key in same}
    return planned_anew(old, problem, same, now_s=now_s), known


def fresh_goods(
    facts: MoveFacts, direct: frozenset[tuple[int, int]], begun: set[date], *, first: int
) -> tuple[Consignment, ...]:
    """What moves on the dates that have not begun, numbered from `first` on."""
    found = [each for each in consignments(facts, direct=direct) if each.local.day not in begun]
    return tuple(replace(each, number=number) for number, each in enumerate(found, start=first))


def kept_freight(stands: Running, begun: set[date]) -> tuple[tuple[Freight, ...], dict[str, str]]:
    """The shipments of dates that have begun under new keys, and old key to new."""
    kept = [each for each in stands.freight if each.row.day in begun]
    names = {each.key: key_of("shipment", number) for number, each in enumerate(kept, start=1)}
    return tuple(replace(each, key=names[each.key]) for each in kept), names


def renamed_problem(problem: Problem, names: Mapping[str, str]) -> Problem:
    """The problem with its shipments under new keys."""
    return replace(problem, shipments=tuple(replace(each, id=names[each.id]) for each in problem.shipments))
