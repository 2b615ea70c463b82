"""A delivery day on one sheet: what was ordered, shared out, confirmed, and how it travels."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from logistics.dispatch.route_sheet import RouteSheet, UnservedSheet, route_sheets, unserved_sheets
from logistics.dispatch.waiting import waiting_for
from logistics.intake.demand import Ordered, added_up
from logistics.models import CurrentPlan
from shop.cycles.models import DeliveryDay
from shop.procurement.models import (
    AllocationRun,
    LineConfirmation,
    ProcessingInput,
    PurchaseLine,
    Shortage,
)
from shop.procurement.standing import standing_shares


@dataclass(frozen=True, slots=True)
class SharedSheet:
    """Packs for one kitchen from one seller, and why."""

    kitchen: str
    goods: str
    seller: str
    packs: int
    price_pence: int
    reason: str
    is_processed: bool


@dataclass(frozen=True, slots=True)
class ShortSheet:
    """Packs that a kitchen does not get, and why."""

    kitchen: str
    goods: str
    packs: int
    reason: str


@dataclass(frozen=True, slots=True)
class ProcessedSheet:
    """What a processor is sent, to make what of it."""

    processor: str
    goods: str
    made_of: str
    grower: str
    packs: int


@dataclass(frozen=True, slots=True)
class Money:
    """Pence: paid to sellers, billed to buyers, what is left between them, and what driving costs."""

    bought_pence: int
    sold_pence: int
    transport_pence: int

    @property
    def difference_pence(self) -> int:
        """What stays on the hub's account before transport."""
        return self.sold_pence - self.bought_pence


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySheet:
    """The whole sheet. Lists are empty until their step has been taken."""

    day: date
    title: str
    status: str
    ordered: Ordered
    shared: tuple[SharedSheet, ...] = ()
    shortages: tuple[ShortSheet, ...] = ()
    processed: tuple[ProcessedSheet, ...] = ()
    money: Money = Money(0, 0, 0)
    routes: tuple[RouteSheet, ...] = ()
    unserved: tuple[UnservedSheet, ...] = ()
    travel_source: str = ""

    @property
    def growers(self) -> int:
        """Growers whose goods were shared out, for kitchens or for processors."""
        growers = {line.seller for line in self.shared if not line.is_processed}
        return len(growers | {line.grower for line in self.processed})

    @property
    def packs_filled(self) -> int:
        """Packs that kitchens get."""
        return sum(line.packs for line in self.shared)

    @property
    def packs_short(self) -> int:
        """Ordered packs that kitchens do not get."""
        return sum(line.packs for line in self.shortages)

    @property
    def distance_m(self) -> int:
        """Road metres of all routes."""
        return sum(route.distance_m for route in self.routes)


def day_sheet(delivery_day: DeliveryDay) -> DaySheet:
    """Read the sheet: a fixed number of queries, however long the day's lists are."""
    run = AllocationRun.objects.current_for(delivery_day)
    plans = CurrentPlan.objects.filter(delivery_day=delivery_day)
    plan = plans.select_related("run").defer("run__problems").first()
    return DaySheet(
        day=delivery_day.day,
        title=str(delivery_day),
        status=delivery_day.get_status_display(),
        ordered=added_up(delivery_day),
        shared=shared(run) if run else (),
        shortages=shortages(run) if run else (),
        processed=processed(run) if run else (),
        money=money(delivery_day, plan.run.cost_pence if plan else 0),
        routes=route_sheets(plan.run) if plan else (),
        unserved=unserved_sheets(plan.run, waiting_for(plan.run, run)) if plan and run else (),
        travel_source=plan.run.travel_source if plan else "",
    )


def shared(run: AllocationRun) -> tuple[SharedSheet, ...]:
    """The run's shares by kitchen, as they stand after late changes."""
    rows = sorted(
        standing_shares(run),
        key=lambda share: (share.order_line.drop.kitchen.name, share.pack.specification.product.name),
    )
    return tuple(
        SharedSheet(
            kitchen=share.order_line.drop.kitchen.name,
            goods=str(share.pack),
            seller=(share.listing.grower if share.listing else share.recipe.processor).name,
            packs=share.packs,
            price_pence=share.price_pence,
            reason=share.reason,
            is_processed=share.listing is None,
        )
        for share in rows
    )


def shortages(run: AllocationRun) -> tuple[ShortSheet, ...]:
    """What the run leaves short, by kitchen."""
    rows = (
        Shortage.objects.filter(run=run)
        .select_related("order_line__drop__kitchen", "order_line__pack__specification__product")
        .order_by("order_line__drop__kitchen__name", "id")
    )
    return tuple(
        ShortSheet(row.order_line.drop.kitchen.name, str(row.order_line.pack), row.packs, row.reason_text)
        for row in rows
    )


def processed(run: AllocationRun) -> tuple[ProcessedSheet, ...]:
    """What goes to processors, by processor."""
    rows = (
        ProcessingInput.objects.filter(run=run)
        .select_related(
            "recipe__processor",
            "recipe__output_pack__specification__product",
            "listing__grower",
            "listing__pack__specification__product",
        )
        .order_by("recipe__processor__name", "id")
    )
    return tuple(
        ProcessedSheet(
            processor=row.recipe.processor.name,
            goods=str(row.recipe.output_pack),
            made_of=str(row.listing.pack),
            grower=row.listing.grower.name,
            packs=row.packs,
        )
        for row in rows
    )


def money(delivery_day: DeliveryDay, transport_pence: int) -> Money:
    """What is confirmed to both sides, late changes and all, in pence."""
    pence = Coalesce(Sum(F("packs_standing") * F("price_pence")), 0)
    confirmed = LineConfirmation.objects.filter(order_line__drop__order__delivery_day=delivery_day).amended()
    purchases = PurchaseLine.objects.filter(delivery_day=delivery_day).amended()
    sold, bought = confirmed.aggregate(pence=pence), purchases.aggregate(pence=pence)
    return Money(bought["pence"], sold["pence"], transport_pence)
