"""How tests of the room run a small day."""

from typing import Any

from logistics.run_cycle import Budget, Conducted, run
from shop.enterprises.models import Hub
from tests.logistics.small_day import ANSWERS_DUE, SmallDay, a_small_day

QUICK = Budget.repeatable(deterministic=0.5, iterations=20)


def conduct(small: SmallDay, **told: Any) -> Conducted:
    """Run the day as at the hour at which answers are due, unless told otherwise."""
    told = {"by": None, "now": ANSWERS_DUE, "budget": QUICK, **told}
    done = run(delivery_day=small.day, **told)
    small.day.refresh_from_db()
    return done


def an_ordered_day(hub: Hub | None = None) -> SmallDay:
    """Carrots for two schools, diced ones for one; four boxes of milk more than the dairy has."""
    small = a_small_day(hub)
    small.order("Uppingham School", {"carrots": 12, "milk": 6})
    small.order("Oakham School", {"carrots": 5, "milk": 4, "diced": 4})
    return small
