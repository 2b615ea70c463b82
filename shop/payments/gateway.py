"""The port to the card company: what we ask of it and what it answers. One adapter speaks to Stripe.

Nobody calls it inside a transaction: an answer that takes ten seconds would hold its rows as long.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.conf import settings

from shop.payments.errors import CardsNotTaken


class IntentStatus(StrEnum):
    """How far an intent (one try to take one amount) is, in Stripe's words."""

    NEEDS_CARD = "requires_payment_method"
    READY = "requires_confirmation"
    BANK_ASKS = "requires_action"
    UNDER_WAY = "processing"
    HELD = "requires_capture"
    TAKEN = "succeeded"
    GONE = "canceled"


@dataclass(frozen=True, slots=True)
class Intent:
    """What the card company says of one intent. `refusal` is why the card was declined, as a code."""

    id: str
    status: IntentStatus
    amount_pence: int
    client_secret: str = ""
    refusal: str = ""


class Unreachable(Exception):
    """No answer, or one that says: later. What was asked may or may not have been done."""


class Rejected(Exception):
    """The card company refuses the request as such: asking again changes nothing."""


class CardGateway(Protocol):
    """Every method may raise Unreachable or Rejected. The same `key` again does a thing once and answers the same."""

    def open(self, *, amount_pence: int, currency: str, card: str, reference: str, key: str) -> Intent:
        """Name the amount and the card. Holds nothing yet."""

    def confirm(self, intent_id: str, *, key: str) -> Intent:
        """Hold the amount on the card. A declined card is an answer (NEEDS_CARD with its refusal), not an error."""

    def look_up(self, intent_id: str) -> Intent:
        """How far it is now."""

    def capture(self, intent_id: str, *, amount_pence: int, key: str) -> Intent:
        """Take what is held, or part of it; the rest is let go."""

    def cancel(self, intent_id: str, *, key: str) -> Intent:
        """Let go what is held."""

    def refund(self, intent_id: str, *, amount_pence: int, key: str) -> str:
        """Give back; returns the refund's id."""


def configured() -> bool:
    """Whether this installation takes cards."""
    return bool(settings.FOODSHED_STRIPE_SECRET_KEY)


def gateway() -> CardGateway:
    """The adapter of this installation. Raises CardsNotTaken when there are no keys."""
    if not configured():
        raise CardsNotTaken
    from shop.payments.stripe_cards import stripe_cards

    return stripe_cards()
