"""What a step is told, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from logistics.run_cycle.budgets import Budget
from shop.cycles.models import DeliveryDay


@dataclass(frozen=True, slots=True)
class Assignment:
    """The delivery day, in whose name and at what moment it is conducted, and what the solvers may spend."""

    delivery_day: DeliveryDay
    by: Any
    now: datetime
    budget: Budget
    seed: int
    again: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended: done now, done before, or waiting for people; with its counts and a sentence."""

    stage: Literal["done", "stood", "waiting"]
    counts: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
