"""How often a plan's vans are on time, reckoned once when the plan is stored, and what it was reckoned from."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Protocol

from logistics.intake.rules import rules_of, spread_of
from logistics.planning.routing.plan import Plan
from logistics.planning.routing.problem import Problem
from logistics.planning.routing.robust.replay import MORNINGS, Spread, replay
from shop.enterprises.models import Hub

SEED = 1


class Answered(Protocol):
    """Problems and their plans by date."""

    @property
    def problems(self) -> Mapping[date, Problem]:
        """What was asked for each date."""

    @property
    def plans(self) -> Mapping[date, Plan]:
        """A plan for each date on which something moves."""


def terms(hub: Hub) -> dict[str, Any]:
    """What “on time” is reckoned from, to be kept beside the run."""
    return {"mornings": MORNINGS, "seed": SEED, "spread": asdict(spread_of(rules_of(hub)))}


def punctuality(answered: Answered, reckoned: Mapping[str, Any]) -> dict[tuple[date, str, int], int]:
    """Mornings in a thousand on time, by date, van and sequence (1 is first); without visits that any time will do."""
    spread = Spread(**reckoned["spread"])
    return {
        (day, odds.vehicle, odds.visit + 1): odds.permille
        for day, plan in answered.plans.items()
        for odds in replay(
            answered.problems[day], plan, spread=spread, seed=reckoned["seed"], mornings=reckoned["mornings"]
        )
        if odds.closes_s is not None
    }
