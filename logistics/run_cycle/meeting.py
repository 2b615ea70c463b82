"""Letting packs move between growers of equal standing for the vans' sake, where the hub's rules allow it."""

from collections import Counter
from dataclasses import dataclass

from logistics.intake.consignments import consignments
from logistics.intake.facts import NotMovable
from logistics.intake.routing import routing_problem
from logistics.intake.rules import rules_of
from logistics.intake.sharing import SharingQuestion
from logistics.intake.tentative import Tentative, read_tentative
from logistics.planning.allocation.allocation import Allocation
from logistics.planning.meeting.meet import Meeting, Tolerance, meet
from logistics.planning.meeting.rounds import Rounds
from logistics.planning.routing.codec import fingerprint
from logistics.planning.routing.plan import Plan
from logistics.run_cycle.assignment import Assignment
from logistics.run_cycle.routing import judged
from logistics.run_cycle.steplog import StepLog
from logistics.travel import travel_for

METRES_A_KM = 1000


@dataclass(frozen=True, slots=True)
class Met:
    """The answer after packs moved, and what that saves, in a sentence."""

    allocation: Allocation
    why: str


def met_with_rounds(question: SharingQuestion, answer: Allocation, assignment: Assignment, log: StepLog) -> Met | None:
    """What moves for the rounds' sake; None where the hub forbids it, nothing pays, or the day cannot be driven.

    Raises Refused when the judge of routes finds a fault in any round that was tried.
    """
    day = assignment.delivery_day
    rules = rules_of(day.cycle.hub)
    if rules.meeting_saving_pence is None:
        return None
    try:
        tentative = read_tentative(day)
    except NotMovable as error:
        log.say("read", not_movable=str(error))
        return None
    drive = Drive(tentative, assignment, log)
    met = meet(
        question.problem,
        answer,
        route=drive.rounds,
        tolerance=Tolerance(saving_pence=rules.meeting_saving_pence, packs=rules.meeting_packs),
        trials=assignment.budget.meeting_trials,
    )
    log.say("solved", packs_moved=sum(each.packs for each in met.moved), rounds_save_pence=met.saved_pence)
    if not met.moved:
        return None
    return Met(met.allocation, said(met, question, drive.source))


class Drive:
    """Plans and judges the rounds of answers; a date whose goods did not change is not planned again."""

    def __init__(self, tentative: Tentative, assignment: Assignment, log: StepLog) -> None:
        self.tentative = tentative
        self.assignment = assignment
        self.log = log
        self.travel = travel_for(assignment.delivery_day.cycle.hub)
        self.known: dict[str, Plan] = {}
        self.source = "estimated"

    def rounds(self, answer: Allocation) -> Rounds:
        """Both dates' rounds with this answer's goods, all of them by way of the hub."""
        facts, dates = self.tentative.carrying(answer), []
        goods = consignments(facts)
        for local in (facts.collection, facts.delivery):
            problem = routing_problem(facts, local.day, goods, travel=self.travel)
            if problem is None:
                continue
            key = fingerprint(problem)
            if key not in self.known:
                self.known[key] = judged(problem, local.day, self.assignment, self.log)
            self.source = str(self.known[key].travel_source)
            dates.append((problem, self.known[key]))
        return Rounds(tuple(dates))


def said(met: Meeting, question: SharingQuestion, source: str) -> str:
    """`Moving 14 packs from Hill Farm to Manor Farm saves £11.20 and 18 km (estimated).`"""
    growers = {each.id: each.grower for each in question.problem.listings}
    packs: Counter[tuple[str, str]] = Counter()
    for each in met.moved:
        packs[growers[each.from_listing], growers[each.to_listing]] += each.packs
    (start, end), most = packs.most_common(1)[0]
    others = sum(packs.values()) - most
    more = f" and {others} more between others" if others else ""
    pounds, pence = divmod(met.saved_pence, 100)
    names = question.names
    return (
        f"Moving {most} pack{'' if most == 1 else 's'} from {names[start][:40]} to {names[end][:40]}{more} "
        f"saves £{pounds:,}.{pence:02d} and {round(met.saved_m / METRES_A_KM)} km ({source})."
    )
