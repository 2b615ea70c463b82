"""Who may open the packhouse's pages: the hub's packers and coordinators. To others they are not there."""

from typing import Any

from django.http import Http404

from shop.cycles.models import DeliveryDay
from shop.enterprises.access import hubs_worked_for
from shop.enterprises.models import Membership
from shop.procurement.at_the_packhouse import USUAL_FAULTS
from shop.procurement.models import FaultBearer

AT_WORK = (Membership.Role.PACKER, Membership.Role.COORDINATOR)
STATUS = DeliveryDay.Status
#: From here on something is bought for a day.
SHOWN = (STATUS.CONFIRMED, STATUS.ROUTED, STATUS.PACKED, STATUS.OUT, STATUS.DELIVERED, STATUS.SETTLED)


def hubs_packed_for(user: Any) -> Any:
    """The hubs whose packhouse the person works in. Raises Http404 when there is none."""
    hubs = hubs_worked_for(user, *AT_WORK)
    if not hubs.exists():
        raise Http404
    return hubs


def day_or_404(user: Any, day_id: int) -> DeliveryDay:
    """A day of such a hub for which something is bought. Raises Http404."""
    days = DeliveryDay.objects.filter(cycle__hub__in=hubs_worked_for(user, *AT_WORK), status__in=SHOWN).with_hub()
    found: DeliveryDay | None = days.filter(pk=day_id).first()
    if found is None:
        raise Http404
    return found


def faults_of(day: DeliveryDay) -> list[str]:
    """What can be wrong: as the hub's table of faults names it, then what any hub may say."""
    named = FaultBearer.objects.of(day.cycle.hub).order_by("fault").values_list("fault", flat=True)
    return list(dict.fromkeys([*USUAL_FAULTS, *named]))
