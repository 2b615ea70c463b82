"""Late changes for people: those of a day in words, and the lines of an order that a call can be about."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.cycles.models import DeliveryDay
from shop.procurement.models import BulkOrder, LateChange, LateChangeLine, LineConfirmation


@dataclass(frozen=True, slots=True)
class CalledLine:
    """Packs more or fewer of some goods for one kitchen; `bought_by` is what changes for the seller."""

    kitchen: str
    goods: str
    seller: str
    packs_by: int
    bought_by: int

    @property
    def signed(self) -> str:
        """+2 or −2."""
        return f"{'+' if self.packs_by > 0 else '−'}{abs(self.packs_by)}"

    @property
    def for_seller(self) -> str:
        """What it means for the seller."""
        if self.packs_by > 0:
            return f"{self.bought_by} more bought" if self.bought_by else "was bought before"
        kept = self.bought_by - self.packs_by
        back = f"{-self.bought_by} back on sale" if self.bought_by else ""
        return ", ".join(part for part in (back, f"{kept} paid for by the hub" if kept else "") if part)


@dataclass(frozen=True, slots=True)
class Called:
    """One late change."""

    at: datetime
    by: str
    why: str
    borne_by: str
    lines: tuple[CalledLine, ...]

    @property
    def packs_more(self) -> int:
        """Packs that kitchens get more."""
        return sum(line.packs_by for line in self.lines if line.packs_by > 0)

    @property
    def packs_fewer(self) -> int:
        """Packs that kitchens get fewer."""
        return -sum(line.packs_by for line in self.lines if line.packs_by < 0)


def called(day: DeliveryDay) -> tuple[Called, ...]:
    """The day's late changes, the latest first: two queries."""
    lines: dict[int, list[CalledLine]] = defaultdict(list)
    rows = LateChangeLine.objects.filter(late_change__delivery_day=day).select_related(
        "confirmation__order_line__drop__kitchen", "purchase__seller"
    )
    for row in rows.order_by("id"):
        line = row.confirmation
        lines[row.late_change_id].append(
            CalledLine(
                kitchen=line.order_line.drop.kitchen.name,
                goods=f"{line.specification_text}, {line.pack_text}",
                seller=row.purchase.seller.name,
                packs_by=row.packs_by,
                bought_by=row.bought_by,
            )
        )
    changes = LateChange.objects.filter(delivery_day=day).select_related("by").order_by("-id")
    return tuple(
        Called(
            row.at,
            str(row.by) if row.by else "The hub's clock",
            row.why,
            row.get_borne_by_display(),
            tuple(lines[row.pk]),
        )
        for row in changes
    )


def orders_to_change(day: DeliveryDay) -> Any:
    """Confirmed orders of the day, by buyer."""
    orders = BulkOrder.objects.filter(delivery_day=day, status=BulkOrder.Status.CONFIRMED)
    return orders.select_related("buyer").order_by("buyer__name", "number")


def lines_to_change(order: BulkOrder) -> Any:
    """The order's confirmed lines with what stands of each, by kitchen; what was taken off stays to be seen."""
    lines = LineConfirmation.objects.filter(order_line__drop__order=order).amended()
    named = ("order_line__drop__kitchen", "pack__specification__product")
    return lines.select_related(*named).order_by("order_line__drop__kitchen__name", "specification_text", "id")
