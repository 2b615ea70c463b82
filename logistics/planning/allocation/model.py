"""The exact model: the rules of a problem as CP-SAT variables and constraints, and the objectives'
expressions. Solves nothing.
"""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from logistics.planning.allocation.classes import ShareClass
from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.measures import Sharer
from logistics.planning.allocation.options import Option, Options
from logistics.planning.allocation.problem import Listing, Recipe
from logistics.planning.allocation.promises import Promises

Key = tuple[str, str]


class Model:
    """Wanted packs `x` by (demand, source), input packs `poured` by (recipe, listing)."""

    def __init__(self, options: Options, promises: Promises) -> None:
        self.cp = cp_model.CpModel()
        self.options = options
        self.promises = promises
        self.x: dict[Key, cp_model.IntVar] = {}
        self.most: dict[Key, int] = {}
        self.option: dict[Key, Option] = {}
        self.poured: dict[Key, cp_model.IntVar] = {}
        self.filled: dict[str, cp_model.LinearExpr] = {}
        self.taken: dict[str, cp_model.IntVar] = {}
        self._variables()
        self._recipes()
        self._stock()
        self._growers()
        self._doors()

    def _variables(self) -> None:
        for demand in self.options.problem.demands:
            terms = []
            for option in self.options.of[demand.id]:
                key = (demand.id, option.source.id)
                if isinstance(option.source, Listing):
                    most = option.source.packs // option.ratio
                else:
                    pack = option.source.output_pack_base * option.ratio
                    most = option.source.capacity_base // pack
                self.most[key] = min(demand.packs, most)
                variable = self.cp.new_int_var(0, self.most[key], "")
                self.x[key], self.option[key] = variable, option
                terms.append(variable)
            self.filled[demand.id] = cp_model.LinearExpr.sum(terms)
            self.cp.add(self.filled[demand.id] <= demand.packs)
        for recipe in self.options.problem.recipes:
            for listing in self.options.inputs[recipe.id]:
                key = (recipe.id, listing.id)
                self.poured[key] = self.cp.new_int_var(0, listing.packs, "")

    def _stock(self) -> None:
        uses: dict[str, list[cp_model.LinearExprT]] = defaultdict(list)
        for key, variable in self.x.items():
            if isinstance(self.option[key].source, Listing):
                uses[key[1]].append(variable * self.option[key].ratio)
        for key, variable in self.poured.items():
            uses[key[1]].append(variable)
        lots: dict[str, list[cp_model.LinearExprT]] = defaultdict(list)
        for name, terms in uses.items():
            listing = self.options.listings[name]
            least = max(1, listing.minimum_packs)
            allowed = [[0, 0], [least, listing.packs]] if least <= listing.packs else [[0, 0]]
            taken = self.cp.new_int_var_from_domain(cp_model.Domain.from_intervals(allowed), "")
            self.cp.add(taken == cp_model.LinearExpr.sum(terms))
            self.taken[name] = taken
            lots[listing.lot].append(taken * listing.pack_base)
        viewed: dict[str, int] = defaultdict(int)
        for each in self.options.problem.listings:
            viewed[each.lot] += each.packs * each.pack_base
        for lot in self.options.problem.lots:
            if lot.id in lots and viewed[lot.id] > lot.available_base:
                self.cp.add(cp_model.LinearExpr.sum(lots[lot.id]) <= lot.available_base)

    def _growers(self) -> None:
        by_grower: dict[str, list[Listing]] = defaultdict(list)
        for name in self.taken:
            listing = self.options.listings[name]
            by_grower[listing.grower].append(listing)
        for terms in self.options.problem.growers:
            listings = by_grower.get(terms.grower, [])
            if not listings:
                continue
            value = cp_model.LinearExpr.weighted_sum(
                [self.taken[each.id] for each in listings], [each.price_pence for each in listings]
            )
            if terms.maximum_value_pence is not None:
                self.cp.add(value <= terms.maximum_value_pence)
            if terms.minimum_pickup_value_pence:
                comes = self.cp.new_bool_var("")
                self.cp.add(value >= terms.minimum_pickup_value_pence * comes)
                for each in listings:
                    self.cp.add(self.taken[each.id] <= each.packs * comes)

    def _doors(self) -> None:
        """A kitchen deals with no more sellers for a product than it allows."""
        doors: dict[tuple[int, str, str, str], dict[str, list[Key]]] = defaultdict(lambda: defaultdict(list))
        for key, option in self.option.items():
            demand = option.demand
            if demand.most_sellers is not None:
                kitchen = (demand.claim, demand.buyer, demand.kitchen_place, demand.product)
                doors[kitchen][option.seller].append(key)
        for by_seller in doors.values():
            deals = []
            for keys in by_seller.values():
                deals.append(self.cp.new_bool_var(""))
                for key in keys:
                    self.cp.add(self.x[key] <= self.most[key] * deals[-1])
            (most,) = {self.option[key].demand.most_sellers for keys in by_seller.values() for key in keys}
            self.cp.add(cp_model.LinearExpr.sum(deals) <= most)

    def _recipes(self) -> None:
        for recipe in self.options.problem.recipes:
            inputs = self.options.inputs[recipe.id]
            served = [key for key in self.x if key[1] == recipe.id]
            if not inputs or not served:
                for each in inputs:
                    self.cp.add(self.poured[recipe.id, each.id] == 0)
                continue
            self._pool(recipe, inputs, served)
            self._refusals(recipe, inputs, served)

    def _pool(self, recipe: Recipe, inputs: tuple[Listing, ...], served: list[Key]) -> None:
        """Yield, capacity, minimum, and no more input than the outputs take, to a whole step."""
        step = max(each.pack_base * max(1, each.minimum_packs) for each in inputs)
        most = sum(each.packs * each.pack_base for each in inputs)
        output = cp_model.LinearExpr.sum(
            [self.x[key] * (self.option[key].ratio * recipe.output_pack_base) for key in served]
        )
        poured = cp_model.LinearExpr.sum([self.poured[recipe.id, each.id] * each.pack_base for each in inputs])
        runs = self.cp.new_bool_var("")
        capacity = min(recipe.capacity_base, most * recipe.yield_permille // 1000)
        self.cp.add(output <= capacity * runs)
        self.cp.add(output >= runs)
        self.cp.add(output * 1000 <= poured * recipe.yield_permille)
        self.cp.add(poured >= recipe.minimum_input_base * runs)
        self.cp.add(poured <= most * runs)
        needed = self.cp.new_int_var(0, max(most, recipe.minimum_input_base), "")
        ceiling = recipe.yield_permille - 1
        self.cp.add_division_equality(needed, output * 1000 + ceiling, recipe.yield_permille)
        lean = self.cp.new_int_var(0, max(most, recipe.minimum_input_base), "")
        self.cp.add_max_equality(lean, [needed, recipe.minimum_input_base * runs])
        self.cp.add(poured <= lean + (step - 1) * runs)

    def _refusals(self, recipe: Recipe, inputs: tuple[Listing, ...], served: list[Key]) -> None:
        """A demand that refuses an input is not served from a pool that holds it."""
        holds: dict[str, cp_model.IntVar] = {}
        for key in served:
            option = self.option[key]
            usable = self.options.usable_inputs(option.demand, recipe, option.ratio)
            refused = [each for each in inputs if each not in usable]
            if not refused:
                continue
            serves = self.cp.new_bool_var("")
            self.cp.add(self.x[key] <= option.demand.packs * serves)
            for each in refused:
                if each.id not in holds:
                    holds[each.id] = self.cp.new_bool_var("")
                    variable = self.poured[recipe.id, each.id]
                    self.cp.add(variable <= each.packs * holds[each.id])
                self.cp.add(serves + holds[each.id] <= 1)

    def unfilled(self, claim: int) -> cp_model.LinearExprT:
        """Wanted packs of this claim that nobody fills."""
        demands = [each for each in self.options.problem.demands if each.claim == claim]
        wanted = sum(each.packs for each in demands)
        return wanted - cp_model.LinearExpr.sum([self.filled[each.id] for each in demands])

    def given(self, sharer: Sharer) -> cp_model.LinearExprT:
        """Base units that a kitchen's sharer gets, as steps of its smallest quantity."""
        demands = self.options.demands
        return cp_model.LinearExpr.sum(
            [self.filled[name] * (demands[name].pack_base // sharer.step_base) for name in sharer.members]
        )

    def sold(self, sharer: Sharer) -> cp_model.LinearExprT:
        """Base units that a grower's sharer sells, as steps of its smallest quantity."""
        return cp_model.LinearExpr.sum(
            [
                self.taken[name] * (self.options.listings[name].pack_base // sharer.step_base)
                for name in sharer.members
                if name in self.taken
            ]
        )

    def missing(self, group: ShareClass) -> cp_model.LinearExprT:
        """What a class misses, weighed: of its own share, and beyond."""
        own = self.cp.new_int_var(0, group.own_base, "")
        spare = self.cp.new_int_var(0, group.limit_base - group.own_base, "")
        given = [self.given(each) * each.step_base for each in group.sharers]
        self.cp.add(own + spare == cp_model.LinearExpr.sum(given))
        return (group.own_base - own) * group.own_weight + (
            group.limit_base - group.own_base - spare
        ) * group.spare_weight

    def unfair(self, shares: list[tuple[Sharer, cp_model.LinearExprT, int]]) -> cp_model.LinearExprT:
        """The summed cost of shares (sharer, steps, steps in the hint): a column for each step, ever dearer."""
        columns, costs = [], []
        for sharer, steps, hint in shares:
            unit = [self.cp.new_bool_var("") for _ in range(sharer.steps)]
            for at, column in enumerate(unit):
                self.cp.add_hint(column, at < hint)
            self.cp.add(cp_model.LinearExpr.sum(unit) == steps)
            step = sharer.step_base
            columns += unit
            costs += [sharer.cost((at + 1) * step) - sharer.cost(at * step) for at in range(sharer.steps)]
        return cp_model.LinearExpr.weighted_sum(columns, costs)

    def hint(self, shares: Shares) -> None:
        """Proposes an answer; the solver completes what follows from it."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for key, variable in self.x.items():
            self.cp.add_hint(variable, shares.fills.get(key, 0))
        for key, variable in self.poured.items():
            self.cp.add_hint(variable, shares.inputs.get(key, 0))
