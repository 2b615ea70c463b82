"""The door at which Stripe tells what became of a payment."""

import stripe
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shop.payments.models import Payment
from shop.payments.noting import note
from shop.payments.stripe_cards import intent_of


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """For Stripe alone: the signature says that it is Stripe. 400 without it, 200 for everything else.

    An event that is told twice is noted once. Events of other things, and of payments that are not ours, are heard and
    forgotten: another system may use the same account.
    """
    secret = settings.FOODSHED_STRIPE_WEBHOOK_SECRET
    if not secret:
        return HttpResponse("This hub takes no cards.", status=400)
    try:
        event = stripe.Webhook.construct_event(request.body, request.headers.get("Stripe-Signature", ""), secret)
    except (ValueError, KeyError, stripe.SignatureVerificationError):
        return HttpResponse("This is not signed by Stripe.", status=400)
    if event.type.startswith("payment_intent."):
        intent = intent_of(event.data.object)
        payment = Payment.objects.filter(intent_id=intent.id).select_related("hub").first()
        if payment is not None:
            note(payment=payment, intent=intent, key=event.id, kind=event.type, now=timezone.now())
    return HttpResponse("Heard.")
