"""Marking a household's box as collected, or saying what happens with one that nobody came for."""

from datetime import datetime
from typing import Any

from django.db import transaction

from shop.cycles.models import DeliveryDay
from shop.journal.actions import log
from shop.procurement.locks import lock_day
from shop.storefront.actions.short import AFTER_PACKING
from shop.storefront.errors import HandOutRefused
from shop.storefront.models import BoxHandOut, HouseholdOrder
from shop.storefront.telling import tell_not_collected

OUTCOME = BoxHandOut.Outcome
#: What may follow what: a box that was given away is gone.
FOLLOWS: dict[str, frozenset[str]] = {
    "": frozenset({OUTCOME.COLLECTED, OUTCOME.KEPT, OUTCOME.GIVEN_AWAY}),
    OUTCOME.TAKEN_BACK: frozenset({OUTCOME.COLLECTED, OUTCOME.KEPT, OUTCOME.GIVEN_AWAY}),
    OUTCOME.KEPT: frozenset({OUTCOME.COLLECTED, OUTCOME.GIVEN_AWAY, OUTCOME.TAKEN_BACK}),
    OUTCOME.COLLECTED: frozenset({OUTCOME.TAKEN_BACK}),
    OUTCOME.GIVEN_AWAY: frozenset({OUTCOME.TAKEN_BACK}),
}


@transaction.atomic
def hand_out(
    *, household_order: HouseholdOrder, outcome: str, key: str, seen: int, by: Any, now: datetime
) -> BoxHandOut:
    """Note what became of the box; the same `key` again changes nothing. No money goes back by it.

    `seen` is how many hand-outs of the order the page showed. Who did not come is told what happens with the box.
    Raises HandOutRefused: before packing is done, for a cancelled order, for a step that can't follow the last one,
    and when somebody has noted something since.
    """
    day: DeliveryDay = household_order.delivery_day
    lock_day(day)
    standing = BoxHandOut.objects.filter(key=key, household_order=household_order).first()
    if standing is not None:
        found: BoxHandOut = standing
        return found
    household_order.refresh_from_db(fields=["status"])
    if household_order.status != HouseholdOrder.Status.PLACED:
        raise HandOutRefused(f"{household_order} was cancelled: there is no box.")
    if day.status not in AFTER_PACKING:
        raise HandOutRefused(f"Packing for {day} is not done yet: no box is handed out before.")
    last = household_order.hand_outs.order_by("number").last()
    if seen != (last.number if last else 0):
        raise HandOutRefused(f"Somebody has noted something of {household_order.name}’s box since. Look again.")
    was = last.outcome if last else ""
    if outcome not in FOLLOWS[was]:
        said = f"It is {OUTCOME(was).label} already." if was else "Say what became of it."
        raise HandOutRefused(f"{household_order.name}’s box: {said}")
    row: BoxHandOut = BoxHandOut.objects.create(
        household_order=household_order, number=seen + 1, outcome=outcome, at=now, by=by, key=key
    )
    if outcome in (OUTCOME.KEPT, OUTCOME.GIVEN_AWAY):
        tell_not_collected(row, now=now)
    label = OUTCOME(outcome).label
    log(hub=household_order.hub, verb=f"household box {label}", subject=household_order, by=by, now=now)
    return row
