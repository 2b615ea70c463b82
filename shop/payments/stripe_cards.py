"""The adapter to Stripe: manual capture, one idempotency key per step, short patience."""

from collections.abc import Callable
from functools import cache
from typing import Any

import stripe
from django.conf import settings

from shop.payments.gateway import Intent, IntentStatus, Rejected, Unreachable

PATIENCE_S = 10
RETRIES = 2


class Declined(Rejected):
    """The card is declined, for the reason that `code` names."""

    def __init__(self, error: stripe.CardError) -> None:
        inner = getattr(error, "error", None)
        self.code = str(getattr(inner, "decline_code", None) or error.code or "declined")
        super().__init__(str(error))


class StripeCards:
    """A CardGateway. Cards only: other ways to pay would need a page of Stripe's to return from."""

    def __init__(self, client: stripe.StripeClient) -> None:
        self.intents: Any = client.v1.payment_intents
        self.refunds: Any = client.v1.refunds

    def open(self, *, amount_pence: int, currency: str, card: str, reference: str, key: str) -> Intent:
        """Make an intent that is not confirmed: it holds nothing, and we know its id before it ever can."""
        params = {
            "amount": amount_pence,
            "currency": currency.lower(),
            "capture_method": "manual",
            "payment_method": card,
            "payment_method_types": ["card"],
            "metadata": {"reference": reference},
        }
        return self.ask(self.intents.create, params, key=key)

    def confirm(self, intent_id: str, *, key: str) -> Intent:
        """Confirm; a declined card comes back as an intent that needs another card."""
        try:
            return self.ask(self.intents.confirm, intent_id, key=key)
        except Declined as answer:
            return Intent(intent_id, IntentStatus.NEEDS_CARD, 0, refusal=answer.code)

    def look_up(self, intent_id: str) -> Intent:
        """Retrieve."""
        return self.ask(self.intents.retrieve, intent_id)

    def capture(self, intent_id: str, *, amount_pence: int, key: str) -> Intent:
        """Take what is held, or part of it."""
        return self.ask(self.intents.capture, intent_id, {"amount_to_capture": amount_pence}, key=key)

    def cancel(self, intent_id: str, *, key: str) -> Intent:
        """Let go what is held."""
        return self.ask(self.intents.cancel, intent_id, key=key)

    def refund(self, intent_id: str, *, amount_pence: int, key: str) -> str:
        """Give back."""
        params = {"payment_intent": intent_id, "amount": amount_pence}
        return str(asked(lambda: self.refunds.create(params, {"idempotency_key": key})).id)

    def ask(self, method: Callable[..., Any], *args: Any, key: str = "") -> Intent:
        """Call with the idempotency key, and read the intent in the answer."""
        options = {"options": {"idempotency_key": key}} if key else {}
        return intent_of(asked(lambda: method(*args, **options)))


def asked(call: Callable[[], Any]) -> Any:
    """Make the call; what goes wrong is told in the port's words."""
    try:
        return call()
    except stripe.CardError as error:
        raise Declined(error) from error
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise Unreachable(str(error)) from error
    except stripe.StripeError as error:
        # 409: another worker's request with the same key is under way. 5xx: Stripe's own trouble.
        if error.http_status is None or error.http_status == 409 or error.http_status >= 500:
            raise Unreachable(str(error)) from error
        raise Rejected(str(error)) from error


def intent_of(answer: Any) -> Intent:
    """Our words for Stripe's object, from an answer or from a webhook's event."""
    known = answer["status"] in {status.value for status in IntentStatus}
    failure = getattr(answer, "last_payment_error", None)
    return Intent(
        id=answer["id"],
        status=IntentStatus(answer["status"]) if known else IntentStatus.UNDER_WAY,
        amount_pence=answer["amount"],
        client_secret=getattr(answer, "client_secret", None) or "",
        refusal=refusal_of(failure) if failure else "",
    )


def refusal_of(failure: Any) -> str:
    """The code of why a card was declined: the bank's own where there is one."""
    return str(getattr(failure, "decline_code", None) or getattr(failure, "code", None) or "declined")


def stripe_cards() -> StripeCards:
    """The adapter with this installation's key and address."""
    return StripeCards(client_of(settings.FOODSHED_STRIPE_SECRET_KEY, settings.FOODSHED_STRIPE_API_BASE))


@cache
def client_of(secret_key: str, api_base: str) -> stripe.StripeClient:
    """One client per key and address, with its pool of connections."""
    return stripe.StripeClient(
        secret_key,
        base_addresses={"api": api_base} if api_base else {},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=PATIENCE_S),
    )
