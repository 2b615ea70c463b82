"""The card part of the checkout: held before the order is written, tied to it inside its transaction."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from oscar.apps.order.exceptions import UnableToPlaceOrder
from oscar.apps.payment.exceptions import UnableToTakePayment

from shop.payments.actions import authorise, cancel, capture_on_commit
from shop.payments.card_entry import CardEntry, card_entry, card_entry_at_the_bank, typed_card
from shop.payments.errors import BankAsks, CardsUnreachable, PaymentRefused
from shop.payments.gateway import configured
from shop.payments.models import Payment
from shop.storefront.choosing import Market
from shop.storefront.forms import CheckoutForm
from shop.storefront.models import HouseholdOrder

CHANGED = "Something in your basket has changed since you opened this page. Look through it again."
BY_CARD = HouseholdOrder.Payment.CARD


class CardAtTheTill:
    """Mixed into Oscar's PaymentDetailsView: hold, then tie to the order, or let go when anything fails."""

    request: Any
    form: CheckoutForm
    market: Market
    held: Payment | None = None
    asked_by_bank: CardEntry | None = None

    def handle_payment(self, order_number: str, total: Any, **kwargs: Any) -> None:
        """Hold the total on the card, outside any transaction. Raises UnableToTakePayment in words for the person."""
        del order_number, kwargs
        if self.form.cleaned_data["payment"] != BY_CARD:
            return
        key, card = typed_card(self.request.POST)
        if not card:
            raise UnableToTakePayment("Your card was not entered. Enter it, or choose another way to pay.")
        try:
            self.held = authorise(
                hub=self.market.front.hub,
                order_key=f"basket:{self.request.basket.pk}",
                amount_pence=int(total.incl_tax * Decimal(100)),
                payment_method=card,
                client_key=key,
                by=self.request.user if self.request.user.is_authenticated else None,
                now=timezone.now(),
            )
        except BankAsks as refusal:
            self.asked_by_bank = card_entry_at_the_bank(self.request.POST, refusal.client_secret)
            raise UnableToTakePayment(str(refusal)) from refusal
        except CardsUnreachable as refusal:
            # What it may hold is let go: the page comes back with a fresh try.
            self.held = Payment.objects.filter(client_key=key).first()
            raise UnableToTakePayment(str(refusal)) from refusal
        except PaymentRefused as refusal:
            raise UnableToTakePayment(str(refusal)) from refusal

    def settle_payment(self, placed: HouseholdOrder) -> None:
        """Inside the order's transaction: from its commit on, the money is taken. Raises UnableToPlaceOrder."""
        if self.held is None:
            return
        if placed.total_pence > self.held.amount_pence:
            raise UnableToPlaceOrder(CHANGED)
        try:
            capture_on_commit(
                payment=self.held,
                order_number=placed.order.number,
                amount_pence=placed.total_pence,
                by=placed.user,
                now=timezone.now(),
            )
        except PaymentRefused as refusal:
            raise UnableToPlaceOrder(str(refusal)) from refusal

    def let_card_go(self) -> None:
        """No order came of it: let go what is held. An order that stands keeps its payment."""
        if self.held is not None:
            cancel(payment=self.held, by=None, now=timezone.now())

    def card_part(self) -> CardEntry | None:
        """What `payments/card_entry.html` needs; None where no cards are taken."""
        return (self.asked_by_bank or card_entry()) if configured() else None
