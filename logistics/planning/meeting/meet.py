"""Packs move between growers of equal standing when the vans' rounds get cheaper by more than the hub's tolerance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.check import check
from logistics.planning.allocation.floor import money_floor
from logistics.planning.allocation.greedy import shares_of
from logistics.planning.allocation.levels import level_of
from logistics.planning.allocation.measures import SCALE
from logistics.planning.allocation.options import Options
from logistics.planning.allocation.parts import Parts
from logistics.planning.allocation.problem import Problem
from logistics.planning.allocation.promises import Promises
from logistics.planning.allocation.sides import Sides
from logistics.planning.allocation.wording import Reason
from logistics.planning.meeting.moving import Moved, without
from logistics.planning.meeting.rounds import Rounds, Router

METRES_A_KM = 1000
FREE = ("growers", "money")  # the levels that a move may change: one within the tolerance, one priced against it


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """What a move must save more than, in pence, and how much fairness between growers may give for all of them.

    `packs` is how many packs may go, in fairness, from one of two growers with equal shares to the other: the level
    `growers` rises by no more than that would cost.
    """

    saving_pence: int
    packs: int

    @property
    def unfair(self) -> int:
        """The same on the level `growers`: x packs from one to the other are 2 x² there."""
        return 2 * self.packs**2 * SCALE


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The answer after all moves, judged, with what they save on the rounds."""

    allocation: Allocation
    moved: tuple[Moved, ...] = ()
    saved_pence: int = 0
    saved_m: int = 0


class Count:
    """Counts the levels of one day's answers, none of them a re-share."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem = problem
        options = Options(problem)
        self.sides = Sides.of(problem, seed)
        self.parts = Parts(options, Promises(options))

    def levels(self, answer: Allocation) -> dict[str, int]:
        """Every level's value, in the stated order."""
        shares, parts, found = shares_of(answer), self.parts, dict[str, int]()
        for claim in sorted({each.claim for each in self.problem.demands}):
            kitchens = tuple(each for each in self.sides.kitchens if int(each.key[0]) == claim)
            classes = tuple(each for each in self.sides.classes if each.claim == claim)
            found[f"unfilled:{claim}"] = parts.unfilled(shares, claim)
            if self.problem.policy.shortage_rule == "classes":
                found[f"classes:{claim}"] = parts.missed_by_classes(shares, classes)
            found[f"unfair:{claim}"] = parts.unfair_kitchens(shares, kitchens)
        found["backup"], found["substitutes"] = parts.backup(shares), parts.substitutes(shares)
        found["growers"] = parts.unfair_growers(shares, self.sides.growers)
        found["money"] = parts.money(shares)
        return found

    def written(self, answer: Allocation) -> Allocation:
        """The answer with its levels counted anew. What bounded a level before bounds it now; money's floor is new."""
        bounds = {level.name: level.bound for level in answer.levels}
        bounds["money"] = money_floor(self.parts, shares_of(answer), self.sides.kitchens, self.sides.growers)
        levels = []
        for name, value in self.levels(answer).items():
            bound = min(bounds[name], value)
            levels.append(level_of(name, value, bound, "optimal" if bound == value else "feasible"))
        is_proven = all(level.status == "optimal" for level in levels)
        status = "optimal" if is_proven else "feasible" if answer.status == "optimal" else answer.status
        return replace(answer, levels=tuple(levels), status=status)


def meet(problem: Problem, answer: Allocation, *, route: Router, tolerance: Tolerance, trials: int) -> Meeting:
    """Tries up to `trials` times to take the farthest detour out of the rounds; keeps what pays.

    What pays is fewer pence and no more metres. `route` plans the rounds of an answer and refuses what the judge of
    routes refuses. Only lines move: every level before `growers` stays as it is, prices stay, and the judge of
    allocations finds no fault. A re-share stays as it is: what it promised stands.
    """
    if problem.previous is not None:
        return Meeting(allocation=answer)
    count = Count(problem, answer.seed)
    best, kept, tried = route(answer), Meeting(allocation=answer), set[str]()
    unfair = count.levels(answer)["growers"] + tolerance.unfair
    while len(tried) < trials:
        found = next(_candidates(count, kept, best, tried, unfair), None)
        if found is None:
            break
        rounds = route(found.allocation)
        saved = best.pence - rounds.pence - _worse(problem, kept.allocation, found.allocation)
        if rounds.unserved > best.unserved or rounds.distance_m > best.distance_m:
            continue
        if saved <= tolerance.saving_pence:
            continue
        kept = _written(problem, kept, found, best.pence - rounds.pence, best.distance_m - rounds.distance_m)
        best = rounds
    return kept


def _candidates(count: Count, kept: Meeting, rounds: Rounds, tried: set[str], unfair: int) -> Iterator[Meeting]:
    """Answers without one place, the farthest detour first, that keep all rules; `tried` remembers them."""
    problem, before = count.problem, count.levels(kept.allocation)
    for place, _ in sorted(rounds.detours().items(), key=lambda each: (-each[1], each[0])):
        found = None if place in tried else without(problem, kept.allocation, place)
        if found is None:
            continue
        after = count.levels(found[0])
        if any(after[name] != before[name] for name in before if name not in FREE) or after["growers"] > unfair:
            continue
        allocation = count.written(found[0])
        if not check(problem, allocation):
            tried.add(place)
            yield Meeting(allocation=allocation, moved=found[1])


def _worse(problem: Problem, before: Allocation, after: Allocation) -> int:
    """Pence by which social value and doors got worse; goods cost the same, and the rounds are priced themselves."""
    return max(0, _worth(problem, before) - _worth(problem, after))


def _worth(problem: Problem, answer: Allocation) -> int:
    listings = {each.id: each for each in problem.listings}
    places = {each.id: each.kitchen_place for each in problem.demands}
    score = sum(line.packs * listings[line.listing].score for line in answer.lines)
    doors = {(places[line.demand], listings[line.listing].grower) for line in answer.lines}
    return score * problem.policy.score_pence - len(doors) * problem.policy.split_pence


def _written(problem: Problem, kept: Meeting, found: Meeting, saved_pence: int, saved_m: int) -> Meeting:
    """The move with its reason on every line that got packs by it."""
    growers = {each.id: each.grower for each in problem.listings}
    came: Counter[tuple[str, str]] = Counter()
    whose: dict[tuple[str, str], str] = {}
    for moved in found.moved:
        came[moved.demand, moved.to_listing] += moved.packs
        whose[moved.demand, moved.to_listing] = growers[moved.from_listing]
    saved = (("saved_pence", saved_pence), ("saved_km", round(saved_m / METRES_A_KM)))
    lines = []
    for line in found.allocation.lines:
        packs = came.get((line.demand, line.listing))
        if packs:
            grower = (("grower", whose[line.demand, line.listing]),)
            line = replace(line, reason=Reason("rounds", (("packs", packs), *saved), grower))
        lines.append(line)
    return Meeting(
        allocation=replace(found.allocation, lines=tuple(lines)),
        moved=(*kept.moved, *found.moved),
        saved_pence=kept.saved_pence + saved_pence,
        saved_m=kept.saved_m + saved_m,
    )
