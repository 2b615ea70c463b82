"""Questions over card payments."""

from datetime import datetime
from typing import Self

from django.db.models import F, Sum

from shop.rows.append_only import AppendOnlyQuerySet
from shop.rows.scoping import OfHub


class PaymentQuerySet(OfHub):
    """Card payments of a hub."""

    def hanging(self, since: datetime) -> Self:
        """Asked for before `since`, and still no order: what they hold is let go."""
        return self.filter(status__in=["asked", "bank_asks", "authorised"], asked_at__lt=since)

    def due_at(self, now: datetime) -> Self:
        """Those at which Stripe must still be told to take or to let go, and whose turn has come."""
        return self.filter(status__in=["due", "cancelling"], next_try_at__lte=now).order_by("next_try_at", "id")

    def to_look_at(self) -> Self:
        """Those that a person must look at: an order whose money could not be taken."""
        return self.filter(status="lost")


class RefundQuerySet(OfHub):
    """Refunds of a hub's payments."""

    hub_path = "payment__hub"

    def due_at(self, now: datetime) -> Self:
        """Those that Stripe was not told of yet, and whose turn has come."""
        return self.filter(status="asked", next_try_at__lte=now).order_by("next_try_at", "id")

    def standing_pence(self) -> int:
        """What was given back, or is about to be."""
        return int(self.exclude(status="failed").aggregate(pence=Sum("amount_pence", default=0))["pence"])


class PaymentEventQuerySet(AppendOnlyQuerySet):
    """Events of a hub's payments."""

    hub_path = "payment__hub"

    def surprising(self) -> Self:
        """What the card company said that our row does not allow."""
        return self.filter(is_surprise=True).select_related("payment").order_by(F("at").desc(), "-id")
