"""What a delivery day has come to, step by step, in numbers: a fixed number of queries however long its lists are."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from logistics.intake.answers import Asked, asked
from logistics.intake.demand import Ordered, added_up
from logistics.models import CurrentPlan, PlanRun, Publication
from shop.cycles.models import DeliveryDay, Listing
from shop.procurement.models import (
    AllocationRun,
    DeliveredLine,
    GoodsIn,
    LateChange,
    LineConfirmation,
    Packed,
    PurchaseLine,
)

STATUS = DeliveryDay.Status
ORDER = tuple(STATUS.values)


def reached(day: DeliveryDay, status: str) -> bool:
    """Whether the day stands at `status` or beyond."""
    return ORDER.index(day.status) >= ORDER.index(status)


@dataclass(frozen=True, slots=True)
class Done:
    """How many of how many."""

    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Shared:
    """Packs that kitchens get and do not get by the current run, and the kitchens that stay short."""

    run: int
    filled: int
    short: int
    short_kitchens: int


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan of routes that stands."""

    run: PlanRun
    routes: int
    distance_m: int
    unserved: int
    is_published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """All steps' numbers; what a step has not reached is None or zero."""

    listings: int
    sellers: int
    ordered: Ordered
    shared: Shared | None = None
    called: tuple[Asked, ...] = ()
    confirmed_packs: int = 0
    late_changes: int = 0
    planned: Planned | None = None
    goods_in: Done = Done()
    packed: Done = Done()
    delivered: Done = Done()
    packs_missing: int = 0

    @property
    def silent(self) -> tuple[Asked, ...]:
        """What somebody must still ask growers for."""
        return tuple(each for each in self.called if each.is_open)

    @property
    def silent_growers(self) -> int:
        """Growers who must be rung, each counted once."""
        return len({each.listing.grower_id for each in self.silent})


def figures_of(day: DeliveryDay) -> DayFigures:
    """Read the numbers of the steps that the day has reached."""
    listed = Listing.objects.filter(delivery_day=day).standing()
    listed_by = listed.aggregate(listings=Count("id"), sellers=Count("grower", distinct=True))
    run = AllocationRun.objects.current_for(day)
    is_confirmed = reached(day, STATUS.CONFIRMED)
    confirmed = LineConfirmation.objects.filter(run__delivery_day=day).standing()
    delivered = DeliveredLine.objects.filter(confirmation__run__delivery_day=day).aggregate(
        lines=Count("id"), missing=Coalesce(Sum("packs_short"), 0) + Coalesce(Sum("packs_refused"), 0)
    )
    of_confirmed = confirmed.aggregate(lines=Count("id"), packs=Coalesce(Sum("packs_standing"), 0))
    return DayFigures(
        listings=listed_by["listings"],
        sellers=listed_by["sellers"],
        ordered=added_up(day),
        shared=shared_of(run) if run else None,
        called=tuple(asked(run)) if run and day.status == STATUS.ALLOCATED else (),
        confirmed_packs=of_confirmed["packs"],
        late_changes=LateChange.objects.filter(delivery_day=day).count(),
        planned=planned_of(day),
        goods_in=Done(
            len(GoodsIn.objects.latest_for(day)), PurchaseLine.objects.filter(delivery_day=day).standing().count()
        )
        if is_confirmed
        else Done(),
        packed=Done(len(Packed.objects.latest_for(day)), of_confirmed["lines"]),
        delivered=Done(delivered["lines"], of_confirmed["lines"]),
        packs_missing=delivered["missing"],
    )


def shared_of(run: AllocationRun) -> Shared:
    """What a run shared out."""
    short = run.shortages.aggregate(
        packs=Coalesce(Sum("packs"), 0), kitchens=Count("order_line__drop__kitchen", distinct=True)
    )
    filled = run.lines.aggregate(packs=Coalesce(Sum("fills"), 0))["packs"]
    return Shared(run.number, filled, short["packs"], short["kitchens"])


def planned_of(day: DeliveryDay) -> Planned | None:
    """The day's current plan, if it has one."""
    current = CurrentPlan.objects.filter(delivery_day=day).select_related("run").defer("run__problems").first()
    if current is None:
        return None
    run = current.run
    run.delivery_day = day
    routes = run.routes.aggregate(routes=Count("id"), distance_m=Coalesce(Sum("distance_m"), 0))
    return Planned(
        run=run,
        routes=routes["routes"],
        distance_m=routes["distance_m"],
        unserved=run.unserved.count(),
        is_published=Publication.objects.filter(plan_run=run).exists(),
    )
