"""Households' boxes at their handover points: who has come, who has not, and what is to be paid there."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from shop.cycles.models import DeliveryDay
from shop.storefront.models import BoxHandOut, HandoverPoint, HouseholdLine, HouseholdOrder

OUTCOME = BoxHandOut.Outcome


@dataclass(frozen=True, slots=True)
class WaitingBox:
    """One household's box. `last` is what was noted of it last, `to_pay_pence` what is taken when it is handed over."""

    row: HouseholdOrder
    lines: tuple[HouseholdLine, ...]
    last: BoxHandOut | None
    to_pay_pence: int

    @property
    def outcome(self) -> str:
        """What became of it; empty while it waits."""
        return self.last.outcome if self.last and self.last.outcome != OUTCOME.TAKEN_BACK else ""

    @property
    def seen(self) -> int:
        """How many hand-outs the page shows."""
        return self.last.number if self.last else 0

    @property
    def shorts_seen(self) -> int:
        """How many times something of it was missing."""
        return len(self.row.shorts.all())

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it could be packed."""
        return not any(line.packs_given for line in self.lines)

    @property
    def is_waiting(self) -> bool:
        """Whether it stands on the shelf for somebody to come."""
        return not self.is_empty and self.outcome in ("", OUTCOME.KEPT)


@dataclass(frozen=True, slots=True)
class PointOfBoxes:
    """A handover point with its boxes, by name."""

    point: HandoverPoint
    boxes: tuple[WaitingBox, ...]

    @property
    def handed_out(self) -> int:
        """Boxes that households have."""
        return sum(1 for box in self.boxes if box.outcome == OUTCOME.COLLECTED)


def boxes_at_points(day: DeliveryDay) -> tuple[PointOfBoxes, ...]:
    """The day's boxes by point, in a fixed number of queries."""
    orders = HouseholdOrder.objects.of(day.cycle.hub).standing().filter(delivery_day=day).shown()
    by_point: dict[Any, list[WaitingBox]] = defaultdict(list)
    for row in orders.prefetch_related("hand_outs").order_by("point__kind", "point__name", "name", "id"):
        by_point[row.point].append(waiting_box(row))
    return tuple(PointOfBoxes(point, tuple(boxes)) for point, boxes in by_point.items())


def waiting_box(row: HouseholdOrder) -> WaitingBox:
    """One order's."""
    hand_outs = list(row.hand_outs.all())
    at_the_door = row.payment == HouseholdOrder.Payment.AT_HANDOVER
    lines = tuple(row.lines.all())
    return WaitingBox(row, lines, hand_outs[-1] if hand_outs else None, row.charged_pence if at_the_door else 0)
