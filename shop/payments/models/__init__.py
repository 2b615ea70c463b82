"""Rows of the payments' room."""

from shop.payments.models.event import PaymentEvent
from shop.payments.models.payment import Payment
from shop.payments.models.refund import Refund

__all__ = ["Payment", "PaymentEvent", "Refund"]
