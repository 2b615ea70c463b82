"""What the card part of a form needs. The page gives the two hidden values back with the form."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

STRIPE_JS = "https://js.stripe.com/v3/"


@dataclass(frozen=True, slots=True)
class CardEntry:
    """For `payments/card_entry.html`. `key` names the try: another card needs another, the bank's question keeps it."""

    key: UUID
    publishable_key: str
    script: str = STRIPE_JS
    payment_method: str = ""
    client_secret: str = ""


def card_entry() -> CardEntry:
    """A fresh try."""
    return CardEntry(key=uuid4(), publishable_key=settings.FOODSHED_STRIPE_PUBLISHABLE_KEY)


def card_entry_at_the_bank(posted: Any, client_secret: str) -> CardEntry:
    """The same try once more, after the bank's question. `posted` is the form's data, read before."""
    key, card = typed_card(posted)
    return CardEntry(
        key=key,
        publishable_key=settings.FOODSHED_STRIPE_PUBLISHABLE_KEY,
        payment_method=card,
        client_secret=client_secret,
    )


def typed_card(posted: Any) -> tuple[UUID, str]:
    """The try's key and Stripe's name of the card. A page without a readable key counts as a fresh try."""
    try:
        key = UUID(posted.get("card_key", ""))
    except ValueError:
        key = uuid4()
    return key, posted.get("payment_method", "").strip()[:80]
