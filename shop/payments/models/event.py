"""What became known of a payment, and when: an answer or a webhook, written once."""

from django.db import models

from shop.payments.queries import PaymentEventQuerySet
from shop.rows.append_only import AppendOnlyRow


class PaymentEvent(AppendOnlyRow):
    """One thing that the card company said. The same `key` (Stripe's name of an event) is heard once."""

    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="events")
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=80)
    said = models.CharField(max_length=40, help_text="The intent's status in the card company's words.")
    moved_to = models.CharField(max_length=12, blank=True)
    is_surprise = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = PaymentEventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.said}"
