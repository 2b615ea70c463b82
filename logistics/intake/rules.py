"""The hub's rules, or the defaults where it published none."""

from logistics.models import PlanningRules
from shop.enterprises.models import Hub


def rules_of(hub: Hub) -> PlanningRules:
    """The hub's row, or an unsaved one with the defaults."""
    return PlanningRules.objects.of(hub).first() or PlanningRules(hub=hub)
