"""Which rounds people go by when a day is planned again: those that stand, once they were told or changed by hand."""

from logistics.dispatching.calming import ChangePrices
from logistics.dispatching.rounds import BY_HAND
from logistics.intake.rules import rules_of
from logistics.models import CurrentPlan, PlanRun, Publication
from shop.cycles.models import DeliveryDay
from shop.enterprises.models import Hub


def known_run(day: DeliveryDay) -> int | None:
    """The run (id) that stands, if its rounds are known: routes of the day were published, or changed by hand."""
    is_told = Publication.objects.filter(plan_run__delivery_day=day).exists()
    if not is_told and not PlanRun.objects.filter(delivery_day=day, engine=BY_HAND).exists():
        return None
    run: int | None = CurrentPlan.objects.filter(delivery_day=day).values_list("run", flat=True).first()
    return run


def prices_of(hub: Hub) -> ChangePrices:
    """What the hub holds it worth to leave known rounds as they are."""
    rules = rules_of(hub)
    return ChangePrices(rules.known_van_pence, rules.known_minute_pence)
