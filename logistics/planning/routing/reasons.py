"""Why a shipment that some van could bring alone found no room in the plan: the relaxation that would let it in.

Each question is asked of the finished routes: with more room, a longer window, a longer shift, would it fit? The
first fact whose relaxing suffices is the reason. Room is asked about first (`no_room`), because people can do most
about it, then time (`no_time`). Knows the order of the questions, not how one is asked (`relaxing`).
"""

from __future__ import annotations

from logistics.planning.routing import no_room, no_time
from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines.draft import Draft
from logistics.planning.routing.engines.insertion import cheapest_insertion
from logistics.planning.routing.plan import Reason
from logistics.planning.routing.schedule import time_route
from logistics.planning.routing.words import kind_of_van, money

OUT_OF_TIME = Reason("out_of_time", {}, "had no place yet when the time for planning ran out; more time may find one")


def why_left_out(draft: Draft, shipment: int) -> Reason:
    """The fact that keeps the shipment out of these routes, with its numbers."""
    return (
        _too_dear(draft, shipment)
        or no_room.full(draft, shipment)
        or no_room.kept_apart(draft, shipment)
        or no_room.walled_off(draft, shipment)
        or no_time.rides_too_long(draft, shipment)
        or no_time.late(draft, shipment)
        or no_time.out_too_long(draft, shipment)
        or no_time.driving_too_long(draft, shipment)
        or no_time.no_time_to_rest(draft, shipment)
        or _all_busy(draft, shipment)
    )


def _too_dear(draft: Draft, shipment: int) -> Reason | None:
    """It would fit. Then it is the price, or the search ended before it got here."""
    compiled = draft.compiled
    found = cheapest_insertion(draft, shipment)
    if found is None:
        return None
    price = compiled.shipments[shipment].penalty_pence
    extra = _pence(compiled, found.van, found.tasks) - _pence(compiled, found.van, draft.sequences[found.van])
    if extra <= price:
        return OUT_OF_TIME
    text = f"bringing it would cost {money(extra)} more; leaving it costs {money(price)}"
    return Reason("too_dear", {"extra_pence": extra, "price_pence": price}, text)


def _pence(compiled: Compiled, van: int, tasks: list[int]) -> int:
    route = time_route(compiled, van, tasks) if tasks else None
    return route.cost.total_pence + route.late_pence if route is not None else 0


def _all_busy(draft: Draft, shipment: int) -> Reason:
    """No single fact lets it in, but one more empty van would: some van alone can bring it."""
    vans = len(draft.compiled.allowed[shipment])
    kind = kind_of_van(draft.compiled.shipments[shipment])
    who = f"the only {kind} has" if vans == 1 else f"all {vans} vans that could bring it have"
    return Reason("all_busy", {"vans": vans}, f"{who} neither room nor time left; one more {kind} would take it")
