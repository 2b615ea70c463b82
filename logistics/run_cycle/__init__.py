"""Conducting a delivery day from its cut-off to its routes: close, aggregate, allocate, confirm, move.

Knows in which order rooms are called and how a step is taken up again after a kill. Does none of their work.
"""

from logistics.run_cycle.budgets import Budget
from logistics.run_cycle.conductor import Conducted, run
from logistics.run_cycle.errors import AlreadyConducted, Refused, RunError
from logistics.run_cycle.reports import Heard

__all__ = ["AlreadyConducted", "Budget", "Conducted", "Heard", "Refused", "RunError", "run"]
