"""What a change would do to a day that is shared out already: solved again from the answer that stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.difference import Difference, difference
from logistics.planning.allocation.problem import GrowerTerms, Listing, Lot, Policy, Problem
from logistics.planning.allocation.solve import solve
from logistics.planning.allocation.validate import BadProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowerAdded:
    """Somebody lists something: with its lots, the terms of a grower who is new, and the ways from its place."""

    listings: tuple[Listing, ...]
    lots: tuple[Lot, ...]
    terms: tuple[GrowerTerms, ...] = ()
    distances: Mapping[tuple[str, str], int] = field(default_factory=lambda: MappingProxyType({}))

    def apply(self, problem: Problem) -> Problem:
        """The day with it."""
        return replace(
            problem,
            listings=(*problem.listings, *self.listings),
            lots=(*problem.lots, *self.lots),
            growers=(*problem.growers, *self.terms),
            distances={**problem.distances, **self.distances},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceMoved:
    """A listing costs more or less."""

    listing: str
    price_pence: int

    def apply(self, problem: Problem) -> Problem:
        """The day with it. Raises `BadProblem` for a listing that is not there."""
        if all(each.id != self.listing for each in problem.listings):
            raise BadProblem(f"Listing {self.listing} is not in the problem.")
        changed = (
            replace(each, price_pence=self.price_pence) if each.id == self.listing else each
            for each in problem.listings
        )
        return replace(problem, listings=tuple(changed))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChanged:
    """The hub publishes other rules; `most_sellers` None leaves what each kitchen allows."""

    policy: Policy
    most_sellers: int | None = None

    def apply(self, problem: Problem) -> Problem:
        """The day with them."""
        demands = problem.demands
        if self.most_sellers is not None:
            demands = tuple(replace(each, most_sellers=self.most_sellers) for each in demands)
        return replace(problem, policy=self.policy, demands=demands)


Change = GrowerAdded | PriceMoved | RuleChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The changed day, its answer, and how that differs from the answer before."""

    problem: Problem
    after: Allocation
    difference: Difference


def what_if(problem: Problem, change: Change, *, before: Allocation, budget: Budget, seed: int) -> WhatIf:
    """Shares the changed day out, beginning with `before`. Raises `BadProblem` if the change contradicts the day."""
    changed = change.apply(problem)
    after = solve(changed, budget=budget, seed=seed, hint=before)
    return WhatIf(problem=changed, after=after, difference=difference(problem, before, changed, after))
