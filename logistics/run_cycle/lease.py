"""One worker conducts a delivery day: a place in the database that is held only as long as its holder is heard."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import Q

from logistics.models import Lease
from logistics.models.lease import LeaseQuerySet
from logistics.run_cycle.errors import AlreadyConducted, LeaseLost
from shop.cycles.models import DeliveryDay

SILENCE_ALLOWED = timedelta(seconds=20)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Held:
    """The conductor's place. Every sign of life and every write asks whether it is still ours."""

    delivery_day: DeliveryDay
    holder: UUID
    clock: Clock

    def beat(self) -> None:
        """Say that we live. Raises LeaseLost when another worker took over meanwhile."""
        if not self._ours().update(heard_at=self.clock()):
            raise LeaseLost(f"Another worker has taken over {self.delivery_day}.")

    def fence(self) -> None:
        """Lock our place until the transaction ends, so that nobody takes over in mid-write. Raises LeaseLost."""
        if not self._ours().select_for_update().exists():
            raise LeaseLost(f"Another worker has taken over {self.delivery_day}.")

    def give_back(self) -> None:
        """Leave the place, if it is still ours."""
        self._ours().update(holder=None, heard_at=self.clock())

    def _ours(self) -> LeaseQuerySet:
        ours: LeaseQuerySet = Lease.objects.filter(delivery_day=self.delivery_day, holder=self.holder)
        return ours


def take(delivery_day: DeliveryDay, *, clock: Clock) -> Held:
    """Take the conductor's place by one conditional UPDATE; that of a silent worker may be taken over.

    Raises AlreadyConducted while another worker is heard.
    """
    at = clock()
    Lease.objects.get_or_create(delivery_day=delivery_day, defaults={"heard_at": at})
    holder = uuid4()
    free = Q(holder=None) | Q(heard_at__lt=at - SILENCE_ALLOWED)
    if Lease.objects.filter(free, delivery_day=delivery_day).update(holder=holder, heard_at=at):
        return Held(delivery_day, holder, clock)
    heard_at = Lease.objects.values_list("heard_at", flat=True).get(delivery_day=delivery_day)
    ago = max(0, int((at - heard_at).total_seconds()))
    raise AlreadyConducted(
        f"Another worker conducts {delivery_day}: it was heard {ago} s ago. If it has died, "
        f"its place is free {int(SILENCE_ALLOWED.total_seconds())} s after it was last heard."
    )


def is_held(lease: Lease | None, now: datetime) -> bool:
    """Whether somebody conducts: a holder that was heard lately."""
    return lease is not None and lease.holder is not None and lease.heard_at >= now - SILENCE_ALLOWED
