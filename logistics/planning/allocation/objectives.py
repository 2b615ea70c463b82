"""The objectives in their stated order: what each counts, and what is kept of it afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from ortools.sat.python import cp_model

from logistics.planning.allocation.classes import ShareClass
from logistics.planning.allocation.floor import money_floor
from logistics.planning.allocation.flows import Flow, ShareFlows
from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.measures import Sharer
from logistics.planning.allocation.model import Key, Model
from logistics.planning.allocation.parts import Parts, input_pence, unit_pence
from logistics.planning.allocation.reach import least_unfilled
from logistics.planning.allocation.sides import Sides

SAME_SHARE = 1e-6  # far less than what one pack more or less costs in fairness
Expression = Callable[[], cp_model.LinearExprT]


def no_flow() -> Flow | None:
    """A level that is no flow of shares."""
    return None


@dataclass(frozen=True, slots=True)
class Objective:
    """One level. `expression` builds it in the model, `value` counts it in an answer, `least` is a
    bound known without solving, `keep` binds the later levels to what was reached. `flow` is the level as a cheapest
    flow, where it is one; whoever brings an answer from elsewhere must leave the totals of `settled` alone. A relative
    gap of `tolerance` counts as proven. Shares are flows, which their linear relaxation all but solves; the doors of
    the money level are not.
    """

    name: str
    expression: Expression
    value: Callable[[Shares], int]
    least: Callable[[], int]
    keep: Callable[[int], None]
    tolerance: float = 0.0
    is_money: bool = False
    flow: Callable[[], Flow | None] = no_flow
    settled: tuple[Sharer, ...] = ()


def nothing() -> int:
    """The bound of what is counted in packs."""
    return 0


class Objectives:
    """Builds the levels of one model. `shares` is the best answer so far."""

    def __init__(self, model: Model, parts: Parts, shares: Shares) -> None:
        self.model = model
        self.parts = parts
        self.shares = shares
        self.sides = Sides((), ())

    def of_shares(self, sides: Sides) -> list[Objective]:
        """The stated order but for money, the last: see docs/algorithms/allocation.md."""
        self.sides = sides
        flows = ShareFlows(self.parts, sides)
        is_flow = flows.is_exact and not sides.classes
        found = []
        if self.model.promises.kept:
            found.append(self._promised())
        for claim in sorted({each.claim for each in self.parts.options.problem.demands}):
            mine = tuple(each for each in sides.kitchens if each.key[0] == str(claim))
            classes = tuple(each for each in sides.classes if each.claim == claim)
            earlier = tuple(each for each in sides.kitchens if int(each.key[0]) < claim)
            found.append(replace(self._unfilled(claim), settled=earlier))
            if self.parts.options.problem.policy.shortage_rule == "classes":
                found.append(replace(self._missed_by_classes(claim, classes), settled=earlier))
            unfair = replace(self._unfair_kitchens(claim, mine), settled=earlier)
            if is_flow:
                unfair = replace(unfair, flow=partial(self._fairest, flows, claim))
            found.append(unfair)
        if self.model.promises.kept:
            found.append(self._moved())
        growers = self._unfair_growers(sides.growers)
        if flows.is_exact:
            growers = replace(growers, flow=lambda: flows.of_growers(self.shares))
        last = (self._backup(), self._substitutes(), growers)
        return [*found, *(replace(each, settled=sides.kitchens) for each in last)]

    def _fairest(self, flows: ShareFlows, claim: int) -> Flow | None:
        return flows.of_kitchens(self.shares, claim)

    def _at_most(self, expression: Callable[[], cp_model.LinearExprT]) -> Callable[[int], None]:
        def keep(value: int) -> None:
            self.model.cp.add(expression() <= value)

        return keep

    def _promised(self) -> Objective:
        def expression() -> cp_model.LinearExprT:
            missing = []
            for demand, floor in self.model.promises.floors.items():
                short = self.model.cp.new_int_var(0, floor, "")
                self.model.cp.add(short >= floor - self.model.filled[demand])
                missing.append(short)
            return cp_model.LinearExpr.sum(missing)

        return Objective("promised", expression, self.parts.promised, nothing, self._at_most(expression))

    def _unfilled(self, claim: int) -> Objective:
        def expression() -> cp_model.LinearExprT:
            return self.model.unfilled(claim)

        return Objective(
            f"unfilled:{claim}",
            expression,
            lambda shares: self.parts.unfilled(shares, claim),
            lambda: least_unfilled(self.parts, self.shares, claim),
            self._at_most(expression),
        )

    def _missed_by_classes(self, claim: int, groups: tuple[ShareClass, ...]) -> Objective:
        def expression() -> cp_model.LinearExprT:
            return cp_model.LinearExpr.sum([self.model.missing(group) for group in groups])

        return Objective(
            f"classes:{claim}",
            expression,
            lambda shares: self.parts.missed_by_classes(shares, groups),
            nothing,
            self._at_most(expression),
        )

    def _unfair_kitchens(self, claim: int, sharers: tuple[Sharer, ...]) -> Objective:
        def given() -> list[int]:
            return [base // each.step_base for base, each in self.parts.given(self.shares, sharers)]

        def keep(_: int) -> None:
            for sharer, steps in zip(sharers, given(), strict=True):
                self.model.cp.add(self.model.given(sharer) == steps)

        def least() -> int:
            if self.parts.unfilled(self.shares, claim) == 0:
                return self.parts.unfair_kitchens(self.shares, sharers)
            return sum(each.least_cost for each in sharers)

        return Objective(
            f"unfair:{claim}",
            lambda: self.model.unfair(
                [(each, self.model.given(each), steps) for each, steps in zip(sharers, given(), strict=True)]
            ),
            lambda shares: self.parts.unfair_kitchens(shares, sharers),
            least,
            keep,
        )

    def _moved(self) -> Objective:
        def expression() -> cp_model.LinearExprT:
            lost = []
            for key, packs in self.model.promises.kept.items():
                missing = self.model.cp.new_int_var(0, packs, "")
                self.model.cp.add(missing >= packs - self.model.x[key])
                lost.append(missing)
            return cp_model.LinearExpr.sum(lost)

        return Objective("moved", expression, self.parts.moved, nothing, self._at_most(expression))

    def _backup(self) -> Objective:
        listings = self.parts.options.listings

        def expression() -> cp_model.LinearExprT:
            direct = (
                variable
                for key, variable in self.model.x.items()
                if not self.model.option[key].is_processed and listings[key[1]].backup
            )
            inputs = (variable for key, variable in self.model.poured.items() if listings[key[1]].backup)
            return cp_model.LinearExpr.sum(list(chain(direct, inputs)))

        return Objective("backup", expression, self.parts.backup, nothing, self._at_most(expression))

    def _substitutes(self) -> Objective:
        def expression() -> cp_model.LinearExprT:
            return cp_model.LinearExpr.sum(
                [variable * self.model.option[key].tier for key, variable in self.model.x.items()]
            )

        return Objective("substitutes", expression, self.parts.substitutes, nothing, self._at_most(expression))

    def _unfair_growers(self, sharers: tuple[Sharer, ...]) -> Objective:
        def sold() -> list[int]:
            return [base // each.step_base for base, each in self.parts.sold(self.shares, sharers)]

        def keep(_: int) -> None:
            for sharer, steps in zip(sharers, sold(), strict=True):
                self.model.cp.add(self.model.sold(sharer) == steps)

        return Objective(
            "growers",
            lambda: self.model.unfair(
                [(each, self.model.sold(each), steps) for each, steps in zip(sharers, sold(), strict=True)]
            ),
            lambda shares: self.parts.unfair_growers(shares, sharers),
            lambda: sum(each.least_cost for each in sharers),
            keep,
            SAME_SHARE,
        )

    def _caps(self) -> dict[Key, int]:
        """How many wanted packs can pass from a source to a demand, now that shares are settled:
        all of a kitchen's only demand, all of a grower's only listing; it tightens the doors.
        """
        filled, taken = self.parts.filled(self.shares), self.parts.taken(self.shares)
        alone = {each.members[0] for each in self.sides.kitchens if len(each.members) == 1}
        single = {each.members[0] for each in self.sides.growers if len(each.members) == 1}
        caps = dict(self.model.most)
        for key, option in self.model.option.items():
            if key[0] in alone:
                caps[key] = min(caps[key], filled[key[0]])
            if not option.is_processed and key[1] in single:
                caps[key] = min(caps[key], taken[key[1]] // option.ratio)
        return caps

    def money(self) -> Objective:
        """The last level, once the shares are settled: every line's price, doors and miles in pence."""

        def expression() -> cp_model.LinearExprT:
            model, problem = self.model, self.parts.options.problem
            terms: list[cp_model.LinearExprT] = []
            pairs: dict[tuple[str, str], list[Key]] = defaultdict(list)
            for key, variable in model.x.items():
                option = model.option[key]
                terms.append(variable * unit_pence(problem, option))
                pairs[option.demand.kitchen_place, option.seller].append(key)
            for (recipe, listing), variable in model.poured.items():
                place = self.parts.options.recipes[recipe].place
                pence = input_pence(problem, self.parts.options.listings[listing], place)
                terms.append(variable * pence)
            held, caps = self.parts.pairs(self.shares), self._caps()
            for pair, keys in pairs.items():
                deals = model.cp.new_bool_var("")
                model.cp.add_hint(deals, pair in held)
                for key in keys:
                    model.cp.add(model.x[key] <= caps[key] * deals)
                terms.append(deals * problem.policy.split_pence)
            return cp_model.LinearExpr.sum(terms)

        floor = money_floor(self.parts, self.shares, self.sides.kitchens, self.sides.growers)
        return Objective("money", expression, self.parts.money, lambda: floor, lambda _: None, is_money=True)
