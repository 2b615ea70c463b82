"""The judge: whether an answer is true to its problem, recomputed from the two alone.

Shares no line with the solver; `recount` holds the judge's own arithmetic of the objective.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container
from dataclasses import dataclass
from fractions import Fraction

from logistics.planning.allocation.allocation import Allocation, Line, ProcessedLine
from logistics.planning.allocation.problem import Demand, Listing, Problem, Recipe
from logistics.planning.allocation.recount import recount


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that an answer breaks: a code, and a sentence with the facts."""

    code: str
    text: str


class NotTrue(ValueError):
    """An answer that the judge refuses; `faults` says why."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(fault.text for fault in faults))


def check(problem: Problem, allocation: Allocation) -> list[Fault]:
    """Every rule that the answer breaks; empty if it is true to its problem."""
    judge = Judge(problem, allocation)
    judge.names()
    if judge.faults:
        return judge.faults
    judge.add_up()
    for rule in (
        judge.accepted,
        judge.processors_accepted,
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

    def _ratio(self, line: Line | ProcessedLine, product: str, pack_base: int) -> int | None:
        """How many packs stand for a wanted one; None and a fault if the buyer never said so."""
        demand = self.demand[line.demand]
        ratio = 1 if (product, pack_base) == (demand.product, demand.pack_base) else None
        for fallback in demand.fallbacks:
            if (fallback.product, fallback.pack_base) == (product, pack_base):
                ratio = fallback.packs_per_wanted
        if ratio is None:
            self.refuse("wrong_product", f"{demand.id} gets {product} and never accepted it.")
        elif line.packs != line.fills * ratio:
            self.refuse("not_whole", f"{line.packs} packs do not fill {line.fills} of {demand.id}.")
        return ratio

    def _welcome(self, demand: Demand, listing: Listing) -> None:
        is_allowed = demand.allowed_growers is None or listing.grower in demand.allowed_growers
        if listing.grower in demand.blocked_growers or not is_allowed:
            self.refuse("blocked", f"{demand.id} does not deal with {listing.grower}.")
        missing = sorted(demand.required_certificates - listing.certificates)
        if missing:
            self.refuse("certificate", f"{listing.id} lacks {missing[0]}, which {demand.id} needs.")

    def _within_ceiling(self, demand: Demand, cost: Fraction | int) -> None:
        if demand.ceiling_pence is not None and cost > demand.ceiling_pence:
            self.refuse("ceiling", f"A pack for {demand.id} costs {cost}p over {demand.ceiling_pence}p.")

    def accepted(self) -> None:
        """Each line is of a product, grower, certificate and price that the buyer accepts."""
        for line in self.answer.lines:
            demand, listing = self.demand[line.demand], self.listing[line.listing]
            ratio = self._ratio(line, listing.product, listing.pack_base)
            self._welcome(demand, listing)
            if ratio is not None:
                self._within_ceiling(demand, listing.price_pence * ratio)

    def processors_accepted(self) -> None:
        """Each pool holds only what every demand it serves accepts."""
        for made in self.answer.processed:
            demand, recipe = self.demand[made.demand], self.recipe[made.recipe]
            ratio = self._ratio(made, recipe.output_product, recipe.output_pack_base)
            missing = sorted(demand.required_certificates - recipe.certificates)
            if missing:
                self.refuse("certificate", f"{recipe.id} lacks {missing[0]} for {demand.id}.")
            for poured in self.answer.inputs:
                if poured.recipe == recipe.id:
                    listing = self.listing[poured.listing]
                    self._welcome(demand, listing)
                    self._within_ceiling(demand, (ratio or 1) * _unit_cost(recipe, listing))

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
        """Yield, capacity and minimum hold, and no input is bought that no output needs."""
        for poured in self.answer.inputs:
            recipe, listing = self.recipe[poured.recipe], self.listing[poured.listing]
            if listing.product != recipe.input_product:
                self.refuse("wrong_product", f"{recipe.id} takes no {listing.product}.")
        for recipe in self.problem.recipes:
            made, poured_base = self.output[recipe.id], self.input[recipe.id]
            if made * 1000 > poured_base * recipe.yield_permille:
                self.refuse("yield", f"{recipe.id} makes {made} out of {poured_base}.")
            if made > recipe.capacity_base:
                self.refuse("capacity", f"{recipe.id} makes {made} of {recipe.capacity_base}.")
            if (made or poured_base) and poured_base < recipe.minimum_input_base:
                self.refuse("processor_minimum", f"{recipe.id} starts with {poured_base}.")
            if poured_base > self._needed(recipe, made):
                self.refuse("waste", f"{recipe.id} takes {poured_base} to make {made}.")

    def _needed(self, recipe: Recipe, made: int) -> int:
        """The most input that makes sense: what is needed, and the rest of one whole step."""
        if not made:
            return 0
        steps = [
            each.pack_base * max(1, each.minimum_packs)
            for each in self.problem.listings
            if each.product == recipe.input_product and each.packs > 0
        ]
        needed = -((-made * 1000) // recipe.yield_permille)
        return max(needed, recipe.minimum_input_base) + max(steps, default=1) - 1

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
        judge = Judge(self.problem, self.answer)
        judge._welcome(demand, home)
        judge._within_ceiling(demand, home.price_pence)
        held = {lot.id: lot.available_base for lot in self.problem.lots}[home.lot]
        most = {terms.grower: terms.maximum_value_pence for terms in self.problem.growers}
        top = most.get(home.grower)
        sellers = self._doors()[_kitchen(demand)] | {home.grower}
        return (
            not judge.faults
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


def _unit_cost(recipe: Recipe, listing: Listing) -> Fraction:
    """Pence of one output pack made of this input alone: fee + input at the yield."""
    input_base = Fraction(recipe.output_pack_base * 1000, recipe.yield_permille)
    return recipe.fee_pence + listing.price_pence * input_base / listing.pack_base
