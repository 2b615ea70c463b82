"""What happened to a household's order, in its words: from the log of the order, its card and its delivery day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from shop.journal.models import LogLine
from shop.payments.models import Payment
from shop.storefront.models import HouseholdOrder

OF_THE_ORDER: Mapping[str, str] = {
    "household order": "You ordered",
    "cancel household order": "Cancelled",
    "household box collected": "You have your box",
    "household box not collected: kept for them": "Nobody came for your box: the hub keeps it for you",
    "household box not collected: given away": "Nobody came for your box: it was given away",
    "household box not handed over after all": "You don’t have your box yet after all",
    "short household box": "Something was missing: you don’t pay for it",
}
OF_THE_CARD: Mapping[str, str] = {
    "card payment: held on the card": "The money is held on your card",
    "card payment: taken": "The money was taken from your card",
    "card payment: let go": "The money held on your card was let go",
    "card payment: could not be taken": "The money could not be taken from your card",
    "refund: given back": "Money was given back to your card",
    "refund: could not be given back": "Your card company did not take the money back yet: the hub sees to it",
}
OF_THE_DAY: Mapping[str, str] = {
    "closed": "Ordering closed",
    "moved to packed": "Packed",
    "moved to out": "On its way",
    "moved to delivered": "The round is over",
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "householdorder": OF_THE_ORDER,
    "payment": OF_THE_CARD,
    "deliveryday": OF_THE_DAY,
}


@dataclass(frozen=True, slots=True)
class Logged:
    """One line: when and what. Who did it at the hub is nobody's business here."""

    at: datetime
    what: str


def logged_of(order: HouseholdOrder) -> tuple[Logged, ...]:
    """The order's own lines and its card's, and its day's as long as the order counts. Two queries."""
    payments = Payment.objects.of(order.hub).filter(order_number=order.order.number).values_list("pk", flat=True)
    about = Q(subject_kind="householdorder", subject_id=order.pk, verb__in=OF_THE_ORDER)
    about |= Q(subject_kind="payment", subject_id__in=list(payments), verb__in=OF_THE_CARD)
    if order.status == HouseholdOrder.Status.PLACED:
        about |= Q(subject_kind="deliveryday", subject_id=order.delivery_day_id, verb__in=OF_THE_DAY)
    lines = LogLine.objects.of(order.hub).filter(about).order_by("at", "id")
    return tuple(Logged(line.at, WORDS[line.subject_kind][line.verb]) for line in lines)
