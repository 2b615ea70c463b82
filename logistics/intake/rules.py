"""The hub's rules, or the defaults where it published none."""

from logistics.models import PlanningRules
from logistics.planning.routing.robust.replay import Demand, Spread
from shop.enterprises.models import Hub


def rules_of(hub: Hub) -> PlanningRules:
    """The hub's row, or an unsaved one with the defaults."""
    return PlanningRules.objects.of(hub).first() or PlanningRules(hub=hub)


def spread_of(rules: PlanningRules) -> Spread:
    """How far real times scatter around planned ones, as the hub says."""
    return Spread(
        morning_permille=rules.spread_morning_permille,
        leg_permille=rules.spread_leg_permille,
        service_permille=rules.spread_service_permille,
        source=rules.spread_source,
    )


def demand_of(rules: PlanningRules) -> Demand | None:
    """How punctual plans have to be; None when the hub asks for nothing."""
    return Demand(spread_of(rules), rules.on_time_permille) if rules.on_time_permille else None
