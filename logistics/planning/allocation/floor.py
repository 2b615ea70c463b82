"""What no answer with these shares can cost less than: a linear relaxation of money, proven in whole numbers.

Each connected part (kitchens, growers and processors that can still deal with each other) is a linear program of its
own. Whatever prices its solver names for the rows, the bound they prove is added up here without rounding, so that
it holds even if the solver erred.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ortools.linear_solver import pywraplp

from logistics.planning.allocation.families import Union
from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.measures import Sharer
from logistics.planning.allocation.options import Option
from logistics.planning.allocation.parts import Parts, input_pence, unit_pence
from logistics.planning.allocation.problem import Listing

SCALE = 1_000  # prices in thousandths of a penny, so that a door spread over packs keeps its size


@dataclass(slots=True)
class Column:
    """An amount that may pass: at most `most`, at `cost` thousandths of a penny, `weights` in each row it is in."""

    most: int
    cost: int
    weights: dict[str, int]


@dataclass(slots=True)
class Relaxation:
    """Columns, and rows that they add up to: exactly `exact`, or `most` and less."""

    columns: list[Column] = field(default_factory=list)
    exact: dict[str, int] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)

    def least(self) -> int:
        """A bound on the columns' cost, summed over the connected parts."""
        sets = Union()
        for column in self.columns:
            sets.join(column.weights)
        by_part: dict[str, list[Column]] = defaultdict(list)
        for column in self.columns:
            by_part[sets.root(next(iter(column.weights)))].append(column)
        return sum(self._least(columns) for columns in by_part.values())

    def _least(self, columns: list[Column]) -> int:
        return self._proven(columns, self._prices(columns))

    def _prices(self, columns: list[Column]) -> dict[str, int]:
        """The rows' prices that the solver names, in whole thousandths; nothing where it has no answer."""
        solver = pywraplp.Solver.CreateSolver("GLOP")
        rows = {}
        for name in dict.fromkeys(name for column in columns for name in column.weights):
            is_exact = name in self.exact
            at_most = self.exact[name] if is_exact else self.most[name]
            rows[name] = solver.Constraint(at_most if is_exact else -solver.infinity(), at_most)
        objective = solver.Objective()
        for column in columns:
            variable = solver.NumVar(0, column.most, "")
            objective.SetCoefficient(variable, column.cost)
            for name, weight in column.weights.items():
                rows[name].SetCoefficient(variable, weight)
        if solver.Solve() != pywraplp.Solver.OPTIMAL:
            return {}
        return {name: round(row.dual_value()) for name, row in rows.items()}

    def _proven(self, columns: Iterable[Column], prices: dict[str, int]) -> int:
        """What these prices prove: weak duality, which any prices satisfy that are not positive on rows of "most"."""
        prices = {name: price if name in self.exact else min(0, price) for name, price in prices.items()}
        total = sum(
            price * (self.exact[name] if name in self.exact else self.most[name]) for name, price in prices.items()
        )
        for column in columns:
            paid = sum(weight * prices.get(name, 0) for name, weight in column.weights.items())
            total += min(0, column.cost - paid) * column.most
        return total


def money_floor(parts: Parts, shares: Shares, kitchens: tuple[Sharer, ...], growers: tuple[Sharer, ...]) -> int:
    """Pence that no answer can go below in which every sharer's total is what it is in these shares.

    A door counts for as much of it as its packs fill. Minimums, lots and who was promised what are left out.
    """
    relaxation = Relaxation()
    kitchen_of = {name: each for each in kitchens for name in each.members}
    grower_of = {name: each for each in growers for name in each.members}
    for base, each in parts.given(shares, kitchens):
        relaxation.exact[f"kitchen {each.key}"] = base // each.step_base
    for base, each in parts.sold(shares, growers):
        relaxation.exact[f"grower {each.key}"] = base // each.step_base
    _passing(relaxation, parts, shares, kitchen_of, grower_of)
    _pouring(relaxation, parts, shares, grower_of)
    return -(-relaxation.least() // SCALE)


def _usable(parts: Parts, shares: Shares) -> list[Option]:
    """The pairs that can still deal: no back-up where none was needed, no substitute where none was."""
    has_backup, has_substitute = parts.backup(shares) > 0, parts.substitutes(shares) > 0
    return [
        option
        for option in parts.option.values()
        if (has_substitute or not option.tier)
        and (has_backup or not (isinstance(option.source, Listing) and option.source.backup))
    ]


def _passing(
    relaxation: Relaxation,
    parts: Parts,
    shares: Shares,
    kitchen_of: dict[str, Sharer],
    grower_of: dict[str, Sharer],
) -> None:
    """A column for each pair that can deal, with its part of the door."""
    problem = parts.options.problem
    found: list[tuple[Option, Column]] = []
    for option in _usable(parts, shares):
        demand, kitchen = option.demand, kitchen_of[option.demand.id]
        row = f"kitchen {kitchen.key}"
        weights = {row: demand.pack_base // kitchen.step_base}
        most = min(demand.packs, relaxation.exact[row] // weights[row])
        if len(kitchen.members) > 1:
            weights[f"demand {demand.id}"] = 1
            relaxation.most[f"demand {demand.id}"] = demand.packs
        if isinstance(option.source, Listing):
            most = min(most, _sell(relaxation, option.source, option.ratio, weights, grower_of))
        else:
            output = option.ratio * option.source.output_pack_base
            most = min(most, option.source.capacity_base // output)
            weights[f"recipe {option.source.id}"] = output * 1000
            relaxation.most[f"recipe {option.source.id}"] = 0
        if most > 0:
            found.append((option, Column(most, unit_pence(problem, option) * SCALE, weights)))
    doors = Counter((option.demand.kitchen_place, option.seller) for option, _ in found)
    for option, column in found:
        shared_by = doors[option.demand.kitchen_place, option.seller]
        column.cost += problem.policy.split_pence * SCALE // (column.most * shared_by)
        relaxation.columns.append(column)


def _pouring(relaxation: Relaxation, parts: Parts, shares: Shares, grower_of: dict[str, Sharer]) -> None:
    """A column for each input that a processor may take."""
    problem, has_backup = parts.options.problem, parts.backup(shares) > 0
    for recipe in problem.recipes:
        for listing in parts.options.inputs[recipe.id]:
            if listing.backup and not has_backup:
                continue
            weights = {f"recipe {recipe.id}": -listing.pack_base * recipe.yield_permille}
            relaxation.most[f"recipe {recipe.id}"] = 0
            most = _sell(relaxation, listing, 1, weights, grower_of)
            cost = input_pence(problem, listing, recipe.place) * SCALE
            if most > 0:
                relaxation.columns.append(Column(most, cost, weights))


def _sell(
    relaxation: Relaxation, listing: Listing, packs: int, weights: dict[str, int], grower_of: dict[str, Sharer]
) -> int:
    """Writes the listing's rows into `weights`; how often so many packs can be taken."""
    sharer = grower_of.get(listing.id)
    most = listing.packs // packs
    if sharer is not None:
        row = f"grower {sharer.key}"
        weights[row] = packs * (listing.pack_base // sharer.step_base)
        most = min(most, relaxation.exact[row] // weights[row])
    if sharer is None or len(sharer.members) > 1:
        weights[f"listing {listing.id}"] = packs
        relaxation.most[f"listing {listing.id}"] = listing.packs
    return most
