"""The vans that are manned on a date, less what another delivery day has already planned for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from logistics.intake.keys import key_of
from logistics.intake.local_day import LocalDay
from logistics.models import CurrentPlan, DrivingRule, PlanningRules, Route, Shift, rule_for
from logistics.models import Vehicle as VehicleRow
from logistics.planning.routing.problem import BreakRule, Vehicle
from shop.cycles.models import DeliveryDay
from shop.enterprises.models import Hub

WARM_TO_COLD = ("ambient", "chilled", "frozen")


@dataclass(frozen=True, slots=True)
class Busy:
    """Seconds of the local day in which a van is on another delivery day's route, driving included."""

    starts_s: int
    ends_s: int
    travel_s: int


def vans_on(hub: Hub, local: LocalDay, delivery_day: DeliveryDay, *, rules: PlanningRules) -> tuple[Vehicle, ...]:
    """Each van in use with a shift on that weekday, free from its earliest to its latest second.

    Drivers' hours are those that hold on that day for the van's weight.
    """
    taken = busy_on(hub, local, delivery_day)
    laws = list(DrivingRule.objects.holding_on(local.day))
    shifts = (
        Shift.objects.of(hub)
        .filter(weekday=local.day.weekday(), vehicle__out_of_use_since=None)
        .select_related("vehicle")
        .order_by("vehicle_id")
    )
    vans = []
    for shift in shifts:
        busy = taken.get(shift.vehicle_id, ())
        free = widest_gap(local.seconds_at(shift.starts), local.seconds_at(shift.ends), busy)
        law = rule_for(laws, shift.vehicle.gross_weight_kg)
        allowed = min(shift.driving_limit_s, law.driving_limit_s) if law else shift.driving_limit_s
        limit = allowed - sum(each.travel_s for each in busy)
        if free is not None and limit > 0:
            vans.append(replace(van_of(shift.vehicle, free, limit, rules), break_rule=break_rule(law)))
    return tuple(vans)


def van_of(row: VehicleRow, free: tuple[int, int], driving_limit_s: int, rules: PlanningRules) -> Vehicle:
    """A van's limits and costs for one shift. It carries its own class and every warmer one."""
    coldest = WARM_TO_COLD.index(row.temperature_class)
    return Vehicle(
        id=key_of("vehicle", row.pk),
        name=row.name,
        start=key_of("place", row.start_place_id),
        end=key_of("place", row.end_place_id),
        capacity=(row.capacity_g, row.capacity_crates),
        classes=frozenset(WARM_TO_COLD[: coldest + 1]),
        earliest_s=free[0],
        latest_s=free[1],
        driving_limit_s=driving_limit_s,
        cost_fixed_pence=row.cost_fixed_pence,
        cost_per_km_pence=row.cost_per_km_pence,
        cost_per_hour_pence=row.cost_per_hour_pence,
        reloads=rules.van_reloads,
    )


def break_rule(law: DrivingRule | None) -> BreakRule | None:
    """The break that the law prescribes, if it prescribes one."""
    if law is None or law.break_after_s is None or law.break_s is None:
        return None
    return BreakRule(after_s=law.break_after_s, break_s=law.break_s)


def busy_on(hub: Hub, local: LocalDay, delivery_day: DeliveryDay) -> dict[int, tuple[Busy, ...]]:
    """Routes on that date of other delivery days' current plans, by vehicle: one day's drops, the next's pickups."""
    plans = CurrentPlan.objects.filter(delivery_day__cycle__hub=hub).exclude(delivery_day=delivery_day)
    found: dict[int, tuple[Busy, ...]] = {}
    for route in Route.objects.filter(plan_run__in=plans.values("run"), day=local.day).order_by("starts_at", "id"):
        busy = Busy(local.seconds_of(route.starts_at), local.seconds_of(route.ends_at), route.travel_s)
        found[route.vehicle_id] = (*found.get(route.vehicle_id, ()), busy)
    return found


def widest_gap(starts_s: int, ends_s: int, busy: Iterable[Busy]) -> tuple[int, int] | None:
    """The longest stretch of a shift that is free, the earlier one when equal; None when there is none."""
    gaps, free_from = [], starts_s
    for each in sorted(busy, key=lambda one: one.starts_s):
        gaps.append((free_from, min(each.starts_s, ends_s)))
        free_from = max(free_from, each.ends_s)
    gaps.append((free_from, ends_s))
    widest = max(gaps, key=lambda gap: gap[1] - gap[0])
    return widest if widest[1] > widest[0] else None


def drivers_on(hub: Hub, dates: Iterable[date]) -> dict[str, int | None]:
    """Who is down to drive, by `2026-11-24 vehicle:3`."""
    shifts = list(Shift.objects.of(hub).values_list("weekday", "vehicle", "driver"))
    return {
        driver_key(each, key_of("vehicle", vehicle)): driver
        for each in dates
        for weekday, vehicle, driver in shifts
        if weekday == each.weekday()
    }


def driver_key(day: date, vehicle: str) -> str:
    """The key under which a day's driver of a van is kept."""
    return f"{day.isoformat()} {vehicle}"
