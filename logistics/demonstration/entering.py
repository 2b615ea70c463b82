"""A planned day is entered: growers promise and list, kitchens order, as they would by hand."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from logistics.demonstration.day_plan import DayPlan
from logistics.demonstration.facts import Kitchen
from logistics.demonstration.harvests import Harvest
from logistics.demonstration.households import list_for_households, order_for_households, plan_for
from logistics.demonstration.menus import EATING
from logistics.demonstration.standing import Standing
from shop.cycles.actions import list_produce
from shop.cycles.models import DeliveryDay
from shop.procurement.actions import place_bulk_order
from shop.procurement.wanted import WantedDrop, WantedLine
from shop.supply.actions import promise_harvest

BEFORE_LISTINGS_CLOSE = timedelta(hours=7)
BEFORE_ORDERS_CLOSE = timedelta(hours=4)
#: One farm in five is still ready on the delivery morning, so that a van may fetch there and go straight on.
DIRECT_EVERY = 5
DIRECT_UNTIL = time(11)
NEWCOMERS_SCORE = 20


def enter(standing: Standing, delivery_day: DeliveryDay, plan: DayPlan, *, now: datetime | None = None) -> None:
    """Listings, then orders, a while before each closes; or at `now` where that is earlier.

    Only a day that is still open is entered at a `now`: there the shop's shelves are full.
    """
    listed_at = delivery_day.listings_close_at - BEFORE_LISTINGS_CLOSE
    ordered_at = delivery_day.orders_close_at - BEFORE_ORDERS_CLOSE
    if now is not None:
        listed_at, ordered_at = min(listed_at, now), min(ordered_at, now)
    households = plan_for(standing, plan.day, is_open=now is not None)
    enter_listings(standing, delivery_day, plan, listed_at)
    list_for_households(standing, delivery_day, households, listed_at)
    enter_orders(standing, delivery_day, plan, ordered_at)
    order_for_households(standing, delivery_day, households, ordered_at)


def enter_listings(standing: Standing, delivery_day: DeliveryDay, plan: DayPlan, now: datetime) -> None:
    """One lot per grower and product; every pack of it that is on sale is a view on that lot."""
    lots: dict[tuple[str, str], list[Harvest]] = defaultdict(list)
    for harvest in plan.harvests:
        lots[harvest.grower, harvest.good.product].append(harvest)
    for number, ((name, _), views) in enumerate(lots.items(), start=1):
        grower, farm_number = standing.enterprises[name], farm_number_of(standing, name)
        lot = promise_harvest(
            producer=grower,
            specification=standing.packs[views[0].good].specification,
            quantity_base=sum(view.packs * view.good.quantity_base for view in views),
            code=f"{plan.day:%y%m%d}-{number:03d}",
            by=standing.people[name],
            now=now,
        )
        for view in views:
            list_produce(
                delivery_day=delivery_day,
                grower=grower,
                place=standing.places[f"{name} yard"],
                lot=lot,
                pack=standing.packs[view.good],
                price_pence=view.price_pence,
                packs_shop=view.packs_for_shop,
                packs_bulk=view.packs - view.packs_for_shop,
                handover=standing.scale.farms[farm_number].handover,
                ready_until=ready_until(standing, delivery_day, farm_number),
                social_score=NEWCOMERS_SCORE if grower.is_newcomer else 0,
                by=standing.people[name],
                now=now,
            )


def farm_number_of(standing: Standing, name: str) -> int:
    """The farm's row in the table."""
    return [farm.name for farm in standing.scale.farms].index(name)


def ready_until(standing: Standing, delivery_day: DeliveryDay, farm_number: int) -> datetime | None:
    """Until the delivery morning for some, else the clock's collection hours."""
    if farm_number % DIRECT_EVERY != 1:
        return None
    return standing.at(delivery_day.day, DIRECT_UNTIL)


def enter_orders(standing: Standing, delivery_day: DeliveryDay, plan: DayPlan, now: datetime) -> None:
    """One order per buyer with a drop for each of its kitchens."""
    by_kitchen: dict[str, list[WantedLine]] = defaultdict(list)
    kitchens = {kitchen.name: kitchen for kitchen in standing.scale.kitchens}
    for wish in plan.wishes:
        rule = "none" if kitchens[wish.kitchen].kind in EATING else "listed"
        by_kitchen[wish.kitchen].append(WantedLine(standing.packs[wish.good], wish.packs, substitution_rule=rule))
    by_buyer: dict[str, list[Kitchen]] = defaultdict(list)
    for name in by_kitchen:
        by_buyer[kitchens[name].buyer].append(kitchens[name])
    for number, (buyer, own) in enumerate(by_buyer.items(), start=1):
        basis = standing.bases.get(buyer)
        place_bulk_order(
            delivery_day=delivery_day,
            buyer=standing.enterprises[buyer],
            drops=[WantedDrop(standing.places[kitchen.name], tuple(by_kitchen[kitchen.name])) for kitchen in own],
            client_key=uuid5(NAMESPACE_URL, f"{standing.hub.slug}/{plan.day}/{buyer}"),
            by=standing.people[buyer],
            now=now,
            po_number=f"PO-{plan.day:%y%m%d}-{number:03d}" if basis else "",
            basis=basis,
        )
