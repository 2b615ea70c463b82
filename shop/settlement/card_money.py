"""Card money in the books: what was taken clears what households owe, what was given back undoes that."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from shop.enterprises.models import Hub
from shop.payments.models import Payment, Refund
from shop.settlement.ledger import KIND, Posting, post
from shop.settlement.models import LedgerTransaction

TAKEN, GIVEN_BACK = "card:", "card-refund:"
HUB = None


def book_card_money(*, now: datetime, limit: int = 200) -> int:
    """Post what was taken and given back since the last round, each once. Returns how many postings were written.

    A hub's row is locked while its money is booked: two rounds at once write nothing twice.
    """
    taken = not_booked(Payment.objects.filter(status__in=("captured", "refunded")), TAKEN)
    given = not_booked(Refund.objects.filter(status="given").select_related("payment"), GIVEN_BACK)
    hubs = {row.hub_id for row in taken[:limit]} | {row.payment.hub_id for row in given[:limit]}
    return sum(book_hub(hub_id, now=now, limit=limit) for hub_id in sorted(hubs))


@transaction.atomic
def book_hub(hub_id: int, *, now: datetime, limit: int) -> int:
    """Book one hub's card money, looked up under the lock."""
    hub = Hub.objects.select_for_update(no_key=True).get(pk=hub_id)
    taken = not_booked(Payment.objects.of(hub).filter(status__in=("captured", "refunded")), TAKEN)
    postings = [taken_posting(row) for row in taken[:limit]]
    given = not_booked(Refund.objects.of(hub).filter(status="given").select_related("payment"), GIVEN_BACK)
    postings += [given_back_posting(row) for row in given[:limit]]
    post(hub=hub, delivery_day=None, postings=postings, now=now)
    return len(postings)


def not_booked(rows: Any, prefix: str) -> Any:
    """Those of `rows` of which the books know nothing yet, the oldest first."""
    key = Concat(Value(prefix), Cast("pk", CharField()), output_field=CharField())
    known = LedgerTransaction.objects.filter(key=OuterRef("ledger_key"))
    return rows.annotate(ledger_key=key).exclude(Exists(known)).order_by("pk")


def taken_posting(payment: Payment) -> Posting:
    """The card company owes the hub what it took; the household owes it no more."""
    return Posting(
        key=f"{TAKEN}{payment.pk}",
        reason=f"Card payment for order {payment.order_number}",
        entries=(((KIND.CARD, HUB), payment.due_pence), ((KIND.HOUSEHOLDS, HUB), -payment.due_pence)),
    )


def given_back_posting(refund: Refund) -> Posting:
    """The other way round, for what was given back."""
    return Posting(
        key=f"{GIVEN_BACK}{refund.pk}",
        reason=f"Given back for order {refund.payment.order_number}: {refund.reason}"[:240],
        entries=(((KIND.CARD, HUB), -refund.amount_pence), ((KIND.HOUSEHOLDS, HUB), refund.amount_pence)),
    )
