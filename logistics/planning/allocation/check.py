"""The judge: whether an answer is true to its problem, recomputed from the two alone.

Shares no line with the solver. `check_accepted` knows what buyers accept, `check_processors` what can be made of what;
`recount` holds the judge's own arithmetic of the objective.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container

from logistics.planning.allocation.allocation import Allocation, Line
from logistics.planning.allocation.check_accepted import AcceptanceJudge, too_dear, unwelcome
from logistics.planning.allocation.check_processors import processor_faults
from logistics.planning.allocation.fault import Fault, NotTrue
from logistics.planning.allocation.problem import Demand, Listing, Problem
from logistics.planning.allocation.recount import recount


def check(problem: Problem, allocation: Allocation) -> list[Fault]:
    """Every rule that the answer breaks; empty if it is true to its problem."""
    judge = Judge(problem, allocation)
    judge.names()
    if judge.faults:
        return judge.faults
    judge.add_up()
    for rule in (
        judge.accepted,
        judge.listings,
        judge.lots,
        judge.growers,
        judge.sellers,
        judge.processors,
        judge.balance,
        judge.backup,
        judge.levels,
    ):
        rule()
    return judge.faults


def require_true(problem: Problem, allocation: Allocation) -> None:
    """Raises `NotTrue` if the judge finds a fault."""
    faults = check(problem, allocation)
    if faults:
        raise NotTrue(faults)


class Judge:
    """One answer before its problem."""

    def __init__(self, problem: Problem, allocation: Allocation) -> None:
        self.problem = problem
        self.answer = allocation
        self.faults: list[Fault] = []
        self.demand = {each.id: each for each in problem.demands}
        self.listing = {each.id: each for each in problem.listings}
        self.recipe = {each.id: each for each in problem.recipes}
        self.used: Counter[str] = Counter()
        self.filled: Counter[str] = Counter()
        self.output: Counter[str] = Counter()
        self.input: Counter[str] = Counter()
        self.value: Counter[str] = Counter()
        self.lot: Counter[str] = Counter()

    def refuse(self, code: str, text: str) -> None:
        """Notes a fault."""
        self.faults.append(Fault(code, text))

    def names(self) -> None:
        """Everything named is in the problem, once, and every amount is a whole positive number."""
        rows = [("line", each.demand, each.listing, each.packs) for each in self.answer.lines]
        rows += [("made", each.demand, each.recipe, each.packs) for each in self.answer.processed]
        rows += [("input", each.recipe, each.listing, each.packs) for each in self.answer.inputs]
        rows += [("short", each.demand, "", each.packs) for each in self.answer.shortages]
        left: dict[str, Container[str]] = {
            "line": self.demand,
            "made": self.demand,
            "input": self.recipe,
            "short": self.demand,
        }
        right: dict[str, Container[str]] = {
            "line": self.listing,
            "made": self.recipe,
            "input": self.listing,
            "short": ("",),
        }
        for kind, first, second, packs in rows:
            if first not in left[kind] or second not in right[kind]:
                self.refuse("unknown", f"{kind} {first} {second} is not in the problem.")
            if type(packs) is not int or packs < 1:
                self.refuse("not_whole", f"{kind} {first} {second} is of {packs} packs.")
        for (kind, first, second), count in Counter(row[:3] for row in rows).items():
            if count > 1:
                self.refuse("twice", f"{kind} {first} {second} stands {count} times.")

    def add_up(self) -> None:
        """Adds up what is taken, made, poured and filled."""
        for line in self.answer.lines:
            self._take(self.listing[line.listing], line.packs)
            self.filled[line.demand] += line.fills
        for made in self.answer.processed:
            self.output[made.recipe] += made.packs * self.recipe[made.recipe].output_pack_base
            self.filled[made.demand] += made.fills
        for poured in self.answer.inputs:
            listing = self.listing[poured.listing]
            self._take(listing, poured.packs)
            self.input[poured.recipe] += poured.packs * listing.pack_base

    def _take(self, listing: Listing, packs: int) -> None:
        self.used[listing.id] += packs
        self.lot[listing.lot] += packs * listing.pack_base
        self.value[listing.grower] += packs * listing.price_pence

    def accepted(self) -> None:
        """Each buyer gets only what it accepts."""
        self.faults.extend(AcceptanceJudge(self.problem, self.answer).faults())

    def listings(self) -> None:
        """No listing gives more than it has, or less than its minimum."""
        for name, packs in self.used.items():
            listing = self.listing[name]
            if packs > listing.packs:
                self.refuse("listing", f"{name} has {listing.packs} packs and gives {packs}.")
            if packs < listing.minimum_packs:
                self.refuse("minimum", f"{name} starts at {listing.minimum_packs}, gives {packs}.")

    def lots(self) -> None:
        """All views of a lot together give no more than it holds."""
        held = {lot.id: lot.available_base for lot in self.problem.lots}
        for name, base in self.lot.items():
            if base > held[name]:
                self.refuse("lot", f"The lot {name} holds {held[name]} and gives {base}.")

    def growers(self) -> None:
        """Each grower's day is worth its minimum, or nothing, and never more than its most."""
        coming = {self.listing[name].grower for name in self.used}
        for terms in self.problem.growers:
            value, most = self.value[terms.grower], terms.maximum_value_pence
            if terms.grower in coming and value < terms.minimum_pickup_value_pence:
                least = terms.minimum_pickup_value_pence
                self.refuse("pickup", f"{terms.grower} is worth {value}p, under {least}p.")
            if most is not None and value > most:
                self.refuse("grower_maximum", f"{terms.grower} is worth {value}p, over {most}p.")

    def sellers(self) -> None:
        """No kitchen deals with more sellers for a product than it allows."""
        for kitchen, names in self._doors().items():
            for demand in self.problem.demands:
                if demand.most_sellers is not None and _kitchen(demand) == kitchen and len(names) > demand.most_sellers:
                    self.refuse("sellers", f"{demand.id} has {len(names)} sellers, over {demand.most_sellers}.")
                    break

    def _doors(self) -> dict[tuple[int, str, str, str], set[str]]:
        doors: dict[tuple[int, str, str, str], set[str]] = defaultdict(set)
        for line in self.answer.lines:
            doors[_kitchen(self.demand[line.demand])].add(self.listing[line.listing].grower)
        for made in self.answer.processed:
            doors[_kitchen(self.demand[made.demand])].add(self.recipe[made.recipe].processor)
        return doors

    def processors(self) -> None:
        """Each processor makes what it can out of what it is given."""
        self.faults.extend(processor_faults(self.problem, self.answer, made=self.output, poured=self.input))

    def balance(self) -> None:
        """Every wanted pack is filled or short."""
        short = {each.demand: each.packs for each in self.answer.shortages}
        for demand in self.problem.demands:
            total = self.filled[demand.id] + short.get(demand.id, 0)
            if total != demand.packs:
                self.refuse("balance", f"{demand.id} wants {demand.packs}, {total} accounted for.")

    def backup(self) -> None:
        """The wholesaler fills nothing that a local listing in use has room for."""
        local: dict[tuple[str, int], list[Listing]] = defaultdict(list)
        for name in self.used:
            if not self.listing[name].backup:
                listing = self.listing[name]
                local[listing.product, listing.pack_base].append(listing)
        for line in self.answer.lines:
            source = self.listing[line.listing]
            if source.backup and not self._was_promised(line) and self._may_shrink(line, source):
                demand = self.demand[line.demand]
                for home in local[demand.product, demand.pack_base]:
                    if self._has_room(demand, home):
                        self.refuse("backup", f"{home.id} has room for {demand.id}'s back-up.")

    def _was_promised(self, line: Line) -> bool:
        previous = self.problem.previous
        earlier = previous.lines if previous is not None else ()
        return any(
            (each.demand, each.listing) == (line.demand, line.listing) and each.fills >= line.fills for each in earlier
        )

    def _may_shrink(self, line: Line, source: Listing) -> bool:
        ratio = line.packs // line.fills
        packs = self.used[source.id] - ratio
        value = self.value[source.grower] - ratio * source.price_pence
        least = max(
            (terms.minimum_pickup_value_pence for terms in self.problem.growers if terms.grower == source.grower),
            default=0,
        )
        return not (0 < packs < source.minimum_packs or 0 < value < least)

    def _has_room(self, demand: Demand, home: Listing) -> bool:
        objections = [*unwelcome(demand, home), *too_dear(demand, home.price_pence)]
        held = {lot.id: lot.available_base for lot in self.problem.lots}[home.lot]
        most = {terms.grower: terms.maximum_value_pence for terms in self.problem.growers}
        top = most.get(home.grower)
        sellers = self._doors()[_kitchen(demand)] | {home.grower}
        return (
            not objections
            and (demand.most_sellers is None or len(sellers) <= demand.most_sellers)
            and self.used[home.id] < home.packs
            and self.lot[home.lot] + home.pack_base <= held
            and (top is None or self.value[home.grower] + home.price_pence <= top)
        )

    def levels(self) -> None:
        """The objective's parts are what the judge counts, in order, with honest gaps."""
        counted = recount(self.problem, self.answer)
        told = [(level.name, level.value) for level in self.answer.levels]
        if told != counted:
            self.refuse("objective", f"The answer tells {told} and the judge counts {counted}.")
        for level in self.answer.levels:
            gap = (level.value - level.bound) / max(1, abs(level.value))
            if level.bound > level.value or abs(gap - level.gap) > 1e-9:
                self.refuse("bound", f"{level.name} tells a gap of {level.gap}, counted {gap}.")


def _kitchen(demand: Demand) -> tuple[int, str, str, str]:
    """A kitchen's want of one product: what shares, and what deals with sellers."""
    return demand.claim, demand.buyer, demand.kitchen_place, demand.product
