"""A day as the packhouse reads it: the rows that count, in a fixed number of queries however large the day is."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from logistics.models import CurrentPlan, PlanRun, Publication, Shipment, ShipmentLine, Task
from shop.cycles.models import DeliveryDay, Listing
from shop.procurement.models import (
    AllocationLine,
    AllocationRun,
    GoodsIn,
    LateChangeLine,
    LineConfirmation,
    Packed,
    ProcessingInput,
    PurchaseLine,
)
from shop.storefront.models import BoxPacked, HouseholdLine


@dataclass(slots=True)
class DayRows:
    """Purchases and confirmed lines by id, what fills which line, how it travels, what was counted and packed.

    `gives[purchase][confirmation]` and `straight[purchase][confirmation]` are packs; the second are those of the first
    that go from the farm to the kitchen without the hub (under 0 to a handover point), and `past_hub` their sums by
    confirmation. `carried` has the shipments of each confirmed line from the hub with their packs, `fetched` those that
    bring a purchase to the hub, `visits` each shipment's pickup and drop by kind. `boxes` are the households' lines and
    `boxed` what was packed of each.
    """

    day: DeliveryDay
    plan: PlanRun | None
    purchases: dict[int, Any]
    lines: dict[int, Any]
    gives: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    straight: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    past_hub: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    to_processors: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    carried: dict[int, list[tuple[Any, int]]] = field(default_factory=lambda: defaultdict(list))
    fetched: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    visits: dict[tuple[int, str], Any] = field(default_factory=dict)
    boxes: list[HouseholdLine] = field(default_factory=list)
    counts: dict[int, GoodsIn] = field(default_factory=dict)
    packed: dict[int, Packed] = field(default_factory=dict)
    boxed: dict[int, BoxPacked] = field(default_factory=dict)

    def expected(self, purchase: int) -> int:
        """Packs of a purchase that come to the hub: not those that go straight to a kitchen or to a processor."""
        row = self.purchases[purchase]
        away = sum(self.straight[purchase].values())
        if row.listing_id and row.listing.handover == Listing.Handover.COLLECTED:
            away += self.to_processors[row.listing_id]
        return max(0, int(row.packs_standing) - away)

    def to_pack(self, line: int) -> int:
        """Packs of a confirmed line that go out from the hub."""
        return max(0, int(self.lines[line].packs_standing) - self.past_hub[line])

    def is_direct(self, box: HouseholdLine) -> bool:
        """Whether a household's line goes straight from the farm to the handover point."""
        return any(
            parts.get(0) for pk, parts in self.straight.items() if self.purchases[pk].listing_id == box.listing_id
        )

    def direct(self, line: int) -> int:
        """Packs of a confirmed line that never come to the hub."""
        return int(self.lines[line].packs_standing) - self.to_pack(line)


def rows_of(day: DeliveryDay) -> DayRows:
    """Read them."""
    published = Publication.objects.current_for(day)
    current = CurrentPlan.objects.filter(delivery_day=day).select_related("run").defer("run__problems").first()
    plan = published.plan_run if published else current.run if current else None
    rows = DayRows(day, plan, purchases_of(day), lines_of(day))
    read_gives(rows)
    if plan is not None:
        read_shipments(rows, plan)
    boxes = HouseholdLine.objects.standing_for(day)
    rows.boxes = list(boxes.select_related("listing__lot", "household_order__order", "household_order__point__place"))
    rows.counts = GoodsIn.objects.latest_for(day)
    rows.packed = Packed.objects.latest_for(day)
    rows.boxed = BoxPacked.objects.latest_for(day)
    return rows


def purchases_of(day: DeliveryDay) -> dict[int, Any]:
    """Purchases that stand, with all that a page says of them."""
    rows = PurchaseLine.objects.standing().filter(delivery_day=day)
    named = rows.select_related(
        "seller",
        "listing__lot",
        "listing__place",
        "listing__pack__specification__product",
        "recipe__output_pack__specification__product",
    )
    return {row.pk: row for row in named.order_by("pk")}


def lines_of(day: DeliveryDay) -> dict[int, Any]:
    """Confirmed lines that stand, with all that a page says of them."""
    rows = LineConfirmation.objects.standing().filter(run__delivery_day=day)
    named = rows.select_related("pack__specification__product", "order_line__drop__kitchen__enterprise")
    return {row.pk: row for row in named.order_by("pk")}


def read_gives(rows: DayRows) -> None:
    """Which purchase fills which line, by the allocation and the late changes; and what goes to processors."""
    run = AllocationRun.objects.current_for(rows.day)
    bought = {(row.listing_id, row.recipe_id): pk for pk, row in rows.purchases.items()}
    confirmed = {(row.order_line_id, row.pack_id): pk for pk, row in rows.lines.items()}
    shared = AllocationLine.objects.filter(run=run).order_by("pk")
    for order_line, pack, listing, recipe, packs in shared.values_list(
        "order_line", "pack", "listing", "recipe", "packs"
    ):
        purchase, line = bought.get((listing, recipe)), confirmed.get((order_line, pack))
        if purchase and line:
            rows.gives[purchase][line] += packs
    late = LateChangeLine.objects.filter(late_change__delivery_day=rows.day)
    for purchase, line, by in late.values_list("purchase", "confirmation", "packs_by"):
        if purchase in rows.purchases and line in rows.lines:
            rows.gives[purchase][line] += by
    for listing, packs in ProcessingInput.objects.filter(run=run).values_list("listing", "packs"):
        rows.to_processors[listing] += packs


def read_shipments(rows: DayRows, plan: PlanRun) -> None:
    """How things travel by the plan: to the hub, from it, or past it."""
    carried = ShipmentLine.objects.filter(shipment__plan_run=plan).select_related("shipment").order_by("pk")
    for each in carried:
        leg = each.shipment.leg
        if leg == Shipment.Leg.DIRECT and each.purchase_id:
            rows.straight[each.purchase_id][each.confirmation_id or 0] += each.packs
            rows.past_hub[each.confirmation_id or 0] += each.packs
        elif leg == Shipment.Leg.TO_KITCHEN and each.confirmation_id:
            rows.carried[each.confirmation_id].append((each.shipment, each.packs))
        elif leg in (Shipment.Leg.TO_HUB, Shipment.Leg.FROM_PROCESSOR) and each.purchase_id:
            rows.fetched[each.purchase_id].append(each.shipment)
    tasks = Task.objects.filter(stop__route__plan_run=plan).select_related(
        "stop__place", "stop__route__vehicle", "stop__route__driver"
    )
    rows.visits = {(task.shipment_id, task.kind): task.stop for task in tasks}
