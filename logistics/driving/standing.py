"""Which plan drivers go by, whose a route is, and which of its stops are ended already."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Max

from logistics.driving.goods import GoodsLine, lines_of
from logistics.models import HandoverLine, PlanRun, Publication, Route, RouteProgress, StopProgress, Task
from shop.cycles.models import DeliveryDay
from shop.enterprises.access import hubs_worked_for

Carried = tuple[str, int, int | None, int | None, int | None]


def published_plan(delivery_day: DeliveryDay) -> PlanRun | None:
    """The plan that drivers go by, or None before one was published."""
    publication = Publication.objects.current_for(delivery_day)
    return publication.plan_run if publication else None


def published_routes() -> Any:
    """Routes of every delivery day's latest publication."""
    latest = Publication.objects.order_by().values("plan_run__delivery_day").annotate(latest=Max("id"))
    plans = Publication.objects.filter(pk__in=latest.values("latest")).values("plan_run")
    return Route.objects.filter(plan_run__in=plans)


def routes_of(user: Any) -> Any:
    """Every route that is or was the person's own as a driver: what they tell of it is kept, whatever stands now."""
    return Route.objects.filter(driver__user=user, plan_run__publications__isnull=False)


def routes_to_act_on(user: Any) -> Any:
    """Routes of the hubs that the person coordinates: they may tell what a driver rings in."""
    hubs = hubs_worked_for(user, "coordinator")
    return Route.objects.filter(plan_run__delivery_day__cycle__hub__in=hubs, plan_run__publications__isnull=False)


def told_of_van(route: Route, fact: str) -> Any:
    """What was told of this van and date, in whichever plan of the delivery day."""
    return RouteProgress.objects.filter(
        counted=True,
        fact=fact,
        route__vehicle=route.vehicle_id,
        route__day=route.day,
        route__plan_run__delivery_day=route.plan_run.delivery_day_id,
    ).order_by("noted_at", "id")


def ended_stops(plan_run: PlanRun) -> set[int]:
    """Stops (ids) of the plan that need no visit: done, skipped, or what they are for was done under another plan.

    A phone may tell of a superseded plan hours after the new one was published. Four queries at most.
    """
    ended = set(StopProgress.objects.done_stops(plan_run).values_list("pk", flat=True))
    done = done_elsewhere(plan_run)
    if not done:
        return ended
    tasks = list(Task.objects.filter(stop__route__plan_run=plan_run).select_related("stop__route"))
    open_stops: dict[int, list[Task]] = {}
    for task in tasks:
        if task.stop_id not in ended:
            open_stops.setdefault(task.stop_id, []).append(task)
    goods = lines_of(tasks)
    return ended | {stop for stop, its in open_stops.items() if all_done(its, goods, done)}


def all_done(tasks: Iterable[Task], goods: dict[int, list[GoodsLine]], done: Counter[Carried]) -> bool:
    """Whether every pack of the stop's tasks was loaded by this van, or handed over, before."""
    return all(
        done[carried(task, line.confirmation, line.purchase)] >= line.packs for task in tasks for line in goods[task.pk]
    )


def done_elsewhere(plan_run: PlanRun) -> Counter[Carried]:
    """Packs told of under the delivery day's other plans, by what was done with them: one query."""
    rows = (
        HandoverLine.objects.counting()
        .filter(task__stop__route__plan_run__delivery_day=plan_run.delivery_day_id)
        .exclude(task__stop__route__plan_run=plan_run)
        .select_related("task__stop__route")
    )
    done: Counter[Carried] = Counter()
    for row in rows:
        done[carried(row.task, row.confirmation_id, row.purchase_id)] += row.packs
    return done


def carried(task: Task, confirmation: int | None, purchase: int | None) -> Carried:
    """What is loaded at a place is loaded into one van; what is handed over there is handed over, whoever drove."""
    van = task.stop.route.vehicle_id if task.kind == Task.Kind.PICKUP else None
    return (task.kind, task.stop.place_id, van, confirmation, purchase)
