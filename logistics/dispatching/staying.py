"""Why each shipment that stays behind does, told of the rounds as they are now. Pure."""

from dataclasses import replace

from logistics.dispatching.rounds import numbers
from logistics.dispatching.shifting import Desk, not_before, pinned, row_of
from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.engines.draft import Draft
from logistics.planning.routing.plan import Reason
from logistics.planning.routing.reasons import OUT_OF_TIME, why_left_out
from logistics.planning.routing.screen import why_never

BY_HAND = "taken_out"
#: A change has made room: no planning has run out of time here.
ROOM_NOW = Reason("room_now", {}, "would find room now: put it on a van or plan again")


def taken_by_hand(route: int) -> Reason:
    """That a coordinator took it out of a route (its number): true until somebody puts it back."""
    return Reason(BY_HAND, {"route": route}, f"taken out of route {route} by hand")


def told_anew(desk: Desk, *, now_s: int) -> Desk:
    """The desk with the reasons that hold on its rounds now; what somebody took out by hand keeps its own."""
    told = [key for key, reason in desk.left.items() if reason.code != BY_HAND]
    if not told:
        return desk
    compiled = compile_problem(not_before(pinned(desk.problem, desk.moments), told, now_s))
    draft = Draft(compiled, [numbers(compiled, desk.rounds.get(each.id, ())) for each in compiled.vehicles])
    rows = {key: row_of(compiled, key) for key in told}
    reasons = {key: why_never(compiled, row) or why_left_out(draft, row) for key, row in rows.items()}
    told_now = {key: ROOM_NOW if reason == OUT_OF_TIME else reason for key, reason in reasons.items()}
    return replace(desk, left={**desk.left, **told_now})
