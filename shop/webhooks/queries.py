"""Questions over webhooks and what was sent to them."""

from datetime import datetime
from typing import Self

from shop.journal.queries import OutgoingQuerySet
from shop.rows.scoping import OfHub


class WebhookQuerySet(OfHub):
    """Webhooks of a hub."""

    def kept(self) -> Self:
        """Those that nobody has removed."""
        return self.filter(removed_at=None)

    def standing(self) -> Self:
        """Those that are sent to: kept and switched on."""
        return self.kept().filter(switched_off_at=None)


class WebhookDeliveryQuerySet(OutgoingQuerySet):
    """What was sent, or waits to be sent, to a hub's webhooks."""

    hub_path = "webhook__hub"

    def due_at(self, now: datetime) -> Self:
        """What waits for a webhook that stands, the longest waiting first."""
        return super().due_at(now).filter(webhook__removed_at=None, webhook__switched_off_at=None)
