"""One try to pay one amount by card. It knows its order before any money is taken."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shop.payments.queries import PaymentQuerySet
from shop.rows.moves import Moves


class Payment(models.Model):
    """A card, an amount, and how far it is.

    `order_key` names what is paid for (a basket); `order_number` is set by the transaction in which the order comes to
    stand, and only then may money be taken. `client_key` is the click: a second one finds the first one's row.
    """

    class Status(models.TextChoices):
        ASKED = "asked", "asked"
        BANK_ASKS = "bank_asks", "the bank asks its customer"
        AUTHORISED = "authorised", "held on the card"
        DUE = "due", "to be taken: the order stands"
        CAPTURED = "captured", "taken"
        CANCELLING = "cancelling", "to be let go"
        CANCELLED = "cancelled", "let go"
        DECLINED = "declined", "declined"
        LOST = "lost", "could not be taken"
        REFUNDED = "refunded", "given back"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="payments")
    order_key = models.CharField(max_length=120)
    attempt = models.PositiveIntegerField()
    client_key = models.UUIDField(unique=True)
    amount_pence = models.PositiveIntegerField()
    due_pence = models.PositiveIntegerField(default=0, help_text="What is taken: all that is held, or less.")
    card = models.CharField(max_length=80, help_text="Stripe's name for the card; the number never comes here.")
    intent_id = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.ASKED)
    refusal = models.CharField(max_length=60, blank=True)
    order_number = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="card_payments"
    )
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(fields=["next_try_at"], name="payment_waiting", condition=Q(status__in=["due", "cancelling"]))
        ]
        constraints = [
            models.UniqueConstraint(fields=["hub", "order_key", "attempt"], name="payment_attempt_once_per_order"),
            models.UniqueConstraint(
                fields=["intent_id"], condition=~Q(intent_id=""), name="an_intent_belongs_to_one_payment"
            ),
            models.UniqueConstraint(
                fields=["hub", "order_number"], condition=~Q(order_number=""), name="one_card_payment_per_order"
            ),
            models.CheckConstraint(condition=Q(amount_pence__gte=1), name="a_payment_pays_something"),
            models.CheckConstraint(condition=Q(due_pence__lte=F("amount_pence")), name="never_more_taken_than_held"),
            models.CheckConstraint(
                condition=~Q(status__in=["due", "captured", "lost", "refunded"])
                | (~Q(order_number="") & ~Q(intent_id="") & Q(due_pence__gte=1)),
                name="no_money_is_taken_without_an_order",
            ),
        ]

    def __str__(self) -> str:
        return f"Card payment {self.pk} for {self.order_number or self.order_key}"

    @property
    def step_key(self) -> str:
        """What this try is called towards the card company: each attempt has its own name."""
        return f"foodshed:{self.order_key}:{self.attempt}:{self.client_key}"


Status = Payment.Status
MOVES: Moves = {
    Status.ASKED: frozenset(
        {Status.BANK_ASKS, Status.AUTHORISED, Status.DECLINED, Status.CANCELLING, Status.CANCELLED}
    ),
    Status.BANK_ASKS: frozenset({Status.AUTHORISED, Status.DECLINED, Status.CANCELLING, Status.CANCELLED}),
    Status.AUTHORISED: frozenset({Status.DUE, Status.CANCELLING, Status.CANCELLED}),
    Status.DUE: frozenset({Status.CAPTURED, Status.LOST}),
    Status.CANCELLING: frozenset({Status.CANCELLED}),
    Status.CAPTURED: frozenset({Status.REFUNDED}),
}
