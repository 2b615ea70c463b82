"""Money given back, all or part of a payment."""

from django.db import models
from django.db.models import Q

from shop.payments.queries import RefundQuerySet
from shop.rows.moves import Moves


class Refund(models.Model):
    """Asked for in our books first, then at Stripe; the same `key` again gives nothing back twice.

    Stripe remembers what it answered to a key. So what it refused is asked again, by a person, as another `attempt`.
    """

    class Failure(models.TextChoices):
        REFUSED = "refused", "Stripe refused it"
        UNANSWERED = "unanswered", "Stripe did not answer"

    class Status(models.TextChoices):
        ASKED = "asked", "to be given back"
        GIVEN = "given", "given back"
        FAILED = "failed", "could not be given back"

    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="refunds")
    key = models.CharField(max_length=120, unique=True)
    amount_pence = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    status = models.CharField(max_length=8, choices=Status, default=Status.ASKED)
    failure = models.CharField(max_length=12, choices=Failure, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    stripe_id = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_pence__gte=1), name="a_refund_gives_something_back"),
            models.CheckConstraint(
                condition=~Q(status="given") | ~Q(stripe_id=""), name="a_given_refund_has_the_companys_name_for_it"
            ),
        ]

    def __str__(self) -> str:
        return f"Refund {self.pk} of {self.payment}"

    @property
    def step_key(self) -> str:
        """What this attempt is called towards Stripe."""
        return self.key if self.attempt == 1 else f"{self.key}:{self.attempt}"


MOVES: Moves = {
    Refund.Status.ASKED: frozenset({Refund.Status.GIVEN, Refund.Status.FAILED}),
    Refund.Status.FAILED: frozenset({Refund.Status.ASKED}),
}
