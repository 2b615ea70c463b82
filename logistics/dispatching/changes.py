"""Every kind of change that the desk knows, by the name that its forms carry."""

from collections.abc import Callable, Mapping
from datetime import datetime

from logistics.dispatching import anew, proposing
from logistics.dispatching.proposing import Change, Proposal
from logistics.dispatching.running import Running, running
from logistics.models import PlanRun

Propose = Callable[[Running, Change, datetime], Proposal]
KINDS: Mapping[str, Propose] = {
    "earlier": proposing.moved_earlier,
    "later": proposing.moved_later,
    "onto": proposing.moved_onto,
    "out": proposing.moved_out,
    "serve": proposing.served,
    "driver": proposing.driven_by,
    "undo": proposing.undone,
    "broken": proposing.broken_down,
    "again": anew.planned_again,
}


def proposal(run: PlanRun, change: Change, *, now: datetime) -> Proposal:
    """What the change would make of the run. Raises CannotMove with what stands against it."""
    return KINDS[change.kind](running(run), change, now)
