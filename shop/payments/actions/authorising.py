"""Holding an amount on a card, before the order is placed.

The row is written first, then the intent is opened, its id stored, and only then confirmed: money is never held on an
intent whose name we don't know, wherever the process dies.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from shop.journal.actions import log
from shop.payments.errors import (
    AlreadyPaid,
    AnotherPayment,
    BankAsks,
    CardDeclined,
    CardsUnreachable,
    PaymentLapsed,
)
from shop.payments.gateway import CardGateway, Intent, IntentStatus, Rejected, Unreachable, gateway
from shop.payments.models import Payment
from shop.payments.noting import note
from shop.payments.refusals import in_words

Status = Payment.Status


def authorise(  # noqa: PLR0913 - keyword-only
    *,
    hub: Any,
    order_key: str,
    amount_pence: int,
    payment_method: str,
    client_key: UUID,
    by: Any,
    now: datetime,
) -> Payment:
    """Hold `amount_pence` on the card and return the payment; no money is taken. Not to be called in a transaction.

    `payment_method` is what Stripe.js made of the card. The same `client_key` again goes on where the first call
    stopped: after the bank asked its customer, after no answer came, after a second click.
    Raises CardsNotTaken, CardDeclined, BankAsks, CardsUnreachable, PaymentLapsed, AnotherPayment, AlreadyPaid.
    """
    cards = gateway()
    facts = {"hub": hub, "order_key": order_key, "amount_pence": amount_pence, "card": payment_method}
    payment = asked_once(client_key, facts, by=by, now=now)
    if payment.status not in (Status.ASKED, Status.BANK_ASKS):
        return verdict(payment)
    try:
        payment = opened(payment, cards)
        if payment.status not in (Status.ASKED, Status.BANK_ASKS):
            return verdict(payment)
        intent = confirmed(payment, cards)
    except Unreachable as error:
        raise CardsUnreachable from error
    except Rejected:
        intent = Intent(payment.intent_id, IntentStatus.NEEDS_CARD, amount_pence, refusal="rejected")
    payment = note(
        payment=payment,
        intent=intent,
        key=f"{payment.step_key}:{intent.status.value}:{intent.refusal}",
        kind="authorise",
        now=now,
    )
    return verdict(payment, intent)


def asked_once(client_key: UUID, facts: dict[str, Any], *, by: Any, now: datetime) -> Payment:
    """The row of this click. Raises AnotherPayment when the click was made for something else."""
    with transaction.atomic(durable=True):
        payment = Payment.objects.filter(client_key=client_key).first() or new_attempt(client_key, facts, by, now)
    if any(getattr(payment, name) != value for name, value in facts.items()):
        raise AnotherPayment
    return payment


def new_attempt(client_key: UUID, facts: dict[str, Any], by: Any, now: datetime) -> Payment:
    """The next attempt to pay for the order key; a twin that came first wins."""
    so_far = Payment.objects.of(facts["hub"]).filter(order_key=facts["order_key"])
    attempt = (so_far.aggregate(last=Max("attempt"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            payment: Payment = Payment.objects.create(
                client_key=client_key, attempt=attempt, asked_at=now, asked_by=by, next_try_at=now, **facts
            )
    except IntegrityError as error:
        twin = Payment.objects.filter(client_key=client_key).first()
        if twin is None:
            raise CardsUnreachable from error
        return twin  # type: ignore[no-any-return]
    log(hub=payment.hub, verb="card payment: asked", subject=payment, by=by, now=now, amount_pence=payment.amount_pence)
    return payment


def opened(payment: Payment, cards: CardGateway) -> Payment:
    """Give the payment its intent, and store its name before anything can be held on it.

    Meanwhile a twin may have gone on, or the sweep may have let it go: its status tells.
    """
    if payment.intent_id:
        return payment
    intent = cards.open(
        amount_pence=payment.amount_pence,
        currency=payment.hub.currency,
        card=payment.card,
        reference=str(payment.client_key),
        key=f"{payment.step_key}:open",
    )
    with transaction.atomic(durable=True):
        Payment.objects.filter(pk=payment.pk, status=Status.ASKED, intent_id="").update(intent_id=intent.id)
    payment.refresh_from_db()
    return payment


def confirmed(payment: Payment, cards: CardGateway) -> Intent:
    """Hold the amount. Where that was done, or asked, before, say how far it is."""
    if payment.status == Status.BANK_ASKS:
        return cards.look_up(payment.intent_id)
    try:
        return cards.confirm(payment.intent_id, key=f"{payment.step_key}:confirm")
    except Rejected:
        return cards.look_up(payment.intent_id)


def verdict(payment: Payment, intent: Intent | None = None) -> Payment:
    """The payment if its money is held; else the refusal in words."""
    if payment.status == Status.AUTHORISED:
        return payment
    if payment.status == Status.DECLINED:
        raise CardDeclined(in_words(payment.refusal))
    if payment.status == Status.BANK_ASKS and intent is not None:
        raise BankAsks(intent.client_secret)
    if payment.status in (Status.DUE, Status.CAPTURED, Status.REFUNDED, Status.LOST):
        raise AlreadyPaid
    if payment.status in (Status.CANCELLING, Status.CANCELLED):
        raise PaymentLapsed
    raise CardsUnreachable
